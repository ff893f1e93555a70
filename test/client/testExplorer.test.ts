import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { describeMark, markOf } from '../../client/src/marks/statementMarks';
import { chooseTests } from '../../client/src/tests/chooseTests';
import type { Row } from '../../client/src/tests/chooseTests';
import { messagesOf, outputOf } from '../../client/src/tests/describeResult';
import { matchTests } from '../../client/src/tests/matchTests';
import { outOfDate } from '../../client/src/tests/outOfDate';
import { isTestFile, placeOfFile } from '../../client/src/tests/testFolders';
import type { TestItem, TestResult } from '../../server/src/protocol/decisions';

const range = { start: { line: 3, character: 4 }, end: { line: 3, character: 9 } };

/** Tests of these names and keys, in their places. */
const tests = (...names: readonly string[]): readonly TestItem[] =>
  names.map((name, at) => {
    const [label = '', key = label] = name.split(':');
    return { id: String(at), key, label, description: '', range, tags: [], children: [] };
  });

const ids = (before: readonly string[], ...texts: readonly (readonly string[])[]): readonly string[] =>
  texts.reduce((known, names) => matchTests(known, tests(...names)), matchTests([], tests(...before))).map(({ itemId }) => itemId);

describe('a test of a file that is typed in stays itself', () => {
  const cases: readonly (readonly [what: string, before: readonly string[], now: readonly string[], ids: readonly string[]])[] = [
    ['when nothing changes', ['a', 'b'], ['a', 'b'], ['0', '1']],
    ['when another is put before it', ['a', 'b'], ['new', 'a', 'b'], ['0~1', '0', '1']],
    ['when another goes', ['a', 'b', 'c'], ['a', 'c'], ['0', '2']],
    ['when both change places', ['a', 'b'], ['b', 'a'], ['1', '0']],
    ['when it is renamed', ['a:1', 'b:2'], ['a:1', 'bc:3'], ['0', '1']],
    ['when it asks another thing', ['a:1', 'b:2'], ['a:9', 'b:2'], ['0', '1']],
    ['when it asks another thing and moves', ['a:1', 'b:2'], ['b:2', 'a:9'], ['1', '0']],
    ['beside another of the same words', ['a', 'a'], ['a', 'a', 'a'], ['0', '1', '2']],
  ];
  for (const [what, before, now, expected] of cases) test(what, () => assert.deepEqual(ids(before, now), expected));

  test('and one that comes takes the place of none that was there a moment ago', () => {
    assert.deepEqual(ids(['a', 'b', 'c'], ['a', 'c'], ['a', 'x', 'c']), ['0', '1', '2']);
    const gone = matchTests(matchTests([], tests('a', 'b')), tests('b'));
    assert.deepEqual(
      gone.map(({ itemId, id }) => [itemId, id]),
      [['1', '0']],
    );
  });

  test('with its cases', () => {
    const parent = (...cases: readonly string[]): readonly TestItem[] => [
      {
        id: '0',
        key: '',
        label: 'several',
        description: '',
        range,
        tags: [],
        children: cases.map((label, at) => ({ id: `0.${at}`, key: label, label, description: '', range, tags: [], children: [] })),
      },
    ];
    const known = matchTests(matchTests([], parent('x', 'y')), parent('new', 'x', 'y'));
    assert.deepEqual(
      known[0]?.children.map(({ itemId }) => itemId),
      ['0.0~1', '0.0', '0.1'],
    );
  });

  test('of thousands in no time', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `test ${at}`);
    const known = matchTests([], tests(...many));
    const started = performance.now();
    matchTests(known, tests('first', ...many));
    assert.ok(performance.now() - started < 1000);
  });
});

describe('what a run asks for', () => {
  const row = (file: string | undefined, id: string | undefined, children: readonly Row[] = [], isLeftOut = false): Row => ({
    file,
    id,
    isLeftOut,
    children,
  });
  const first = row('a', '0');
  const cases = [row('a', '1.0'), row('a', '1.1')];
  const several = row('a', '1', cases);
  const file = row('a', undefined, [first, several]);
  const closed = row('b', undefined);

  test('whole files where all of them is meant, whether their tests are known or not', () => {
    assert.deepEqual(chooseTests([row(undefined, undefined, [file, closed])]), [{ uri: 'a' }, { uri: 'b' }]);
    assert.deepEqual(chooseTests([file, first]), [{ uri: 'a' }]);
    assert.deepEqual(chooseTests([first, file]), [{ uri: 'a' }]);
  });
  test('cases where some are', () => {
    assert.deepEqual(chooseTests([several]), [{ uri: 'a', ids: ['1.0', '1.1'] }]);
    assert.deepEqual(chooseTests([first, several]), [{ uri: 'a', ids: ['0', '1.0', '1.1'] }]);
  });
  test('and not what is excluded', () => {
    const without = row('a', undefined, [first, row('a', '1', cases, true)]);
    assert.deepEqual(chooseTests([row(undefined, undefined, [without, closed])]), [{ uri: 'a', ids: ['0'] }, { uri: 'b' }]);
    assert.deepEqual(chooseTests([row(undefined, undefined, [row('a', undefined, [first], true), closed])]), [{ uri: 'b' }]);
  });
});

const failed: TestResult = {
  uri: 'file:///w/a.iamtest.json',
  id: '0',
  key: 'k',
  outcome: 'failed',
  message: 'expected `allowed`, but it is `explicitDeny`',
  expected: 'allowed',
  actual: 'explicitDeny',
  range,
  trace: '✗ Denied by scp#No\nStatements\n  scp#No: decided',
  decidedBy: { label: 'scp#No', location: { uri: 'file:///w/my%20scp.json', range } },
};

describe('a result in words', () => {
  test('of a failure: the difference, what decided, and the trace', () => {
    const [why, trace] = messagesOf(failed, 'a test');
    assert.deepEqual(why?.difference, { expected: 'allowed', actual: 'explicitDeny' });
    assert.deepEqual(why?.frames, [
      { label: 'scp#No', location: { uri: 'file:///w/my%20scp.json', range } },
      { label: 'a test', location: { uri: failed.uri, range } },
    ]);
    assert.equal(trace?.text, failed.trace);
    assert.equal(
      outputOf(failed, 'a test'),
      '✗ a test\r\n  expected `allowed`, but it is `explicitDeny`\r\n  ✗ Denied by scp#No\r\n  Statements\r\n    scp#No: decided\r\n  decided at /w/my scp.json:4:5\r\n',
    );
  });
  test('of what cannot be understood: why, and no difference', () => {
    const unclear: TestResult = { ...failed, outcome: 'unclear', message: 'nobody', expected: '', actual: '', trace: '', decidedBy: null };
    assert.deepEqual(messagesOf(unclear, 'a test'), [
      { text: 'nobody', difference: undefined, at: { uri: failed.uri, range }, frames: [] },
    ]);
    assert.equal(outputOf(unclear, 'a test'), '? a test\r\n  nobody\r\n');
  });
  test('of what passed among very many: no more than that', () => {
    assert.equal(outputOf({ ...failed, outcome: 'passed', message: '', trace: '', decidedBy: null }, 'a test'), '✓ a test\r\n');
  });
});

test('what the server does not hold any more is out of date', () => {
  const shown = new Map([
    ['one', { uri: 'a', key: '1' }],
    ['two', { uri: 'a', key: '2' }],
    ['three', { uri: 'b', key: '1' }],
  ]);
  assert.deepEqual(outOfDate(shown, [{ uri: 'a', keys: ['1'] }]), ['two', 'three']);
});

describe('a test file is listed', () => {
  const workspace = [{ uri: 'file:///w', name: 'w' }];
  test('below its folder', () => {
    const place = { folder: 'file:///w/my%20tests', folderLabel: 'my tests', label: 'bot' };
    assert.deepEqual(placeOfFile('file:///w/my%20tests/bot.iamtest.jsonc', workspace), place);
    assert.deepEqual(placeOfFile('file:///w/bot.iamtest.json', workspace), { folder: 'file:///w', folderLabel: 'w', label: 'bot' });
  });
  test('by the workspace folder as well, where there are several', () => {
    const several = [...workspace, { uri: 'file:///v', name: 'v' }];
    assert.equal(placeOfFile('file:///v/tests/bot.iamtest.json', several).folderLabel, 'v/tests');
  });
  test('by its name', () =>
    assert.deepEqual(['/a.iamtest.json', '/a.IAMTEST.jsonc', '/iamtest.json', '/a.json'].map(isTestFile), [true, true, false, false]));
});

describe('the mark of a statement', () => {
  test('says what requests do with it, and nothing where that is unknown', () => {
    assert.equal(markOf({ decided: 1, matched: 2, open: 0 }), 'decided');
    assert.equal(markOf({ decided: 0, matched: 2, open: 1 }), 'matched');
    assert.equal(markOf({ decided: 0, matched: 0, open: 0 }), 'neverMatched');
    assert.equal(markOf({ decided: 0, matched: 0, open: 1 }), undefined);
  });
  test('in words', () => {
    assert.equal(describeMark({ decided: 3, matched: 5, open: 0 }, 9), 'decides 3, matches 5 of 9 requests');
    assert.equal(describeMark({ decided: 0, matched: 0, open: 0 }, 1), 'matched by none of 1 request');
    assert.equal(describeMark({ decided: 1, matched: 1, open: 2 }, 4), 'decides 1, matches 1 of 4 requests · may match 2 more');
  });
});
