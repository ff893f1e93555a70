import type { OrganizationFiles } from '../core/organization/organizationFiles';

import type { ForeignOrganization, ForeignReader } from './foreignFormat';
import { awsOutputs } from './awsOutputs';
import { cloudFormationReader } from './cloudFormation';
import { iamCollect, storeFolder } from './iamCollect';
import { landingZoneAccelerator } from './landingZoneAccelerator';
import { orgFormation } from './orgFormation';
import { terraformReader } from './terraform';

/** The readers, in the order in which they are asked: those whose files can be nothing else first. Another format is another line. */
export const foreignReaders: readonly ForeignReader[] = [
  landingZoneAccelerator,
  orgFormation,
  iamCollect,
  terraformReader,
  cloudFormationReader,
  awsOutputs,
];

/** The organization of a folder in the first format that its files are in. Paths are relative to the folder. */
export function readForeign(files: OrganizationFiles): ForeignOrganization | undefined {
  const paths = files.list();
  for (const reader of foreignReaders) {
    const organization = paths.some((path) => reader.isEntry(path)) ? reader.read(files) : undefined;
    if (organization !== undefined) return organization;
  }
  return undefined;
}

/** The folder to read for an entry: the one it lies in, but for a store the one that holds `aws/`. Undefined for any other file. */
export function foreignFolder(path: string): string | undefined {
  const store = storeFolder(path);
  if (store !== undefined) return store;
  return foreignReaders.some((reader) => reader.isEntry(path)) ? path.split('/').slice(0, -1).join('/') : undefined;
}
