import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { describeTrace } from '../../../server/src/core/evaluation/describeTrace';
import { evaluate } from '../../../server/src/core/evaluation/evaluate';
import { readScenario } from '../../../server/src/core/evaluation/scenario';
import type { Trace } from '../../../server/src/core/evaluation/trace';
import { nodeFromValue } from '../../../server/src/core/syntax/nodeFromValue';
import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { itemsOf, valueOf } from '../../../server/src/core/syntax/queries';
import { createTranslate, english } from '../../../server/src/core/text/message';
import { tinyCatalog } from '../../support/tinyCatalog';

const bundle: unknown = JSON.parse(readFileSync('l10n/parts/evaluation.ko.json', 'utf8'));
function isBundle(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}
assert.ok(isBundle(bundle));
const korean = createTranslate(bundle);
const catalog = tinyCatalog();

function trace(fields: Readonly<Record<string, unknown>>, request: Readonly<Record<string, unknown>> = {}): Trace {
  const { scenario } = readScenario(
    nodeFromValue({
      name: 'x',
      request: {
        principal: 'arn:aws:iam::111122223333:user/alice',
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::media/a.png',
        ...request,
      },
      ...fields,
    }),
    () => undefined,
  );
  assert.ok(scenario !== undefined);
  return evaluate(scenario.request, scenario.policies, catalog);
}

const statement = (effect: string, more: Readonly<Record<string, unknown>> = {}) => ({
  Effect: effect,
  Action: 's3:*',
  Resource: '*',
  ...more,
});
const policy = (name: string, ...statements: readonly unknown[]) => ({
  name,
  document: { Version: '2012-10-17', Statement: statements },
});
const full = policy('FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' });

describe('a decision in words', () => {
  it('names the statement that allowed', () => {
    const { headline, short, awsMessage } = describeTrace(
      trace({ identityPolicies: [policy('bot', statement('Allow', { Sid: 'Read' }))] }),
    );
    assert.equal(english(headline), 'Allowed by bot#Read (identity-based policy)');
    assert.equal(english(short), 'allowed by Read');
    assert.equal(awsMessage, undefined);
  });

  it('names the SCP that denied, its level, and AWS’s own words', () => {
    const denied = trace({
      identityPolicies: [full],
      serviceControlPolicies: [[full], [full, policy('data-only', statement('Deny'))], [full]],
    });
    const { headline, short, awsMessage, layers } = describeTrace(denied, { scp: ['Root', 'Data', 'pipeline'] });
    assert.equal(english(headline), 'Denied by data-only#0, service control policy at Data');
    assert.equal(english(short), 'denied by data-only#0');
    assert.equal(
      awsMessage,
      'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::media/a.png with an explicit deny in a service control policy',
    );
    assert.deepEqual(
      layers.slice(1, 4).map(({ label }) => english(label)),
      ['SCP: Root', 'SCP: Data', 'SCP: pipeline'],
    );
  });

  const lacking: readonly (readonly [string, Readonly<Record<string, unknown>>, string, RegExp])[] = [
    [
      'identity policy',
      { identityPolicies: [] },
      'no identity policy allows it',
      /because no identity-based policy allows the s3:GetObject action$/,
    ],
    [
      'boundary',
      { identityPolicies: [full], permissionsBoundary: policy('b') },
      'the permissions boundary lacks it',
      /because no permissions boundary allows the/,
    ],
    [
      'SCP',
      { identityPolicies: [full], serviceControlPolicies: [[full], []] },
      'no SCP allows it at the account',
      /because no service control policy allows the/,
    ],
    [
      'endpoint',
      { identityPolicies: [full], vpcEndpointPolicies: [policy('e')] },
      'the endpoint policy lacks it',
      /because no VPC endpoint policy allows the/,
    ],
  ];
  for (const [layer, fields, words, aws] of lacking) {
    it(`says that the ${layer} lacks an allow`, () => {
      const { short, awsMessage } = describeTrace(trace(fields));
      assert.equal(english(short), words);
      assert.match(awsMessage ?? '', aws);
    });
  }

  it('says on which key an open decision depends, with values that allow and deny', () => {
    const condition = { Condition: { StringEquals: { 'AWS:sourcevpce': 'vpce-1' } } };
    const open = trace({ identityPolicies: [policy('p', statement('Allow', condition))] }, { contextIsComplete: false });
    const { headline, short, context } = describeTrace(open);
    assert.deepEqual(open.missingContextKeys, ['aws:SourceVpce']);
    assert.equal(english(headline), 'Depends on aws:SourceVpce');
    assert.equal(english(short), 'depends on aws:SourceVpce');
    assert.deepEqual(
      context.map(({ values, origin, examples }) => [english(values), english(origin), examples && english(examples)]),
      [['unknown', 'changes the decision', 'allowed with vpce-1, denied with other']],
    );
  });

  it('says that a request is denied in any case, when only the means are open', () => {
    const condition = { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } };
    const { headline } = describeTrace(
      trace({ identityPolicies: [policy('p', statement('Deny', condition))] }, { contextIsComplete: false }),
    );
    assert.equal(english(headline), 'Denied in any case; by what depends on aws:SourceVpce');
  });

  it('names the rule, where no policy decides', () => {
    const asked = { action: 'sts:GetCallerIdentity', resource: '*' };
    assert.equal(
      english(describeTrace(trace({ identityPolicies: [] }, asked)).headline),
      'Allowed: sts:GetCallerIdentity is always allowed, whatever policies say',
    );
    const limited = describeTrace(
      trace(
        { identityPolicies: [full] },
        { principal: 'arn:aws:iam::111122223333:root', action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/T' },
      ),
    );
    assert.equal(english(limited.headline), 'Denied: the root user cannot assume a role');
    assert.equal(limited.awsMessage, undefined);
  });

  it('tells of each statement what did not match', () => {
    const { statements } = describeTrace(
      trace({
        identityPolicies: [
          policy(
            'p',
            { Sid: 'List', Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' },
            {
              Effect: 'Allow',
              Action: 's3:GetObject',
              Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::c/*', 'arn:aws:s3:::d/*'],
            },
            statement('Allow', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
            statement('Allow', { Condition: { StringEquals: { 'aws:username': 'bob' } } }),
            { Effect: 'allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', NotAction: 's3:Get*', Resource: '*' },
          ),
        ],
      }),
    );
    assert.deepEqual(
      statements.map(({ label, reason }) => [english(label), reason && english(reason)]),
      [
        ['p#List', 'Action does not match s3:ListBucket'],
        ['p#1', 'Resource does not match arn:aws:s3:::a/*, arn:aws:s3:::b/*, arn:aws:s3:::c/*, …'],
        ['p#2', 'Bool does not hold: the request has no aws:MultiFactorAuthPresent'],
        ['p#3', 'StringEquals does not hold: aws:username is alice'],
        ['p#4', 'Effect is neither Allow nor Deny'],
        ['p#5', 'NotAction leaves out s3:Get*'],
      ],
    );
  });

  it('marks the statement that decided', () => {
    const { statements } = describeTrace(trace({ identityPolicies: [full, policy('p', statement('Deny'), statement('Deny'))] }));
    assert.deepEqual(
      statements.map(({ decided }) => decided),
      [false, true, false],
    );
  });
});

describe('the words of all cases', () => {
  const folder = 'test/evaluation/cases';
  for (const file of readdirSync(folder)) {
    it(`of ${file} are whole in both languages, and short enough for a lens`, () => {
      for (const row of itemsOf(parseJson(readFileSync(`${folder}/${file}`, 'utf8')).root)) {
        const { scenario } = readScenario(valueOf(row, 'scenario'), () => undefined);
        assert.ok(scenario !== undefined);
        const words = describeTrace(evaluate(scenario.request, scenario.policies, catalog), {
          scp: ['A root with a very long name indeed'],
        });
        for (const translate of [english, korean]) {
          assert.ok(translate(words.short).length <= 40, translate(words.short));
          const all = [
            words.headline,
            ...words.notes,
            ...words.problems,
            ...words.layers.flatMap(({ label, explanation }) => [label, explanation]),
          ];
          for (const message of [...all, ...words.statements.flatMap(({ label, reason }) => [label, reason ?? label])]) {
            assert.doesNotMatch(translate(message), /\{\d\}|undefined|\bnull\b/);
          }
        }
      }
    });
  }
});
