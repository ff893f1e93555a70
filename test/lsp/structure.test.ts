import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { DocumentHighlight, DocumentSymbol, SemanticTokens, SemanticTokensDelta, SymbolInformation } from 'vscode-languageserver/node';

import { startPair } from '../support/lspPair';

const policy = '{ "Statement": [{ "Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": "*" }] }';

describe('the structure of a policy over the protocol', () => {
  it('is offered to editors that have no JSON support of their own', async () => {
    for (const besideJsonSupport of [true, false]) {
      const pair = await startPair({ besideJsonSupport });
      const { documentSymbolProvider, foldingRangeProvider, semanticTokensProvider, documentHighlightProvider } =
        pair.initialized.capabilities;
      assert.equal(documentSymbolProvider, besideJsonSupport ? undefined : true);
      assert.equal(foldingRangeProvider, besideJsonSupport ? undefined : true);
      assert.equal(documentHighlightProvider, true);
      assert.ok(semanticTokensProvider !== undefined);
      await pair.close();
    }
  });

  it('comes with or without hierarchy, as the client knows it', async () => {
    for (const hierarchicalDocumentSymbolSupport of [true, false]) {
      const pair = await startPair({ capabilities: { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport } } } });
      await pair.open('a.json', policy);
      const symbols = await pair.connection.sendRequest<(DocumentSymbol | SymbolInformation)[]>('textDocument/documentSymbol', {
        textDocument: { uri: pair.uri('a.json') },
      });
      assert.equal(symbols[0]?.name, 'Read');
      assert.equal('location' in (symbols[0] ?? {}), !hierarchicalDocumentSymbolSupport);
      await pair.close();
    }
  });

  it('sends the tokens that an edit changed, and no others', async () => {
    const pair = await startPair();
    await pair.open('a.json', policy);
    const textDocument = { uri: pair.uri('a.json') };
    const { data, resultId } = await pair.connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', { textDocument });
    await pair.change('a.json', policy.replace('GetObject', 'PutObjects'));
    const delta = await pair.connection.sendRequest<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: resultId,
    });
    const [edit, ...others] = delta.edits;
    assert.equal(others.length, 0);
    assert.ok((edit?.data?.length ?? 0) > 0 && (edit?.data?.length ?? 0) < data.length / 2, `${edit?.data?.length} of ${data.length}`);
    await pair.close();
  });

  it('finds the same action elsewhere', async () => {
    const pair = await startPair();
    await pair.open('a.json', policy);
    const highlights = await pair.connection.sendRequest<DocumentHighlight[]>('textDocument/documentHighlight', {
      textDocument: { uri: pair.uri('a.json') },
      position: { line: 0, character: policy.indexOf('GetObject') },
    });
    assert.deepEqual(
      highlights.map(({ range }) => policy.slice(range.start.character, range.end.character)),
      ['s3:GetObject', 's3:Get*'],
    );
    await pair.close();
  });
});
