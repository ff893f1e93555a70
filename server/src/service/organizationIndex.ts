import type { PolicyType } from '../core/policy/policyType';
import type { Catalog } from '../core/catalog/catalog';
import { principalName } from '../core/organization/findPrincipal';
import type { Organization, OrganizationalUnit, OrganizationProblem } from '../core/organization/organization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import type { readOrganization } from '../core/organization/readOrganization';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import type { DocumentStore } from './documentStore';
import { folderOf, normaliseUri, pathOf, relativePath, uriBelow } from './uris';
import type { Workspace } from './workspace';

/** An organization of the workspace with the texts it was read from. */
export interface LoadedOrganization {
  /** URI of the folder that holds the manifest, without a final slash. */
  readonly folder: string;
  readonly organization: Organization | undefined;
  readonly problems: readonly OrganizationProblem[];
  /** The text of a file below the folder, an open buffer before the disk; undefined when there is none. */
  textOf(file: string): string | undefined;
  readonly files: OrganizationFiles;
  uriOf(file: string): string;
}

/** Names that completion offers and hovers show. */
export interface OrganizationNames {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly principals: readonly { readonly arn: string; readonly label: string }[];
  readonly entities: readonly EntityName[];
  /** ARNs of the resources whose policies the organization knows. */
  readonly resources?: readonly string[];
  /** References of the policies of the organizations (`scp/deny-leave`), those that AWS manages among them. */
  readonly policies?: readonly string[];
}

/** The organization, its root, an OU or an account. */
export interface EntityName {
  readonly id: string;
  readonly kind: Message;
  readonly name: string;
  /** Nobody gave the id: it stands for one here and means nothing to AWS. */
  readonly idIsSynthetic?: boolean;
  /** Ids from the organization down, as `aws:PrincipalOrgPaths` has them; not of accounts, and not where one of the ids is synthetic. */
  readonly path?: string;
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
  names(): OrganizationNames;
  /** A file changed: on disk, or in an open buffer. True when an organization must be read again. */
  changed(uri: string, where: 'disk' | 'buffer'): boolean;
  /** Looks for manifests again, since folders came or went. */
  rescan(): void;
}

interface IndexContext {
  readonly workspace: Workspace;
  readonly documents: DocumentStore;
  readonly catalog: () => Promise<Catalog>;
  /** Loaded when there is an organization to read. */
  readonly reader: () => Promise<typeof readOrganization>;
}

interface Entry {
  readonly folder: string;
  /** From disk, by relative path; read once, then file by file as they change. */
  readonly files: Map<string, string | undefined>;
  readonly types: Map<string, PolicyType>;
  loaded: LoadedOrganization | undefined;
}

/** The organizations of the workspace. Files are read once; a change reads that file alone. */
export function createOrganizationIndex({ workspace, documents, catalog, reader }: IndexContext): OrganizationIndex {
  const entries = new Map<string, Entry>();
  const stale = new Set<string>();
  let scanned = false;
  let loading: Promise<void> | undefined;
  let named: { readonly of: readonly LoadedOrganization[]; readonly names: OrganizationNames } | undefined;

  async function loadAll(): Promise<void> {
    if (!scanned) await scan();
    await refreshFiles();
    for (const entry of entries.values()) entry.loaded ??= readEntry(entry, await reader(), await catalog());
  }

  async function scan(): Promise<void> {
    scanned = true;
    const manifests = await workspace.listFiles('**/organization.{json,jsonc}');
    const folders = new Set(manifests.map((uri) => folderOf(normaliseUri(uri))));
    for (const folder of entries.keys()) if (!folders.has(folder)) entries.delete(folder);
    for (const folder of folders) {
      if (entries.has(folder)) continue;
      const uris = await workspace.listFiles('**/*.{json,jsonc}', folder);
      const files = new Map<string, string | undefined>();
      for (const uri of uris) {
        const path = relativePath(folder, normaliseUri(uri));
        if (path !== undefined) files.set(path, await workspace.readFile(uri));
      }
      entries.set(folder, { folder, files, types: new Map(), loaded: undefined });
    }
  }

  async function refreshFiles(): Promise<void> {
    const uris = [...stale];
    stale.clear();
    for (const uri of uris) {
      for (const entry of entriesOf(uri)) {
        const path = relativePath(entry.folder, uri);
        if (path !== undefined) entry.files.set(path, await workspace.readFile(uri));
        entry.loaded = undefined;
      }
    }
  }

  function entriesOf(uri: string): readonly Entry[] {
    return [...entries.values()].filter(({ folder }) => uri.startsWith(`${folder}/`));
  }

  function readEntry(entry: Entry, read: typeof readOrganization, facts: Catalog): LoadedOrganization {
    const uriOf = (file: string): string => normaliseUri(uriBelow(entry.folder, file));
    const textOf = (file: string): string | undefined => documents.get(uriOf(file))?.text ?? entry.files.get(file);
    const list = (): readonly string[] => [...entry.files].flatMap(([path, text]) => (text === undefined ? [] : [path]));
    const files: OrganizationFiles = { read: textOf, list };
    const { organization, problems, policyFiles } = read(files, { catalog: facts });
    entry.types.clear();
    for (const { file, type } of policyFiles) entry.types.set(uriOf(file), type);
    return { folder: entry.folder, organization, problems, textOf, files, uriOf };
  }

  const organizations = (): readonly LoadedOrganization[] => [...entries.values()].flatMap(({ loaded }) => loaded ?? []);
  function organizationOf(uri: string): LoadedOrganization | undefined {
    const containing = organizations().filter(({ folder }) => normaliseUri(uri).startsWith(`${folder}/`));
    return containing.sort((a, b) => b.folder.length - a.folder.length)[0];
  }

  return {
    load: () => (loading ??= loadAll().finally(() => (loading = undefined))),
    organizations,
    organizationOf,
    organizationFor(uri, setting) {
      const wanted = `/${setting.replace(/^\.?\//, '').replace(/\/?(?:organization\.jsonc?)?$/, '')}`;
      const named = wanted === '/' ? undefined : organizations().find(({ folder }) => pathOf(folder).endsWith(wanted));
      return named ?? (uri === undefined ? undefined : organizationOf(uri)) ?? organizations()[0];
    },
    policyTypeOf: (uri) => [...entries.values()].flatMap(({ types }) => types.get(normaliseUri(uri)) ?? [])[0],
    names() {
      const loaded = organizations();
      // Asked with every letter typed, and changed by the rare change of a file.
      if (named?.of.length !== loaded.length || loaded.some((each, index) => each !== named?.of[index]))
        named = { of: loaded, names: collectNames(loaded) };
      return named.names;
    },
    changed(given, where) {
      const uri = normaliseUri(given);
      const isManifest = /\/organization\.jsonc?$/.test(uri);
      const touched = entriesOf(uri);
      if (where === 'buffer') {
        const structural = touched.filter((entry) => entry.loaded !== undefined && !entry.types.has(uri));
        for (const entry of structural) entry.loaded = undefined;
        return touched.length > 0;
      }
      if (isManifest) scanned = false;
      if (touched.length > 0) stale.add(uri);
      return touched.length > 0 || isManifest;
    },
    rescan: () => void (scanned = false),
  };
}

function collectNames(loaded: readonly LoadedOrganization[]): OrganizationNames {
  const accounts: { id: string; name: string }[] = [];
  const principals: { arn: string; label: string }[] = [];
  const entities: EntityName[] = [];
  const resources: string[] = [];
  const policies: string[] = [];
  for (const { organization } of loaded) {
    if (organization === undefined) continue;
    const { root } = organization;
    policies.push(...organization.policies.keys());
    const top = organization.idIsSynthetic ? undefined : `${organization.id}/`;
    const add = ({ id, idIsSynthetic }: Identified, kind: Message, name: string, path?: string): void =>
      void entities.push({ id, kind, name, idIsSynthetic, ...(path === undefined ? {} : { path }) });
    add(organization, message('organization'), organization.name, top);
    const rootPath = pathBelow(top, root);
    add(root, message('root'), root.name, rootPath);
    const walk = (units: readonly OrganizationalUnit[], above: string | undefined): void => {
      for (const unit of units) {
        const path = pathBelow(above, unit);
        add(unit, message('organizational unit'), unit.path, path);
        walk(unit.organizationalUnits, path);
      }
    };
    walk(root.organizationalUnits, rootPath);
    for (const account of organization.accounts) {
      accounts.push({ id: account.id, name: account.name });
      add(account, message('account'), account.name);
      for (const principal of [...account.principals.users, ...account.principals.roles]) {
        principals.push({ arn: principal.arn, label: principalName(organization, account, principal) });
      }
      for (const { arn } of account.resources) resources.push(arn);
    }
  }
  return { accounts, principals, entities, resources, policies: [...new Set(policies)] };
}

type Identified = Pick<EntityName, 'id'> & { readonly idIsSynthetic: boolean };

function pathBelow(above: string | undefined, { id, idIsSynthetic }: Identified): string | undefined {
  return above === undefined || idIsSynthetic ? undefined : `${above}${id}/`;
}
