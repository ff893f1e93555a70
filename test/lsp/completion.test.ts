import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ClientCapabilities, CompletionItem, CompletionList } from 'vscode-languageserver/node';

import { startPair } from '../support/lspPair';

const completionItem = { snippetSupport: true, insertReplaceSupport: true, labelDetailsSupport: true };
const rich: ClientCapabilities = {
  textDocument: { completion: { completionItem, completionList: { itemDefaults: ['editRange', 'insertTextFormat'] } } },
};

const text = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObj", "Resource": "" }] }';

async function answer(
  capabilities: ClientCapabilities,
  before: string,
): Promise<{ readonly list: CompletionList; readonly first: CompletionItem }> {
  const pair = await startPair({ capabilities });
  try {
    await pair.open('a.json', text);
    const list = await pair.connection.sendRequest<CompletionList>('textDocument/completion', {
      textDocument: { uri: pair.uri('a.json') },
      position: { line: 0, character: text.indexOf(before) + before.length },
    });
    const item = list.items.find(({ label }) => label === 's3:GetObject') ?? list.items[0];
    assert.ok(item !== undefined);
    return { list, first: await pair.connection.sendRequest<CompletionItem>('completionItem/resolve', item) };
  } finally {
    await pair.close();
  }
}

describe('completion over the protocol', () => {
  it('says once what all items share to a client that reads it, and documents an item when asked', async () => {
    const { list, first } = await answer(rich, 's3:GetObj');
    assert.ok(list.itemDefaults?.editRange !== undefined && list.itemDefaults.insertTextFormat !== undefined);
    assert.ok(list.items.every((item) => item.textEdit === undefined && item.documentation === undefined));
    assert.deepEqual(first.labelDetails, { description: 'Read' });
    assert.match(JSON.stringify(first.documentation), /retrieve objects/i);
  });

  it('writes each item out in full, without tab stops and commands, to a client that says nothing of itself', async () => {
    const { list } = await answer({}, '"Resource": "');
    assert.equal(list.itemDefaults, undefined);
    assert.ok(list.items.length > 1);
    for (const { textEdit, insertTextFormat, command, labelDetails } of list.items) {
      assert.ok(textEdit !== undefined && insertTextFormat === 1 && command === undefined && labelDetails === undefined);
      assert.doesNotMatch(textEdit.newText, /\$\{/);
    }
  });

  it('writes tab stops to a client that has them', async () => {
    const { list } = await answer(rich, '"Resource": "');
    const arn = list.items.find(({ label }) => label === 'arn:aws:s3:::${BucketName}/${ObjectName}');
    assert.equal(arn?.insertTextFormat, 2);
    assert.equal(arn.textEditText, 'arn:aws:s3:::${1:BucketName}/${2:ObjectName}');
  });
});
