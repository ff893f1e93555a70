import type { ImportFromAws } from '../service/organizationService';
import type { ReadRevision } from '../service/whatIf/whatIf';
import type { ServiceData, Workspace } from '../service/workspace';

/** What only a host can do: read the catalog's files, and files of the workspace that it can reach without asking the client. */
export interface Runtime {
  /** The catalog and the translations, from where the client says they are. */
  createData(dataUri: string, l10nUri: string): ServiceData;
  /** A workspace that reads what the host can read itself and asks `fallback` for the rest. */
  createWorkspace(folders: () => readonly string[], fallback: Workspace): Workspace;
  /** Asks AWS, where the host can reach it. */
  readonly importFromAws?: ImportFromAws;
  /** Reads the files of a folder as they were at a revision of git, where the host has git. */
  readonly readRevision?: ReadRevision;
  /** Runs something later; the result takes it back. */
  after(milliseconds: number, run: () => void): () => void;
}
