import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CodeAction, TextEdit } from 'vscode-languageserver/node';

import { startPair } from '../support/lspPair';
import type { Pair, PairOptions } from '../support/lspPair';

const text =
  '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Allow", "Action": ["iam:PassRole", "iam:AddClient*"], "Resource": "*" }]\n}\n';

const resolving: NonNullable<PairOptions['capabilities']> = {
  textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } },
};

async function actionsAt(pair: Pair, name: string, word: string, only?: readonly string[]): Promise<readonly CodeAction[]> {
  const position = { line: 2, character: (text.split('\n')[2] ?? '').indexOf(word) };
  const found = await pair.connection.sendRequest<CodeAction[] | null>('textDocument/codeAction', {
    textDocument: { uri: pair.uri(name) },
    range: { start: position, end: position },
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });
  return found ?? [];
}

async function withPair(options: PairOptions, run: (pair: Pair) => Promise<void>): Promise<void> {
  const pair = await startPair(options);
  try {
    await run(pair);
  } finally {
    await pair.close();
  }
}

describe('code actions over the protocol', () => {
  test('are resolved when one is taken', () =>
    withPair({ capabilities: resolving }, async (pair) => {
      await pair.open('a.policy.json', text);
      const action = (await actionsAt(pair, 'a.policy.json', 'AddClient')).find(({ title }) => title.startsWith('Expand'));
      assert.ok(action !== undefined);
      assert.equal(action.edit, undefined);
      const resolved = await pair.connection.sendRequest<CodeAction>('codeAction/resolve', action);
      assert.match(JSON.stringify(resolved.edit), /iam:AddClientIDToOpenIDConnectProvider/);
    }));

  test('come whole to clients that cannot resolve', () =>
    withPair({ capabilities: {} }, async (pair) => {
      await pair.open('a.policy.json', text);
      const action = (await actionsAt(pair, 'a.policy.json', 'AddClient')).find(({ title }) => title.startsWith('Expand'));
      assert.match(JSON.stringify(action?.edit), /iam:AddClientIDToOpenIDConnectProvider/);
    }));

  test('run on saving by the names of the source actions', () =>
    withPair({ capabilities: resolving }, async (pair) => {
      const { codeActionProvider } = pair.initialized.capabilities;
      assert.ok(typeof codeActionProvider === 'object');
      await pair.open('a.policy.json', text);
      for (const kind of codeActionProvider.codeActionKinds?.filter((one) => one.startsWith('source.')) ?? []) {
        const actions = await actionsAt(pair, 'a.policy.json', 'Effect', [kind]);
        assert.deepEqual(
          actions.map((action) => action.kind),
          [kind],
        );
      }
    }));
});

describe('formatting over the protocol', () => {
  test('is offered where no other formatter for JSON is', () =>
    withPair({ besideJsonSupport: false }, async (pair) => {
      assert.equal(pair.initialized.capabilities.documentFormattingProvider, true);
      await pair.open('a.policy.json', '{"Statement":[],\n"Version":"2012-10-17"}');
      const edits = await pair.connection.sendRequest<TextEdit[]>('textDocument/formatting', {
        textDocument: { uri: pair.uri('a.policy.json') },
        options: { tabSize: 4, insertSpaces: true },
      });
      assert.deepEqual(
        edits.map(({ newText }) => newText),
        ['{\n    "Version": "2012-10-17",\n    "Statement": []\n}'],
      );
    }));
});
