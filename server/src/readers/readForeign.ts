import type { OrganizationFiles } from '../core/organization/organizationFiles';

import type { ForeignOrganization, ForeignReader } from './foreignFormat';
import { awsOutputs, readAwsLines } from './awsOutputs';
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
  return firstOf(
    foreignReaders.filter((reader) => paths.some((path) => reader.isEntry(path))),
    files,
  );
}

/** Formats whose files may have any name, so that it takes a look into each to know them. */
const namedAtWill: readonly ForeignReader[] = [terraformReader, cloudFormationReader, awsOutputs];

/** The organization of a folder that somebody named, whatever the files in it are called. */
export function readForeignFolder(files: OrganizationFiles): ForeignOrganization | undefined {
  return readForeign(files) ?? firstOf(namedAtWill, files);
}

/** The organization of a file that somebody named, whatever it is called. What it refers to is read beside it. */
export function readForeignFile(name: string, files: OrganizationFiles): ForeignOrganization | undefined {
  const alone: OrganizationFiles = { read: (path) => files.read(path), list: () => [name] };
  const found = readForeignFolder(alone);
  if (found !== undefined) return found;
  const text = files.read(name);
  return text === undefined ? undefined : readAwsLines(name, text);
}

function firstOf(readers: readonly ForeignReader[], files: OrganizationFiles): ForeignOrganization | undefined {
  for (const reader of readers) {
    const organization = reader.read(files);
    if (organization !== undefined) return organization;
  }
  return undefined;
}

/** The folder of the store of iam-collect that a file begins; undefined for any other file. */
export const storeFolderOf = storeFolder;

/** The folder to read for an entry: the one it lies in, but for a store the one that holds `aws/`. Undefined for any other file. */
export function foreignFolder(path: string): string | undefined {
  const store = storeFolder(path);
  if (store !== undefined) return store;
  return foreignReaders.some((reader) => reader.isEntry(path)) ? path.split('/').slice(0, -1).join('/') : undefined;
}
