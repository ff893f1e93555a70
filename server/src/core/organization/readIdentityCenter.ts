import { valueOf } from '../syntax/queries';
import { hash } from '../text/hash';
import { message } from '../text/message';

import type { AccountIndex, NamedAccount } from './accountIndex';
import type { CustomerPolicy, PermissionSet, PolicyReference, Role } from './organization';
import {
  expectFields,
  fieldsOf,
  listField,
  originOf,
  requiredText,
  stringField,
  stringsField,
  textField,
  withNearest,
} from './organizationReader';
import type { Fields, OrganizationReader } from './organizationReader';
import { readPolicyReference } from './policyReferences';
import type { ManagedPolicyNames } from './policyReferences';

/** The permission sets of an organization, and the roles that they are in an account. */
export interface IdentityCenter {
  readonly permissionSets: readonly PermissionSet[];
  /** Roles of the sets that are assigned in an account; one that the account describes itself is not made again. */
  rolesOf(account: {
    readonly id: string;
    readonly customerPolicies: readonly CustomerPolicy[];
    readonly roles: readonly Role[];
  }): readonly Role[];
}

/**
 * Reads `identity-center.jsonc`: permission sets, and who has them where. IAM Identity Center makes a role of a set in each account where
 * somebody has it, `AWSReservedSSO_NAME_…`; the last part of the name is made up here, as long as nobody tells it.
 * <https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html>
 */
export function readIdentityCenter(
  reader: OrganizationReader,
  index: AccountIndex<NamedAccount>,
  catalog: ManagedPolicyNames | undefined,
): IdentityCenter {
  const file = reader.paths.find((path) => /^identity-center\.jsonc?$/.test(path));
  const root = file === undefined ? undefined : reader.parse(file)?.root;
  const fields = file === undefined || root === undefined ? undefined : fieldsOf(reader, file, root);
  if (file === undefined || fields === undefined) return { permissionSets: [], rolesOf: () => [] };
  expectFields(fields, ['region', 'permissionSets', 'assignments']);
  const path = pathOf(textField(fields, 'region'));
  const sets = readSets(reader, file, fields);
  const assigned = readAssignments(reader, file, fields, index, sets);
  const somewhere = new Set([...assigned.values()].flatMap((accounts) => [...accounts]));
  const permissionSets = [...sets].map(([name, set]) => ({
    name,
    accounts: [...(assigned.get(name) ?? [])],
    origin: originOf(file, stringField(set, 'name') ?? set.node),
  }));
  return {
    permissionSets,
    rolesOf({ id, customerPolicies, roles }) {
      if (!somewhere.has(id)) return [];
      const known = new Set(roles.flatMap((role) => permissionSetOf(role.name) ?? []));
      const wanted = permissionSets.filter(({ name }) => assigned.get(name)?.has(id) === true && !known.has(name));
      return wanted.flatMap(({ name }) => {
        const set = sets.get(name);
        return set === undefined ? [] : [roleOf(set, { reader, file, path, accountId: id, customerPolicies, catalog }, name)];
      });
    },
  };
}

/** The permission set behind the name of a role, or undefined. */
export function permissionSetOf(roleName: string): string | undefined {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(roleName)?.[1];
}

function readSets(reader: OrganizationReader, file: string, fields: Fields): ReadonlyMap<string, Fields> {
  const sets = new Map<string, Fields>();
  for (const item of listField(fields, 'permissionSets')) {
    const set = fieldsOf(reader, file, item);
    const name = set === undefined ? undefined : requiredText(set, 'name');
    if (set === undefined || name === undefined) continue;
    expectFields(set, ['name', 'description', 'managed', 'customerManaged', 'inline', 'boundary', 'sessionDuration', 'relayState']);
    if (sets.has(name))
      reader.report(originOf(file, item), 'duplicate-permission-set', 'error', message('permission set `{0}` is there twice', name));
    else sets.set(name, set);
  }
  return sets;
}

function readAssignments(
  reader: OrganizationReader,
  file: string,
  fields: Fields,
  index: AccountIndex<NamedAccount>,
  sets: ReadonlyMap<string, Fields>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const assigned = new Map<string, Set<string>>();
  for (const item of listField(fields, 'assignments')) {
    const assignment = fieldsOf(reader, file, item);
    if (assignment === undefined) continue;
    expectFields(assignment, ['permissionSet', 'account', 'principal', 'principalType']);
    const set = requiredText(assignment, 'permissionSet');
    const account = requiredText(assignment, 'account');
    if (set === undefined || account === undefined) continue;
    if (!sets.has(set)) {
      const unknown = withNearest(message('there is no permission set `{0}`', set), set, sets.keys());
      reader.report(originOf(file, stringField(assignment, 'permissionSet') ?? item), 'unknown-permission-set', 'error', unknown);
    }
    const lookup = index.find(account);
    if (lookup.kind === 'notFound') {
      reader.report(originOf(file, stringField(assignment, 'account') ?? item), lookup.code, 'error', lookup.message);
      continue;
    }
    const accounts = assigned.get(set) ?? new Set<string>();
    assigned.set(set, accounts.add(lookup.account.id));
  }
  return assigned;
}

/** The roles of another Region than us-east-1 have it in their path. */
function pathOf(region: string | undefined): string {
  const below = region === undefined || region === 'us-east-1' ? '' : `${region}/`;
  return `/aws-reserved/sso.amazonaws.com/${below}`;
}

interface RoleContext {
  readonly path: string;
  readonly reader: OrganizationReader;
  readonly file: string;
  readonly accountId: string;
  readonly customerPolicies: readonly CustomerPolicy[];
  readonly catalog: ManagedPolicyNames | undefined;
}

function roleOf(set: Fields, context: RoleContext, permissionSet: string): Role {
  const { file, path, accountId } = context;
  const origin = originOf(file, stringField(set, 'name') ?? set.node);
  const name = `AWSReservedSSO_${permissionSet}_${suffix(permissionSet, accountId)}`;
  const inline = valueOf(set.node, 'inline');
  const document = inline === undefined ? undefined : readPolicyReference(context, inline, `${name}/inline`);
  const boundary = valueOf(set.node, 'boundary');
  return {
    kind: 'role',
    name,
    path,
    arn: `arn:aws:iam::${accountId}:role${path}${name}`,
    managed: [
      ...listField(set, 'managed').flatMap((node) => readPolicyReference(context, node, name) ?? []),
      ...stringsField(set, 'customerManaged').map((node) => ownPolicy(context, node.text, originOf(file, node))),
    ],
    inline: document === undefined ? [] : [{ name: 'AwsSSOInlinePolicy', origin, reference: document }],
    // Its trust is the account's SAML provider of IAM Identity Center, which nobody describes.
    trust: { kind: 'unresolved', text: 'IAM Identity Center', origin },
    boundary: boundary === undefined ? undefined : readPolicyReference(context, boundary, name),
    tags: {},
    maxSession: secondsOf(textField(set, 'sessionDuration')),
    origin,
  };
}

/** A customer managed policy is called by its name, and each account has one of its own. */
function ownPolicy({ customerPolicies }: RoleContext, name: string, origin: PolicyReference['origin']): PolicyReference {
  const own = customerPolicies.find((policy) => policy.name === (name.split('/').at(-1) ?? name));
  return own === undefined ? { kind: 'unresolved', text: name, origin } : { ...own.reference, origin: own.reference.origin };
}

/** Sixteen hexadecimal digits, as AWS has them. */
function suffix(permissionSet: string, accountId: string): string {
  const part = (seed: string): string => hash(`${seed} ${permissionSet} ${accountId}`).toString(16).padStart(8, '0').slice(-8);
  return part('a') + part('b');
}

/** `PT1H30M` in seconds; undefined where it is none. */
function secondsOf(duration: string | undefined): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration ?? '');
  if (parts === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
