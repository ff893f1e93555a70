import { awsManagedOrganizationPolicies, policyTypeOfConstant } from '../core/organization/organizationPolicyTypes';
import { createReader } from '../core/organization/organizationReader';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { notTold } from './foreignFormat';
import type { ForeignOrganization, ForeignReader } from './foreignFormat';
import { readPlaces } from './iamCollectPlaces';
import type { Places } from './iamCollectPlaces';
import { readPrincipals } from './iamCollectPrincipals';
import { readResources } from './iamCollectResources';
import { firstText, lastPart, membersIn, openStore, tagsIn, textsIn } from './iamCollectStore';
import type { Store } from './iamCollectStore';
import { writeOrganization } from './nativeLayout';
import type { DraftAccount, DraftPolicy, DraftUnit } from './nativeLayout';

const entry = /^(|.*\/)aws\/[^/]+\/organizations\/o-[a-z0-9]+\/(?:metadata|structure)\.json$/i;

/** Policy types of a store: our folder, theirs, and the list in `ous.json` and `accounts.json`. */
const policyTypes = [
  ['scp', 'scps', 'scps'],
  ['rcp', 'rcps', 'rcps'],
  ['s3', 's3-policies', 's3Policies'],
] as const;

/**
 * A store of iam-collect, by the layout that its documentation describes; the folder to read is the one that holds `aws/`.
 * A file that is not there may not have been collected: what it would tell is unknown.
 */
export const iamCollect: ForeignReader = { format: 'iamCollect', isEntry: (path) => entry.test(path), read: readStore };

/** The folder of the store that an entry belongs to; empty for the topmost. */
export function storeFolder(path: string): string | undefined {
  return entry.exec(path)?.[1]?.replace(/\/$/, '');
}

/** An organization of a store. */
interface Organization {
  readonly store: Store;
  /** `aws/aws/organizations/o-…`. */
  readonly folder: string;
  /** `aws/aws/accounts`. */
  readonly accounts: string;
  readonly metadata: JsonNode | undefined;
  readonly places: Places;
  readonly enabled: ReadonlySet<string>;
  readonly policies: Policies;
}

function readStore(files: OrganizationFiles): ForeignOrganization | undefined {
  const reader = createReader(files);
  const folders = [
    ...new Set(
      reader.paths.filter((path) => entry.test(path) && /^aws\//i.test(path)).map((path) => path.toLowerCase().replace(/\/[^/]*$/, '')),
    ),
  ];
  const [folder, ...others] = folders;
  if (folder === undefined) return undefined;
  const store = openStore(reader);
  const metadata = store.json(`${folder}/metadata.json`);
  const organization: Organization = {
    store,
    folder,
    accounts: `${folder.split('/').slice(0, 2).join('/')}/accounts`,
    metadata,
    places: readPlaces(store, folder, firstText(metadata, 'rootOu')),
    enabled: enabledTypes(store.isBroken(`${folder}/metadata.json`) ? undefined : metadata),
    policies: readPolicies(store, folder),
  };
  for (const other of others) {
    const file = store.pathOf(`${other}/metadata.json`) ?? store.pathOf(`${other}/structure.json`) ?? other;
    const text = message('the store holds another organization, which is not read');
    reader.report({ file, span: { start: 0, end: 0 } }, 'another-organization', 'warning', text);
  }
  return { format: 'iamCollect', files: writeStore(organization), problems: reader.problems };
}

function writeStore(organization: Organization): ReadonlyMap<string, string> {
  const { store, folder, metadata, places, policies, enabled } = organization;
  const ous = store.json(`${folder}/ous.json`);
  const accounts = readAccounts(organization);
  const rootAttach = attached(organization, 'ous.json', places.rootId === undefined ? undefined : valueOf(ous, places.rootId));
  const written = writeOrganization({
    id: firstText(metadata, 'id') ?? lastPart(folder),
    managementAccount: firstText(metadata, 'rootAccountId') ?? accountIn(firstText(metadata, 'rootAccountArn') ?? ''),
    rootId: places.rootId,
    rootAttach,
    enabledTypes: [...enabled],
    units: unitsBelow(organization, ous, places.rootId),
    accounts,
    policies: policies.catalogue,
    delegatedAdministrators: delegatedAdministrators(organization),
  });
  for (const { id = '' } of accounts) {
    const principals = readPrincipals(store, `${organization.accounts}/${id}/iam`, id);
    if (principals !== undefined) written.set(`iam/${id}/principals.jsonc`, principals);
    const resources = readResources(store, `${organization.accounts}/${id}`);
    if (resources !== undefined) written.set(`resources/${id}/resources.jsonc`, resources);
  }
  return written;
}

/** Which types are on. Where that is not told SCPs and RCPs may be, so they count as on, and what is attached as unknown. */
function enabledTypes(metadata: JsonNode | undefined): ReadonlySet<string> {
  const features = valueOf(metadata, 'features');
  if (features?.kind !== 'object') return new Set(['scp', 'rcp']);
  const on = features.members.filter(({ value }) => value?.kind === 'boolean' && value.value);
  return new Set(on.flatMap(({ key }) => policyTypeOfConstant(key.text) ?? []));
}

interface Policies {
  readonly catalogue: ReadonlyMap<string, DraftPolicy>;
  /** By our folder and the id in lower case. */
  readonly references: ReadonlyMap<string, string>;
}

function readPolicies(store: Store, folder: string): Policies {
  const catalogue = new Map<string, DraftPolicy>();
  const references = new Map<string, string>();
  for (const managed of awsManagedOrganizationPolicies) references.set(`${managed.type} ${managed.id.toLowerCase()}`, managed.reference);
  for (const [type, theirs] of policyTypes) {
    for (const name of store.below(`${folder}/${theirs}`)) {
      const key = `${type} ${name}`;
      if (references.has(key)) continue;
      const path = `${folder}/${theirs}/${name}`;
      const metadata = store.json(`${path}/metadata.json`);
      const id = firstText(metadata, 'id') ?? name;
      const called = firstText(metadata, 'name') ?? id;
      // Two policies of a type cannot have one name, unless one has been renamed while the store was written.
      const reference = catalogue.has(`${type}/${called}`) ? `${type}/${id}` : `${type}/${called}`;
      references.set(key, reference);
      const file = store.pathOf(`${path}/policy.json`) ?? `${path}/policy.json`;
      catalogue.set(reference, { id, file, description: firstText(metadata, 'description') });
    }
  }
  return { catalogue, references };
}

/** What an entry of `ous.json` or `accounts.json` has attached. */
function attached({ store, folder, enabled, policies }: Organization, file: string, node: JsonNode | undefined): string[] {
  const isCut = node !== undefined && store.isBroken(`${folder}/${file}`, node);
  return policyTypes.flatMap(([type, , list]) => {
    const ids = textsIn(valueOf(node, list), 'id', 'arn', 'policyId', 'policyArn');
    // An SCP is always attached where the type is on: none at all means that something was not told.
    if (ids === undefined || (type === 'scp' && ids.length === 0)) return enabled.has(type) ? [`${type}/${notTold}`] : [];
    const references = ids.map((id) => policies.references.get(`${type} ${lastPart(id).toLowerCase()}`) ?? `${type}/${lastPart(id)}`);
    if (isCut) references.push(`${type}/${notTold}`);
    return enabled.has(type) ? references.filter((reference) => reference !== 'rcp/RCPFullAWSAccess') : [];
  });
}

function unitsBelow(organization: Organization, ous: JsonNode | undefined, parent: string | undefined): readonly DraftUnit[] {
  const { store, folder, places } = organization;
  return places.childrenOf(parent).map((id) => ({
    name: places.nameOf(id),
    id: firstText(store.json(`${folder}/ous/${id}/metadata.json`), 'id') ?? id,
    attach: attached(organization, 'ous.json', valueOf(ous, id)),
    units: [...unitsBelow(organization, ous, id)],
  }));
}

/** Accounts of `accounts.json` and of the structure; where both are missing, those that the store has a folder of. */
function readAccounts(organization: Organization): readonly DraftAccount[] {
  const { store, folder, places } = organization;
  const file = `${folder}/accounts.json`;
  const entries = new Map(membersIn(store, file, store.json(file)).map(({ key, value }) => [key.text, value]));
  const listed = new Set([...entries.keys(), ...places.accounts.keys()].filter((id) => /^\d{12}$/.test(id)));
  const ids = listed.size > 0 ? listed : store.below(organization.accounts).filter((name) => /^\d{12}$/.test(name));
  return [...ids].map((id) => {
    const told = entries.get(id);
    const parent = firstText(told, 'ou') ?? places.accounts.get(id);
    const metadata = store.json(`${organization.accounts}/${id}/metadata.json`);
    return {
      name: firstText(told, 'name') ?? firstText(metadata, 'name', 'accountName') ?? id,
      id,
      email: firstText(told, 'email') ?? firstText(metadata, 'email'),
      ou: (parent === undefined ? undefined : places.pathOf(lastPart(parent))) ?? `/${notTold}`,
      attach: attached(organization, 'accounts.json', told),
      tags: tagsIn(valueOf(told, 'tags')),
    };
  });
}

function accountIn(arn: string): string | undefined {
  return /(?<!\d)\d{12}$/.exec(arn)?.[0];
}

function delegatedAdministrators({ store, folder }: Organization): Readonly<Record<string, readonly string[]>> {
  const file = `${folder}/delegated-admins.json`;
  const services = membersIn(store, file, store.json(file));
  return Object.fromEntries(services.map(({ key, value }) => [key.text, textsIn(value, 'accountId', 'id') ?? []]));
}
