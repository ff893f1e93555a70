import { message } from '../text/message';

import { createAccountIndex } from './accountIndex';
import type { AccountIndex } from './accountIndex';
import { checkLimits } from './checkLimits';
import type { Account, AccountPrincipals, Organization, OrganizationProblem, PolicyFileUse } from './organization';
import { filesFrom, manifestNames } from './organizationFiles';
import type { OrganizationFiles } from './organizationFiles';
import { createReader, originOf } from './organizationReader';
import type { OrganizationReader } from './organizationReader';
import { policyFilesOf } from './policyFiles';
import type { ManagedPolicyNames } from './policyReferences';
import type { Quotas } from './quotaUse';
import { readAccounts } from './readAccounts';
import type { ListedAccount } from './readAccounts';
import { readAuthorizationDetails } from './readAuthorizationDetails';
import { readHandshakes } from './readHandshakes';
import { readIdentityCenter } from './readIdentityCenter';
import type { IdentityCenter } from './readIdentityCenter';
import { readManifest } from './readManifest';
import type { Manifest } from './readManifest';
import { checkPrincipals, readCustomerPolicies, readPrincipals } from './readPrincipals';
import { readResources } from './readResources';

export interface ReadOrganizationResult {
  /** Undefined only when there is no manifest, or nothing in it. */
  readonly organization: Organization | undefined;
  /** In order of reading: manifest, accounts, then folder by folder. */
  readonly problems: readonly OrganizationProblem[];
  readonly policyFiles: readonly PolicyFileUse[];
}

export interface ReadOrganizationOptions {
  /** Lets names of AWS managed policies and AWS's limits be checked; without it names are taken as they are, and there are no limits. */
  readonly catalog?: ManagedPolicyNames & Quotas;
}

/**
 * Reads an organization in the native layout (docs/organization.md) from the files below the folder of `organization.jsonc`.
 * Trouble becomes a problem at its place, and everything else still works: whatever an unknown name stands for stays unknown.
 */
export function readOrganization(
  source: ReadonlyMap<string, string> | OrganizationFiles,
  options: ReadOrganizationOptions = {},
): ReadOrganizationResult {
  const reader = createReader(filesFrom(source));
  const file = manifestNames.find((name) => reader.exists(name));
  if (file === undefined) {
    const origin = { file: manifestNames[0], span: { start: 0, end: 0 } };
    reader.report(origin, 'missing-file', 'error', message('there is no `organization.jsonc` here'));
    return { organization: undefined, problems: reader.problems, policyFiles: [] };
  }
  const manifest = readManifest(reader, file);
  if (manifest === undefined) return { organization: undefined, problems: reader.problems, policyFiles: [] };
  const listed = readAccounts(reader, manifest);
  const index = createAccountIndex(listed);
  const managementAccount = readManagementAccount(reader, manifest, index);
  const delegatedAdministrators = readDelegatedAdministrators(reader, manifest, index);
  const identityCenter = readIdentityCenter(reader, index, options.catalog);
  const organization: Organization = {
    id: manifest.id,
    idIsSynthetic: manifest.idIsSynthetic,
    name: manifest.name ?? listed.find(({ id }) => id === managementAccount)?.name ?? manifest.id,
    featureSet: manifest.featureSet,
    managementAccount,
    root: manifest.root,
    accounts: readAccountFolders({ reader, identityCenter, options }, listed, index),
    policies: manifest.policies,
    manifestIsBroken: reader.isBroken(file),
    trustedAccess: manifest.trustedAccess,
    delegatedAdministrators,
    delegationPolicy: manifest.delegationPolicy,
    handshakes: readHandshakes(reader),
    permissionSets: identityCenter.permissionSets,
    origin: manifest.origin,
  };
  if (options.catalog !== undefined) checkLimits(organization, options.catalog, reader.report);
  return { organization, problems: reader.problems, policyFiles: policyFilesOf(organization) };
}

/** An id that is not in the list is still the management account's: the list may be what is broken. */
function readManagementAccount(reader: OrganizationReader, manifest: Manifest, index: AccountIndex<ListedAccount>): string | undefined {
  const written = manifest.managementAccount;
  if (written === undefined) {
    const text = message('the manifest names no management account, so service control policies reach every account');
    reader.report(manifest.origin, 'missing-field', 'warning', text);
    return undefined;
  }
  const lookup = index.find(written.text);
  if (lookup.kind === 'found') return lookup.account.id;
  reader.report(originOf(manifest.origin.file, written), lookup.code, 'error', lookup.message);
  return /^\d{12}$/.test(written.text) ? written.text : undefined;
}

function readDelegatedAdministrators(
  reader: OrganizationReader,
  manifest: Manifest,
  index: AccountIndex<ListedAccount>,
): ReadonlyMap<string, readonly string[]> {
  const administrators = new Map<string, readonly string[]>();
  for (const [service, names] of manifest.delegatedAdministrators) {
    const ids = names.flatMap((name) => {
      const lookup = index.find(name.text);
      if (lookup.kind === 'found') return [lookup.account.id];
      reader.report(originOf(manifest.origin.file, name), lookup.code, 'error', lookup.message);
      return [];
    });
    administrators.set(service, ids);
  }
  return administrators;
}

interface FoldersContext {
  readonly reader: OrganizationReader;
  readonly identityCenter: IdentityCenter;
  readonly options: ReadOrganizationOptions;
}

/** Files of `iam/<account>/` and `resources/<account>/`, by the id of the account that the folder names. */
function readAccountFolders(
  context: FoldersContext,
  listed: readonly ListedAccount[],
  index: AccountIndex<ListedAccount>,
): readonly Account[] {
  const { reader } = context;
  const folders = new Map<string, string[]>();
  const idOfFolder = new Map<string, string | undefined>();
  for (const path of reader.paths) {
    const [top, name, ...rest] = path.split('/');
    if ((top !== 'iam' && top !== 'resources') || name === undefined || rest.length === 0) continue;
    if (!idOfFolder.has(`${top}/${name}`)) {
      const lookup = index.find(name.replaceAll('~1', '/'));
      if (lookup.kind === 'notFound') {
        reader.report({ file: path, span: { start: 0, end: 0 } }, lookup.code, 'error', lookup.message);
      }
      idOfFolder.set(`${top}/${name}`, lookup.kind === 'found' ? lookup.account.id : undefined);
    }
    const id = idOfFolder.get(`${top}/${name}`);
    if (id === undefined) continue;
    const files = folders.get(id);
    if (files === undefined) folders.set(id, [path]);
    else files.push(path);
  }
  return listed.map((account) => readAccountFolder(context, account, folders.get(account.id) ?? []));
}

function readAccountFolder(context: FoldersContext, account: ListedAccount, files: readonly string[]): Account {
  const { reader, identityCenter } = context;
  const { catalog } = context.options;
  const exports = files.filter((file) => /^iam\/[^/]+\/gaad\.json$/i.test(file)).map((file) => readAuthorizationDetails(reader, file));
  const customerPolicies = [...readCustomerPolicies(account.id, files), ...exports.flatMap((details) => details.customerPolicies)];
  const iam = files.filter((file) => file.startsWith('iam/'));
  const native = readPrincipals({ reader, accountId: account.id, customerPolicies, catalog }, iam);
  const roles = [...native.roles, ...exports.flatMap((details) => details.principals.roles)];
  const principals: AccountPrincipals = {
    users: [...native.users, ...exports.flatMap((details) => details.principals.users)],
    groups: [...native.groups, ...exports.flatMap((details) => details.principals.groups)],
    roles: [...roles, ...identityCenter.rolesOf({ id: account.id, customerPolicies, roles })],
  };
  checkPrincipals(reader, principals);
  const resourceFiles = files.filter((file) => /^resources\/[^/]+\/resources\.jsonc?$/i.test(file));
  const resources = resourceFiles.flatMap((file) => readResources({ reader, file, customerPolicies, catalog }));
  const resourcesAreBroken = resourceFiles.some((file) => reader.isBroken(file));
  return { ...account, principals, customerPolicies, resources, resourcesAreBroken };
}
