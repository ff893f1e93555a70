import type { DocumentStore } from './documentStore';
import type { OrganizationIndex } from './organizationIndex';
import { normaliseUri, relativePath } from './uris';
import type { Workspace } from './workspace';

/** The JSON files of the workspace and their texts: open buffers before what is in memory, and that before the disk. */
export interface WorkspaceFiles {
  /** Finds out which files there are; reads none. */
  list(): Promise<ReadonlySet<string>>;
  exists(uri: string): boolean;
  /** Undefined when it cannot be read, or is known to have more bytes than `limit`. */
  textOf(uri: string, limit?: number): Promise<string | undefined>;
  /** A file changed on disk, came or went. */
  changed(uri: string): void;
  rescan(): void;
}

interface WorkspaceFilesContext {
  readonly workspace: Workspace;
  readonly documents: DocumentStore;
  readonly index: OrganizationIndex;
}

/** As many files at once: the host's disk is busy all the time, and nothing else waits for long. */
export const filesAtOnce = 16;

export function createWorkspaceFiles({ workspace, documents, index }: WorkspaceFilesContext): WorkspaceFiles {
  let listed: Promise<Set<string>> | undefined;
  let known: ReadonlySet<string> = new Set();
  /** Files that changed and may be there no more. */
  const touched = new Set<string>();

  async function textOf(uri: string, limit?: number): Promise<string | undefined> {
    const document = documents.get(uri);
    if (document !== undefined) return document.text;
    const loaded = index.organizationOf(uri);
    const below = loaded === undefined ? undefined : relativePath(loaded.folder, uri);
    return (below === undefined ? undefined : loaded?.textOf(below)) ?? workspace.readFile(uri, limit);
  }

  return {
    async list() {
      const asked = (listed ??= workspace.listFiles('**/*.{json,jsonc}').then((uris) => new Set(uris.map(normaliseUri))));
      const gone = await Promise.all([...touched].map(async (uri) => ((await textOf(uri)) === undefined ? [uri] : [])));
      touched.clear();
      const files = await asked;
      for (const uri of gone.flat()) files.delete(uri);
      known = files;
      return files;
    },
    exists: (uri) => known.has(uri) || documents.get(uri) !== undefined,
    textOf,
    changed(given) {
      const uri = normaliseUri(given);
      if (known.has(uri)) touched.add(uri);
      else listed = undefined;
    },
    rescan: () => void (listed = undefined),
  };
}

/** Most JSON of a workspace is none of our business, and is not worth a parse. */
export function mayMatter(uri: string, text: string, index: OrganizationIndex): boolean {
  return index.organizationOf(uri) !== undefined || /\.iamtest\.jsonc?$/i.test(uri) || text.includes('"Statement"');
}
