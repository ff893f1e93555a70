import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { DocumentDiagnosticReport, WorkspaceDiagnosticReport } from 'vscode-languageserver/node';

import { startPair } from '../support/lspPair';
import type { Pair } from '../support/lspPair';

const policy = (action: string): string =>
  `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "${action}", "Resource": "*" }] }\n`;
const misspelt = policy('s3:GetObjct');
const right = policy('s3:GetObject');
/** Refused in every type of policy but an SCP's kind of grammar: whether it is found tells which type a file has. */
const withPrincipal =
  '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }] }';

describe('diagnostics by asking', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
  });
  after(() => pair.close());
  const pull = (name: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    pair.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: pair.uri(name) },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });

  test('the same findings are not sent twice', async () => {
    await pair.open('a.json', misspelt);
    const first = await pull('a.json');
    assert.ok(first.kind === 'full' && first.resultId !== undefined);
    assert.deepEqual(await pull('a.json', first.resultId), { kind: 'unchanged', resultId: first.resultId });
    await pair.change('a.json', `${misspelt}\n`);
    assert.equal((await pull('a.json', first.resultId)).kind, 'unchanged');
  });

  test('findings at another place are others', async () => {
    const first = await pull('a.json');
    await pair.change('a.json', `\n${misspelt}`);
    const second = await pull('a.json', first.resultId);
    assert.ok(second.kind === 'full' && second.items[0]?.range.start.line === 1);
    await pair.change('a.json', right);
    assert.deepEqual((await pull('a.json', second.resultId)).kind, 'full');
  });

  test('a cancelled question is answered as such', async () => {
    const source = new CancellationTokenSource();
    const asked = pair.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: pair.uri('a.json') } }, source.token);
    source.cancel();
    await assert.rejects(asked, (error: { code?: number }) => error.code === -32800);
  });
});

describe('diagnostics of the whole workspace', () => {
  const files = {
    'a.json': misspelt,
    'deep/b.jsonc': `// of no type\n${misspelt}`,
    'right.json': right,
    'package.json': '{ "Action": "s3:GetObjct" }',
    'broken.json': misspelt.slice(0, -4),
    'open.json': misspelt,
  };
  let pair: Pair;
  before(async () => {
    pair = await startPair({ files });
    await pair.open('open.json', misspelt);
  });
  after(() => pair.close());
  const idsOf = (found: Awaited<ReturnType<Pair['allDiagnostics']>>): ReadonlyMap<string, string> =>
    new Map([...found].map(([name, { resultId = '' }]) => [name, resultId]));

  test('names each closed policy with a finding, and nothing else', async () => {
    const found = await pair.allDiagnostics();
    assert.deepEqual([...found.keys()].sort(), ['a.json', 'broken.json', 'deep/b.jsonc']);
    assert.deepEqual(found.get('a.json')?.codes, ['invalid-action']);
    // VS Code's own JSON support looks at open files only.
    assert.ok(found.get('broken.json')?.codes.includes('comma-expected') || (found.get('broken.json')?.codes.length ?? 0) > 1);
  });

  test('says only what changed since', async () => {
    const first = idsOf(await pair.allDiagnostics());
    assert.deepEqual(await pair.allDiagnostics(first), new Map());
    await pair.write('right.json', policy('s3:PutObjct'));
    const second = await pair.allDiagnostics(first);
    assert.deepEqual([...second.keys()], ['right.json']);
    await pair.write('right.json', right);
    const third = await pair.allDiagnostics(new Map([...first, ...idsOf(second)]));
    assert.deepEqual(
      [...third].map(([name, { codes }]) => [name, codes]),
      [['right.json', []]],
    );
  });

  test('takes back what was found in a file that went', async () => {
    const first = idsOf(await pair.allDiagnostics());
    await pair.write('deep/b.jsonc', undefined);
    assert.deepEqual((await pair.allDiagnostics(first)).get('deep/b.jsonc')?.codes, []);
    await pair.write('deep/b.jsonc', files['deep/b.jsonc']);
    assert.deepEqual((await pair.allDiagnostics()).get('deep/b.jsonc')?.codes, ['invalid-action']);
  });

  test('a file that is closed keeps the findings that it has on disk', async () => {
    await pair.open('a.json', right);
    assert.ok(!(await pair.allDiagnostics()).has('a.json'));
    await pair.closeDocument('a.json');
    assert.deepEqual(
      (await pair.diagnostics('a.json')).map(({ code }) => code),
      ['invalid-action'],
    );
    assert.deepEqual((await pair.allDiagnostics()).get('a.json')?.codes, ['invalid-action']);
  });

  test('a file that is closed is told of again, since its buffer may have been another', async () => {
    const ids = idsOf(await pair.allDiagnostics());
    await pair.open('right.json', misspelt);
    await pair.open('a.json', right);
    await pair.closeDocument('right.json');
    await pair.closeDocument('a.json');
    const told = await pair.allDiagnostics(ids);
    assert.deepEqual([...told].map(([name, { codes }]) => [name, codes]).sort(), [
      ['a.json', ['invalid-action']],
      ['right.json', []],
    ]);
    assert.deepEqual(await pair.allDiagnostics(ids), new Map());
  });

  test('a client that takes answers in parts is answered when there is something new', async () => {
    const previous = [...idsOf(await pair.allDiagnostics())].map(([name, value]) => ({ uri: pair.uri(name), value }));
    const parts: string[] = [];
    const listening = pair.connection.onNotification('$/progress', ({ value }: { value: WorkspaceDiagnosticReport }) => {
      parts.push(...value.items.map(({ uri }) => uri));
    });
    let answered = false;
    const asked = pair.connection
      .sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: previous, partialResultToken: 'p' })
      .then((answer) => {
        answered = true;
        return answer;
      });
    // Whatever the server has to say of this, it says before it answers another question about the workspace.
    await pair.allDiagnostics();
    await pair.hover('open.json', { line: 0, character: 0 });
    assert.equal(answered, false);
    await pair.write('right.json', misspelt);
    assert.deepEqual(await asked, { items: [] });
    assert.deepEqual(parts, [pair.uri('right.json')]);
    await pair.write('right.json', right);
    listening.dispose();
  });

  test('a question that waits can be taken back', async () => {
    const previous = [...idsOf(await pair.allDiagnostics())].map(([name, value]) => ({ uri: pair.uri(name), value }));
    const source = new CancellationTokenSource();
    const asked = pair.connection.sendRequest(
      'workspace/diagnostic',
      { previousResultIds: previous, partialResultToken: 'q' },
      source.token,
    );
    await pair.allDiagnostics();
    source.cancel();
    await assert.rejects(asked, (error: { code?: number }) => error.code === -32800);
  });

  test('checks open files alone when told to, and takes the rest back', async () => {
    const first = idsOf(await pair.allDiagnostics());
    const tell = (settings: unknown): Promise<void> => pair.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    await tell({ gatehouse: { diagnostics: { scope: 'openFiles' } } });
    const taken = await pair.allDiagnostics(first);
    assert.deepEqual([...taken.keys()].sort(), [...first.keys()].sort());
    assert.ok([...taken.values()].every(({ codes }) => codes.length === 0));
    assert.deepEqual(await pair.diagnostics('a.json'), []);
    assert.equal((await pair.diagnostics('open.json')).length, 1);
    await tell({ gatehouse: {} });
    assert.equal((await pair.allDiagnostics()).size, first.size);
  });

  test('files of another machine are left alone until they are opened', async () => {
    const elsewhere = await startPair({ files, workspaceUri: 'vscode-vfs://github/company/policies' });
    assert.deepEqual(await elsewhere.allDiagnostics(), new Map());
    await elsewhere.open('a.json', misspelt);
    assert.equal((await elsewhere.diagnostics('a.json')).length, 1);
    await elsewhere.closeDocument('a.json');
    assert.deepEqual((await elsewhere.allDiagnostics()).get('a.json')?.codes, []);
    await elsewhere.close();
  });

  test('findings in the files of an organization are among them, and follow its manifest', async () => {
    const manifest = (type: string): string =>
      `{ "organization": { "managementAccount": "main" }, "policies": { "${type}/guard": { "file": "guard.json" } } }`;
    const accounts = '[{ "id": "111111111111", "name": "main", "ou": "/Nowhere" }]';
    const inFolder = await startPair({
      files: { 'o/organization.json': manifest('scp'), 'o/accounts.json': accounts, 'o/guard.json': withPrincipal },
    });
    const first = await inFolder.allDiagnostics();
    assert.ok(first.has('o/accounts.json'), 'an OU that does not exist');
    assert.ok((first.get('o/guard.json')?.codes.length ?? 0) > 0, 'a principal in an SCP');
    await inFolder.write('o/organization.json', manifest('rcp'));
    const second = await inFolder.allDiagnostics(idsOf(first));
    assert.deepEqual(second.get('o/guard.json')?.codes, []);
    await inFolder.close();
  });
});

describe('several folders', () => {
  const files = { 'one/scps/p.json': withPrincipal, 'two/scps/p.json': withPrincipal, 'two/a.json': misspelt, 'one/a.json': misspelt };
  const settings: Record<string, unknown> = {
    one: { policyFiles: [{ glob: 'scps/*.json', type: 'scp' }], checks: { 'invalid-action': 'off' } },
    two: { policyFiles: [{ glob: 'scps/*.json', type: 'rcp' }], checks: {} },
  };
  const capabilities = {
    textDocument: { diagnostic: {} },
    workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
  };
  const configuration = (scopeUri: string | undefined): unknown =>
    scopeUri === undefined ? {} : (settings[scopeUri.slice(scopeUri.lastIndexOf('/') + 1)] ?? {});

  test('each has its own settings, and new ones when they change', async () => {
    const pair = await startPair({ files, folders: ['one', 'two'], capabilities, configuration });
    await pair.next('workspace/diagnostic/refresh');
    const found = await pair.allDiagnostics();
    assert.ok((found.get('one/scps/p.json')?.codes.length ?? 0) > 0, 'no principal in an SCP');
    assert.ok(!found.has('two/scps/p.json'), 'a principal in an RCP');
    assert.ok(!found.has('one/a.json'), 'switched off');
    assert.deepEqual(found.get('two/a.json')?.codes, ['invalid-action']);
    await pair.open('one/a.json', misspelt);
    assert.deepEqual(await pair.diagnostics('one/a.json'), []);
    settings['one'] = {};
    const refreshed = pair.next('workspace/diagnostic/refresh');
    await pair.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await refreshed;
    assert.equal((await pair.diagnostics('one/a.json')).length, 1);
    await pair.close();
  });

  test('a folder that is added is checked, and one that is removed no more', async () => {
    const pair = await startPair({ files, folders: ['one'], capabilities });
    const first = await pair.allDiagnostics();
    assert.ok(first.has('one/a.json') && !first.has('two/a.json'));
    const change = (added: readonly string[], removed: readonly string[]): Promise<void> =>
      pair.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: {
          added: added.map((name) => ({ uri: pair.uri(name), name })),
          removed: removed.map((name) => ({ uri: pair.uri(name), name })),
        },
      });
    await change(['two'], ['one']);
    const second = await pair.allDiagnostics(new Map([...first].map(([name, { resultId = '' }]) => [name, resultId])));
    assert.deepEqual(second.get('one/a.json')?.codes, []);
    assert.deepEqual(second.get('two/a.json')?.codes, ['invalid-action']);
    await pair.close();
  });
});
