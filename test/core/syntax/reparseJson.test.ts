import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import * as fc from 'fast-check';

import { parseJson } from '../../../server/src/core/syntax/parseJson';
import { reparseJson } from '../../../server/src/core/syntax/reparseJson';
import { plainSyntax } from '../../support/plainSyntax';
import { realCatalog, realCatalogTexts } from '../../support/realCatalog';
import '../../support/seeds';

const policy = `{
  // who reads
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "A", "Effect": "Allow", "Action": ["s3:Get*", "s3:\\u0050ut*"], "Resource": "*" },
    { "Sid": "B", "Effect": "Deny", "NotAction": "iam:*", "Resource": ["*"],
      "Condition": { "StringEquals": { "aws:RequestedRegion": ["eu-west-1", "us-east-1"], "aws:PrincipalTag/n": [1, true, null] } } }
  ],
  "Id": "end" /* last */
}
`;

function edit(text: string, start: number, removed: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(start + removed);
}

/** Shares the nodes before the edited statement, which only a partial reading does. */
function isPartial(before: string, after: string): boolean {
  const syntax = parseJson(before);
  const again = reparseJson({ text: before, syntax }, after);
  const first = (root: typeof syntax.root) => (root?.kind === 'object' ? root.members[0] : undefined);
  return first(again.root) !== undefined && first(again.root) === first(syntax.root);
}

describe('reparseJson', () => {
  it('reads only the object around a change', () => {
    const at = policy.indexOf('s3:Get*');
    assert.ok(isPartial(policy, edit(policy, at, 0, 'x')));
    assert.ok(isPartial(policy, edit(policy, policy.indexOf('"B"'), 3, '"Second"')));
    assert.ok(isPartial(policy, edit(policy, policy.indexOf('["*"]'), 0, '"unclosed')), 'a string that is not closed ends with its line');
  });

  it('reads only what stands between two statements, values or members of the whole', () => {
    const second = policy.indexOf('    { "Sid": "B"');
    const changes: readonly (readonly [at: number, removed: number, inserted: string])[] = [
      [second, 0, '\n'],
      [second, 0, '{ "Sid": "New", "Effect": "Deny" },'],
      [second, 0, '/* a comment */'],
      [policy.indexOf('\n    { "Sid": "A"'), 0, '\n'],
      [policy.indexOf('\n  ],'), 0, ', {}'],
      [policy.indexOf('s3:Get*'), 3, 'ec2:'],
      [policy.indexOf('"Id"'), 0, '\n  '],
    ];
    for (const [at, removed, inserted] of changes) {
      const after = edit(policy, at, removed, inserted);
      assert.ok(isPartial(policy, after), inserted);
      assert.deepEqual(plainSyntax(reparseJson({ text: policy, syntax: parseJson(policy) }, after)), parseJson(after));
    }
    // The statements before it are shared, and not copies.
    const syntax = parseJson(policy);
    const again = reparseJson({ text: policy, syntax }, edit(policy, second, 0, '\n'));
    const statement = (root: typeof syntax.root) => (root?.kind === 'object' ? root.members[1]?.value : undefined);
    const [old, now] = [statement(syntax.root), statement(again.root)];
    assert.ok(old?.kind === 'array' && now?.kind === 'array' && old.items[0] === now.items[0]);
  });

  it('reads everything where a change reaches out of its object', () => {
    assert.ok(!isPartial(policy, edit(policy, policy.indexOf('"Sid": "A"'), 0, '/*')));
    assert.ok(!isPartial(policy, edit(policy, policy.indexOf('"2012'), 0, '"')));
    assert.ok(!isPartial(policy, edit(policy, policy.indexOf('"Sid": "A"'), 0, ']')));
  });

  it('reads more where a change closes its list and opens another one, or an object of its own', () => {
    const before = '{ "S": [{ "A": ["x", "y"], "R": "z" }, { "B": 1 }] }';
    for (const [from, to] of [
      ['"y"', '"y"], "Q": ["w"'],
      ['"x"', '"x"], "Q": ["w"'],
      ['{ "B": 1 }', '{ "B": 1 }], "T": [2'],
      ['"S": [', '"Q": {}, "S": [] }, { "S": ['],
      ['"S"', '"Q": 1 } { "S"'],
    ] as const) {
      const after = before.replace(from, to);
      assert.deepEqual(plainSyntax(reparseJson({ text: before, syntax: parseJson(before) }, after)), parseJson(after), to);
    }
  });

  it('keeps what is missing just before and behind the object that changed', () => {
    const before = '{ "a": [ { "b" { "c": 1 } "d": 2 }, { "e": 3 } { "f": 4 } ] }';
    for (const piece of ['"c": 1', '"e": 3', '"f": 4']) {
      const after = before.replace(piece, `${piece}1`);
      assert.deepEqual(plainSyntax(reparseJson({ text: before, syntax: parseJson(before) }, after)), parseJson(after));
      assert.ok(parseJson(after).problems.length > 2);
    }
  });

  it('gives the same tree, problems and comments as a fresh reading, after any edits one after the other', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '\n',
        ' ',
        '/*',
        '*/',
        '//',
        'x',
        '1',
        'null',
        '"a": 1',
        '], "b": [',
        '"], "b": ["',
        '}, {',
        '}, "b": {',
        '{"b": []}',
        '\ufeff',
        '\ud83d',
      ),
      fc.string({ maxLength: 4 }),
    );
    const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 6 }), piece, fc.boolean()), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(edits, (list) => {
        let text = policy;
        let syntax = parseJson(text);
        for (const [where, removed, inserted, look] of list) {
          const after = edit(text, Math.floor(where * text.length), removed, inserted);
          syntax = reparseJson({ text, syntax }, after);
          text = after;
          // Not looked into after every edit: what is moved twice unread must arrive all the same.
          if (look) assert.deepEqual(plainSyntax(syntax), parseJson(text));
        }
        assert.deepEqual(plainSyntax(syntax), parseJson(text));
      }),
      { numRuns: process.env.GATEHOUSE_FULL === undefined ? 400 : 4000 },
    );
  });

  it('gives the same on AWS managed policies, single characters typed and deleted', () => {
    const texts = realCatalogTexts();
    const documents = realCatalog()
      .managedPolicies()
      .slice(0, 40)
      .flatMap(({ arn }) => texts.managedPolicyDocument(arn) ?? []);
    fc.assert(
      fc.property(fc.constantFrom(...documents), fc.nat(), fc.constantFrom('', 'a', '"', '}', '\n', '*'), (before, place, typed) => {
        const at = place % before.length;
        const after = edit(before, at, typed === '' ? 1 : 0, typed);
        assert.deepEqual(plainSyntax(reparseJson({ text: before, syntax: parseJson(before) }, after)), parseJson(after));
      }),
      { numRuns: 300 },
    );
  });
});
