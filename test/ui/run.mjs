// The packed extension in a real VS Code, by mouse and keyboard, on a copy of the sample organization.
//   node test/ui/run.mjs [--results FILE]     gatehouse.vsix must be there: npm run build && npm run package
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureHost, hosts } from '../host/prerequisites.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: flags } = parseArgs({ options: { results: { type: 'string', default: path.join(root, 'test/results/ui.json') } } });
ensureChromium();
ensureHost(hosts.latest);
const { openWorkbench } = await import('./workbench.mjs');

const name = 'new-policy.json';
const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObjct", "s3:"], "Resource": "*" }
  ]
}
`;
const results = { passed: 0, failed: 0 };
const pictures = path.join(root, 'test/results');
mkdirSync(pictures, { recursive: true });

const code = await openWorkbench({
  vsix: path.join(root, 'gatehouse.vsix'),
  folder: path.join(root, 'samples/company'),
  files: { [name]: policy },
});
try {
  await editing(code);
  await organizations(code);
  await changing(code);
  await simulating(code);
  await large(code);
} finally {
  await code.close();
  writeFileSync(flags.results, JSON.stringify(results));
}
process.exitCode = results.failed === 0 ? 0 : 1;

/** One thing that somebody does and sees; the next ones still run when it fails, so that one run tells all. */
async function step(title, act) {
  const started = Date.now();
  try {
    await act();
    results.passed += 1;
    console.log(`✓ ${title} (${Date.now() - started} ms)`);
  } catch (error) {
    results.failed += 1;
    const picture = path.join(pictures, `ui-${title.replace(/\W+/g, '-').toLowerCase()}.png`);
    await code.page.screenshot({ path: picture }).catch(() => {});
    console.log(`✗ ${title}\n    ${String(error?.message ?? error).replace(/\n/g, '\n    ')}\n    seen: ${path.relative(root, picture)}`);
  }
}

async function editing({ page, workspace, ...vscode }) {
  await step('a policy opens and its mistake is underlined', async () => {
    await vscode.openFile(name);
    await vscode.squiggles().first().waitFor();
  });
  await step('hovering the mistake says what is wrong and what was meant', async () => {
    const text = await vscode.hover('s3:GetObjct');
    assert.match(text, /s3:GetObjct/);
  });
  await step('its quick fix mends it by keyboard', async () => {
    await page.keyboard.press('Escape');
    await vscode.cursorBehind('s3:GetObj');
    await vscode.quickFixMenu('s3:GetObject');
    await page.keyboard.press('Enter');
    await vscode.line('"s3:GetObject"').waitFor();
  });
  await step('an action completes by keyboard', async () => {
    await vscode.cursorBehind('"s3:GetObject", "s3:');
    await page.keyboard.type('putobjecttagg');
    await vscode.suggestion('s3:PutObjectTagging').waitFor();
    await page.keyboard.press('Enter');
    await vscode.line('"s3:PutObjectTagging"').waitFor();
    await vscode.squiggles().first().waitFor({ state: 'detached' });
  });
  await step('hovering an action explains it', async () => {
    const text = await vscode.hover('s3:PutObjectTagging');
    assert.match(text, /PutObjectTagging/);
    assert.match(text, /tag/i);
  });
  await step('Would this be allowed…? asks for action and resource and answers on the line', async () => {
    await page.keyboard.press('Escape');
    await vscode.lens('Would this be allowed…?').waitFor();
    await vscode.askByLens('s3:GetObject', 'arn:aws:s3:::media/a.png');
    await vscode.lens('✓').waitFor();
  });
  await step('an edit that is not saved flips the answer', async () => {
    await vscode.cursorBehind('"Effect": "Allow');
    await page.keyboard.press('Control+Backspace');
    await page.keyboard.type('Deny');
    await page.keyboard.press('Escape');
    await vscode.lens('✗').waitFor();
    assert.match(readFileSync(path.join(workspace, name), 'utf8'), /"Effect": "Allow"/, 'nothing was saved');
  });
  await step('the language status says what kind of policy it is', async () => {
    await page.locator('#status\\.languageStatus').first().hover();
    await page
      .locator('.monaco-hover', { hasText: /policy/i })
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
  });
}

async function organizations({ page, ...vscode }) {
  await step('the Organizations view shows the tree down to a user', async () => {
    await vscode.showOrganizations();
    for (const name of [/^Company/, /^Data/, /^Engineer/]) await vscode.treeItem(name).waitFor();
    await vscode.expand(/^Data/);
    await vscode.expand(/^pipeline/);
    await vscode.expand(/Users/);
    await vscode.treeItem(/s3-monitoring-bot/).waitFor();
  });
  await step('clicking an account in the tree opens its source', async () => {
    await vscode.treeItem(/^pipeline/).click();
    await page.locator('.tab.active', { hasText: 'accounts.jsonc' }).first().waitFor();
  });
}

/** Changes of the organization: seen before they are written, by mouse and by keyboard. */
async function changing({ page, workspace, ...vscode }) {
  const accounts = () => readFileSync(path.join(workspace, 'accounts.jsonc'), 'utf8');
  const before = accounts();
  await step('the effective policies follow the row that is selected', async () => {
    for (const name of [/^SCP/, /^Root.*deny-leave/, /^Data.*data-only/]) await vscode.treeItem(name).waitFor();
  });
  await step('an account that is dropped onto an OU shows what would change, and nothing is written', async () => {
    await vscode.expand(/^pipeline/, false);
    await vscode.treeItem(/^analytics/).dragTo(vscode.treeItem(/^Engineer/));
    await page.locator('.tab.active', { hasText: 'What if: Move analytics to /Engineer' }).first().waitFor();
    await page.locator('.editor-group-container.active .modified .view-line', { hasText: 'at Engineer: FullAWSAccess' }).first().waitFor();
    assert.equal(accounts(), before);
  });
  await step('the button above it applies the change', async () => {
    await page
      .locator('.editor-actions')
      .getByRole('button', { name: /^Apply/ })
      .first()
      .click();
    await page.locator('.tab', { hasText: 'What if' }).first().waitFor({ state: 'detached' });
    await eventually(() => /"analytics".*"\/Engineer"/.test(accounts()));
  });
  await step('Move to… by keyboard shows the way back, and Discard leaves the files alone', async () => {
    const after = accounts();
    await vscode.runCommand('Gatehouse: Move to…');
    await vscode.answer('analytics');
    await page.locator('.quick-input-title', { hasText: 'Move analytics to…' }).first().waitFor();
    await vscode.answer('Data');
    await page.locator('.tab.active', { hasText: 'What if: Move analytics to /Data' }).first().waitFor();
    await vscode.runCommand('Gatehouse: Discard Change');
    await page.locator('.tab', { hasText: 'What if' }).first().waitFor({ state: 'detached' });
    assert.equal(accounts(), after);
    writeFileSync(path.join(workspace, 'accounts.jsonc'), before);
  });
  await step('the menu of an OU asks for the name of a new one, and shows where it would stand', async () => {
    await vscode.menuItem(/^Engineer/, 'New Organizational Unit…', page.locator('.quick-input-title', { hasText: 'in Engineer' }).first());
    await page.keyboard.type('Web');
    await page.keyboard.press('Enter');
    await page.locator('.tab.active', { hasText: 'What if: Create /Engineer/Web' }).first().waitFor();
    await vscode.runCommand('Gatehouse: Discard Change');
    await page.locator('.tab', { hasText: 'What if' }).first().waitFor({ state: 'detached' });
  });
  await step('an attached policy is offered where it is not attached yet', async () => {
    await vscode.treeItem(/^Engineer/).hover();
    await vscode
      .treeItem(/^Engineer/)
      .getByRole('button', { name: /Attach Policy/ })
      .click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'data-only' }).first().click();
    await page.keyboard.press('Enter');
    await page.locator('.editor-group-container.active .modified .view-line', { hasText: 'data-only' }).first().waitFor();
    await vscode.runCommand('Gatehouse: Discard Change');
    await page.locator('.tab', { hasText: 'What if' }).first().waitFor({ state: 'detached' });
  });
  await step('an organization is created by five answers, and appears in the tree', async () => {
    await vscode.runCommand('Gatehouse: Create Organization…');
    for (const [number, text] of ['Acme', 'acme', 'payer', '', ''].entries()) {
      await page
        .locator('.quick-input-title', { hasText: `(${number + 1}/5)` })
        .first()
        .waitFor();
      if (text !== '') await page.locator('.quick-input-widget .quick-input-box input').first().fill(text);
      await page.keyboard.press('Enter');
    }
    await page.locator('.tab.active', { hasText: 'What if: Create the organization Acme' }).first().waitFor();
    await page
      .locator('.editor-actions')
      .getByRole('button', { name: /^Apply/ })
      .first()
      .click();
    await vscode.treeItem(/^Acme/).waitFor();
    rmSync(path.join(workspace, 'acme'), { recursive: true });
    await vscode.treeItem(/^Acme/).waitFor({ state: 'detached' });
  });
  await step('the export script is copied, and can be looked at', async () => {
    await vscode.runCommand('Gatehouse: Copy Export Script');
    await page.getByRole('button', { name: 'Show the script' }).first().click();
    await vscode.line('aws organizations').first().waitFor();
    await vscode.closeEditor();
  });
  await step('what is found by a part of its name is revealed in the tree', async () => {
    await vscode.runCommand('Gatehouse: Find in Organizations…');
    await vscode.answer('monitoring');
    await page.locator('.sidebar .monaco-list-row.selected', { hasText: 's3-monitoring-bot' }).first().waitFor();
  });
}

/** An organization of 10,000 accounts: the tree opens at once, a page at a time. */
async function large({ page, workspace, ...vscode }) {
  await step('an organization of 10,000 accounts opens page by page', async () => {
    const folder = path.join(workspace, 'large');
    mkdirSync(folder);
    const accounts = Array.from(
      { length: 10_000 },
      (_, at) => `  { "name": "workload-${at}", "id": "${200_000_000_000 + at}", "ou": "/Workloads" }`,
    );
    writeFileSync(path.join(folder, 'accounts.jsonc'), `[\n  { "name": "payer", "id": "100000000000" },\n${accounts.join(',\n')}\n]\n`);
    const manifest = {
      organization: { name: 'Large', managementAccount: 'payer' },
      root: { policyTypes: { SERVICE_CONTROL_POLICY: 'ENABLED' }, ous: [{ name: 'Workloads' }] },
    };
    writeFileSync(path.join(folder, 'organization.jsonc'), JSON.stringify(manifest, undefined, 2));
    await vscode.runCommand('Gatehouse: Find in Organizations…');
    await vscode.answer('Workloads');
    await vscode.expand(/^Workloads/);
    await vscode.treeItem(/^workload-0/).waitFor();
    await page.screenshot({ path: path.join(pictures, 'organization-10000.png') });
    await vscode.runCommand('Gatehouse: Find in Organizations…');
    await vscode.answer('workload-9999');
    await page.locator('.sidebar .monaco-list-row.selected', { hasText: 'workload-9999' }).first().waitFor();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function eventually(test) {
  for (const end = Date.now() + 10_000; !test();) {
    if (Date.now() > end) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function simulating({ page, simulator, ...vscode }) {
  const bot = { principal: 'pipeline/user/s3-monitoring-bot', resource: 'arn:aws:s3:::media/a.png' };

  await step('the simulator opens by command, with the policy of the editor', async () => {
    await vscode.openFile('new-policy.json');
    await vscode.openSimulator();
    await simulator.getByText('new-policy.json').first().waitFor();
  });
  await step('the unsaved policy of the editor has its say', async () => {
    await vscode.ask({ ...bot, action: 's3:GetObject' });
    const { decision, headline } = await vscode.readDecision();
    assert.equal(decision, 'explicitDeny');
    assert.match(headline, /new-policy#Read/);
  });
  await step('without it the sample’s bot may read, by a named statement', async () => {
    await simulator.getByRole('button', { name: 'Ask without this policy file' }).click();
    await simulator.locator('.card.allowed').waitFor();
    await simulator.getByText('Decided by').first().waitFor();
  });
  await step('a click on the deciding statement jumps to it', async () => {
    await simulator.locator('.card button.link').first().click();
    await page.locator('.tab', { hasText: 's3-monitoring-bot-policy.json' }).first().waitFor();
    await vscode.line('"ReadAndDelete"').waitFor();
  });
  await step('what the bot may not do is denied, and the layers say where', async () => {
    await vscode.ask({ ...bot, action: 's3:PutObject' });
    await simulator.locator('.card.implicitDeny').waitFor();
    assert.ok((await simulator.locator('.layers .layer').count()) >= 4);
    assert.equal(await simulator.locator('.layers .layer.decided .layer-name').textContent(), 'Identity policies');
    await simulator.getByText('is not authorized to perform: s3:PutObject').first().waitFor();
  });
}
