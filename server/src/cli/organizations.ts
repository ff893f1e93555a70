import path from 'node:path';

import type { Catalog, CatalogTexts } from '../core/catalog/catalog';
import { manifestNames } from '../core/organization/organizationFiles';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { createPolicyLoader } from '../core/organization/policyLoader';
import type { LoadPolicy } from '../core/organization/policyLoader';
import { readOrganization } from '../core/organization/readOrganization';
import type { ReadOrganizationResult } from '../core/organization/readOrganization';
import type { PolicyType } from '../core/policy/policyType';
import type { ForeignOrganization } from '../readers/foreignFormat';
import { readLongAwsLines } from '../readers/awsOutputs';
import { foreignProblems, overlayOf } from '../readers/overlay';
import { readForeignFile, readForeignFolder, storeFolderOf } from '../readers/readForeign';

import { bindDrafts } from './drafts';
import type { BoundDraft, DraftFile } from './drafts';
import { fileLines } from './fileLines';
import { findOrganizationFolder, isFile, organizationFilesIn, sizeOf } from './files';
import { foreignFilesIn } from './foreignFiles';

/** An organization of this disk. */
export interface OpenedOrganization extends ReadOrganizationResult {
  /** What was named: a folder, or a file that holds it all. */
  readonly place: string;
  /** The folder that paths of its files start from. */
  readonly folder: string;
  readonly files: OrganizationFiles;
  /** Names files by their paths. */
  readonly load: LoadPolicy;
  /** What it was made from, when it is written in another tool's format. */
  readonly foreign: ForeignOrganization | undefined;
  /** Files that stand in the places of policies of it. */
  readonly drafts: readonly BoundDraft[];
}

/** Organizations by place, each read once. */
export interface Organizations {
  /** A folder, its manifest, or a folder or file of another tool. */
  open(place: string): OpenedOrganization;
  /** The organization that a file lies in: the nearest manifest upwards. */
  of(file: string): OpenedOrganization | undefined;
  /** What an organization says about a file. */
  policyTypeOf(file: string): PolicyType | undefined;
}

/** With drafts, those stand in the places of the policies that they are bound to. */
export function createOrganizations(catalog: Catalog, texts: CatalogTexts, drafts: readonly DraftFile[] = []): Organizations {
  const opened = new Map<string, OpenedOrganization>();
  const folders = new Map<string, string | undefined>();
  const open = (named: string): OpenedOrganization => {
    const place = placeOf(named);
    const organization = opened.get(place) ?? openPlace(place, { catalog, texts, drafts });
    opened.set(place, organization);
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

/** A manifest stands for its folder, and a file of a store for the store. */
function placeOf(named: string): string {
  const absolute = path.resolve(named);
  if (manifestNames.some((name) => path.basename(absolute) === name)) return path.dirname(absolute);
  const store = isFile(absolute) ? storeFolderOf(absolute.split(path.sep).join('/')) : undefined;
  return store === undefined ? absolute : path.resolve(store === '' ? path.parse(absolute).root : store);
}

interface OpenContext {
  readonly catalog: Catalog;
  readonly texts: CatalogTexts;
  readonly drafts: readonly DraftFile[];
}

function openPlace(place: string, { catalog, texts, drafts }: OpenContext): OpenedOrganization {
  const read = readPlace(place, catalog);
  const { folder, foreign } = read;
  const pathOf = (file: string): string => path.join(foreign?.files.has(file) === true ? place : folder, file);
  const bound = bindDrafts(drafts, read.result.organization, { textOf: (file) => read.files.read(file), pathOf });
  const textOf = (file: string): string | undefined => bound.byFile.get(file)?.text() ?? read.files.read(file);
  const files: OrganizationFiles = bound.drafts.length === 0 ? read.files : { read: textOf, list: () => read.files.list() };
  const load = createPolicyLoader({
    files,
    managedPolicyDocument: (arnOrName) => texts.managedPolicyDocument(arnOrName),
    uriOfFile: (file) => bound.byFile.get(file)?.file ?? pathOf(file),
  });
  return { ...read.result, place, folder, files, load, foreign, drafts: bound.drafts };
}

interface ReadPlace {
  readonly folder: string;
  readonly result: ReadOrganizationResult;
  readonly files: OrganizationFiles;
  readonly foreign: ForeignOrganization | undefined;
}

/** Its own manifest decides what a folder is; without one it may be another tool's. */
function readPlace(place: string, catalog: Catalog): ReadPlace {
  if (!isFile(place)) {
    const own = organizationFilesIn(place);
    const foreign = manifestNames.some((name) => isFile(path.join(place, name))) ? undefined : readForeignPlace(place, undefined, catalog);
    return foreign ?? { folder: place, result: readOrganization(own, { catalog }), files: own, foreign: undefined };
  }
  const folder = path.dirname(place);
  const nothing: ReadOrganizationResult = { organization: undefined, problems: [], policyFiles: [] };
  return (
    readForeignPlace(folder, path.basename(place), catalog) ?? {
      folder,
      result: nothing,
      files: foreignFilesIn(folder),
      foreign: undefined,
    }
  );
}

/** Files of lines up to this many bytes are read at once, with places for what is wrong in them. */
const longFile = 32 * 1024 * 1024;

/** Outputs of AWS of any length, line by line; undefined for all other files, and for one that cannot be read. */
function readLong(folder: string, name: string): ForeignOrganization | undefined {
  const file = path.join(folder, name);
  if (!/\.jsonl$/i.test(name) || sizeOf(file) < longFile) return undefined;
  try {
    return readLongAwsLines(name, fileLines(file));
  } catch (error) {
    // What cannot be read is no organization, which the command says.
    if (error instanceof Error && 'syscall' in error) return undefined;
    throw error;
  }
}

function readForeignPlace(folder: string, name: string | undefined, catalog: Catalog): ReadPlace | undefined {
  const real = foreignFilesIn(folder);
  const foreign = name === undefined ? readForeignFolder(real) : (readLong(folder, name) ?? readForeignFile(name, real));
  if (foreign === undefined) return undefined;
  const files = overlayOf(foreign.files, real);
  const result = readOrganization(files, { catalog });
  const problems = foreignProblems([...foreign.problems, ...real.problems], foreign.files.size === 0 ? [] : result.problems, foreign.files);
  return { folder, result: { ...result, problems }, files, foreign };
}
