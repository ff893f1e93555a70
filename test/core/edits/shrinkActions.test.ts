import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Catalog } from '../../../server/src/core/catalog/catalog';
import { shrinkActions } from '../../../server/src/core/edits/shrinkActions';
import { shrinkableList, shrinkList } from '../../../server/src/core/edits/shrinkList';
import { realCatalog } from '../../support/realCatalog';
import { tinyCatalog } from '../../support/tinyCatalog';

import { applied, inStatement, listAt } from './edited';
import '../../support/seeds';

const catalog = realCatalog();

function meaning(patterns: readonly string[], of: Catalog = catalog): readonly string[] {
  return [...new Set(patterns.flatMap((pattern) => of.expandAction(pattern)))].sort();
}

const services = catalog.services().filter((service) => catalog.actionNames(service).length > 1);

/** Some actions of a service: mostly those of a few verbs or objects, as people write them, and some at random. */
const someOfService = fc.constantFrom(...services).chain((service) => {
  const names = catalog.actionNames(service);
  const prefixes = [...new Set(names.map((name) => /^[^:]+:[A-Z]?[a-z]*/.exec(name)?.[0] ?? name))];
  return fc
    .tuple(
      fc.subarray([...names], { maxLength: Math.min(60, names.length) }),
      fc.subarray(prefixes, { maxLength: Math.min(3, prefixes.length) }),
      fc.boolean(),
    )
    .map(([some, verbs, wild]) => [
      ...some,
      ...verbs.flatMap((verb) => (wild ? [`${verb}*`] : names.filter((name) => name.startsWith(verb)))),
    ]);
});

const actionList = fc
  .tuple(
    fc.array(someOfService, { minLength: 1, maxLength: 3 }),
    fc.array(fc.constantFrom('nobody:Knows', 's3:GetFoo', 'no action', '*:Get*', 's3:get*', 'EC2:describe?nstances', 's3:*'), {
      maxLength: 2,
    }),
  )
  .map(([lists, others]) => [...lists.flat(), ...others]);

describe('shrinking a list of actions', () => {
  for (const anywhere of [false, true]) {
    test(`means exactly the same today, with wildcards ${anywhere ? 'anywhere' : 'behind a verb'}`, () => {
      let shorter = 0;
      fc.assert(
        fc.property(actionList, (patterns) => {
          const shrunk = shrinkActions(patterns, catalog, { anywhere });
          if (shrunk === undefined) return;
          shorter++;
          assert.ok(shrunk.length < patterns.length);
          assert.deepEqual(meaning(shrunk.map(({ text }) => text)), meaning(patterns));
          const replaced = shrunk.flatMap(({ replaces }) => replaces).sort((a, b) => a - b);
          assert.deepEqual(replaced, [...patterns.keys()], 'each old pattern goes into exactly one new one');
        }),
        { numRuns: 300 },
      );
      assert.ok(shorter > 150, `only ${shorter} lists of 300 became shorter`);
    });
  }

  const cases: readonly (readonly [name: string, before: readonly string[], after: readonly string[]])[] = [
    ['to one wildcard for all actions of a verb', catalog.actionNames('s3').filter((name) => name.startsWith('s3:Get')), ['s3:Get*']],
    ['to the service where all of it is meant', catalog.actionNames('sts'), ['sts:*']],
    ['keeps what a list holds of other services', ['iam:PassRole', ...catalog.actionNames('sts')], ['iam:PassRole', 'sts:*']],
    ['drops what a wildcard of the list means already', ['s3:Get*', 's3:GetObject', 'iam:PassRole'], ['s3:Get*', 'iam:PassRole']],
    ['drops repetitions in another case', ['s3:GetObject', 'S3:getobject'], ['s3:GetObject']],
    ['drops what a wildcard for all services means', ['s3:GetObject', '*'], ['*']],
    [
      'chooses the narrowest of the patterns that replace as much',
      catalog.actionNames('s3').filter((name) => name.startsWith('s3:GetObject')),
      ['s3:GetObject*'],
    ],
    [
      'swallows a narrower wildcard',
      ['s3:GetBucket*', ...catalog.actionNames('s3').filter((name) => /^s3:Get(?!Bucket)/.test(name))],
      ['s3:Get*'],
    ],
  ];
  for (const [name, before, after] of cases) {
    test(name, () => {
      assert.deepEqual(
        shrinkActions(before, catalog)?.map(({ text }) => text),
        after,
      );
    });
  }

  const unchanged: readonly (readonly [name: string, list: readonly string[]])[] = [
    ['a single action', ['s3:GetObject']],
    ['actions whose common wildcard would grant another', ['s3:GetObject', 's3:PutObject']],
    ['actions that nobody knows', ['nobody:GetA', 'nobody:GetB']],
    ['what is no action', ['x', 'y z', '${aws:username}']],
    ['an empty list', []],
  ];
  for (const [name, list] of unchanged) test(`leaves ${name}`, () => assert.equal(shrinkActions(list, catalog), undefined));

  test('puts a wildcard in front of a common ending only where that is asked for', () => {
    const tagging = catalog.actionNames('s3').filter((name) => name.endsWith('ObjectTagging'));
    assert.ok(tagging.length > 1);
    assert.equal(shrinkActions(tagging, catalog), undefined);
    assert.deepEqual(
      shrinkActions(tagging, catalog, { anywhere: true })?.map(({ text }) => text),
      ['s3:*ObjectTagging'],
    );
  });
});

describe('a shrunk list', () => {
  const tiny = tinyCatalog();
  const shrunk = (marked: string): string => {
    const { text, document, list } = listAt(inStatement(marked));
    const patterns = shrinkableList(document, list, tiny);
    return patterns === undefined ? text : applied(text, shrinkList(document, list, patterns));
  };

  test('keeps the place of its first action, and the comments of all', () => {
    const before = `{
  "Action": [
    // tags
    "ec2:CreateTags",
    "s3:GetObject", // reads
    "iam:PassRole",
    // old ones
    "s3:GetObjectVersion",
    "s3:GetObjectTagging"
  |]
}`;
    assert.equal(
      shrunk(before),
      inStatement(`{
  "Action": [
    // tags
    "ec2:CreateTags",
    // old ones
    "s3:GetObject*", // reads
    "iam:PassRole"
  ]
}`),
    );
  });

  test('stays on its line', () => {
    assert.equal(
      shrunk('{ "Action": ["s3:GetObject", "s3:GetObjectVersion", |"s3:GetObjectTagging", "iam:PassRole"] }'),
      inStatement('{ "Action": ["s3:GetObject*", "iam:PassRole"] }'),
    );
  });
});
