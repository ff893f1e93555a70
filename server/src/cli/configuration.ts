import { statSync } from 'node:fs';
import path from 'node:path';

import type { PolicyType } from '../core/policy/policyType';
import { parseJson } from '../core/syntax/parseJson';
import type { JsonNode } from '../core/syntax/nodes';
import { valueFromNode } from '../core/syntax/valueFromNode';
import { createGlobTest } from '../service/glob';
import { defaultSettings, readSettings } from '../service/settings';
import type { Settings } from '../service/settings';

import type { DraftFile } from './drafts';
import { listFiles, readTextFile } from './files';

/** `gatehouse.jsonc` of a folder: severities of checks and types of policy files, as the editor's settings have them. */
export interface Configuration {
  readonly settings: Settings;
  policyTypeOf(file: string): PolicyType | undefined;
  /** Files that are bound to a policy of an organization; a file that two entries have is that of the first. */
  drafts(): readonly DraftFile[];
}

/** The nearest `gatehouse.jsonc` upwards from a folder; without one, the defaults. */
export function readConfiguration(from: string): Configuration {
  const file = findConfiguration(from);
  const read = file === undefined ? undefined : readTextFile(file);
  const root: JsonNode | undefined = read !== undefined && 'text' in read ? parseJson(read.text).root : undefined;
  const settings = root === undefined ? defaultSettings : readSettings(valueFromNode(root));
  const folder = file === undefined ? from : path.dirname(file);
  const tests = settings.policyFiles.map(({ glob, type }) => ({ type, accepts: createGlobTest(glob) }));
  return {
    settings,
    policyTypeOf: (policyFile) => {
      const relative = path.relative(folder, path.resolve(policyFile)).split(path.sep).join('/');
      return tests.find(({ type, accepts }) => type !== undefined && accepts(relative))?.type;
    },
    drafts: () => findDrafts(folder, settings),
  };
}

function findDrafts(folder: string, { policyFiles }: Settings): readonly DraftFile[] {
  const drafts = new Map<string, DraftFile>();
  for (const { glob, type, policy } of policyFiles) {
    if (policy === undefined || policy === '') continue;
    const accepts = createGlobTest(glob);
    const start = startOf(glob);
    for (const below of listFiles(path.join(folder, start), /\.(?:jsonc?|policy)$/i)) {
      const file = path.join(folder, start, below);
      if (drafts.has(file) || !accepts([start, below].filter((part) => part !== '').join('/'))) continue;
      drafts.set(file, { file, policy, type, text: () => textOf(file) });
    }
  }
  return [...drafts.values()];
}

/** The folder that everything a glob names lies in: a repository is large, and most of it is something else. */
function startOf(glob: string): string {
  const folders = glob
    .replace(/^\.?\//, '')
    .split('/')
    .slice(0, -1);
  const open = folders.findIndex((name) => /[*?{}[\]]/.test(name));
  return (open < 0 ? folders : folders.slice(0, open)).join('/');
}

function textOf(file: string): string | undefined {
  const read = readTextFile(file);
  return 'text' in read ? read.text : undefined;
}

function findConfiguration(from: string): string | undefined {
  let folder = path.resolve(from);
  for (;;) {
    for (const name of ['gatehouse.jsonc', 'gatehouse.json']) {
      const file = path.join(folder, name);
      if (statSync(file, { throwIfNoEntry: false })?.isFile() === true) return file;
    }
    const parent = path.dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
