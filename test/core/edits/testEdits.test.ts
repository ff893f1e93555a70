import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { appendTest, setExpectation } from '../../../server/src/core/edits/testEdits';
import { readTests } from '../../../server/src/core/simulation/readTests';
import { applied } from './edited';

const test = { name: 'reads', principal: 'a/user/b', action: 's3:GetObject', resource: 'arn:aws:s3:::x/y', expect: 'allowed' } as const;

/** What is read back: no problem, and the cases. */
function casesOf(text: string) {
  const { problems, cases } = readTests(text);
  assert.deepEqual(problems, [], text);
  return cases;
}

describe('a test is added to a file', () => {
  it('as the last of the list, laid out as the others are, comments left alone', () => {
    const before = `// about
{
    "tests": [
        // first
        {
            "principal": "p/root",
            "action": "s3:ListAllMyBuckets",
            "expect": "denied", // why
        }, // behind
        // nothing yet
    ],
}
`;
    const after = applied(before, appendTest(before, { ...test, context: { 'aws:TagKeys': ['a', 'b'] }, by: 'p.json#0' }));
    assert.equal(
      after,
      before.replace(
        '}, // behind\n',
        `}, // behind
        {
            "name": "reads",
            "principal": "a/user/b",
            "action": "s3:GetObject",
            "resource": "arn:aws:s3:::x/y",
            "context": { "aws:TagKeys": ["a", "b"] },
            "expect": "allowed",
            "by": "p.json#0"
        },
`,
      ),
    );
    assert.deepEqual(casesOf(after).length, 2);
  });

  it('on one line where the last one is', () => {
    const before = '{ "tests": [\n  { "principal": "p/root", "action": "a:B", "expect": "denied" }\n] }';
    const after = applied(before, appendTest(before, test));
    assert.match(after, /\},\n {2}\{ "name": "reads", .* \}\n\] \}$/);
    assert.equal(casesOf(after)[1]?.name, 'reads');
  });

  for (const [what, before] of [
    ['an empty text', ' \n'],
    ['an object without the list', '{\n\t"context": {}\n}'],
    ['an empty list', '{\r\n  "tests": []\r\n}'],
    ['a list of comments', '{\n  "tests": [\n    // none yet\n  ]\n}'],
    ['an empty object', '{}'],
  ] as const) {
    it(`to ${what}`, () => {
      const after = applied(before, appendTest(before, test));
      assert.equal(casesOf(after)[0]?.resource, 'arn:aws:s3:::x/y', after);
      assert.equal(/[^\r]\n/.test(after) && after.includes('\r'), false, 'line ends are not mixed');
      if (before.includes('//')) assert.match(after, /\/\/ none yet\n/);
    });
  }

  it('not to what is no test file, or is half typed', () => {
    for (const text of ['[]', '{ "tests": {} }', '{ "tests": [ { "principal": ', '{ "tests": [,] }'])
      assert.equal(appendTest(text, test), undefined, text);
  });
});

describe('a test is made to expect what is', () => {
  const before = `{
  "tests": [
    { "principal": "p/root", "action": "a:B", "expect": "denied" },
    {
      "principal": "p/root", // who
      "action": "a:B",
      "expect": "allowed", // so far
      "by": "old.json#1"
    }
  ]
}`;

  it('with the statement that decided, right behind the decision', () => {
    const after = applied(before, setExpectation(before, 0, 'explicitDeny', 'scp.json#No'));
    assert.match(after, /"expect": "explicitDeny", "by": "scp.json#No" \},/);
    const again = applied(after, setExpectation(after, 1, 'explicitDeny', 'scp.json#No'));
    assert.match(again, /"expect": "explicitDeny", \/\/ so far\n {6}"by": "scp.json#No"\n/);
    assert.deepEqual(
      casesOf(again).map(({ expect, by }) => [expect, by]),
      [
        ['explicitDeny', 'scp.json#No'],
        ['explicitDeny', 'scp.json#No'],
      ],
    );
  });

  it('without one: the old statement goes', () => {
    const { start, end } = readTests(before).cases[1]?.span ?? { start: 0, end: 0 };
    const after = applied(before, setExpectation(before, { start, end }, 'implicitDeny'));
    assert.match(after, /"expect": "implicitDeny" \/\/ so far\n {4}\}/);
    assert.equal(casesOf(after)[1]?.by, undefined);
  });

  it('where it expected nothing yet', () => {
    const bare = '{ "tests": [{\n  "principal": "p/root",\n  "action": "a:B",\n}] }';
    const after = applied(bare, setExpectation(bare, 0, 'allowed', 'p.json#0'));
    assert.match(after, /"action": "a:B",\n {2}"expect": "allowed",\n {2}"by": "p.json#0",\n\}/);
    assert.equal(casesOf(after)[0]?.by, 'p.json#0');
    const line = '{ "tests": [{ "principal": "p/root", "action": "a:B" }] }';
    assert.equal(casesOf(applied(line, setExpectation(line, 0, 'allowed', 'p.json#0')))[0]?.by, 'p.json#0');
  });

  it('not where there is no such test, or half of one', () => {
    assert.equal(setExpectation(before, 2, 'allowed'), undefined);
    assert.equal(setExpectation(before, { start: 1, end: 2 }, 'allowed'), undefined);
    assert.equal(setExpectation('{ "tests": [{ "expect": ', 0, 'allowed'), undefined);
  });
});
