import path from 'node:path';

import type { Organization } from '../core/organization/organization';
import { message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import { whyNotNew, writeNewFolder } from './newFolder';
import type { OpenedOrganization } from './organizations';

/**
 * Writes an organization into a new folder. The manifest comes last, and at once: as long as it is not there, there is no organization, and
 * never half of one.
 */
export async function writeOrganization(
  folder: string,
  files: ReadonlyMap<string, string>,
  { host, translate }: CommandContext,
): Promise<void> {
  const ordered = [...files].sort(([one], [other]) => Number(isManifest(one)) - Number(isManifest(other)));
  const problem = writeNewFolder(path.resolve(host.folder, folder), ordered);
  if (problem !== undefined) throw refused(folder, problem);
  await host.stdout.write(`${translate(message('{0} files were written to {1}', files.size, folder))}\n`);
}

/** Says now what `writeOrganization` would say after minutes of other work. */
export function expectNewFolder(folder: string, { host }: CommandContext): void {
  const problem = whyNotNew(path.resolve(host.folder, folder));
  if (problem !== undefined) throw refused(folder, problem);
}

/** The files of an organization of another tool, with the policies that the tool keeps in files of its own. */
export function filesToWrite(opened: OpenedOrganization & { readonly organization: Organization }): ReadonlyMap<string, string> {
  const { organization, policyFiles, foreign } = opened;
  const files = new Map(foreign?.files ?? []);
  const referred = [...organization.policies.values()].flatMap(({ file }) => file ?? []);
  for (const file of new Set([...referred, ...policyFiles.map((use) => use.file)])) {
    const text = files.has(file) ? undefined : opened.files.read(file);
    if (text !== undefined) files.set(file, text);
  }
  return files;
}

function refused(folder: string, problem: string): CommandError {
  if (problem === 'exists') return new CommandError(message('{0} is there already; nothing was written', folder));
  return new CommandError(message('{0} cannot be written: {1}', folder, problem));
}

function isManifest(file: string): boolean {
  return file === 'organization.jsonc';
}
