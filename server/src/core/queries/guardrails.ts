import type { CompiledPolicy, CompiledStatement } from '../evaluation/compile';
import { compileUnreadablePolicy } from '../evaluation/compile';
import { accountOf, effectivePolicies, organizationPath } from '../organization/effectivePolicies';
import type { Level } from '../organization/effectivePolicies';
import type { Account, Organization } from '../organization/organization';
import type { Statement } from '../policy/policy';
import { boundaryOf, controlLevels, identityPolicies, inputOf, isDelegatedAdministrator } from '../simulation/gatherPolicies';
import type { Input } from '../simulation/gatherPolicies';
import { prepareRequest } from '../evaluation/prepareRequest';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import type { PolicyInput } from '../evaluation/request';
import type { RequestFacts } from '../evaluation/requestFacts';
import { oncePer } from '../text/oncePer';

import { callerSignature, dependencesOf, joinDependences, noDependences } from './callerDependence';
import type { CallerDependences } from './callerDependence';
import type { MemberPrincipal } from './members';
import type { QuerySources } from './organizationFrame';
import { createPolicyPool } from './policyPool';
import { accountOfTarget, bucketOfTarget } from './resourceTarget';
import type { ResourceTarget } from './resourceTarget';

/** Layers that a granting policy cannot outvote, and the identity policies as far as they deny. */
export type GuardLayer = 'rcp' | 'scp' | 'permissionsBoundary' | 'identity';

/** One policy of a level, with what it is called where it is used. */
export interface GuardPolicy {
  readonly name: string;
  readonly uri: string | undefined;
  readonly compiled: CompiledPolicy;
  /** Equal for the same policy under the same name. */
  readonly key: string;
}

/** The policies of one place: a level of SCPs or RCPs, a boundary, what a principal has itself. */
export interface GuardLevel {
  readonly layer: GuardLayer;
  /** The root, OU or account it is attached to; undefined for a principal's own. */
  readonly at: Pick<Level, 'kind' | 'name'> | undefined;
  readonly policies: readonly GuardPolicy[];
  /** Whether what it does not allow is denied. */
  readonly gates: boolean;
  readonly dependences: CallerDependences;
}

/** Everything above the grants of a principal, and what tells it from others to whom the same is done. */
export interface Guard {
  readonly principal: MemberPrincipal;
  /** Equal for principals who are decided alike. */
  readonly key: string;
  /** Equal where the policies are the same, whoever is limited. */
  readonly policiesKey: string;
  readonly levels: readonly GuardLevel[];
  /** The RCPs of accounts whose resources are asked about. */
  readonly owners: ReadonlyMap<string, readonly GuardLevel[]>;
}

/** Finds what is above principals, each policy read once. */
export interface Guardrails {
  readonly sources: QuerySources;
  /** `owners`: accounts whose RCPs matter; `withOwn`: what the identity policies deny counts too. */
  guardOf(principal: MemberPrincipal, owners: readonly string[], withOwn: boolean): Guard;
  /** A request of the principal's of which nothing is known but the action; `owner`: whose the resource is, where that is known. */
  prepare(principal: MemberPrincipal, action: string, owner?: string): PreparedRequest;
  /** Statements of the account's resource policies that may let its principals past their boundary. */
  directGrants(account: Account): readonly CompiledStatement[] | 'unknown';
  /** Whose the resources of a target are, where its ARN or a list of resources says so. */
  ownerOf(target: ResourceTarget): string | undefined;
}

/**
 * Facts that follow from the resource, or from a service that calls on somebody's behalf: no request is looked at, so they stay open.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
 */
const unknownKeys: readonly string[] = [
  'aws:ResourceAccount',
  'aws:ResourceOrgID',
  'aws:ResourceOrgPaths',
  's3:ResourceAccount',
  'aws:RequestedRegion',
  'aws:ViaAWSService',
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
  'kms:ViaService',
];
const unknownLookupKeys: ReadonlySet<string> = new Set(unknownKeys.map((key) => key.toLowerCase()));

/** Makes an organization ready for questions about what is above its principals; nothing is read before it is asked for. */
export function createGuardrails(sources: QuerySources): Guardrails {
  const { organization, load, catalog } = sources;
  const input: Input = (reference, name) => inputOf(load, reference, name);
  const pool = createPolicyPool();
  const unreadable = compileUnreadablePolicy();
  const compileOne = ({ name, uri, policy }: PolicyInput): GuardPolicy => ({
    name: name ?? '',
    uri,
    compiled: policy === undefined ? unreadable : pool.compile(policy),
    key: `${name ?? ''} ${uri ?? ''} ${policy === undefined ? '?' : pool.numberOf(policy)}`,
  });
  const byPlace = new Map<string, readonly GuardLevel[]>();
  const single = new Map<string, GuardLevel>();
  const depending = new Map<string, CallerDependences>();
  const granting = new Map<Account, readonly CompiledStatement[] | 'unknown'>();

  const levelsAbove = (account: Account, type: 'scp' | 'rcp'): { readonly key: string; readonly levels: readonly GuardLevel[] } => {
    const own = account.attach.some((reference) => reference.startsWith(`${type}/`) && !/^(scp\/|rcp\/RCP)FullAWSAccess$/.test(reference));
    const key = `${type} ${own ? account.id : account.ou}`;
    const known = byPlace.get(key);
    if (known !== undefined) return { key, levels: known };
    const effective = effectivePolicies(organization, account.id);
    const places = type === 'scp' ? effective.scpLevels : effective.rcpLevels;
    const inputs = controlLevels(organization, account.id, type, input) ?? [];
    const made = inputs.map((policies, depth) => createLevel(type, places?.[depth], policies.map(compileOne), type === 'scp'));
    byPlace.set(key, made);
    return { key, levels: made };
  };

  const ownLevel = (layer: 'permissionsBoundary' | 'identity', inputs: readonly PolicyInput[], gates: boolean): readonly GuardLevel[] => {
    if (inputs.length === 0) return [];
    const policies = inputs.map(compileOne);
    const key = `${layer} ${policies.map((policy) => policy.key).join('|')}`;
    const known = single.get(key) ?? createLevel(layer, undefined, policies, gates);
    single.set(key, known);
    return [known];
  };

  const dependencesFor = (key: string, levels: readonly GuardLevel[]): CallerDependences => {
    const known = depending.get(key) ?? withoutResources(joinDependences(levels.map(({ dependences }) => dependences)));
    depending.set(key, known);
    return known;
  };

  const prepare = (principal: MemberPrincipal, action: string, owner?: string): PreparedRequest => {
    const { account } = principal;
    const path = organizationPath(organization, account.id);
    const facts: RequestFacts = {
      catalog,
      managementAccount: organization.managementAccount,
      isDelegatedAdministrator: isDelegatedAdministrator(organization, account.id),
      principalInOrganization: true,
      principal: path === undefined ? undefined : { organizationId: organization.id, organizationPath: path },
      principalTags: principal.kind === 'user' ? principal.user.tags : principal.kind === 'role' ? principal.role.tags : undefined,
    };
    const asked = { principal: principal.arn, action, resource: '*', contextIsComplete: false, unknownKeys };
    const context = path === undefined ? { 'aws:PrincipalOrgID': organization.id } : {};
    return prepareRequest({ ...asked, context, ...(owner === undefined ? {} : { resourceAccount: owner }) }, facts);
  };

  const guardrails: Guardrails = {
    sources,
    prepare,
    ownerOf(target) {
      const inArn = accountOfTarget(target);
      const bucket = bucketOfTarget(target);
      return inArn ?? (bucket === undefined ? undefined : bucketOwners(organization).get(bucket));
    },
    directGrants(account) {
      const known = granting.get(account);
      if (known !== undefined) return known;
      const policies = account.resources.flatMap(({ arn, policy }) => (policy === undefined ? [] : [compileOne(input(policy, arn))]));
      const isUnknown = account.resourcesAreBroken || policies.some(({ compiled }) => compiled.unreadable !== undefined);
      const found = isUnknown
        ? 'unknown'
        : policies.flatMap(({ compiled }) => compiled.statements.filter(({ effect }) => effect === 'Allow'));
      granting.set(account, found);
      return found;
    },
    guardOf(principal, owners, withOwn) {
      const { account, arn } = principal;
      const isExempt = account.id === organization.managementAccount || arn.includes(':role/aws-service-role/');
      const scp = isExempt ? { key: 'exempt', levels: [] } : levelsAbove(account, 'scp');
      const boundary = boundaryOf(principal, input);
      const limit = ownLevel('permissionsBoundary', boundary === undefined ? [] : [boundary], true);
      const own = withOwn ? ownLevel('identity', identityPolicies(principal, input), false) : [];
      const owned = new Map<string, readonly GuardLevel[]>();
      for (const id of owners) {
        const owner = accountOf(organization, id);
        if (owner !== undefined && id !== organization.managementAccount) owned.set(id, levelsAbove(owner, 'rcp').levels);
      }
      const levels = [...scp.levels, ...limit, ...own];
      const policiesKey = [scp.key, ...[...limit, ...own].map(({ policies }) => policies.map((policy) => policy.key).join())].join('|');
      const dependences = dependencesFor(`${policiesKey} ${owners.join()}`, [...levels, ...[...owned.values()].flat()]);
      const signature = dependences === noDependences ? '' : callerSignature(dependences, prepare(principal, anyAction), account.id);
      const grants = limit.length === 0 ? [] : guardrails.directGrants(account);
      const bypass = grants === 'unknown' || grants.length > 0 ? arn : '';
      const key = [
        policiesKey,
        arn.slice(0, arn.indexOf(':', 4)),
        principal.kind,
        arn.includes(':role/aws-service-role/'),
        signature,
        bypass,
      ].join('|');
      return { principal, key, policiesKey, levels, owners: owned };
    },
  };
  return guardrails;
}

/** Of several accounts that list a bucket the first has it, as everywhere. */
const bucketOwners: (organization: Organization) => ReadonlyMap<string, string> = oncePer(({ accounts }) => {
  const owners = new Map<string, string>();
  for (const { id, resources } of accounts) for (const { arn } of resources) if (!owners.has(arn)) owners.set(arn, id);
  return owners;
});

function createLevel(layer: GuardLayer, at: GuardLevel['at'], policies: readonly GuardPolicy[], gates: boolean): GuardLevel {
  const statements = policies.flatMap(({ compiled }) => compiled.statements);
  return { layer, at, policies, gates, dependences: dependencesOf(statements, layer) };
}

/** Whatever a resource's own facts would decide is open here, so they tell no callers apart. */
function withoutResources({ conditions, keys, principals }: CallerDependences): CallerDependences {
  const rest = {
    conditions: conditions.filter(({ lookupKey }) => !unknownLookupKeys.has(lookupKey)),
    keys: keys.filter((key) => !unknownLookupKeys.has(key)),
    principals,
  };
  return rest.conditions.length + rest.keys.length + principals.length === 0 ? noDependences : rest;
}

/** Of a request by which only the caller is told. */
const anyAction = 'sts:GetCallerIdentity';

/** Where a statement of a guardrail stands, for whoever shows it. */
export type GuardStatement = Pick<Statement, 'index' | 'sid' | 'start' | 'end'>;
