import type { JsonSyntax } from '../../core/syntax/nodes';
import { parseJson } from '../../core/syntax/parseJson';

import type { DocumentStore, OpenDocument } from '../documentStore';
import type { OrganizationIndex } from '../organizationIndex';
import { normaliseUri, pathOf, relativePath } from '../uris';
import { filesAtOnce, mayMatter } from '../workspaceFiles';
import type { WorkspaceFiles } from '../workspaceFiles';

import { readFileFacts } from './fileFacts';
import type { FileFacts } from './fileFacts';
import { fileRole } from './fileRole';
import type { FileRole } from './fileRole';

/** What the files of the workspace name; read when somebody first asks, and again file by file as they change. */
export interface WorkspaceFacts {
  /** Facts about all files, as far as they could be read before `isCancelled` said to stop. */
  all(isCancelled: () => boolean): Promise<ReadonlyMap<string, FileFacts>>;
  /** Facts about one file, an open buffer before the disk. */
  of(uri: string): Promise<FileFacts | undefined>;
  roleOf(document: OpenDocument): FileRole | undefined;
  changed(uri: string): void;
  rescan(): void;
}

interface FactsContext {
  readonly files: WorkspaceFiles;
  readonly documents: DocumentStore;
  readonly index: OrganizationIndex;
  /** Policy types that settings give to files. */
  readonly policyTypeOf: (uri: string) => unknown;
  readonly pause: () => Promise<void>;
}

export function createWorkspaceFacts({ files, documents, index, policyTypeOf, pause }: FactsContext): WorkspaceFacts {
  const onDisk = new Map<string, { readonly role: FileRole | undefined; readonly facts: FileFacts | undefined }>();
  const open = new WeakMap<JsonSyntax, FileFacts>();

  function roleFor(uri: string, syntax: JsonSyntax): FileRole | undefined {
    const loaded = index.organizationOf(uri);
    const below = loaded === undefined ? undefined : relativePath(loaded.folder, uri);
    const isPolicy = index.policyTypeOf(uri) !== undefined || policyTypeOf(uri) !== undefined;
    return fileRole(pathOf(uri), below, syntax.root, isPolicy);
  }

  function ofBuffer(document: OpenDocument): FileFacts | undefined {
    const { syntax, text, uri } = document;
    const role = roleFor(uri, syntax);
    if (role === undefined) return undefined;
    const before = open.get(syntax);
    if (before?.role === role) return before;
    const facts = readFileFacts(role, syntax, text);
    open.set(syntax, facts);
    return facts;
  }

  async function of(uri: string): Promise<FileFacts | undefined> {
    const document = documents.get(uri);
    if (document !== undefined) return ofBuffer(document);
    const before = onDisk.get(uri);
    if (before !== undefined) return before.facts;
    const text = await files.textOf(uri);
    // Most JSON of a workspace is none of our business, and is not worth a parse.
    const syntax = text === undefined || !mayMatter(uri, text, index) ? undefined : parseJson(text);
    const role = syntax === undefined ? undefined : roleFor(uri, syntax);
    const facts = syntax === undefined || role === undefined || text === undefined ? undefined : readFileFacts(role, syntax, text);
    onDisk.set(uri, { role, facts });
    return facts;
  }

  return {
    async all(isCancelled) {
      const uris = [...new Set([...(await files.list()), ...documents.all().map(({ uri }) => uri)])];
      const found = new Map<string, FileFacts>();
      for (let at = 0; at < uris.length && !isCancelled(); at += filesAtOnce) {
        const some = uris.slice(at, at + filesAtOnce);
        // Texts that are in memory come without a turn of the host: typing must not wait for all of them.
        if (some.some((uri) => !onDisk.has(uri) && documents.get(uri) === undefined)) await pause();
        const read = await Promise.all(some.map(of));
        read.forEach((facts, place) => {
          const uri = some[place];
          if (facts !== undefined && uri !== undefined) found.set(uri, facts);
        });
      }
      return found;
    },
    of,
    roleOf: (document) => roleFor(document.uri, document.syntax),
    changed(given) {
      const uri = normaliseUri(given);
      onDisk.delete(uri);
      // Which files mean what depends on where organizations are.
      if (/\/organization\.jsonc?$/i.test(uri)) onDisk.clear();
    },
    rescan: () => onDisk.clear(),
  };
}
