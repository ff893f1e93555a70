import { message } from '../text/message';

import { accountIndexOf } from './accountIndex';
import type { AccountIndex } from './accountIndex';
import { checkLimits } from './checkLimits';
import type { Account, Organization, OrganizationProblem, PolicyFileUse } from './organization';
import { filesFrom, manifestNames } from './organizationFiles';
import type { OrganizationFiles } from './organizationFiles';
import { createReader, originOf } from './organizationReader';
import type { OrganizationReader } from './organizationReader';
import { policyFilesOf } from './policyFiles';
import type { ManagedPolicyNames } from './policyReferences';
import type { Quotas } from './quotaUse';
import { readAccountFolders } from './readAccountFolders';
import { readAccounts } from './readAccounts';
import { readHandshakes } from './readHandshakes';
import { readIdentityCenter } from './readIdentityCenter';
import { readManifest } from './readManifest';
import type { Manifest } from './readManifest';
import { createReadingMemory, once, rememberFor } from './readingMemory';
import type { ReadingMemory } from './readingMemory';

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
  /** Of the reading before: what did not change since is not read again. */
  readonly memory?: ReadingMemory;
}

/**
 * Reads an organization in the native layout (docs/organization.md) from the files below the folder of `organization.jsonc`.
 * Trouble becomes a problem at its place, and everything else still works: whatever an unknown name stands for stays unknown.
 */
export function readOrganization(
  source: ReadonlyMap<string, string> | OrganizationFiles,
  options: ReadOrganizationOptions = {},
): ReadOrganizationResult {
  const { catalog } = options;
  const memory = rememberFor(options.memory ?? createReadingMemory(), catalog);
  const reader = createReader(filesFrom(source), options.memory);
  const file = manifestNames.find((name) => reader.exists(name));
  if (file === undefined) {
    const origin = { file: manifestNames[0], span: { start: 0, end: 0 } };
    reader.report(origin, 'missing-file', 'error', message('there is no `organization.jsonc` here'));
    return { organization: undefined, problems: reader.problems, policyFiles: [] };
  }
  const { manifest, isBroken } = once(memory.manifest, reader, [file], (recording) => {
    const read = readManifest(recording, file);
    return { manifest: read, isBroken: recording.isBroken(file) };
  });
  if (manifest === undefined) return { organization: undefined, problems: reader.problems, policyFiles: [] };
  const listed = readAccounts(reader, manifest, memory);
  const index = accountIndexOf({ accounts: listed });
  const managementAccount = readManagementAccount(reader, manifest, index);
  const delegatedAdministrators = readDelegatedAdministrators(reader, manifest, index);
  const identityCenter = readIdentityCenter(reader, index, catalog);
  const organization: Organization = {
    id: manifest.id,
    idIsSynthetic: manifest.idIsSynthetic,
    name: manifest.name ?? index.byId(managementAccount ?? '')?.name ?? manifest.id,
    featureSet: manifest.featureSet,
    managementAccount,
    root: manifest.root,
    accounts: readAccountFolders({ reader, identityCenter, catalog, memory }, listed, index),
    policies: manifest.policies,
    manifestIsBroken: isBroken,
    trustedAccess: manifest.trustedAccess,
    delegatedAdministrators,
    delegationPolicy: manifest.delegationPolicy,
    handshakes: readHandshakes(reader),
    permissionSets: identityCenter.permissionSets,
    origin: manifest.origin,
  };
  if (catalog !== undefined) {
    once(memory.limits, reader, [manifest, listed], ({ report }) => {
      checkLimits(organization, catalog, report);
      return undefined;
    });
  }
  return { organization, problems: reader.problems, policyFiles: policyFilesOf(organization) };
}

/** An id that is not in the list is still the management account's: the list may be what is broken. */
function readManagementAccount(reader: OrganizationReader, manifest: Manifest, index: AccountIndex<Account>): string | undefined {
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
  index: AccountIndex<Account>,
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
