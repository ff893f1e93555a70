import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  CompletionList,
  Diagnostic,
  DocumentDiagnosticReport,
  Hover,
  InitializeResult,
  TextEdit,
} from 'vscode-languageserver/node';

import { inRoot } from '../support/root';

import { startGatehouse } from './commandLine';

const readme = readFileSync(inRoot('README.md'), 'utf8');

function block(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(readme) ?? [];
  assert.ok(text !== undefined, `README shows ${language}`);
  return text;
}

function words(list: string | undefined): readonly string[] {
  assert.ok(list !== undefined);
  return [...list.matchAll(/(['"])(.*?)\1/g)].map(([, , word = '']) => word);
}

interface Editor {
  readonly name: string;
  readonly command: readonly string[];
  readonly capabilities: ClientCapabilities;
}

const editors: readonly Editor[] = [
  {
    name: 'Neovim',
    command: words(/cmd = \{(.*?)\}/.exec(block('lua'))?.[1]),
    capabilities: {
      general: { positionEncodings: ['utf-8', 'utf-16', 'utf-32'] },
      workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: false }, workspaceFolders: true },
      textDocument: {
        diagnostic: { dynamicRegistration: false },
        completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
        hover: { contentFormat: ['markdown', 'plaintext'] },
        synchronization: { didSave: true },
      },
    },
  },
  {
    name: 'Helix',
    command: [...words(/command = (".*")/.exec(block('toml'))?.[1]), ...words(/args = \[(.*?)\]/.exec(block('toml'))?.[1])],
    capabilities: {
      general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
      workspace: { configuration: true, workspaceFolders: true, applyEdit: true },
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } },
        hover: { contentFormat: ['markdown'] },
      },
    },
  },
];

const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObjct","s3:Put"],"Resource":"*"}]}';
const uri = 'file:///nowhere/bot.json';
const textDocument = { uri };
const at = (piece: string): { line: number; character: number } => ({ line: 0, character: policy.indexOf(piece) + piece.length });

async function serve({ command, capabilities }: Editor) {
  const [program, ...args] = command;
  assert.equal(program, 'gatehouse');
  const child = startGatehouse(args);
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  const published = new Promise<readonly Diagnostic[]>((resolve) => {
    connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }: { diagnostics: readonly Diagnostic[] }) =>
      resolve(diagnostics),
    );
  });
  connection.listen();
  const { capabilities: ours } = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: null,
    capabilities,
  });
  await connection.sendNotification('initialized', {});
  return { child, connection, ours, published };
}

describe('the README’s settings for other editors', () => {
  for (const editor of editors) {
    it(`serve ${editor.name}: findings, completion, hover, formatting`, async () => {
      const { child, connection, ours, published } = await serve(editor);
      assert.ok(
        ours.positionEncoding === undefined || ours.positionEncoding === 'utf-16',
        'positions are what the protocol takes them for',
      );
      await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'json', version: 1, text: policy } });
      const diagnostics =
        ours.diagnosticProvider === undefined
          ? await published
          : await connection
              .sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument })
              .then((report) => ('items' in report ? report.items : []));
      assert.equal(ours.diagnosticProvider === undefined, editor.capabilities.textDocument?.diagnostic === undefined);
      assert.ok(diagnostics.some(({ code }) => code === 'invalid-action'));
      const completion = await connection.sendRequest<CompletionList>('textDocument/completion', { textDocument, position: at('s3:Put') });
      assert.ok(completion.items.some(({ label }) => label.includes('PutObject')));
      const hover = await connection.sendRequest<Hover>('textDocument/hover', { textDocument, position: at('"Effe') });
      assert.match(JSON.stringify(hover.contents), /Allow/);
      const edits = await connection.sendRequest<TextEdit[]>('textDocument/formatting', {
        textDocument,
        options: { tabSize: 2, insertSpaces: true },
      });
      assert.ok(edits.length > 0);
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await once(child, 'close');
      assert.equal(child.exitCode, 0);
    });
  }
});
