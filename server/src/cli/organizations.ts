import path from 'node:path';

import type { Catalog, CatalogTexts } from '../core/catalog/catalog';
import { importAwsFiles, importAwsOutputs } from '../core/organization/importAwsOutputs';
import type { ImportedOrganization } from '../core/organization/importAwsOutputs';
import type { LoadPolicy } from '../core/organization/policyLoader';
import { filesFrom, manifestNames } from '../core/organization/organizationFiles';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { createPolicyLoader } from '../core/organization/policyLoader';
import { readOrganization } from '../core/organization/readOrganization';
import type { ReadOrganizationResult } from '../core/organization/readOrganization';
import type { PolicyType } from '../core/policy/policyType';

import { fileLines } from './fileLines';
import { findOrganizationFolder, isFile, listJsonFiles, organizationFilesIn, readTextFile } from './files';

/** An organization of this disk. */
export interface OpenedOrganization extends ReadOrganizationResult {
  readonly folder: string;
  readonly files: OrganizationFiles;
  /** Names files by their paths. */
  readonly load: LoadPolicy;
  /** What it was made from, when it is no folder but a file of AWS's outputs. */
  readonly imported?: ImportedOrganization;
}

/** Organizations by folder, each read once. */
export interface Organizations {
  open(folder: string): OpenedOrganization;
  /** The organization that a file lies in: the nearest manifest upwards. */
  of(file: string): OpenedOrganization | undefined;
  /** What an organization says about a file. */
  policyTypeOf(file: string): PolicyType | undefined;
}

export function createOrganizations(catalog: Catalog, texts: CatalogTexts): Organizations {
  const opened = new Map<string, OpenedOrganization>();
  const folders = new Map<string, string | undefined>();
  const open = (folder: string): OpenedOrganization => {
    const absolute = path.resolve(folder);
    const known = opened.get(absolute);
    if (known !== undefined) return known;
    const imported = readImport(absolute);
    const files = imported === undefined ? organizationFilesIn(absolute) : filesFrom(imported.files);
    const load = createPolicyLoader({
      files,
      managedPolicyDocument: (arnOrName) => texts.managedPolicyDocument(arnOrName),
      uriOfFile: (file) => path.join(absolute, file),
    });
    const organization = {
      ...readOrganization(files, { catalog }),
      folder: absolute,
      files,
      load,
      ...(imported === undefined ? {} : { imported }),
    };
    opened.set(absolute, organization);
    return organization;
  };
  const of = (file: string): OpenedOrganization | undefined => {
    const from = path.dirname(path.resolve(file));
    if (!folders.has(from)) folders.set(from, findOrganizationFolder(from));
    const folder = folders.get(from);
    return folder === undefined ? undefined : open(folder);
  };
  return {
    open,
    of,
    policyTypeOf(file) {
      const organization = of(file);
      if (organization === undefined) return undefined;
      const relative = path.relative(organization.folder, path.resolve(file)).split(path.sep).join('/');
      return organization.policyFiles.find((use) => use.file === relative)?.type;
    },
  };
}

/** A file in place of a folder holds what the AWS command line said, a call a line; a folder without a manifest may hold a file per call. */
function readImport(place: string): ImportedOrganization | undefined {
  if (isFile(place)) return importLines(place);
  if (manifestNames.some((name) => isFile(path.join(place, name)))) return undefined;
  return importAwsFiles(textsBelow(place));
}

function importLines(file: string): ImportedOrganization | undefined {
  try {
    return importAwsOutputs(fileLines(file));
  } catch (error) {
    // What cannot be read is no organization, which the command says.
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}

function* textsBelow(folder: string): Generator<readonly [string, string]> {
  for (const file of listJsonFiles(folder)) {
    const read = readTextFile(path.join(folder, file));
    if ('text' in read) yield [file, read.text];
  }
}
