import type { Catalog } from '../core/catalog/catalog';
import type { Organization, OrganizationProblem } from '../core/organization/organization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import type { PolicyType } from '../core/policy/policyType';
import type { FormatName } from '../readers/foreignFormat';

import type { DocumentStore } from './documentStore';
import { createDraftFiles } from './drafts';
import type { BoundDraft } from './drafts';
import { madeFileOf, sourcesOf } from './organizationSources';
import type { OrganizationSource, SourceReaders } from './organizationSources';
import { collectNames } from './organizationNames';
import type { OrganizationNames } from './organizationNames';
import type { Settings } from './settings';
import { normaliseUri, pathOf, relativePath } from './uris';
import type { Workspace } from './workspace';
import { filesAtOnce } from './workspaceFiles';

export type { EntityName, OrganizationNames } from './organizationNames';

/** An organization of the workspace with the texts it was read from. */
export interface LoadedOrganization {
  /** URI of the folder that holds the manifest, without a final slash; of an organization that is one file, of that file. */
  readonly folder: string;
  readonly organization: Organization | undefined;
  readonly problems: readonly OrganizationProblem[];
  /** The text of a file below the folder, an open buffer before the disk; undefined when there is none. */
  textOf(file: string): string | undefined;
  readonly files: OrganizationFiles;
  uriOf(file: string): string;
  /** What it is written in. */
  readonly format: 'native' | FormatName;
  /** Read from the files of another tool, and not changed here. */
  readonly isForeign: boolean;
  /** Files of the workspace that stand in the place of policies of the organization. */
  readonly drafts: readonly BoundDraft[];
  /** As it is without the drafts; undefined where there are none, or where answers are asked for without them. */
  readonly deployed: LoadedOrganization | undefined;
}

export interface OrganizationIndex {
  /** Reads what is not yet read; cheap when everything is. */
  load(): Promise<void>;
  organizations(): readonly LoadedOrganization[];
  /** The organization a file lies in, the innermost. */
  organizationOf(uri: string): LoadedOrganization | undefined;
  /** The organization that decides about a document: the one that settings name, else the innermost around it, else the first. */
  organizationFor(uri: string | undefined, setting: string): LoadedOrganization | undefined;
  policyTypeOf(uri: string): PolicyType | undefined;
  /** The text of a file that an organization was read from, of one that was made of another tool's, or of a draft. */
  textOf(uri: string): string | undefined;
  names(): OrganizationNames;
  /** A file changed: on disk, or in an open buffer. True when an organization must be read again. */
  changed(uri: string, where: 'disk' | 'buffer'): boolean;
  /** What an editor holds of a file that is no JSON; undefined: it is closed. True when an organization must be read again. */
  bufferChanged(uri: string, text: string | undefined): boolean;
  /** Looks for organizations again, since folders changed; reads everything again where nobody tells what changed. */
  rescan(everything?: boolean): void;
}

interface IndexContext {
  readonly workspace: Workspace;
  readonly documents: DocumentStore;
  readonly catalog: () => Promise<Catalog>;
  readonly settings: () => Promise<Settings>;
  /** Loaded when there is an organization to read. */
  readonly readers: () => Promise<SourceReaders>;
}

interface Entry {
  readonly source: OrganizationSource;
  /** From disk, by relative path; read once, then file by file as they change. */
  readonly files: Map<string, string | undefined>;
  readonly types: Map<string, PolicyType>;
  loaded: LoadedOrganization | undefined;
  /** Counts what made it stale: a reading that something changed under is read again. */
  version: number;
}

function makeStale(entry: Entry): void {
  entry.loaded = undefined;
  entry.version += 1;
}

/** The organizations of the workspace. Files are read once; a change reads that file alone. */
export function createOrganizationIndex({ workspace, documents, catalog, settings, readers }: IndexContext): OrganizationIndex {
  const entries = new Map<string, Entry>();
  const stale = new Set<string>();
  /** Of files that are no JSON, which the document store does not keep. */
  const buffers = new Map<string, string>();
  const drafts = createDraftFiles(workspace, (uri) => documents.get(uri)?.text);
  let scanned = false;
  let obeyed = '';
  let loading: Promise<void> | undefined;
  let named: { readonly of: readonly LoadedOrganization[]; readonly names: OrganizationNames } | undefined;

  async function loadAll(): Promise<void> {
    obey(await settings());
    if (!scanned) await scan((await settings()).organization);
    await refreshFiles();
    if ([...entries.values()].every(({ loaded }) => loaded !== undefined)) return;
    const [parts, facts, bound] = [await readers(), await catalog(), await drafts.list(await settings())];
    for (const entry of entries.values()) {
      while (entry.loaded === undefined) {
        const { version } = entry;
        const read = await parts.read({ ...entry, workspace, bufferOf, buffered: bufferedIn(entry), catalog: facts, drafts: bound });
        if (version === entry.version) entry.loaded = read;
        else await refreshFiles();
      }
    }
  }

  function bufferedIn({ source }: Entry): ReadonlyMap<string, string> {
    const texts = new Map<string, string>();
    for (const [uri, text] of [...buffers, ...documents.all().map((document) => [document.uri, document.text] as const)]) {
      const path = source.pathOf(uri);
      if (path !== undefined) texts.set(path, text);
    }
    return texts;
  }

  /** Settings that decide which organizations there are, and what stands in them. */
  function obey({ organization, policyFiles, answers }: Settings): void {
    const now = JSON.stringify([organization, policyFiles.filter(({ policy }) => policy !== undefined), answers]);
    if (now === obeyed) return;
    if (obeyed !== '') {
      scanned = false;
      drafts.rescan();
      for (const entry of entries.values()) makeStale(entry);
    }
    obeyed = now;
  }

  async function scan(wanted: string): Promise<void> {
    scanned = true;
    const sources = await sourcesOf(workspace, wanted);
    const kept = new Set(sources.map(({ folder }) => folder));
    for (const folder of entries.keys()) if (!kept.has(folder)) entries.delete(folder);
    for (const source of sources) {
      if (entries.has(source.folder)) continue;
      const files = new Map<string, string | undefined>();
      for (let at = 0; at < source.eager.length; at += filesAtOnce) {
        const some = source.eager.slice(at, at + filesAtOnce);
        const texts = await Promise.all(some.map((path) => workspace.readFile(source.uriOf(path))));
        for (const [index, path] of some.entries()) files.set(path, texts[index]);
      }
      entries.set(source.folder, { source, files, types: new Map(), loaded: undefined, version: 0 });
    }
  }

  async function refreshFiles(): Promise<void> {
    const uris = [...stale];
    stale.clear();
    for (const uri of uris) {
      const text = entriesOf(uri).length === 0 ? undefined : await workspace.readFile(uri);
      for (const entry of entriesOf(uri)) {
        const path = entry.source.pathOf(uri);
        if (path !== undefined) entry.files.set(path, text);
        makeStale(entry);
      }
    }
  }

  const bufferOf = (uri: string): string | undefined => documents.get(uri)?.text ?? buffers.get(uri);

  function entriesOf(uri: string): readonly Entry[] {
    return [...entries.values()].filter(({ source }) => source.pathOf(uri) !== undefined);
  }

  const organizations = (): readonly LoadedOrganization[] =>
    [...entries.values()].flatMap(({ source, loaded }) =>
      // What only looked like another tool's organization is none.
      loaded === undefined || (source.kind === 'foreign' && loaded.organization === undefined) ? [] : [loaded],
    );
  function organizationOf(uri: string): LoadedOrganization | undefined {
    const wanted = normaliseUri(uri);
    const containing = organizations().filter(({ folder }) => wanted === folder || wanted.startsWith(`${folder}/`));
    return containing.sort((a, b) => b.folder.length - a.folder.length)[0];
  }

  /** Whether a URI is the folder of an organization, or one in it whose files are read again: of a folder that goes nothing else is told. */
  function filesBelow(uri: string): boolean {
    if (/\.(?:jsonc?|jsonl|tfstate|ya?ml|template)$/i.test(uri)) return false;
    const own = [...entries.values()].filter(({ source }) => `${source.folder}/`.startsWith(`${uri}/`));
    let any = own.length > 0;
    for (const { source, files } of entries.values()) {
      for (const path of files.keys()) {
        if (!source.uriOf(path).startsWith(`${uri}/`)) continue;
        any = true;
        stale.add(source.uriOf(path));
      }
    }
    return any;
  }

  return {
    load: () => (loading ??= loadAll().finally(() => (loading = undefined))),
    organizations,
    organizationOf,
    organizationFor(uri, setting) {
      const wanted = `/${setting.replace(/^\.?\//, '').replace(/\/?(?:organization\.jsonc?)?$/, '')}`;
      const named = wanted === '/' ? undefined : organizations().find(({ folder }) => pathOf(folder).endsWith(wanted));
      return named ?? (uri === undefined ? undefined : (organizationOf(uri) ?? boundTo(uri))) ?? organizations()[0];
    },
    policyTypeOf: (given) => {
      const uri = normaliseUri(given);
      return [...entries.values()].flatMap(({ types }) => types.get(uri) ?? [])[0];
    },
    textOf(given) {
      const uri = normaliseUri(given);
      for (const loaded of organizations()) {
        const draft = loaded.drafts.find((one) => one.uri === uri);
        const drafted = draft === undefined ? undefined : loaded.organization?.policies.get(draft.reference)?.file;
        const file = drafted ?? madeFileOf(uri, [loaded.folder])?.file;
        if (file !== undefined) return draft === undefined ? (loaded.deployed ?? loaded).textOf(file) : loaded.textOf(file);
      }
      const containing = organizationOf(uri);
      const below = containing === undefined ? undefined : relativePath(containing.folder, uri);
      return below === undefined ? undefined : containing?.textOf(below);
    },
    names() {
      const loaded = organizations();
      // Asked with every letter typed, and changed by the rare change of a file.
      if (named?.of.length !== loaded.length || loaded.some((each, index) => each !== named?.of[index]))
        named = { of: loaded, names: collectNames(loaded) };
      return named.names;
    },
    changed(given, where) {
      const uri = normaliseUri(given);
      const isManifest = isManifestOf(uri);
      const touched = entriesOf(uri);
      const isDraft = drafts.has(uri);
      if (where === 'disk' && drafts.changed(uri)) for (const entry of entries.values()) makeStale(entry);
      if (where === 'buffer') {
        const structural = touched.filter((entry) => !entry.types.has(uri));
        for (const entry of structural) makeStale(entry);
        return touched.length > 0 || isDraft;
      }
      const went = filesBelow(uri);
      // Another tool's files were listed when it was found; one that came since is found by looking again.
      for (const { source } of touched) {
        if (source.kind !== 'foreign' || source.paths.includes(source.pathOf(uri) ?? '')) continue;
        entries.delete(source.folder);
        scanned = false;
      }
      if (isManifest || went) scanned = false;
      if (touched.length > 0) stale.add(uri);
      return touched.length > 0 || isManifest || isDraft || went;
    },
    bufferChanged(given, text) {
      const uri = normaliseUri(given);
      if (text === undefined) buffers.delete(uri);
      else buffers.set(uri, text);
      const touched = entriesOf(uri);
      for (const entry of touched) makeStale(entry);
      return touched.length > 0;
    },
    rescan(everything = false) {
      scanned = false;
      drafts.rescan();
      if (everything) entries.clear();
    },
  };

  /** A draft is asked about in the organization whose policy it stands for. */
  function boundTo(uri: string): LoadedOrganization | undefined {
    const wanted = normaliseUri(uri);
    return organizations().find((loaded) => loaded.drafts.some((draft) => draft.uri === wanted));
  }
}

/** Files whose coming and going makes or unmakes an organization. */
function isManifestOf(uri: string): boolean {
  return /\/(?:organization\.(?:jsonc?|ya?ml)|organization-config\.yaml|[^/]+\.(?:jsonl|tfstate))$|\/organizations\/[^/]+\/(?:metadata|structure)\.json$/.test(
    uri,
  );
}
