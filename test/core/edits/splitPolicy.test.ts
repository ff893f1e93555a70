import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Catalog } from '../../../server/src/core/catalog/catalog';
import { minifiedSize, sizeWithoutWhitespace } from '../../../server/src/core/checks/support/policySize';
import type { EditedDocument } from '../../../server/src/core/edits/document';
import { planSplit, writeSplit } from '../../../server/src/core/edits/splitPolicy';
import { lowerPolicy } from '../../../server/src/core/policy/lowerPolicy';
import type { PolicyType } from '../../../server/src/core/policy/policyType';
import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { tinyCatalog } from '../../support/tinyCatalog';

import { documentOf } from './edited';
import '../../support/seeds';

/** The quotas of a small world, so that texts stay short. */
function catalogWith(limit: number): Catalog {
  return { ...tinyCatalog(), quota: () => limit };
}

function split(document: EditedDocument, limit: number, type: PolicyType = 'scp'): readonly string[] {
  const plan = planSplit(document, type, catalogWith(limit));
  assert.ok(plan?.kind === 'possible', JSON.stringify(plan));
  return writeSplit(document, plan.documents);
}

function reasonOf(text: string, limit: number, type: PolicyType): string | undefined {
  const plan = planSplit(documentOf(text), type, catalogWith(limit));
  return plan?.kind === 'impossible' ? plan.reason.template : undefined;
}

/** Every pair of action and resource pattern that a policy names, with all else a statement says. */
function pairsOf(text: string): readonly string[] {
  const { root, problems } = parseJson(text);
  assert.deepEqual(problems, []);
  return lowerPolicy(root).statements.flatMap(({ effect, action, resource, conditions }) =>
    (action?.values ?? []).flatMap((one) =>
      (resource?.values ?? []).map((other) =>
        JSON.stringify([
          effect,
          action?.negated,
          one.text,
          resource?.negated,
          other.text,
          conditions.map(({ operator, key, values }) => [operator.text, key.text, values.map((value) => value.text)]),
        ]),
      ),
    ),
  );
}

const statement = (sid: string, more = ''): string =>
  `{\n      "Sid": "${sid}",\n      "Effect": "Deny",\n      "Action": "a:${sid}",\n      "Resource": "*"${more}\n    }`;

describe('splitting a policy', () => {
  const text = `// guard rails\n{\n  "Version": "2012-10-17",\n  "Statement": [ // all\n    // one\n    ${statement('One')},\n    ${statement('Two')}, // two\n    ${statement('Three')}\n    // end\n  ]\n}\n`;

  test('puts each statement into one document, with its comments, and repeats what is around them', () => {
    assert.deepEqual(split(documentOf(text), 180), [
      `// guard rails\n{\n  "Version": "2012-10-17",\n  "Statement": [ // all\n    // one\n    ${statement('One')},\n    ${statement('Two')} // two\n  ]\n}\n`,
      `// guard rails\n{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${statement('Three')}\n    // end\n  ]\n}\n`,
    ]);
  });

  test('says nothing while the policy keeps within its quota, however it is laid out', () => {
    const size = minifiedSize(parseJson(text).root ?? assert.fail());
    assert.equal(planSplit(documentOf(text), 'scp', catalogWith(size)), undefined);
    assert.equal(planSplit(documentOf(text), 'scp', catalogWith(size - 1))?.kind, 'possible');
    assert.equal(planSplit(documentOf(text), 'resource', catalogWith(10)), undefined, 'no quota is known');
  });

  test('shares a statement out that is itself too long, under names of its own', () => {
    const long = '{"Statement":{"Sid":"A","Effect":"Allow","Action":["a:aaaaaaaaaa","a:bbbbbbbbbb","a:cccccccccc"],"Resource":"*"}}';
    assert.deepEqual(split(documentOf(long), 105), [
      '{"Statement":{"Sid":"A","Effect":"Allow","Action":["a:aaaaaaaaaa","a:bbbbbbbbbb"],"Resource":"*"}}',
      '{"Statement":{"Sid":"A2","Effect":"Allow","Action":["a:cccccccccc"],"Resource":"*"}}',
    ]);
  });

  test('says which statement cannot be shared out', () => {
    const negated = '{"Statement":[{"Sid":"A","Effect":"Deny","NotAction":["a:aaaaaaaaaa","a:bbbbbbbbbb"],"Resource":"*"}]}';
    assert.match(reasonOf(negated, 80, 'scp') ?? '', /statement `\{0\}` alone is too long/);
    assert.match(reasonOf(negated.replace('"Sid":"A",', ''), 80, 'scp') ?? '', /statement \{0\} alone is too long/);
  });

  test('says that some policies stand alone', () => {
    for (const type of ['trust', 'permissionsBoundary', 'resource:s3-bucket', 'session'] as const) {
      assert.match(reasonOf(text, 100, type) ?? '', /only one policy/, type);
    }
  });

  test('leaves broken text', () => assert.equal(planSplit(documentOf(text.slice(0, -6)), 'scp', catalogWith(100)), undefined));

  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', ' '), minLength: 1, maxLength: 12 });
  const list = fc.oneof(name, fc.array(name, { minLength: 1, maxLength: 12 }));
  const randomStatement = fc.record({
    sid: fc.option(fc.constantFrom('S', 'S2', 'T'), { nil: undefined }),
    effect: fc.constantFrom('Allow', 'Deny'),
    action: list,
    resource: list,
    negated: fc.constantFrom('', 'Action', 'Resource'),
    condition: fc.boolean(),
  });
  const randomPolicy = fc
    .tuple(fc.array(randomStatement, { minLength: 1, maxLength: 10 }), fc.constantFrom(undefined, 2, '\t'), fc.boolean())
    .map(([statements, indentation, asObject]) => {
      const written = statements.map(({ sid, effect, action, resource, negated, condition }) => ({
        ...(sid === undefined ? {} : { Sid: sid }),
        Effect: effect,
        [negated === 'Action' ? 'NotAction' : 'Action']: action,
        [negated === 'Resource' ? 'NotResource' : 'Resource']: resource,
        ...(condition ? { Condition: { Bool: { 'a:b': ['true'] } } } : {}),
      }));
      return JSON.stringify(
        { Version: '2012-10-17', Statement: asObject && written.length === 1 ? written[0] : written },
        null,
        indentation,
      );
    });

  test('keeps every document within the quota, and the meaning of all together', () => {
    let possible = 0;
    fc.assert(
      fc.property(
        randomPolicy,
        fc.integer({ min: 180, max: 400 }),
        fc.constantFrom('scp' as const, 'identity' as const),
        (policy, limit, type) => {
          const document = documentOf(policy);
          const plan = planSplit(document, type, catalogWith(limit));
          if (plan?.kind !== 'possible') return;
          possible++;
          const documents = writeSplit(document, plan.documents);
          assert.ok(documents.length > 1);
          const measure = type === 'scp' ? minifiedSize : sizeWithoutWhitespace;
          for (const one of documents) assert.ok(measure(parseJson(one).root ?? assert.fail()) <= limit, one);
          assert.deepEqual(documents.flatMap(pairsOf).sort(), [...pairsOf(policy)].sort());
          for (const one of documents) {
            const sids = lowerPolicy(parseJson(one).root).statements.flatMap(({ sid }) => sid?.text ?? []);
            const repeated = lowerPolicy(document.syntax.root).statements.flatMap(({ sid }) => sid?.text ?? []);
            if (new Set(repeated).size === repeated.length) assert.equal(new Set(sids).size, sids.length);
          }
        },
      ),
      { numRuns: 500 },
    );
    assert.ok(possible > 100, `only ${possible} of 500 policies were split`);
  });
});
