#!/usr/bin/env node
// Stands where the `code` executable of a desktop stands for @vscode/test-electron: takes the same flags, runs the tests in a
// VS Code server and a headless Chromium, and ends with the tests' exit code.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { onlyLocal, startBrowser, startServer } from './vscodeServer.mjs';

const { extensions, tests, folder, extensionsFolder } = readFlags(process.argv.slice(2));
const logFile = path.resolve(process.env.HEADLESS_CODE_LOG ?? 'test/results/headless-code.log');
const limit = Number(process.env.HEADLESS_CODE_LIMIT_MS ?? 300_000);
mkdirSync(path.dirname(logFile), { recursive: true });
writeFileSync(logFile, '');
const log = (text) => appendFileSync(logFile, text.endsWith('\n') ? text : `${text}\n`);

const server = await startServer({ smokeDriver: true, extensionsFolder, log });
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await server.stop();
    process.exit(130);
  });
}
let browser;
try {
  browser = await startBrowser();
  process.exitCode = await runTests(browser);
} finally {
  await browser?.close();
  await server.stop();
}

function readFlags(words) {
  const flags = { extensions: [], tests: undefined, folder: undefined, extensionsFolder: undefined };
  for (const word of words) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/.exec(word) ?? [];
    if (name === undefined) flags.folder ??= path.resolve(word);
    else if (name === 'extensionDevelopmentPath') flags.extensions.push(path.resolve(value));
    else if (name === 'extensionTestsPath') flags.tests = path.resolve(value);
    else if (name === 'extensions-dir') flags.extensionsFolder = path.resolve(value);
  }
  return flags;
}

async function runTests(chromium) {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const context = await chromium.newContext({ viewport: { width: 1400, height: 900 }, permissions });
  await onlyLocal(context, log);
  const page = await context.newPage();
  page.on('pageerror', (error) => log(`[pageerror] ${error.stack ?? error}`));
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  // One after the other, before goto: two at once break each other and the exit code never arrives.
  await page.exposeFunction('codeAutomationLog', (type, values) => show(type, format(...values)));
  await page.exposeFunction('codeAutomationExit', (code) => end(code));
  page.on('crash', () => {
    console.error('The page of VS Code crashed.');
    end(97);
  });
  const timer = setTimeout(() => {
    console.error(`VS Code gave no result in ${limit / 1000} s; see ${logFile}`);
    end(98);
  }, limit);
  const payload = [
    ...extensions.map((extension) => ['extensionDevelopmentPath', server.uri(extension)]),
    ['extensionTestsPath', server.uri(tests)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  await page.goto(server.url({ folder, payload }));
  const code = await ended;
  clearTimeout(timer);
  if (code !== 0) await page.screenshot({ path: `${logFile}.png` }).catch(() => {});
  return code;
}

/** The workbench's own chatter comes the same way as the tests' console: it stays in the log. */
function show(type, line) {
  const noise =
    /^(?:\[[\w.: -]+\] |Ignoring fetching|Updating additional|Creat(?:ing a socket|ion of workbench)|Resolv(?:ing|ed) connection|No search provider|Timed out waiting for authentication|Started local extension host|Extension host|\s+at .*\/workbench\.js:)/;
  log(line);
  if (noise.test(line)) return;
  const stream = type === 'error' || type === 'warn' ? process.stderr : process.stdout;
  stream.write(`${line}\n`);
}
