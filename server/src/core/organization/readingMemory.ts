import type { Account, OrganizationProblem, ResourceWithPolicy } from './organization';
import type { OrganizationFiles } from './organizationFiles';
import { createParsing } from './organizationReader';
import type { OrganizationReader } from './organizationReader';
import type { FolderFiles, IamFolder } from './readAccountFolders';
import type { Manifest } from './readManifest';

/** A part of a reading, with all that it depends on: as long as that is the same, so is the part. */
interface RecordedPart<Value> {
  readonly value: Value;
  readonly problems: readonly OrganizationProblem[];
  readonly texts: readonly (readonly [file: string, text: string | undefined])[];
  /** Files that were asked for, by whether they are there. */
  readonly there: readonly string[];
  /** Of those that are there, what was not listed. */
  readonly beyond: readonly string[];
  readonly missing: readonly string[];
  /** The list of all files, and whether more of it mattered than single files. */
  readonly paths: readonly string[];
  readonly usesPaths: boolean;
  readonly given: readonly unknown[];
}

/** A place for a part. */
export interface Slot<Value> {
  part?: RecordedPart<Value>;
}

/** An account as it was read, and what it was made of. */
interface KnownAccount {
  readonly listed: Account;
  readonly iam: IamFolder;
  readonly resources: ResourcesRead;
  readonly account: Account;
}

export interface ResourcesRead {
  readonly resources: readonly ResourceWithPolicy[];
  readonly isBroken: boolean;
}

/** What was read of an account's folders. */
export interface FolderSlots {
  readonly iam: Slot<IamFolder>;
  readonly resources: Slot<ResourcesRead>;
  readonly check: Slot<undefined>;
  known?: KnownAccount;
}

/** A list of accounts with nothing to say about it. */
export interface KnownList {
  readonly text: string;
  readonly manifest: Manifest;
  readonly accounts: readonly Account[];
}

/**
 * What earlier readings of an organization know: a reading with it gives what one without it gives, and reads only what changed. It is
 * changed by each reading; one that nobody read with yet knows nothing.
 */
export interface ReadingMemory {
  /** What names are checked with. */
  catalog?: unknown;
  /** In the order in which the files were listed, and sorted. */
  paths?: { readonly listed: readonly string[]; readonly sorted: readonly string[]; readonly known: ReadonlySet<string> };
  readonly manifest: Slot<{ readonly manifest: Manifest | undefined; readonly isBroken: boolean }>;
  readonly limits: Slot<undefined>;
  readonly lists: Map<string, KnownList>;
  listed?: readonly Account[];
  folderFiles?: { readonly paths: readonly string[]; readonly folders: ReadonlyMap<string, FolderFiles> };
  readonly folders: Map<string, FolderSlots>;
  accounts?: readonly Account[];
}

export function createReadingMemory(): ReadingMemory {
  return { manifest: {}, limits: {}, lists: new Map(), folders: new Map() };
}

/** Forgets what hangs on another catalog. */
export function rememberFor(memory: ReadingMemory, catalog: unknown): ReadingMemory {
  if (memory.catalog !== catalog) {
    delete memory.manifest.part;
    delete memory.limits.part;
    memory.lists.clear();
    memory.folders.clear();
  }
  memory.catalog = catalog;
  return memory;
}

/** A part of the reading: as it was, when all that it read is the same. Problems are reported either way. */
export function once<Value>(
  slot: Slot<Value>,
  reader: OrganizationReader,
  given: readonly unknown[],
  read: (reader: OrganizationReader) => Value,
): Value {
  if (!reader.isFollowed) return read(reader);
  const known = slot.part;
  const part = known !== undefined && isSame(known, reader, given) ? known : record(reader, given, read);
  slot.part = part;
  for (const { file, span, code, severity, message } of part.problems) reader.report({ file, span }, code, severity, message);
  return part.value;
}

function isSame<Value>(part: RecordedPart<Value>, reader: OrganizationReader, given: readonly unknown[]): boolean {
  const { files } = reader;
  if (part.given.length !== given.length || part.given.some((one, index) => one !== given[index])) return false;
  if (part.texts.some(([file, text]) => files.read(file) !== text)) return false;
  const isListSame = part.paths === reader.paths;
  if (part.usesPaths && !isListSame) return false;
  // What is listed is there; buffers and files outside may come and go without a change of the list.
  const doubtful = isListSame ? part.beyond : part.there;
  return doubtful.every((file) => reader.exists(file)) && !part.missing.some((file) => reader.exists(file));
}

function record<Value>(
  reader: OrganizationReader,
  given: readonly unknown[],
  read: (reader: OrganizationReader) => Value,
): RecordedPart<Value> {
  const texts = new Map<string, string | undefined>();
  const there = new Set<string>();
  const missing = new Set<string>();
  let usesPaths = false;
  const files: OrganizationFiles = {
    list: () => reader.files.list(),
    read(file) {
      const text = reader.files.read(file);
      texts.set(file, text);
      return text;
    },
  };
  const recording: OrganizationReader = {
    ...createParsing(files),
    files,
    isListed: reader.isListed,
    resolve: reader.resolve,
    isFollowed: false,
    get paths() {
      usesPaths = true;
      return reader.paths;
    },
    exists(file) {
      const answer = reader.exists(file);
      (answer ? there : missing).add(file);
      return answer;
    },
  };
  const value = read(recording);
  return {
    value,
    problems: recording.problems,
    texts: [...texts],
    there: [...there],
    beyond: [...there].filter((file) => !reader.isListed(file)),
    missing: [...missing],
    paths: reader.paths,
    usesPaths,
    given,
  };
}
