import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { writeAuthorizationDetails } from './importFile';
import { largest, organizationFiles } from './organizationModel';
import type { OrganizationShape } from './organizationModel';
import { goal, milliseconds, report, times } from './table';

type Measured = Readonly<Record<string, number>>;

async function write(folder: string, shape: OrganizationShape): Promise<void> {
  for (const [file, text] of organizationFiles(shape)) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

/** A module of this folder in a process of its own; its last line is what it measured. */
function measure(module: string, ...args: readonly string[]): Measured {
  const flags = ['--expose-gc', '--enable-source-maps', path.join(__dirname, module), ...args];
  const measured: unknown = JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
  if (typeof measured !== 'object' || measured === null) throw new Error(`${module} measured nothing`);
  return Object.fromEntries(Object.entries(measured).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])));
}

const row = (name: string, value: number, most: number): readonly string[] => [
  name,
  milliseconds(value),
  goal(`≤ ${most} ms`, value <= most),
];
const megabytes = (value: number): string => `${value.toFixed(0)} MB`;

function loading(name: string, { ours = NaN, peer = NaN }: Measured, most: number): readonly string[] {
  return [name, `${milliseconds(ours)}, ${times(ours / peer)}`, goal(`≤ ${most} ×`, ours <= most * peer)];
}

function sections(plain: Measured, spread: Measured, commented: Measured, sample: Measured, imported: Measured): void {
  const of = (name: string): number => plain[name] ?? NaN;
  report({
    title: 'An organization as large as AWS allows',
    intro:
      '50,000 accounts in 2,000 OUs, half of them in one; 100,000 users and roles with 300 policies between them, in the files of 1,000 accounts. Loading is from disk to a tree with its first rows, and every name indexed; ratios to `readFile` and `JSON.parse` of the same files (without comments) in turn. Edits are from a change on disk to the rows. Medians of 5.',
    columns: ['', 'measured', 'goal'],
    rows: [
      loading('load', plain, 3),
      loading('load, principals in 50,000 files', spread, 3),
      loading('load, with comments', commented, 6),
      row('an account is edited', of('editAccounts'), 100),
      row('a user is edited', of('editPrincipals'), 100),
      row('a policy is edited', of('editPolicy'), 100),
      row('500 of 25,000 rows', of('page'), 50),
      row('find an account by its name', of('findName'), 50),
      row('find an account by its id', of('findId'), 50),
      row('find a user by name', of('findPrincipal'), 50),
      row('filter 25,000 rows', of('filter'), 50),
      row('go to an account', of('reveal'), 50),
      ['resident memory', megabytes(of('rss')), goal('≤ 1 GB', of('rss') <= 1000)],
      row('12 accounts (samples/company), cold', sample['first'] ?? NaN, 100),
      [
        'import of 300 MB of authorization details',
        `${((imported['time'] ?? NaN) / 1000).toFixed(1)} s, result ${megabytes(imported['result'] ?? NaN)}, ${megabytes(imported['beside'] ?? NaN)} beside it`,
        goal('≤ 200 MB beside', (imported['beside'] ?? NaN) <= 200),
      ],
    ],
  });
}

void (async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-bench-'));
  const below = (name: string): string => path.join(folder, name);
  try {
    await write(below('plain'), largest);
    await write(below('commented'), { ...largest, comments: true });
    await write(below('spread'), { ...largest, described: largest.accounts });
    writeAuthorizationDetails(below('details.jsonl'), 300e6);
    sections(
      measure('organizationProcess.js', below('plain')),
      measure('organizationProcess.js', below('spread')),
      measure('organizationProcess.js', below('commented'), below('plain')),
      measure('organizationProcess.js', path.join(process.cwd(), 'samples/company')),
      measure('importProcess.js', below('details.jsonl')),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
})();
