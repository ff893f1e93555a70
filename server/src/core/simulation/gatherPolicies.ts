import type { ContextValue, PolicyInput, PolicySet } from '../evaluation/request';
import type { LevelNames } from '../evaluation/describeTrace';
import type { AccountFacts, OrganizationFacts } from '../evaluation/requestFacts';
import { concernsOrganization } from '../evaluation/serviceRules/resourceOwner';
import { accountOf, levelsOf, organizationPath } from '../organization/effectivePolicies';
import type { Level } from '../organization/effectivePolicies';
import type { OrganizationPrincipal } from '../organization/findPrincipal';
import type { Account, Group, Organization, PolicyReference, ResourceWithPolicy, Role, User } from '../organization/organization';
import { organizationPolicyReference, policyName } from '../organization/policyNames';
import type { LoadPolicy } from '../organization/policyLoader';
import type { Message } from '../text/message';
import { oncePer } from '../text/oncePer';

import { nothingShared } from './sharedGathering';
import type { ControlPolicies, SharedGathering } from './sharedGathering';
import { unappliedNotes } from './unappliedNotes';

/** Who does what on what, as far as it decides which policies have a say. */
export interface GatherRequest {
  readonly principal: OrganizationPrincipal;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string | undefined;
}

/** Everything the organization says about a request. */
export interface GatheredPolicies {
  readonly policies: PolicySet;
  /** Owner of the resource, as far as the model or the ARN says. */
  readonly resourceAccount: string | undefined;
  /** What else the model knows, for `evaluate`: places in the organization, tags. */
  readonly facts: OrganizationFacts;
  /** What the levels of SCPs and RCPs are called, for `describeTrace`. */
  readonly levelNames: LevelNames;
  /** Context keys that go with the caller. What the request itself gives wins. */
  readonly context: Readonly<Record<string, ContextValue>>;
  /** What the organization has and does not apply. */
  readonly notes: readonly Message[];
}

/**
 * Every policy of the organization that bears on a request. One that cannot be read is there without its text, so that its layer is unknown:
 * none is ever left out.
 */
export function gatherPolicies(
  organization: Organization,
  request: GatherRequest,
  load: LoadPolicy,
  shared: SharedGathering = nothingShared,
): GatheredPolicies {
  const { principal } = request;
  const owner = resourceOwner(organization, request);
  const input = (reference: PolicyReference, name: string): PolicyInput => inputOf(load, reference, name);
  const controls = (accountId: string, type: 'scp' | 'rcp'): ControlPolicies =>
    shared.controls(organization, accountId, type, () => ({
      levels: controlLevels(organization, accountId, type, input),
      names: levelNames(levelsOf(organization, accountId, type)),
    }));
  const [scps, rcps] = [controls(principal.account?.id ?? '', 'scp'), controls(owner.accountId ?? '', 'rcp')];
  const caller = principal.kind === 'user' ? principal.user : principal.kind === 'role' ? principal.role : undefined;
  const identity = (): readonly PolicyInput[] => identityPolicies(principal, input);
  return {
    resourceAccount: owner.accountId,
    facts: knownFacts(organization, principal, owner, shared),
    levelNames: { scp: scps.names, rcp: rcps.names },
    context: callerContext(organization, principal, owner),
    notes: unappliedNotes(organization, principal.account?.id, owner.accountId),
    policies: {
      identityPolicies: caller === undefined ? identity() : shared.identity(caller, identity),
      permissionsBoundary: boundaryOf(principal, input),
      resourcePolicy: resourcePolicy(organization, request, owner, input),
      serviceControlPolicies: scps.levels,
      resourceControlPolicies: rcps.levels,
      managementAccount: organization.managementAccount,
    },
  };
}

/** The SCPs or RCPs above an account, level by level, root first; undefined: none apply. */
export function controlLevels(
  organization: Organization,
  accountId: string | undefined,
  type: 'scp' | 'rcp',
  input: Input,
): readonly (readonly PolicyInput[])[] | undefined {
  const levels = accountId === undefined ? undefined : levelsOf(organization, accountId, type);
  return withLosses(organization, levelInputs(levels, input), accountOf(organization, accountId ?? '') !== undefined);
}

/** Makes the policy of a reference an input; `name` is what its use calls it. */
export type Input = (reference: PolicyReference, name: string) => PolicyInput;

/** The policy of a reference as an input; one that cannot be had is there without its text. */
export function inputOf(load: LoadPolicy, reference: PolicyReference, name: string): PolicyInput {
  const loaded = load(reference);
  const { uri } = loaded ?? {};
  return { name: loaded?.name ?? name, policy: loaded?.policy, ...(uri === undefined ? {} : { uri }) };
}

/** The identity policies of a principal, those of its groups included. */
export function identityPolicies(principal: OrganizationPrincipal, input: Input): readonly PolicyInput[] {
  switch (principal.kind) {
    case 'root':
      return [];
    case 'stranger':
      return [{ name: principal.arn, policy: undefined }];
    case 'role':
      return ownPolicies(principal.role, input);
    case 'user': {
      const { user, account } = principal;
      return [...ownPolicies(user, input), ...user.groups.flatMap((name) => groupPolicies(account, name, input))];
    }
  }
}

function ownPolicies(owner: User | Group | Role, input: Input): readonly PolicyInput[] {
  return [
    ...owner.managed.map((reference) => input(reference, policyName(reference))),
    ...owner.inline.map(({ name, reference }) => input(reference, `${owner.name}/${name}`)),
  ];
}

/** IAM compares group names without regard to case. */
function groupPolicies(account: Account, name: string, input: Input): readonly PolicyInput[] {
  const group = account.principals.groups.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return group === undefined ? [{ name, policy: undefined }] : ownPolicies(group, input);
}

/** The permissions boundary of a principal, if it has one. */
export function boundaryOf(principal: OrganizationPrincipal, input: Input): PolicyInput | undefined {
  const boundary = principal.kind === 'user' ? principal.user.boundary : principal.kind === 'role' ? principal.role.boundary : undefined;
  return boundary === undefined ? undefined : input(boundary, policyName(boundary));
}

/** In a broken manifest anything may be attached to the levels that can still be read, and even whether the policy type is on is unknown. */
function withLosses(
  { manifestIsBroken, origin }: Organization,
  levels: readonly (readonly PolicyInput[])[] | undefined,
  isMember: boolean,
): readonly (readonly PolicyInput[])[] | undefined {
  if (!manifestIsBroken || !isMember) return levels;
  const lost: PolicyInput = { name: origin.file, policy: undefined };
  return (levels ?? [[]]).map((level) => [...level, lost]);
}

function levelNames(levels: readonly Level[] | undefined): readonly string[] {
  return levels?.map(({ name }) => name) ?? [];
}

function levelInputs(levels: readonly Level[] | undefined, input: Input): readonly (readonly PolicyInput[])[] | undefined {
  return levels?.map(({ policies }) =>
    policies.map(({ reference, policy }) => {
      const found = policy === undefined ? undefined : organizationPolicyReference(policy);
      return found === undefined ? { name: reference, policy: undefined } : input(found, policy?.name ?? reference);
    }),
  );
}

/** Who owns the resource of a request. */
export interface ResourceOwner {
  readonly accountId: string | undefined;
  /** The resource, or for an object its bucket, where the model lists it. */
  readonly listed: ResourceWithPolicy | undefined;
}

/** Most of thousands of accounts list none. */
const accountsWithResources = oncePer(({ accounts }: Organization) => accounts.filter(({ resources }) => resources.length > 0));

/** Owner: as given; as the ARN says; the account that lists the resource; else the caller's. */
export function resourceOwner(organization: Organization, { principal, action, resource, resourceAccount }: GatherRequest): ResourceOwner {
  const inArn = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
  if (concernsOrganization(action.toLowerCase())) {
    return { accountId: resourceAccount ?? keeperOf(organization, inArn) ?? accountIdOf(principal), listed: undefined };
  }
  const candidates = [resource, containerOf(resource)];
  for (const account of accountsWithResources(organization)) {
    if (resourceAccount !== undefined && resourceAccount !== account.id) continue;
    const listed = account.resources.find(({ arn }) => candidates.includes(arn));
    if (listed !== undefined) return { accountId: account.id, listed };
  }
  return { accountId: resourceAccount ?? inArn ?? accountIdOf(principal), listed: undefined };
}

/**
 * Who keeps what AWS Organizations manages: an organization's management account, whichever of its accounts an ARN names by mistake.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_permissions_overview.html>
 */
function keeperOf(organization: Organization, inArn: string | undefined): string | undefined {
  if (inArn === undefined || accountOf(organization, inArn) !== undefined) return organization.managementAccount ?? inArn;
  return inArn;
}

/** An object has its bucket's policy. */
function containerOf(arn: string): string | undefined {
  return /^(arn:[^:]*:s3:::[^/]+)\/./.exec(arn)?.[1];
}

function accountIdOf(principal: OrganizationPrincipal): string | undefined {
  return principal.account?.id ?? /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(principal.arn)?.[1];
}

/** `sts` actions that a role's trust policy has a say in. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html> */
const trustActions = /^sts:(assumerole|assumerolewithsaml|assumerolewithwebidentity|tagsession|setsourceidentity|setcontext)$/i;

/**
 * The resource's own policy. Outside the organization nobody knows it; inside, what is not listed has none, save that every role has a trust
 * policy and every KMS key a key policy: theirs is unknown then.
 */
export function resourcePolicy(
  organization: Organization,
  { action, resource }: GatherRequest,
  { accountId, listed }: ResourceOwner,
  input: Input,
): PolicyInput | undefined {
  const unknown: PolicyInput = { name: resource, policy: undefined };
  const account = accountOf(organization, accountId ?? '');
  if (trustActions.test(action) && /^arn:[^:]*:iam::\d{12}:role\//.test(resource)) {
    const role = account?.principals.roles.find(({ arn }) => arn === resource);
    return role?.trust === undefined ? unknown : input(role.trust, policyName(role.trust));
  }
  if (concernsOrganization(action.toLowerCase())) return delegationPolicy(organization, accountId, input);
  if (listed !== undefined) return listed.policy === undefined ? undefined : input(listed.policy, policyName(listed.policy));
  if (resource === '*') return undefined;
  if (account === undefined || account.resourcesAreBroken || /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource)) return unknown;
  return undefined;
}

/**
 * What lets member accounts manage the organization's policies. Of another organization nobody knows it, nor while the manifest is broken.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>
 */
function delegationPolicy(organization: Organization, accountId: string | undefined, input: Input): PolicyInput | undefined {
  const { managementAccount, delegationPolicy: file, origin, manifestIsBroken } = organization;
  if (managementAccount === undefined || accountId !== managementAccount || (file === undefined && manifestIsBroken))
    return { name: 'organizations', policy: undefined };
  return file === undefined ? undefined : input({ kind: 'file', file, origin }, file);
}

/** Whether an account administers a service for the organization. */
export function isDelegatedAdministrator({ delegatedAdministrators }: Organization, accountId: string | undefined): boolean {
  return accountId !== undefined && [...delegatedAdministrators.values()].some((ids) => ids.includes(accountId));
}

/** Accounts that the organization does not have belong to others, or to none: nothing is known of them. */
export function knownFacts(
  organization: Organization,
  principal: OrganizationPrincipal,
  { accountId, listed }: ResourceOwner,
  shared: SharedGathering = nothingShared,
): OrganizationFacts {
  const resourceAccount = accountOf(organization, accountId ?? '');
  const principalTags = principal.kind === 'user' ? principal.user.tags : principal.kind === 'role' ? principal.role.tags : undefined;
  // Tags of a bucket are in the context only where attribute-based access is turned on for it, which the model does not say.
  const hasTags = listed !== undefined && !/^arn:[^:]*:s3:/.test(listed.arn) && Object.keys(listed.tags).length > 0;
  const place = (account: Account | undefined): AccountFacts | undefined =>
    account === undefined ? undefined : shared.place(organization, account, () => placeOf(organization, account));
  return {
    managementAccount: organization.managementAccount,
    isDelegatedAdministrator: isDelegatedAdministrator(organization, principal.account?.id),
    principalInOrganization: principal.account === undefined ? undefined : true,
    resourceInOrganization: resourceAccount === undefined ? undefined : true,
    principal: place(principal.account),
    resource: place(resourceAccount),
    principalTags,
    resourceTags: hasTags ? listed.tags : undefined,
  };
}

function placeOf(organization: Organization, account: Account | undefined): AccountFacts | undefined {
  const path = account === undefined ? undefined : organizationPath(organization, account.id);
  return path === undefined ? undefined : { organizationId: organization.id, organizationPath: path };
}

/** A session's ARN lacks the role's path; and an account whose OU is unknown is in this organization all the same. */
export function callerContext(
  organization: Organization,
  principal: OrganizationPrincipal,
  owner: ResourceOwner,
): Readonly<Record<string, ContextValue>> {
  const context: Record<string, ContextValue> = {};
  if (principal.kind === 'role' && principal.arn !== principal.role.arn) context['aws:PrincipalArn'] = principal.role.arn;
  const lost = (account: Account | undefined): boolean => account !== undefined && placeOf(organization, account) === undefined;
  if (lost(principal.account)) context['aws:PrincipalOrgID'] = organization.id;
  if (lost(accountOf(organization, owner.accountId ?? ''))) context['aws:ResourceOrgID'] = organization.id;
  return context;
}
