// What the tests in a real VS Code need beyond `npm ci`: the VS Code server (from npm, in a folder of its own) and Chromium.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const testFolder = fileURLToPath(new URL('..', import.meta.url));

/** The VS Code versions that the tests run in. */
export const hosts = {
  latest: { folder: path.join(testFolder, 'vscode-host'), label: 'VS Code 1.139' },
  oldest: { folder: path.join(testFolder, 'vscode-host-1.99'), label: 'VS Code 1.99' },
};

/** Installs a VS Code host unless what its lock file names is already there. */
export function ensureHost({ folder, label }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The served VS Code of the tests runs on Linux x64 only. Here, run the same tests in desktop VS Code: npm test -- --desktop (it downloads one)`,
    );
  }
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  const stamp = path.join(folder, 'node_modules', '.installed-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log(`Installing ${label} for the tests …`);
  // Without scripts: the packages' own want compilers and another Node, and nothing that we use needs them.
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder];
  execFileSync('npm', flags, { stdio: 'inherit', cwd: folder });
  writeFileSync(stamp, digest);
}

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Path of a Chromium, or undefined. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = chromiumNames.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find((file) => existsSync(file));
}

/** Path of a Chromium; `ensureChromium` has been asked before. */
export function chromiumPath() {
  const found = findChromium();
  if (found === undefined) throw new Error(missingChromium());
  return found;
}

function missingChromium() {
  return (
    'The tests in a real VS Code need Chromium and a font. Install them (Debian, Ubuntu: ' +
    'sudo apt-get install -y chromium fonts-dejavu-core fonts-nanum; Fedora: sudo dnf install chromium dejavu-sans-fonts) ' +
    'or set CHROMIUM_PATH to one that you have.'
  );
}

/** Finds Chromium; as root on Debian installs it, elsewhere says what to install. */
export function ensureChromium() {
  const wanted = [...(findChromium() === undefined ? ['chromium', 'chromium-sandbox'] : []), ...missingFonts()];
  if (wanted.length === 0) return;
  const asRoot = process.getuid?.() === 0;
  if (!asRoot || !existsSync('/etc/debian_version')) {
    if (findChromium() === undefined) throw new Error(missingChromium());
    return;
  }
  console.log(`Installing ${wanted.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words) =>
    spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...words], { stdio: ['ignore', 'ignore', 'inherit'], env });
  apt('update');
  const { status } = apt('install', '-y', '--no-install-recommends', ...wanted);
  if (status !== 0 || findChromium() === undefined) throw new Error(`apt-get install ${wanted.join(' ')} failed. ${missingChromium()}`);
}

/** Debian packages of the fonts that are missing: one for code, one for Korean. */
function missingFonts() {
  const listed = spawnSync('fc-list', [':', 'family', 'lang'], { encoding: 'utf8' });
  const families = listed.status === 0 ? listed.stdout : '';
  return [
    ...(/DejaVu Sans Mono/.test(families) ? [] : ['fonts-dejavu-core']),
    ...(/lang=[^\n]*\bko\b/.test(families) ? [] : ['fonts-nanum']),
  ];
}
