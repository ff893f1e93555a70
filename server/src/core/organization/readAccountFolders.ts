import type { AccountIndex } from './accountIndex';
import type { Account, AccountPrincipals, CustomerPolicy } from './organization';
import type { OrganizationReader } from './organizationReader';
import type { ManagedPolicyNames } from './policyReferences';
import { readAuthorizationDetails } from './readAuthorizationDetails';
import type { IdentityCenter } from './readIdentityCenter';
import { once } from './readingMemory';
import type { FolderSlots, ReadingMemory, ResourcesRead } from './readingMemory';
import { checkPrincipals, readCustomerPolicies, readPrincipals } from './readPrincipals';
import { readResources } from './readResources';

/** Paths below `iam/<account>/` or `resources/<account>/`, in order. */
export type FolderFiles = readonly string[];

/** What the folder `iam/<account>/` tells. */
export interface IamFolder {
  readonly principals: AccountPrincipals;
  readonly customerPolicies: readonly CustomerPolicy[];
}

export interface FoldersContext {
  readonly reader: OrganizationReader;
  readonly identityCenter: IdentityCenter;
  readonly catalog: ManagedPolicyNames | undefined;
  readonly memory: ReadingMemory;
}

interface AccountFiles {
  readonly iam: FolderFiles;
  readonly resources: FolderFiles;
}

/** Files of `iam/<account>/` and `resources/<account>/`, by the id of the account that the folder names. */
export function readAccountFolders(context: FoldersContext, listed: readonly Account[], index: AccountIndex<Account>): readonly Account[] {
  const { reader, memory } = context;
  const files = new Map<string, AccountFiles>();
  for (const [folder, paths] of foldersOf(reader, memory)) {
    const [top, name = ''] = folder.split('/');
    const lookup = index.find(name.replaceAll('~1', '/'));
    if (lookup.kind === 'notFound') {
      reader.report({ file: paths[0] ?? folder, span: { start: 0, end: 0 } }, lookup.code, 'error', lookup.message);
      continue;
    }
    const { iam, resources } = files.get(lookup.account.id) ?? noFiles;
    // Two folders may be one account's, by its name and by its id.
    const both = (one: FolderFiles): FolderFiles => (one.length === 0 ? paths : [...one, ...paths]);
    files.set(lookup.account.id, top === 'iam' ? { iam: both(iam), resources } : { iam, resources: both(resources) });
  }
  for (const id of memory.folders.keys()) if (!files.has(id)) memory.folders.delete(id);
  const accounts = listed.map((account) => readAccountFolder(context, account, files.get(account.id)));
  const before = memory.accounts;
  // The same accounts are the same list: much is made of it.
  if (before?.length === accounts.length && accounts.every((account, at) => account === before[at])) return before;
  memory.accounts = accounts;
  return accounts;
}

const noFiles: AccountFiles = { iam: [], resources: [] };

/** The folders, `iam/pipeline`, in order. */
function foldersOf({ paths }: OrganizationReader, memory: ReadingMemory): ReadonlyMap<string, FolderFiles> {
  if (memory.folderFiles?.paths === paths) return memory.folderFiles.folders;
  const before = memory.folderFiles?.folders;
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const [top, name, ...rest] = path.split('/', 3);
    if ((top !== 'iam' && top !== 'resources') || name === undefined || rest.length === 0) continue;
    const folder = `${top}/${name}`;
    const files = folders.get(folder);
    if (files === undefined) folders.set(folder, [path]);
    else files.push(path);
  }
  const same = (folder: string, files: FolderFiles): FolderFiles => {
    const known = before?.get(folder);
    return known?.length === files.length && files.every((file, at) => file === known[at]) ? known : files;
  };
  const kept = new Map([...folders].map(([folder, files]) => [folder, same(folder, files)] as const));
  memory.folderFiles = { paths, folders: kept };
  return kept;
}

function readAccountFolder(context: FoldersContext, listed: Account, files: AccountFiles | undefined): Account {
  const { reader, identityCenter, memory, catalog } = context;
  const { id } = listed;
  if (files === undefined) {
    const roles = identityCenter.rolesOf({ id, customerPolicies: [], roles: [] });
    if (roles.length === 0) return listed;
    const principals = { users: [], groups: [], roles };
    checkPrincipals(reader, principals);
    return { ...listed, principals };
  }
  const slots: FolderSlots = memory.folders.get(id) ?? { iam: {}, resources: {}, check: {} };
  memory.folders.set(id, slots);
  const iam = once(slots.iam, reader, [files.iam], (recording) => readIam(recording, id, files.iam, catalog));
  const { principals, customerPolicies } = iam;
  const added = identityCenter.rolesOf({ id, customerPolicies, roles: principals.roles });
  const all = added.length === 0 ? principals : { ...principals, roles: [...principals.roles, ...added] };
  if (added.length > 0) checkPrincipals(reader, all);
  else once(slots.check, reader, [iam], (recording) => void checkPrincipals(recording, principals));
  const given = [files.resources, customerPolicies];
  const resources = once(slots.resources, reader, given, (recording) => readAll(recording, files.resources, customerPolicies, catalog));
  const { known } = slots;
  if (added.length === 0 && known?.listed === listed && known.iam === iam && known.resources === resources) return known.account;
  const { resources: found, isBroken } = resources;
  const account = { ...listed, principals: all, customerPolicies, resources: found, resourcesAreBroken: isBroken };
  if (added.length === 0) slots.known = { listed, iam, resources, account };
  return account;
}

function readIam(reader: OrganizationReader, accountId: string, files: FolderFiles, catalog: ManagedPolicyNames | undefined): IamFolder {
  const exports = files.filter((file) => /^iam\/[^/]+\/gaad\.json$/i.test(file)).map((file) => readAuthorizationDetails(reader, file));
  const customerPolicies = [...readCustomerPolicies(accountId, files), ...exports.flatMap((details) => details.customerPolicies)];
  const native = readPrincipals({ reader, accountId, customerPolicies, catalog }, files);
  if (exports.length === 0) return { principals: native, customerPolicies };
  return {
    principals: {
      users: [...native.users, ...exports.flatMap((details) => details.principals.users)],
      groups: [...native.groups, ...exports.flatMap((details) => details.principals.groups)],
      roles: [...native.roles, ...exports.flatMap((details) => details.principals.roles)],
    },
    customerPolicies,
  };
}

function readAll(
  reader: OrganizationReader,
  files: FolderFiles,
  customerPolicies: readonly CustomerPolicy[],
  catalog: ManagedPolicyNames | undefined,
): ResourcesRead {
  const lists = files.filter((file) => /^resources\/[^/]+\/resources\.jsonc?$/i.test(file));
  return {
    resources: lists.flatMap((file) => readResources({ reader, file, customerPolicies, catalog })),
    isBroken: lists.some((file) => reader.isBroken(file)),
  };
}
