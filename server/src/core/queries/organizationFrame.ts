import type { Catalog } from '../catalog/catalog';
import type { CompiledPolicy } from '../evaluation/compile';
import { decide } from '../evaluation/decide';
import type { Verdict } from '../evaluation/decideKnown';
import { compileLevel } from '../evaluation/policySet';
import type { CompiledLevel, CompiledPolicySet } from '../evaluation/policySet';
import { prepareRequest } from '../evaluation/prepareRequest';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import type { ContextValue, PolicyInput } from '../evaluation/request';
import type { AccountFacts, RequestFacts } from '../evaluation/requestFacts';
import { organizationPath } from '../organization/effectivePolicies';
import type { OrganizationPrincipal } from '../organization/findPrincipal';
import type { Account, Organization } from '../organization/organization';
import type { LoadPolicy } from '../organization/policyLoader';
import type { Policy } from '../policy/policy';
import {
  boundaryOf,
  controlLevels,
  identityPolicies,
  inputOf,
  isDelegatedAdministrator,
  resourceOwner,
  resourcePolicy,
} from '../simulation/gatherPolicies';
import type { Input, ResourceOwner } from '../simulation/gatherPolicies';

import { dependencesOf, joinDependences, noDependences } from './callerDependence';
import type { CallerDependences } from './callerDependence';
import type { MemberPrincipal } from './members';
import { indexOrganization } from './organizationIndex';
import type { OrganizationIndex } from './organizationIndex';
import { createPolicyPool } from './policyPool';
import type { PolicyPool } from './policyPool';
import { complete } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** An organization, and how to get at what its files and AWS say. */
export interface QuerySources {
  readonly organization: Organization;
  readonly load: LoadPolicy;
  readonly catalog: Catalog;
}

/** A request that many principals are asked about. */
export interface QueryRequest {
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

/** SCPs and RCPs above an account. Accounts with equal keys have the same ones. */
export interface ControlPath {
  readonly key: string;
  readonly levels: readonly CompiledLevel[] | undefined;
  readonly dependences: CallerDependences;
}

/** SCPs or RCPs, level by level. */
export type ControlInputs = readonly (readonly PolicyInput[])[] | undefined;

/** What is the same for all principals of an account. */
export interface AccountFrame {
  readonly account: Account;
  readonly place: AccountFacts | undefined;
  readonly isDelegatedAdministrator: boolean;
  readonly scp: ControlPath;
  readonly rcp: ControlPath;
}

/** What is the same for all principals of a request. */
export interface RequestFrame {
  readonly request: QueryRequest;
  /** Undefined account: the caller's owns the resource. */
  readonly owner: ResourceOwner;
  /** The owner's RCPs and place, where the owner is not the caller's account. */
  readonly ownerFrame: AccountFrame | undefined;
  /** Undefined: none, whoever calls. */
  readonly resource: CompiledLevel | undefined;
  readonly resourceTags: Readonly<Record<string, string>> | undefined;
  /** Whether it could be a call about the caller's own account, which that account alone decides; see `isOwnAffair`. */
  readonly mayBeOwnAffair: boolean;
  /** Context keys that the request itself gives, in lower case. */
  readonly givenKeys: ReadonlySet<string>;
}

/** Everything of an organization that questions about many requests share, made ready at first use. */
export interface OrganizationFrame {
  readonly sources: QuerySources;
  readonly compile: (policy: Policy) => CompiledPolicy;
  readonly input: Input;
  account(account: Account): AccountFrame;
  /** The SCPs or RCPs above an account, level by level, root first; undefined: none apply. */
  controls(account: Account, type: 'scp' | 'rcp'): ControlInputs;
  request(request: QueryRequest): RequestFrame;
  prepare(principal: MemberPrincipal, account: AccountFrame, frame: RequestFrame): PreparedRequest;
  identity(principal: MemberPrincipal): IdentityFrame;
  set(identity: IdentityFrame, account: AccountFrame, frame: RequestFrame): CompiledPolicySet;
  /** The plain decision: what everything faster must equal. */
  decide(principal: MemberPrincipal, frame: RequestFrame): Verdict;
}

/** The policies of a principal's own, made ready. */
export interface IdentityFrame {
  readonly identity: CompiledLevel;
  readonly boundary: CompiledLevel | undefined;
}

const nothing: ControlPath = { key: '', levels: undefined, dependences: noDependences };

/** Makes an organization ready for questions about many requests, in steps. */
export function* openOrganizationFrame(
  sources: QuerySources,
  meter: Meter,
  pool: PolicyPool = createPolicyPool(),
): SteppedQuery<OrganizationFrame> {
  return createFrame(sources, pool, yield* indexOrganization(sources.organization, meter));
}

/** The same at once. */
export function createOrganizationFrame(sources: QuerySources): OrganizationFrame {
  return complete(openOrganizationFrame(sources, { spent: 0 }));
}

function createFrame(sources: QuerySources, pool: PolicyPool, index: OrganizationIndex): OrganizationFrame {
  const { organization, load, catalog } = sources;
  const input: Input = (reference, name) => inputOf(load, reference, name);
  const accounts = new Map<Account, AccountFrame>();
  const paths = new Map<string, ControlPath>();
  const { compile } = pool;

  const inputs = { scp: new Map<Account, ControlInputs>(), rcp: new Map<Account, ControlInputs>() };
  const controls = (account: Account, type: 'scp' | 'rcp'): ControlInputs => {
    const known = inputs[type].get(account);
    if (known !== undefined) return known;
    const levels = controlLevels(index.alone(index.account(account.id)), account.id, type, input);
    inputs[type].set(account, levels);
    return levels;
  };

  const controlPath = (account: Account, type: 'scp' | 'rcp'): ControlPath => {
    const levels = controls(account, type);
    if (levels === undefined) return nothing;
    const parts = levels.map((policies, depth) => pool.level(type, policies, depth));
    const key = `${type} ${parts.map((part) => part.key).join('/')}`;
    const known = paths.get(key);
    if (known !== undefined) return known;
    const compiled = parts.map(({ level }) => level);
    const dependences = joinDependences(
      compiled.map(({ policies }) =>
        dependencesOf(
          policies.flatMap((policy) => policy.compiled.statements),
          type,
        ),
      ),
    );
    const path = { key, levels: compiled, dependences };
    paths.set(key, path);
    return path;
  };

  const accountFrame = (account: Account): AccountFrame => {
    const known = accounts.get(account);
    if (known !== undefined) return known;
    const path = organizationPath(index.alone(index.account(account.id)), account.id);
    const place = path === undefined ? undefined : { organizationId: organization.id, organizationPath: path };
    const frame = {
      account,
      place,
      isDelegatedAdministrator: isDelegatedAdministrator(organization, account.id),
      scp: controlPath(account, 'scp'),
      rcp: controlPath(account, 'rcp'),
    };
    accounts.set(account, frame);
    return frame;
  };

  const frame: OrganizationFrame = {
    sources,
    compile,
    input,
    account: accountFrame,
    controls,
    request(request) {
      const nobody: OrganizationPrincipal = { kind: 'stranger', arn: 'anonymous', account: undefined };
      const asked = { principal: nobody, ...request };
      const around = request.action.toLowerCase().startsWith('organizations:') ? organization : index.around(request.resource);
      const owner = resourceOwner(around, asked);
      const ownerAccount = index.account(owner.accountId);
      // Where the caller's account owns the resource, any account that lists nothing stands for it.
      const standIn = owner.accountId === undefined ? { ...owner, accountId: index.readable?.id } : owner;
      const policy = resourcePolicy(index.alone(index.account(standIn.accountId)), asked, standIn, input);
      const hasTags = owner.listed !== undefined && !/^arn:[^:]*:s3:/.test(owner.listed.arn) && Object.keys(owner.listed.tags).length > 0;
      return {
        request,
        owner,
        ownerFrame: ownerAccount === undefined ? undefined : accountFrame(ownerAccount),
        resource: policy === undefined ? undefined : compileLevel('resource', [policy], compile),
        resourceTags: hasTags ? owner.listed.tags : undefined,
        mayBeOwnAffair: /^(sts|organizations):/i.test(request.action),
        givenKeys: new Set(Object.keys(request.context).map((key) => key.toLowerCase())),
      };
    },
    prepare: (principal, account, { request, owner, ownerFrame, resourceTags }) => {
      const isOwn = owner.accountId === undefined || owner.accountId === account.account.id;
      const resourceFrame = isOwn ? account : ownerFrame;
      const facts: RequestFacts = {
        catalog,
        managementAccount: organization.managementAccount,
        isDelegatedAdministrator: account.isDelegatedAdministrator,
        principalInOrganization: true,
        resourceInOrganization: resourceFrame === undefined ? undefined : true,
        principal: account.place,
        resource: resourceFrame?.place,
        principalTags: principal.kind === 'user' ? principal.user.tags : principal.kind === 'role' ? principal.role.tags : undefined,
        resourceTags,
      };
      const resourceAccount = owner.accountId ?? account.account.id;
      const context = { ...lostContext(organization, account, resourceFrame), ...request.context };
      const { action, resource, contextIsComplete } = request;
      return prepareRequest({ principal: principal.arn, action, resource, resourceAccount, context, contextIsComplete }, facts);
    },
    identity(principal) {
      const boundary = boundaryOf(principal, input);
      return {
        identity: compileLevel('identity', identityPolicies(principal, input), compile),
        boundary: boundary === undefined ? undefined : compileLevel('permissionsBoundary', [boundary], compile),
      };
    },
    set({ identity, boundary }, account, { owner, ownerFrame, resource, request }) {
      const isOwn = owner.accountId === undefined || owner.accountId === account.account.id;
      const broken = isOwn && account.account.resourcesAreBroken && owner.listed === undefined;
      return {
        identity,
        permissionsBoundary: boundary,
        session: undefined,
        resource: broken && resource === undefined ? brokenResource(request, compile) : resource,
        scp: account.scp.levels,
        rcp: isOwn ? account.rcp.levels : ownerFrame?.rcp.levels,
        vpcEndpoint: undefined,
        managementAccount: organization.managementAccount,
      };
    },
    decide(principal, request) {
      const account = accountFrame(principal.account);
      return decide(frame.prepare(principal, account, request), frame.set(frame.identity(principal), account, request));
    },
  };
  return frame;
}

/** An account whose place is not known is in this organization all the same. */
function lostContext({ id }: Organization, account: AccountFrame, owner: AccountFrame | undefined): Readonly<Record<string, ContextValue>> {
  return {
    ...(account.place === undefined ? { 'aws:PrincipalOrgID': id } : {}),
    ...(owner !== undefined && owner.place === undefined ? { 'aws:ResourceOrgID': id } : {}),
  };
}

/** While the list of an account's resources is broken, anything of it may have a policy. */
function brokenResource({ resource }: QueryRequest, compile: (policy: Policy) => CompiledPolicy): CompiledLevel | undefined {
  return resource === '*' ? undefined : compileLevel('resource', [{ name: resource, policy: undefined }], compile);
}
