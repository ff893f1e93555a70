// Runs the suite inside VS Code's extension host: in the headless host, or with --desktop in a desktop VS Code (downloaded once).
//   node test/host/runTests.mjs [--desktop] [--host latest|oldest] [--results FILE]
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { ensureChromium, ensureHost, hosts } from './prerequisites.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    desktop: { type: 'boolean', default: false },
    host: { type: 'string', default: 'latest' },
    results: { type: 'string', default: path.join(root, 'test/results/host.json') },
    grep: { type: 'string', default: '' },
  },
});

const host = hosts[flags.host];
if (host === undefined) throw new Error(`--host is one of ${Object.keys(hosts).join(', ')}, not ${flags.host}`);
// The suite edits what it opens, so it gets a copy.
const workspace = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-workspace-')));
cpSync(path.join(root, 'samples/company'), workspace, { recursive: true });
if (!flags.desktop) {
  ensureChromium();
  ensureHost(host);
  process.env.VSCODE_HOST_DIR = host.folder;
  process.env.HEADLESS_CODE_LOG = path.join(root, `test/results/headless-code-${flags.host}.log`);
}
try {
  await runTests({
    ...(flags.desktop ? {} : { vscodeExecutablePath: path.join(root, 'test/host/headless-code.mjs') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, process.env.GATEHOUSE_OUT ?? 'out', 'test/host/suite/index.js'),
    extensionTestsEnv: { GATEHOUSE_TEST_RESULTS: path.resolve(flags.results), GATEHOUSE_TEST_GREP: flags.grep },
    launchArgs: [workspace],
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
