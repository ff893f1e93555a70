// `npm start`: builds, prints the decisions of the sample in the terminal, and opens samples/company in VS Code with the extension.
//   --check   (also in CI or without a terminal) opens it unseen, compares one decision there with the command line's, and ends
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sample = path.join(root, 'samples/company');
const vsix = path.join(root, 'gatehouse.vsix');
const cli = path.join(root, 'dist/cli/gatehouse.js');
const question = { principal: 'pipeline/user/s3-monitoring-bot', action: 's3:PutObject', resource: 'arn:aws:s3:::media/a.png' };
const check = process.argv.includes('--check') || Boolean(process.env.CI) || !process.stdout.isTTY;
const canServe = process.platform === 'linux' && process.arch === 'x64';

npm('build');
printDecisions();
if (check) await checkInVsCode();
else if (findOnPath('code') !== undefined) openDesktop();
else if (canServe) await serve();
else sayWhatToInstall();

function npm(script) {
  const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}

/** The sample's own tests, each a request with the decision that is expected. */
function printDecisions() {
  console.log('\nWho can do what in samples/company:\n');
  const { status } = spawnSync(process.execPath, [cli, 'test', 'samples/company'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function openDesktop() {
  console.log('\nOpening samples/company in VS Code …');
  const words = [`--extensionDevelopmentPath=${root}`, sample];
  spawn('code', words, { stdio: 'inherit', shell: process.platform === 'win32' });
}

/** The VS Code server of the tests, for somebody with a browser; it ends with Ctrl+C. */
async function serve() {
  const { ensureHost, hosts } = await import('../test/host/prerequisites.mjs');
  orStop(() => ensureHost(hosts.latest));
  npm('package');
  const { installExtension, startServer } = await import('../test/host/vscodeServer.mjs');
  const extensionsFolder = mkdtempSync(path.join(tmpdir(), 'gatehouse-start-'));
  installExtension(vsix, extensionsFolder);
  const server = await startServer({ extensionsFolder });
  console.log(
    `\nThere is no \`code\` on the PATH, so VS Code is served here. Open it in a browser:\n\n    ${server.url({ folder: sample })}\n\nCtrl+C ends it.`,
  );
  const end = async () => {
    await server.stop();
    rmSync(extensionsFolder, { recursive: true, force: true });
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

/** Opens the sample in a real VS Code without a screen and compares what its simulator says with the command line. */
async function checkInVsCode() {
  const { ensureChromium, ensureHost, hosts } = await import('../test/host/prerequisites.mjs');
  orStop(() => {
    ensureHost(hosts.latest);
    ensureChromium();
  });
  npm('package');
  const expected = decideInTerminal();
  const { openWorkbench } = await import('../test/ui/workbench.mjs');
  const code = await openWorkbench({ vsix, folder: sample });
  try {
    await code.openSimulator();
    await code.ask(question);
    const { decision, headline } = await code.readDecision();
    console.log(`\nIn VS Code: ${question.principal}, ${question.action} on ${question.resource}\n    ${headline}`);
    if (decision !== expected) throw new Error(`VS Code says ${decision}, the command line says ${expected}`);
    console.log(`\nVS Code and the command line agree: ${decision}.`);
  } finally {
    await code.close();
  }
}

function decideInTerminal() {
  const { principal, action, resource } = question;
  const words = [
    'simulate',
    '--organization',
    sample,
    '--principal',
    principal,
    '--action',
    action,
    '--resource',
    resource,
    '--format',
    'json',
  ];
  return JSON.parse(execFileSync(process.execPath, [cli, ...words], { encoding: 'utf8' })).decision;
}

function sayWhatToInstall() {
  console.error(`
Opening the sample needs VS Code 1.99 or newer with its \`code\` command:
  1. Install it from https://code.visualstudio.com
  2. ${process.platform === 'darwin' ? "In VS Code press Cmd+Shift+P and run: Shell Command: Install 'code' command in PATH" : 'Choose "Add to PATH" in the installer, then open a new terminal'}
  3. npm start`);
  process.exitCode = 1;
}

function findOnPath(name) {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))).find((file) => existsSync(file));
}

function orStop(action) {
  try {
    action();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
