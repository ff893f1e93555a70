import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { simulatorTexts } from '../../client/src/simulator/simulatorTexts';
import { emptyState, fieldOfRow, reduce, restore, save, simulateParams } from '../../client/webview/simulator/state';
import type { SimulatorEvent, SimulatorState } from '../../client/webview/simulator/state';
import type { SimulateResult, Suggestion } from '../../server/src/protocol/requests';

const after = (...events: readonly SimulatorEvent[]): SimulatorState => events.reduce(reduce, emptyState);

const result = (headline: string): SimulateResult => ({
  decision: 'allowed',
  headline,
  awsMessage: '',
  short: '',
  decidedBy: null,
  layers: [],
  statements: [],
  context: [],
  missingContextKeys: [],
  notes: [],
  fieldProblems: {},
});
const suggestion = (value: string): Suggestion => ({ value, label: value, detail: '' });
const texts = (language: string): SimulatorEvent => ({ type: 'texts', texts: simulatorTexts(), language });

describe('the question', () => {
  const cases: readonly (readonly [
    name: string,
    events: readonly SimulatorEvent[],
    expected: Partial<ReturnType<typeof simulateParams>>,
  ])[] = [
    ['has no policy file unless one is given', [], { principal: '', context: {} }],
    [
      'takes what is typed, without the spaces around it',
      [{ type: 'edited', field: 'action', value: ' s3:GetObject ' }],
      { action: 's3:GetObject' },
    ],
    [
      'sends one value as a text and several values of a key as a list, in order',
      [
        {
          type: 'open',
          form: {
            context: [
              { key: 'aws:TagKeys', value: 'a' },
              { key: 'aws:SourceIp', value: '::1' },
            ],
          },
          run: false,
        },
        { type: 'contextAdded', key: 'aws:TagKeys' },
        { type: 'contextEdited', row: 3, value: 'b' },
      ],
      { context: { 'aws:TagKeys': ['a', 'b'], 'aws:SourceIp': '::1' } },
    ],
    ['leaves out a row without a key', [{ type: 'contextAdded', key: ' ' }], { context: {} }],
    [
      'keeps an empty value, which is a value',
      [{ type: 'contextAdded', key: 'aws:RequestTag/team' }],
      { context: { 'aws:RequestTag/team': '' } },
    ],
    ['says whether the context is complete', [{ type: 'completeSwitched', contextIsComplete: true }], { contextIsComplete: true }],
    [
      'forgets the policy file that was cleared',
      [{ type: 'open', form: { uri: 'file:///a.json', fileName: 'a.json' }, run: false }, { type: 'policyFileCleared' }],
      {},
    ],
  ];
  for (const [name, events, expected] of cases) {
    test(name, () => {
      const params = simulateParams(after(...events));
      assert.deepEqual({ ...params, ...expected }, params);
      assert.equal('uri' in params, 'uri' in expected);
    });
  }

  test('names the policy file it was opened with', () => {
    assert.equal(
      simulateParams(after({ type: 'open', form: { uri: 'file:///a.json', fileName: 'a.json' }, run: false })).uri,
      'file:///a.json',
    );
  });
});

describe('asking', () => {
  const submitted: SimulatorEvent = { type: 'submitted' };

  test('each submission has a number of its own', () => {
    assert.deepEqual([after().simulateId, after(submitted).simulateId, after(submitted, submitted).simulateId], [0, 1, 2]);
  });

  test('an answer to an older question is dropped', () => {
    const state = after(submitted, submitted, { type: 'result', requestId: 1, result: result('old') });
    assert.equal(state.result, undefined);
    assert.ok(state.pending);
    assert.equal(reduce(state, { type: 'result', requestId: 2, result: result('new') }).result?.headline, 'new');
  });

  test('a failure of the newest question is shown, one of an older is not', () => {
    assert.equal(after(submitted, { type: 'failed', requestId: 1, message: 'no' }).failure, 'no');
    assert.equal(after(submitted, submitted, { type: 'failed', requestId: 1, message: 'no' }).failure, undefined);
  });

  test('changed policies ask again, once somebody has asked at all', () => {
    const asked = after(submitted, { type: 'result', requestId: 1, result: result('yes') }, { type: 'stale' });
    assert.deepEqual([asked.simulateId, asked.stale, asked.pending], [2, true, true]);
    assert.equal(after({ type: 'stale' }).simulateId, 0);
  });

  const changes: readonly (readonly [name: string, ...events: readonly SimulatorEvent[]])[] = [
    ['a field left after a change', { type: 'edited', field: 'action', value: 's3:*' }, { type: 'committed' }],
    ['the switch', { type: 'completeSwitched', contextIsComplete: true }],
    ['the policy file cleared', { type: 'policyFileCleared' }],
    ['a context row removed', { type: 'contextRemoved', row: 1 }],
  ];
  const filled: SimulatorEvent = { type: 'open', form: { uri: 'file:///a', context: [{ key: 'a', value: 'b' }] }, run: false };
  for (const [name, ...events] of changes) {
    test(`${name} asks again after a first question, and not before`, () => {
      assert.equal(after(filled, ...events).simulateId, 0);
      assert.equal(after(filled, submitted, ...events).simulateId, 2);
    });
  }

  test('a field left as it was does not ask', () => {
    assert.equal(after(filled, submitted, { type: 'committed' }).simulateId, 1);
  });

  test('typing alone does not ask', () => {
    assert.equal(after(submitted, { type: 'edited', field: 'action', value: 's3:' }).simulateId, 1);
  });

  test('opening with a request asks it and drops the answer to another', () => {
    const state = after(
      submitted,
      { type: 'result', requestId: 1, result: result('yes') },
      { type: 'open', form: { action: 's3:PutObject' }, run: true },
    );
    assert.deepEqual([state.simulateId, state.result, state.form.action], [2, undefined, 's3:PutObject']);
  });

  test('an answer that comes after the form was opened for something else is dropped', () => {
    const state = after(submitted, { type: 'open', form: { action: 's3:PutObject' }, run: false });
    assert.equal(reduce(state, { type: 'result', requestId: 1, result: result('yes') }).result, undefined);
  });

  test('opening without one leaves the rest of the form as it was', () => {
    const state = after(
      { type: 'edited', field: 'action', value: 's3:PutObject' },
      { type: 'open', form: { principal: 'a/root' }, run: false },
    );
    assert.deepEqual([state.form.action, state.form.principal, state.pending], ['s3:PutObject', 'a/root', false]);
  });
});

describe('suggestions', () => {
  const asked: SimulatorEvent = { type: 'suggestionsAsked', field: 'action' };
  const two: SimulatorEvent = { type: 'suggestions', requestId: 1, suggestions: [suggestion('s3:GetObject'), suggestion('s3:PutObject')] };
  const down: SimulatorEvent = { type: 'suggestionMoved', by: 1 };
  const up: SimulatorEvent = { type: 'suggestionMoved', by: -1 };

  test('start with none chosen, so that Enter asks with what is typed', () => {
    assert.equal(after(asked, two).suggestions?.active, -1);
  });

  const moves: readonly (readonly [name: string, moves: readonly SimulatorEvent[], active: number])[] = [
    ['down chooses the first', [down], 0],
    ['down twice the second', [down, down], 1],
    ['past the last none', [down, down, down], -1],
    ['up from none the last', [up], 1],
  ];
  for (const [name, events, active] of moves) {
    test(name, () => assert.equal(after(asked, two, ...events).suggestions?.active, active));
  }

  test('for an older text are dropped', () => {
    assert.deepEqual(after(asked, asked, two).suggestions?.items, []);
  });

  test('stay while the next ones come, but not in another field', () => {
    assert.equal(after(asked, two, asked).suggestions?.items.length, 2);
    assert.equal(after(asked, two, { type: 'suggestionsAsked', field: 'resource' }).suggestions?.items.length, 0);
  });

  test('fill their field and close', () => {
    const state = after(asked, two, { type: 'suggestionTaken', index: 1 });
    assert.deepEqual([state.form.action, state.suggestions], ['s3:PutObject', undefined]);
  });

  test('fill the key of their context row and no other', () => {
    const rows = after({ type: 'contextAdded', key: 'a' }, { type: 'contextAdded', key: 'b' });
    const [, second] = rows.form.context;
    assert.ok(second !== undefined);
    const events: readonly SimulatorEvent[] = [
      { type: 'suggestionsAsked', field: fieldOfRow(second) },
      { type: 'suggestions', requestId: 1, suggestions: [suggestion('aws:SourceIp')] },
      { type: 'suggestionTaken', index: 0 },
    ];
    assert.deepEqual(
      events.reduce(reduce, rows).form.context.map(({ key }) => key),
      ['a', 'aws:SourceIp'],
    );
  });

  test('that are not there cannot be taken', () => {
    const state = after(asked, two);
    assert.equal(reduce(state, { type: 'suggestionTaken', index: 9 }), state);
  });
});

describe('a page that comes back', () => {
  test('has its question, and asks it again as soon as it has words', () => {
    const before = after(
      { type: 'edited', field: 'action', value: 's3:GetObject' },
      { type: 'contextAdded', key: 'a' },
      { type: 'submitted' },
    );
    const back = restore(JSON.parse(JSON.stringify(save(before))));
    assert.deepEqual(simulateParams(back), simulateParams(before));
    assert.equal(back.simulateId, 0);
    assert.deepEqual([reduce(back, texts('en')).simulateId, reduce(reduce(back, texts('en')), texts('ko')).simulateId], [1, 1]);
  });

  test('gives new rows numbers of their own', () => {
    const back = restore(save(after({ type: 'contextAdded', key: 'a' })));
    const ids = reduce(back, { type: 'contextAdded', key: 'b' }).form.context.map(({ id }) => id);
    assert.equal(new Set(ids).size, 2);
  });

  for (const saved of [undefined, null, 3, {}, { form: 3 }, { form: { context: 'x' } }, { form: { context: [3, {}] }, asked: 'yes' }]) {
    test(`survives ${JSON.stringify(saved)} from another version`, () => {
      const back = restore(saved);
      assert.deepEqual([back.form.action, back.asked], ['', false]);
      assert.doesNotThrow(() => simulateParams(back));
    });
  }

  test('that nobody asked anything stays silent', () => {
    assert.equal(reduce(restore(undefined), texts('en')).simulateId, 0);
  });
});
