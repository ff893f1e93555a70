// The packed extension in a real VS Code, by mouse and keyboard, on a copy of the sample organization.
//   node test/ui/run.mjs [--results FILE]     gatehouse.vsix must be there: npm run build && npm run package
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  await simulating(code);
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
