import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  documentInfoRequest,
  organizationChildrenRequest,
  organizationOutlineRequest,
  rememberRequestsNotification,
  simulateRequest,
} from '../../server/src/protocol/requests';
import { startPair } from '../support/lspPair';
import type { Pair } from '../support/lspPair';

const policy = (effect: string, action: string): string =>
  `{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "${effect}", "Action": "${action}", "Resource": "*" }]\n}\n`;
const request = { id: 'r1', principal: '', action: 's3:GetObject', resource: 'arn:aws:s3:::media/a.png', context: {} };

describe('the whole server over streams in memory', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
  });
  after(() => pair.close());

  test('offers what a policy needs, and no second formatter or outline beside VS Code’s JSON', () => {
    const { capabilities } = pair.initialized;
    assert.ok(capabilities.completionProvider !== undefined);
    assert.ok(capabilities.hoverProvider);
    assert.ok(capabilities.codeLensProvider !== undefined);
    assert.ok(capabilities.codeActionProvider !== undefined);
    assert.ok(capabilities.diagnosticProvider !== undefined);
    assert.equal(capabilities.documentFormattingProvider, undefined);
    assert.equal(capabilities.documentSymbolProvider, undefined);
  });

  test('finds a mistake, offers its fix, and forgets it once mended', async () => {
    await pair.open('mistake.json', policy('Allow', 's3:GetObjct'));
    const [finding] = (await pair.diagnostics('mistake.json')).filter(({ code }) => code === 'invalid-action');
    assert.ok(finding !== undefined);
    assert.match(finding.codeDescription?.href ?? '', /^https:\/\//);
    const fixes = await pair.quickFixes('mistake.json', finding);
    assert.ok(fixes.some(({ title, edit }) => title.includes('s3:GetObject') && edit !== undefined));
    await pair.change('mistake.json', policy('Allow', 's3:GetObject'));
    assert.deepEqual(
      (await pair.diagnostics('mistake.json')).filter(({ code }) => code === 'invalid-action'),
      [],
    );
  });

  test('says nothing about JSON that is no policy', async () => {
    await pair.open('package.json', '{ "name": "x", "Action": "s3:GetObjct" }');
    assert.deepEqual(await pair.diagnostics('package.json'), []);
    assert.deepEqual(await pair.lenses('package.json'), []);
    assert.equal(await pair.send(documentInfoRequest, { uri: pair.uri('package.json') }), null);
  });

  test('decides a remembered request anew with every edit', async () => {
    await pair.open('asked.json', policy('Allow', 's3:*'));
    await pair.notify(rememberRequestsNotification, { uri: pair.uri('asked.json'), requests: [request] });
    const titles = async (): Promise<string> => (await pair.lenses('asked.json')).map(({ command }) => command?.title).join(' | ');
    assert.match(await titles(), /✓/);
    await pair.change('asked.json', policy('Deny', 's3:*'));
    assert.match(await titles(), /✗/);
    assert.doesNotMatch(await titles(), /✓/);
  });

  test('simulates with the text as it stands, and says what is wrong with a field', async () => {
    await pair.open('simulated.json', policy('Allow', 's3:GetObject'));
    const { id: _, ...question } = request;
    const allowed = await pair.send(simulateRequest, { uri: pair.uri('simulated.json'), ...question, contextIsComplete: false });
    assert.equal(allowed.decision, 'allowed');
    assert.equal(allowed.decidedBy?.location?.uri, pair.uri('simulated.json'));
    assert.ok(allowed.headline.length > 10);
    await pair.change('simulated.json', policy('Allow', 's3:PutObject'));
    const denied = await pair.send(simulateRequest, { uri: pair.uri('simulated.json'), ...question, contextIsComplete: false });
    assert.equal(denied.decision, 'implicitDeny');
    const wrong = await pair.send(simulateRequest, { uri: pair.uri('simulated.json'), ...question, action: '', contextIsComplete: false });
    assert.ok('action' in wrong.fieldProblems);
  });

  test('says after a wildcard how many actions it covers, unless told not to', async () => {
    await pair.open('hints.json', policy('Allow', 's3:GetObject*'));
    const hints = async (): Promise<string> => {
      const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      return JSON.stringify(
        await pair.connection.sendRequest('textDocument/inlayHint', { textDocument: { uri: pair.uri('hints.json') }, range }),
      );
    };
    assert.match(await hints(), /"value":"\d+ actions"/);
    await pair.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { gatehouse: { inlayHints: { enabled: false } } },
    });
    assert.equal(await hints(), '[]');
    await pair.connection.sendNotification('workspace/didChangeConfiguration', { settings: { gatehouse: {} } });
    assert.match(await hints(), /actions/);
  });

  test('knows no organization where there is no manifest', async () => {
    assert.deepEqual(await pair.send(organizationOutlineRequest, {}), { roots: [], problems: 0 });
  });
});

test('speaks Korean when asked to', async () => {
  const pair = await startPair({ uiLanguage: 'ko' });
  await pair.open('mistake.json', policy('Allow', 's3:GetObjct'));
  const messages = (await pair.diagnostics('mistake.json')).map(({ message }) => JSON.stringify(message));
  assert.ok(
    messages.some((message) => /[가-힣]/.test(message)),
    messages.join('\n'),
  );
  await pair.close();
});

test('pushes diagnostics to a client that does not pull', async () => {
  const pair = await startPair({ capabilities: {}, besideJsonSupport: false });
  assert.equal(pair.initialized.capabilities.diagnosticProvider, undefined);
  const pushed = pair.next('textDocument/publishDiagnostics');
  await pair.open('mistake.json', policy('Allow', 's3:GetObjct'));
  assert.match(JSON.stringify(await pushed), /invalid-action/);
  await pair.close();
});

test('shows an organization, and follows its files', async () => {
  const manifest = '{ "root": { "ous": [{ "name": "Data" }] }, "organization": { "managementAccount": "main" } }';
  const pair = await startPair({
    files: { 'organization.jsonc': manifest, 'accounts.jsonc': '[{ "id": "111111111111", "name": "main", "ou": "/" }]' },
  });
  const children = async (id: string) => (await pair.send(organizationChildrenRequest, { id, from: 0, to: 100 })).nodes;
  const outline = async (): Promise<string> => {
    const [top] = (await pair.send(organizationOutlineRequest, {})).roots;
    const [root] = await children(top?.id ?? '');
    return JSON.stringify(await children(root?.id ?? ''));
  };
  assert.match(await outline(), /"label":"Data"/);
  await pair.write('organization.jsonc', manifest.replace('Data', 'Engineer'));
  assert.match(await outline(), /"label":"Engineer"/);
  await pair.write('organization.jsonc', '{ "ous": ');
  const broken = await pair.send(organizationOutlineRequest, {});
  assert.ok(broken.roots.length > 0, 'a message in the tree');
  await pair.close();
});
