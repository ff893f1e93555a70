import type { Account, Group, Organization, PolicyReference, Role, User } from '../organization/organization';
import { policyName } from '../organization/policyNames';

import type { MemberPrincipal } from './members';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** Who has which policy, by `policyKey`. */
export interface Attachments {
  /** As an identity policy: managed or inline, the principal's own or a group's. */
  readonly identity: ReadonlyMap<string, readonly MemberPrincipal[]>;
  readonly boundary: ReadonlyMap<string, readonly MemberPrincipal[]>;
  /** Where identity policies stand inside other files, by file. */
  readonly inline: ReadonlyMap<string, ReadonlySet<number>>;
}

/** What tells policies apart, whoever uses them: the file, the place in one, the name of one that AWS manages. */
export function policyKey(reference: PolicyReference): string {
  switch (reference.kind) {
    case 'file':
      return fileKey(reference.file);
    case 'embedded':
      return embeddedKey(reference.origin.file, reference.origin.span.start);
    case 'awsManaged':
      return managedKey(policyName(reference));
    case 'unresolved':
      return `unresolved ${reference.text}`;
  }
}

/** The key of a file of the organization. */
export function fileKey(file: string): string {
  return `file ${file}`;
}

/** The key of a document inside a file. */
export function embeddedKey(file: string, start: number): string {
  return `embedded ${file} ${start}`;
}

/** The key of a policy that AWS manages, by its name. */
export function managedKey(name: string): string {
  return `awsManaged ${name}`;
}

/** Looks through all users and roles of an organization, in steps. Somebody who has a policy twice is listed once. */
export function* indexAttachments(organization: Organization, meter: Meter): SteppedQuery<Attachments> {
  const identity = new Map<string, MemberPrincipal[]>();
  const boundary = new Map<string, MemberPrincipal[]>();
  const inline = new Map<string, Set<number>>();
  const { accounts } = organization;
  for (const [index, account] of accounts.entries()) {
    const groups = new Map(account.principals.groups.map((group) => [group.name.toLowerCase(), group]));
    for (const member of membersWith(account)) {
      const owner = member.kind === 'user' ? member.user : member.role;
      for (const reference of policiesOf(owner, groups)) {
        add(identity, policyKey(reference), member);
        if (reference.kind === 'embedded') addPlace(inline, reference.origin.file, reference.origin.span.start);
      }
      if (owner.boundary !== undefined) add(boundary, policyKey(owner.boundary), member);
      meter.spent += costOf.list;
      if (isDue(meter)) yield pause(meter, index, accounts.length);
    }
  }
  return { identity, boundary, inline };
}

type UserOrRole = Exclude<MemberPrincipal, { readonly kind: 'root' }>;

function* membersWith(account: Account): Generator<UserOrRole, void> {
  for (const user of account.principals.users) yield { kind: 'user', arn: user.arn, account, user };
  for (const role of account.principals.roles) yield { kind: 'role', arn: role.arn, account, role };
}

function* policiesOf(owner: User | Role, groups: ReadonlyMap<string, Group>): Generator<PolicyReference, void> {
  yield* ownPolicies(owner);
  if (owner.kind !== 'user') return;
  for (const name of owner.groups) {
    const group = groups.get(name.toLowerCase());
    if (group !== undefined) yield* ownPolicies(group);
  }
}

function* ownPolicies(owner: User | Group | Role): Generator<PolicyReference, void> {
  yield* owner.managed;
  for (const { reference } of owner.inline) yield reference;
}

function add(into: Map<string, MemberPrincipal[]>, key: string, member: MemberPrincipal): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [member]);
  else if (known.at(-1)?.arn !== member.arn) known.push(member);
}

function addPlace(into: Map<string, Set<number>>, file: string, start: number): void {
  const known = into.get(file);
  if (known === undefined) into.set(file, new Set([start]));
  else known.add(start);
}
