import type { Catalog } from '../catalog/catalog';
import { parseArn } from '../policy/arn';
import { message } from '../text/message';
import type { Message } from '../text/message';
import { accountOf, readCaller } from './caller';
import { evaluate } from './evaluate';
import { explainOperation } from './operations';
import type { CheckDecision } from './operations';
import type { AuthorizationRequest, PolicyInput, PolicySet } from './request';
import type { OrganizationFacts } from './requestFacts';
import { decideChain } from './roleChain';
import type { ChainCaller, RoleHopTrace } from './roleChain';
import type { Scenario } from './scenario';
import type { ScenarioRole } from './scenarioRoles';
import { resourceOwner } from './serviceRules/resourceOwner';
import type { Trace } from './trace';

/** The answer to a scenario. */
export interface ScenarioAnswer {
  /** Of the call that decides. */
  readonly trace: Trace;
  /** The checks, where the request is an operation. */
  readonly checks: readonly CheckDecision[] | undefined;
  /** Where the request takes roles on its way: each, with its own answer. */
  readonly hops: readonly RoleHopTrace[] | undefined;
}

type Levels = PolicySet['resourceControlPolicies'];

/** Decides whatever a scenario asks: an action, an operation, and either at the end of a chain of roles. */
export function decideScenario(scenario: Scenario, catalog: Catalog): ScenarioAnswer {
  const { request, policies, assumeRoles } = scenario;
  if (assumeRoles === undefined || assumeRoles.length === 0) {
    return { ...decideRequest(scenario, request, policies, catalog, {}), hops: undefined };
  }
  const missing = new Map<string, Message>();
  const sets = assumeRoles.map((role, place) => policiesOfRole(role, place, scenario, missing));
  const { principal, context, contextIsComplete } = request;
  const tagsOf = ({ hop }: ChainCaller) => (hop === undefined ? undefined : assumeRoles[hop]?.roleTags);
  const chain = decideChain(
    { principal, hops: assumeRoles, context, contextIsComplete },
    {
      decideHop: (check, caller, to) => {
        const set = { ...callerSet(caller, policies, sets), ...sets[to]?.asResource, vpcEndpointPolicies: undefined };
        return evaluate(check, set, catalog, { principalTags: tagsOf(caller), resourceTags: assumeRoles[to]?.roleTags });
      },
      decideEnd: (caller, known) => {
        const last = { ...request, principal: caller.principal, ...known };
        const set = {
          ...callerSet(caller, policies, sets),
          resourcePolicy: policies.resourcePolicy,
          resourceControlPolicies: policies.resourceControlPolicies,
          vpcEndpointPolicies: policies.vpcEndpointPolicies,
        };
        return decideRequest(scenario, last, set, catalog, { principalTags: tagsOf(caller) });
      },
    },
    catalog,
  );
  return { ...chain, trace: withMissing(chain.trace, missing) };
}

function decideRequest(
  { operationResources }: Scenario,
  request: AuthorizationRequest,
  policies: PolicySet,
  catalog: Catalog,
  facts: OrganizationFacts,
): Pick<ScenarioAnswer, 'trace' | 'checks'> {
  if (operationResources === undefined) return { trace: evaluate(request, policies, catalog, facts), checks: undefined };
  return explainOperation({ ...request, operation: request.action, resources: operationResources }, policies, catalog, facts);
}

/** The policies of a role on the way, as it calls and as it is taken. */
interface RolePolicies {
  readonly asCaller: Pick<PolicySet, 'identityPolicies' | 'permissionsBoundary' | 'serviceControlPolicies' | 'managementAccount'>;
  readonly asResource: Pick<PolicySet, 'resourcePolicy' | 'resourceControlPolicies'>;
}

function callerSet({ hop, sessionPolicies }: ChainCaller, policies: PolicySet, sets: readonly RolePolicies[]): PolicySet {
  const set = hop === undefined ? undefined : sets[hop];
  return set === undefined ? policies : { ...set.asCaller, sessionPolicies };
}

/** What a scenario does not say of a role is unknown, and named. Accounts that it gives SCPs or RCPs of elsewhere need not be told again. */
function policiesOfRole(
  role: ScenarioRole,
  place: number,
  { request, policies, operationResources, assumeRoles }: Scenario,
  missing: Map<string, Message>,
): RolePolicies {
  const lack = (field: string): PolicyInput => {
    const name = `assumeRoles[${place}].${field}`;
    missing.set(name, message('`{0}` is missing: what it would say of {1} is unknown', name, role.role));
    return { name, policy: undefined };
  };
  const account = parseArn(role.role)?.account;
  const ownerAtEnd = operationResources === undefined ? ownerOfRequest(request, assumeRoles?.at(-1)?.role, policies) : undefined;
  const isManagement = account !== undefined && account === policies.managementAccount;
  const known = (levels: keyof Pick<PolicySet, 'serviceControlPolicies' | 'resourceControlPolicies'>): Levels => {
    const own =
      role[levels] ?? assumeRoles?.find((other) => other[levels] !== undefined && parseArn(other.role)?.account === account)?.[levels];
    if (own !== undefined) return own;
    if (policies[levels] === undefined || isManagement) return undefined;
    const elsewhere = levels === 'serviceControlPolicies' ? accountOf(readCaller(request)) : ownerAtEnd;
    return elsewhere === account ? policies[levels] : [[lack(levels)]];
  };
  return {
    asCaller: {
      identityPolicies: role.identityPolicies ?? [lack('identityPolicies')],
      permissionsBoundary: role.permissionsBoundary,
      serviceControlPolicies: known('serviceControlPolicies'),
      managementAccount: policies.managementAccount,
    },
    asResource: { resourcePolicy: role.trustPolicy ?? lack('trustPolicy'), resourceControlPolicies: known('resourceControlPolicies') },
  };
}

/** Whose RCPs the scenario gives: by default those of the account that calls at the end. */
function ownerOfRequest(
  { action, resource, resourceAccount }: AuthorizationRequest,
  lastRole: string | undefined,
  { managementAccount }: PolicySet,
): string | undefined {
  const caller = lastRole === undefined ? undefined : parseArn(lastRole)?.account;
  return resourceOwner(action.toLowerCase(), parseArn(resource), resourceAccount, caller, managementAccount);
}

/** A policy that is missing is told once, by what is missing. */
function withMissing(trace: Trace, missing: ReadonlyMap<string, Message>): Trace {
  const others = trace.problems.filter(({ args }) => !args.some((arg) => typeof arg === 'string' && missing.has(arg)));
  return { ...trace, problems: [...missing.values(), ...others] };
}
