import assert from 'node:assert/strict';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  DocumentLink,
  InitializeResult,
  InlayHint,
  Location,
  LocationLink,
  MessageConnection,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver/node';

import { inFolder, startGatehouse } from '../cli/commandLine';
import { company } from '../service/navigation/company';

/** A plain client of the server over stdio; files are on disk, and only the opened ones are told. */
interface Client {
  readonly connection: MessageConnection;
  readonly initialized: InitializeResult;
  uri(name: string): string;
  open(name: string): Promise<void>;
  /** The place of a `|` in a piece of a file. */
  at(name: string, piece: string): { readonly textDocument: { readonly uri: string }; readonly position: Location['range']['start'] };
}

const able: ClientCapabilities = {
  textDocument: { definition: { linkSupport: true } },
  workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename'] } },
};

/** `org` and the rest as two folders of one workspace. */
function withClient(capabilities: ClientCapabilities, run: (client: Client) => Promise<void>): Promise<void> {
  return inFolder(company, async (given) => {
    const folder = realpathSync(given);
    const child = startGatehouse(['language-server', '--stdio'], { folder });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.listen();
    const uri = (name: string): string => pathToFileURL(path.join(folder, name)).href;
    const workspaceFolders = ['org', 'tests', 'alone'].map((name) => ({ uri: uri(name), name }));
    const initialized = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: uri(''),
      workspaceFolders,
      capabilities,
    });
    await connection.sendNotification('initialized', {});
    try {
      await run({
        connection,
        initialized,
        uri,
        async open(name) {
          const textDocument = { uri: uri(name), languageId: 'jsonc', version: 3, text: company[name] ?? '' };
          await connection.sendNotification('textDocument/didOpen', { textDocument });
        },
        at(name, piece) {
          const before = (company[name] ?? '').split(piece.replace('|', ''))[0] ?? '';
          const lines = `${before}${piece.slice(0, piece.indexOf('|'))}`.split('\n');
          return { textDocument: { uri: uri(name) }, position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } };
        },
      });
    } finally {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await once(child, 'close');
      connection.dispose();
    }
  });
}

describe('navigation over stdio', () => {
  test('is announced', () =>
    withClient({}, async ({ initialized: { capabilities } }) => {
      assert.equal(capabilities.definitionProvider, true);
      assert.equal(capabilities.referencesProvider, true);
      assert.deepEqual(capabilities.renameProvider, { prepareProvider: true });
      assert.deepEqual(capabilities.documentLinkProvider, { resolveProvider: true });
      assert.equal(capabilities.workspaceSymbolProvider, true);
      return Promise.resolve();
    }));

  test('leads from one folder of the workspace into another, to files that are not open', () =>
    withClient(able, async ({ connection, open, at, uri }) => {
      await open('tests/bot.iamtest.jsonc');
      const [link] = await connection.sendRequest<LocationLink[]>(
        'textDocument/definition',
        at('tests/bot.iamtest.jsonc', 'bot.json#Re|ad'),
      );
      assert.equal(link?.targetUri, uri('org/iam/pipeline/policies/bot.json'));
      assert.equal(link?.targetSelectionRange.start.line, 1);
      assert.ok(link?.originSelectionRange !== undefined);
    }));

  test('finds references, symbols, links and hints', () =>
    withClient({}, async ({ connection, open, at, uri }) => {
      await open('org/resources/pipeline/media.bucket.json');
      const role = at('org/resources/pipeline/media.bucket.json', '444444444444:ro|le/etl');
      const context = { includeDeclaration: true };
      const references = await connection.sendRequest<Location[]>('textDocument/references', { ...role, context });
      assert.deepEqual(
        [...new Set(references.map((one) => one.uri))].sort(),
        [
          'org/iam/pipeline/principals.jsonc',
          'org/policies/scp/data-only.json',
          'org/resources/pipeline/media.bucket.json',
          'tests/bot.iamtest.jsonc',
        ].map(uri),
      );
      const symbols = await connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'onlydata' });
      assert.deepEqual(
        symbols.map(({ name, location }) => [name, location.uri]),
        [['OnlyData', uri('org/policies/scp/data-only.json')]],
      );
      const { textDocument } = role;
      const [link] = await connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument });
      assert.ok(link !== undefined && link.target === undefined);
      const resolved = await connection.sendRequest<DocumentLink>('documentLink/resolve', link);
      assert.match(resolved.target ?? '', /^https:\/\/docs\.aws\.amazon\.com\/.*GetObject/);
      const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      const hints = await connection.sendRequest<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
      assert.deepEqual(
        hints.map(({ label }) => label),
        ['pipeline', 'Data'],
      );
    }));

  test('renames a policy with its file where the client can, by versions of open documents', () =>
    withClient(able, async ({ connection, open, at, uri }) => {
      await open('org/accounts.jsonc');
      const place = at('org/accounts.jsonc', '"scp/deny|-leave"');
      const prepared = await connection.sendRequest<{ readonly placeholder: string }>('textDocument/prepareRename', place);
      assert.equal(prepared.placeholder, 'deny-leave');
      const edit = await connection.sendRequest<WorkspaceEdit>('textDocument/rename', { ...place, newName: 'stay' });
      assert.deepEqual(
        edit.documentChanges?.map((change) => ('textDocument' in change ? [change.textDocument.uri, change.textDocument.version] : change)),
        [
          [uri('org/accounts.jsonc'), 3],
          [uri('org/organization.jsonc'), null],
          { kind: 'rename', oldUri: uri('org/policies/scp/deny-leave.json'), newUri: uri('org/policies/scp/stay.json') },
        ],
      );
    }));

  test('says why a rename cannot be', () =>
    withClient(able, async ({ connection, open, at }) => {
      await open('org/accounts.jsonc');
      const place = at('org/accounts.jsonc', '"scp/deny|-leave"');
      const refused = connection.sendRequest('textDocument/rename', { ...place, newName: 'data-only' });
      await assert.rejects(refused, /the organization already has a policy `scp\/data-only`/);
    }));
});
