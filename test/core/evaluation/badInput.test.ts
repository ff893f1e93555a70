import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { describeTrace } from '../../../server/src/core/evaluation/describeTrace';
import { evaluate } from '../../../server/src/core/evaluation/evaluate';
import type { ContextValue } from '../../../server/src/core/evaluation/request';
import { readScenario } from '../../../server/src/core/evaluation/scenario';
import { lowerPolicy } from '../../../server/src/core/policy/lowerPolicy';
import { nodeFromValue } from '../../../server/src/core/syntax/nodeFromValue';
import { tinyCatalog } from '../../support/tinyCatalog';
import '../../support/seeds';

const catalog = tinyCatalog();
const decisions = ['allowed', 'explicitDeny', 'implicitDeny', 'undetermined'];

const junk = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    '*',
    ':',
    '::::::',
    'arn:',
    'arn:aws:iam::111122223333:user/',
    'arn:aws:sts::111122223333:assumed-role/',
    '${',
    '${}',
    '${aws:username',
    '\uE000',
    '\uD800',
  ),
);
const word = fc.oneof(
  junk,
  fc.constantFrom('s3:GetObject', 'arn:aws:s3:::b/k', 'Allow', 'Deny', 'aws:SourceIp', 'StringLike', 'ForAnyValue:ArnLike'),
);
const policy = fc.record({
  Version: fc.constantFrom('2012-10-17', 'x'),
  Statement: fc.array(
    fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.record({
        Effect: word,
        Action: fc.oneof(word, fc.array(word)),
        Resource: fc.oneof(word, fc.array(word)),
        Principal: fc.oneof(word, fc.dictionary(word, word)),
        Condition: fc.dictionary(
          fc.constantFrom('StringLike', 'ArnLike', 'IpAddress', 'DateLessThan', 'NumericEquals', 'Null', 'Bool', 'Nonsense'),
          fc.dictionary(word, word),
        ),
      }),
    ),
    { maxLength: 3 },
  ),
});
const contextValue: fc.Arbitrary<ContextValue> = fc.oneof(word, fc.boolean(), fc.double(), fc.array(word, { maxLength: 3 }));

describe('bad input', () => {
  it('of any kind gives a decision and words, never an exception', () => {
    fc.assert(
      fc.property(
        word,
        word,
        word,
        fc.dictionary(word, contextValue),
        fc.boolean(),
        policy,
        (principal, action, resource, context, contextIsComplete, document) => {
          const input = { name: undefined, policy: lowerPolicy(nodeFromValue(document)) };
          const trace = evaluate(
            { principal, action, resource, context, contextIsComplete },
            {
              identityPolicies: [input],
              permissionsBoundary: input,
              sessionPolicies: [input],
              resourcePolicy: input,
              serviceControlPolicies: [[input]],
              resourceControlPolicies: [[input]],
              vpcEndpointPolicies: [input],
            },
            catalog,
          );
          assert.ok(decisions.includes(trace.decision));
          assert.equal(typeof describeTrace(trace).headline.template, 'string');
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('in place of a scenario is a problem, never an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(readScenario(nodeFromValue(value), () => undefined).scenario, undefined);
      }),
    );
  });

  it('in place of a principal leaves the answer open and says why', () => {
    const trace = evaluate(
      { principal: 'somebody', action: 's3:GetObject', resource: '*', context: {}, contextIsComplete: true },
      { identityPolicies: [] },
      catalog,
    );
    assert.equal(trace.decision, 'undetermined');
    assert.equal(trace.problems[0]?.template, '`{0}` is no principal');
  });

  it('like hostile patterns takes no longer than other', () => {
    const hostile = `${'*a'.repeat(1500)}*b`;
    const text = 'a'.repeat(8000);
    const document = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: `s3:${hostile}`, Resource: '*' },
        { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${hostile}` },
        { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:${'*:'.repeat(1500)}x` },
        { Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${'${aws:username}'.repeat(500)}${'${'.repeat(20_000)}` },
        {
          Effect: 'Allow',
          Action: 's3:*',
          Resource: '*',
          Condition: { StringLike: { 'aws:UserAgent': hostile }, ArnLike: { 'aws:PrincipalArn': `arn:${hostile}:*:*:*:*` } },
        },
      ],
    };
    const start = process.hrtime.bigint();
    const trace = evaluate(
      {
        principal: 'arn:aws:iam::111122223333:user/alice',
        action: 's3:GetObject',
        resource: `arn:aws:s3:::b/${text}`,
        context: { 'aws:UserAgent': text },
        contextIsComplete: true,
      },
      { identityPolicies: [{ name: undefined, policy: lowerPolicy(nodeFromValue(document)) }] },
      catalog,
    );
    assert.equal(trace.decision, 'implicitDeny');
    assert.ok(process.hrtime.bigint() - start < 2_000_000_000n);
  });

  it('like many unknown keys ends in undetermined, soon', () => {
    const conditions = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`aws:PrincipalTag/k${i}`, ['a', 'b*', '*c']]));
    const document = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringLike: conditions } },
    };
    const start = process.hrtime.bigint();
    const trace = evaluate(
      {
        principal: 'arn:aws:iam::111122223333:user/alice',
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::b/k',
        context: {},
        contextIsComplete: false,
      },
      { identityPolicies: [{ name: undefined, policy: lowerPolicy(nodeFromValue(document)) }] },
      catalog,
    );
    assert.equal(trace.decision, 'undetermined');
    assert.equal(trace.missingContextKeys.length, 40);
    assert.ok(process.hrtime.bigint() - start < 2_000_000_000n);
  });
});
