import { readOrganization } from '../core/organization/readOrganization';
import type { ReadOrganizationResult } from '../core/organization/readOrganization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { createReadingMemory } from '../core/organization/readingMemory';
import type { ReadingMemory } from '../core/organization/readingMemory';
import { oncePer } from '../core/text/oncePer';
import type { ForeignOrganization } from '../readers/foreignFormat';
import { foreignProblems, overlayOf } from '../readers/overlay';
import { readForeign } from '../readers/readForeign';

import { applyDrafts } from './applyDrafts';
import type { LoadedOrganization } from './organizationIndex';
import { madeFileUri } from './organizationSources';
import type { SourceReaders, SourceReading } from './organizationSources';

/** Reads organizations of every format. A part of the later code: most workspaces have none, or a native one. */
export const sourceReaders: SourceReaders = {
  async read(reading) {
    const read = reading.source.kind === 'native' ? readNative(reading) : await readOther(reading);
    for (const { file, type } of read.result.policyFiles) reading.types.set(read.uriOf(file), type);
    const { result, format, ...rest } = read;
    const deployed = {
      ...rest,
      ...result,
      folder: reading.source.folder,
      format,
      isForeign: format !== 'native',
      drafts: [],
      deployed: undefined,
    };
    return applyDrafts(deployed, reading);
  },
};

interface SourceRead {
  readonly result: Pick<ReadOrganizationResult, 'organization' | 'problems' | 'policyFiles'>;
  readonly format: LoadedOrganization['format'];
  readonly files: OrganizationFiles;
  textOf(file: string): string | undefined;
  uriOf(file: string): string;
}

/** The texts of an organization stay in one map as long as it is there. */
const memoryOf: (files: ReadonlyMap<string, string | undefined>) => ReadingMemory = oncePer(createReadingMemory);

function readNative({ source, files, types, bufferOf, buffered, catalog }: SourceReading): SourceRead {
  const textOf = (file: string): string | undefined => bufferOf(source.uriOf(file)) ?? files.get(file);
  const list = (): readonly string[] => [...files.keys()].filter((path) => files.get(path) !== undefined);
  const own: OrganizationFiles = { read: textOf, list };
  types.clear();
  // While it is read nobody types, so that not each of tens of thousands of files need be looked for among the buffers.
  const now: OrganizationFiles = { read: (file) => buffered.get(file) ?? files.get(file), list };
  return { result: readOrganization(now, { catalog, memory: memoryOf(files) }), format: 'native', files: own, textOf, uriOf: source.uriOf };
}

/** Rounds of reading what was asked for in the round before; no format refers that far. */
const mostRounds = 12;

/** Another tool's files are read as they are asked for: beside them lies a whole repository. */
async function readOther(reading: SourceReading): Promise<SourceRead> {
  const { source, files, types, workspace, bufferOf, catalog } = reading;
  const there = new Set(source.paths);
  const wanted = new Set<string>();
  const real: OrganizationFiles = {
    read(path) {
      const buffer = bufferOf(source.uriOf(path));
      if (buffer !== undefined || files.has(path)) return buffer ?? files.get(path);
      if (there.has(path)) wanted.add(path);
      return undefined;
    },
    list: () => source.paths,
  };
  let foreign: ForeignOrganization | undefined;
  let result: SourceRead['result'] = { organization: undefined, problems: [], policyFiles: [] };
  for (let round = 0; round < mostRounds; round++) {
    foreign = readForeign(real);
    if (foreign !== undefined) result = readOrganization(overlayOf(foreign.files, real), { catalog });
    if (wanted.size === 0) break;
    for (const path of wanted) files.set(path, await workspace.readFile(source.uriOf(path)));
    wanted.clear();
  }
  const made = foreign?.files ?? new Map<string, string>();
  const overlay = overlayOf(made, real);
  types.clear();
  return {
    result: { ...result, problems: foreignProblems(foreign?.problems ?? [], result.problems, made) },
    format: foreign?.format ?? 'awsOutputs',
    files: overlay,
    textOf: (file) => overlay.read(file),
    uriOf: (file) => (made.has(file) ? madeFileUri(source.folder, file) : source.uriOf(file)),
  };
}
