import path from 'node:path';

import type { ImportedOrganization } from '../core/organization/importAwsOutputs';
import { message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import { isFree, writeNewFolder } from './files';

/** Writes an organization into a new folder. The manifest comes last: as long as it is not there, there is no organization, and never half of one. */
export async function writeOrganization(
  folder: string,
  { files }: ImportedOrganization,
  { host, translate }: CommandContext,
): Promise<void> {
  const ordered = [...files].sort(([one], [other]) => Number(isManifest(one)) - Number(isManifest(other)));
  const problem = writeNewFolder(path.resolve(host.folder, folder), ordered);
  if (problem === 'exists') throw thereAlready(folder);
  if (problem !== undefined) throw new CommandError(message('{0} cannot be written: {1}', folder, problem));
  await host.stdout.write(`${translate(message('{0} files were written to {1}', files.size, folder))}\n`);
}

/** Says now what `writeOrganization` would say after minutes of other work. */
export function expectNewFolder(folder: string, { host }: CommandContext): void {
  if (!isFree(path.resolve(host.folder, folder))) throw thereAlready(folder);
}

function thereAlready(folder: string): CommandError {
  return new CommandError(message('{0} is there already; nothing was written', folder));
}

function isManifest(file: string): boolean {
  return file === 'organization.jsonc';
}
