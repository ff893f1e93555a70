// What an organization costs, in a process of its own: `node --expose-gc organizationProcess.js FOLDER PEER`. Prints its measurements as JSON.
// PEER holds the same without comments, for who can read JSON alone.
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

import { parse } from 'jsonc-parser';

import { listJsonFiles } from '../../server/src/cli/files';
import { findPrincipal } from '../../server/src/core/organization/findPrincipal';
import { createFileWorkspace } from '../../server/src/node/fileWorkspace';
import { createDocumentStore } from '../../server/src/service/documentStore';
import { createOrganizationIndex } from '../../server/src/service/organizationIndex';
import type { OrganizationIndex } from '../../server/src/service/organizationIndex';
import { createOrganizationTree } from '../../server/src/service/organizationTree';
import type { OrganizationTree } from '../../server/src/service/organizationTree';
import { sourceReaders } from '../../server/src/service/readSource';
import { defaultSettings } from '../../server/src/service/settings';
import { realCatalog } from '../support/realCatalog';
import { contextFor } from '../support/serviceFixture';

import { accountId } from './organizationModel';
import { median } from './table';

const [folder = '', peerFolder = folder] = process.argv.slice(2);
const rounds = 5;
const catalog = realCatalog();
const context = contextFor({}, catalog);
const none = { readFile: () => Promise.resolve(undefined), listFiles: () => Promise.resolve([]) };
const workspace = createFileWorkspace(() => [pathToFileURL(folder).href], none);
const uriOf = (file: string): string => pathToFileURL(path.join(folder, file)).href;

interface Opened {
  readonly index: OrganizationIndex;
  readonly tree: OrganizationTree;
}

async function open(): Promise<Opened> {
  const index = createOrganizationIndex({
    workspace,
    documents: createDocumentStore(() => ({})),
    catalog: () => Promise.resolve(catalog),
    settings: () => Promise.resolve(defaultSettings),
    readers: () => Promise.resolve(sourceReaders),
  });
  await index.load();
  return { index, tree: createOrganizationTree(index) };
}

/** The rows of the view, down to a page of accounts: those of the root, and of the OU that has most. */
function show({ tree }: Opened): number {
  let level = tree.roots(context).roots;
  let shown = level.length;
  for (const wanted of ['organization', 'root', 'organizationalUnit']) {
    const node = level.find(({ kind }) => kind === wanted);
    level = node === undefined ? [] : tree.children({ id: node.id, from: 0, to: 500 }, context).nodes;
    shown += level.length;
  }
  return shown;
}

function nameAll({ index }: Opened): number {
  const [loaded] = index.organizations();
  if (loaded?.organization === undefined) throw new Error('there is no organization');
  if (loaded.problems.length > 0) throw new Error(JSON.stringify(loaded.problems[0]));
  const { principals } = index.names();
  const found = findPrincipal(loaded.organization, principals.at(-1)?.arn ?? '');
  if (found.kind !== 'found') throw new Error(found.message.template);
  return principals.length;
}

async function timed(run: () => unknown): Promise<number> {
  const before = performance.now();
  await run();
  return performance.now() - before;
}

const listed = listJsonFiles(peerFolder);

/** Only the sample has comments. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text);
  }
}

/** The same files, read and parsed by the least that reads JSON. */
async function peer(): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for (let at = 0; at < listed.length; at += 64) {
    const some = listed.slice(at, at + 64).map((file) => readFile(path.join(peerFolder, file), 'utf8'));
    for (const text of await Promise.all(some)) values.push(valueOf(text));
  }
  return values;
}

/** Changes a file on disk, tells the index, and gives the time to a tree of what stands there now. */
async function edit(opened: Opened, file: string, change: (text: string, round: number) => string): Promise<number> {
  const spent: number[] = [];
  const original = readFileSync(path.join(folder, file), 'utf8');
  for (let round = 0; round < rounds; round++) {
    await writeFile(path.join(folder, file), change(original, round));
    globalThis.gc?.();
    spent.push(
      await timed(async () => {
        opened.index.changed(uriOf(file), 'disk');
        await opened.index.load();
        show(opened);
      }),
    );
  }
  await writeFile(path.join(folder, file), original);
  opened.index.changed(uriOf(file), 'disk');
  await opened.index.load();
  return median(spent);
}

async function questions(opened: Opened): Promise<Record<string, number>> {
  const unit = opened.tree.find({ query: 'Unit-0', limit: 1, kinds: ['organizationalUnit'] }, context).matches[0];
  opened.tree.way(unit?.way ?? [], context);
  const id = unit?.way.at(-1) ?? '';
  const spent = async (run: (round: number) => unknown): Promise<number> => {
    const each: number[] = [];
    for (let round = 0; round < rounds; round++) each.push(await timed(() => run(round)));
    return median(each);
  };
  const way = opened.tree.find({ query: 'account-40000', limit: 1 }, context).matches[0]?.way ?? [];
  return {
    page: await spent((round) => opened.tree.children({ id, from: round * 500, to: round * 500 + 500 }, context)),
    findName: await spent((round) => opened.tree.find({ query: `account-4${round}00`, limit: 50 }, context)),
    findId: await spent((round) => opened.tree.find({ query: accountId(40_000 + round), limit: 50 }, context)),
    findPrincipal: await spent((round) => opened.tree.find({ query: `person-4${round}00`, limit: 50 }, context)),
    filter: await spent((round) => opened.tree.children({ id, from: 0, to: 500, filter: `account-4${round}` }, context)),
    reveal: await spent(() => opened.tree.way(way, context)),
  };
}

async function main(): Promise<void> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  let last: Opened | undefined;
  const parts: Record<string, number[]> = { load: [], tree: [], names: [] };
  for (let round = 0; round < rounds; round++) {
    last = undefined;
    globalThis.gc?.();
    theirs.push(await timed(peer));
    globalThis.gc?.();
    const before = performance.now();
    last = await open();
    const loaded = performance.now();
    show(last);
    const shown = performance.now();
    nameAll(last);
    const named = performance.now();
    parts['load']?.push(loaded - before);
    parts['tree']?.push(shown - loaded);
    parts['names']?.push(named - shown);
    ours.push(named - before);
  }
  if (last === undefined) return;
  if (last.index.names().accounts.length < 1000) {
    console.log(JSON.stringify({ first: ours[0] }));
    return;
  }
  const asked = await questions(last);
  const rename = (text: string, round: number): string =>
    text.replace(/"name": ?"[^"]*-1"/, (name) => `${name.slice(0, -1)}-edited-${round}"`);
  const edits = {
    editAccounts: await edit(last, 'accounts.jsonc', (text, round) => text.replace('aws+account-20001@', `aws+edited-${round}@`)),
    editPrincipals: await edit(last, `iam/${accountId(1)}/principals.jsonc`, rename),
    editPolicy: await edit(last, 'policies/shared/policy-7.json', (text, round) => text.replace('s3:Get*', `s3:Get${round}*`)),
  };
  globalThis.gc?.();
  console.log(
    JSON.stringify({
      ours: median(ours),
      peer: median(theirs),
      ...Object.fromEntries(Object.entries(parts).map(([name, values]) => [name, median(values)])),
      ...asked,
      ...edits,
      heap: process.memoryUsage().heapUsed / 2 ** 20,
      rss: process.memoryUsage().rss / 2 ** 20,
    }),
  );
}

void main();
