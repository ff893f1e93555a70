import { checksOf, decideChecks } from '../evaluation/operations';
import type { CheckDecision, OperationResource } from '../evaluation/operations';
import type { AuthorizationRequest, ContextValue, RequestPrincipal } from '../evaluation/request';
import { decideChain } from '../evaluation/roleChain';
import type { ChainCaller, EndContext, EndDecision, RoleHop, RoleHopTrace } from '../evaluation/roleChain';
import type { Trace } from '../evaluation/trace';
import { findPrincipal } from '../organization/findPrincipal';
import type { OrganizationPrincipal } from '../organization/findPrincipal';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { decideInOrganization } from './askOrganization';
import type { CallerExtras, DecidedRequest, OrganizationSources } from './askOrganization';

/** "May somebody become these roles, and then do this?", the action or the operation, asked of an organization. */
export interface OrganizationCall {
  /** By name or ARN. */
  readonly principal: string;
  /** Roles by name (`ACCOUNT/role/NAME`) or ARN, first to last. */
  readonly assumeRoles: readonly RoleHop[];
  readonly what:
    | { readonly kind: 'action'; readonly action: string; readonly resource: string; readonly resourceAccount?: string | undefined }
    | { readonly kind: 'operation'; readonly operation: string; readonly resources: readonly OperationResource[] };
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

export type OrganizationCallAnswer =
  | ({
      readonly kind: 'answered';
      readonly hops: readonly RoleHopTrace[];
      readonly checks: readonly CheckDecision[] | undefined;
    } & DecidedRequest)
  | { readonly kind: 'unclear'; readonly message: Message; readonly nearest: readonly string[] };

/**
 * Decides a call out of an organization. Each check has the policies of its own resource and owner, each role on the way its own
 * account's SCPs and RCPs.
 */
export function askCall(call: OrganizationCall, sources: OrganizationSources): OrganizationCallAnswer {
  const { organization, catalog } = sources;
  const start = findPrincipal(organization, call.principal);
  if (start.kind === 'notFound') return { kind: 'unclear', message: start.message, nearest: start.nearest };
  const roles: OrganizationPrincipal[] = [];
  for (const { role } of call.assumeRoles) {
    const found = findPrincipal(organization, role);
    if (found.kind === 'notFound') return { kind: 'unclear', message: found.message, nearest: found.nearest };
    if (!/^arn:[^:]+:iam::\d{12}:role\/./.test(found.principal.arn)) {
      return { kind: 'unclear', message: message('`{0}` is no role', role), nearest: [] };
    }
    roles.push(found.principal);
  }
  const decided = new Map<AuthorizationRequest, DecidedRequest>();
  const decide = (request: AuthorizationRequest, caller: ChainCaller, extras: CallerExtras): Trace => {
    const principal = (caller.hop === undefined ? undefined : roles[caller.hop]) ?? start.principal;
    const answer = decideInOrganization(request, principal, sources, { ...extras, sessionPolicies: caller.sessionPolicies });
    decided.set(answer.trace.request, answer);
    return answer.trace;
  };
  const { context, contextIsComplete } = call;
  const hops = call.assumeRoles.map((hop, place) => ({ ...hop, role: roles[place]?.arn ?? hop.role }));
  const chain = decideChain(
    { principal: callerOf(start.principal), hops, context, contextIsComplete },
    {
      decideHop: (check, caller, to) => decide(check, caller, { facts: tagsOf(roles[to]) }),
      decideEnd: (caller, known) => decideEnd(call, caller, known),
    },
    catalog,
  );
  const answer = decided.get(chain.trace.request);
  const { policies = { identityPolicies: [] }, levelNames = {} } = answer ?? {};
  return { kind: 'answered', ...chain, policies, levelNames };

  function decideEnd({ what }: OrganizationCall, caller: ChainCaller, known: EndContext): EndDecision {
    const frame = { principal: caller.principal, contextIsComplete, ...known };
    if (what.kind === 'operation') {
      const request = { ...frame, operation: what.operation, resources: what.resources };
      return decideChecks(request, checksOf(request, catalog), (check) => decide(check, caller, {}));
    }
    const { action, resource, resourceAccount } = what;
    const owner = resourceAccount === undefined ? {} : { resourceAccount };
    return { trace: decide({ ...frame, action, resource, ...owner }, caller, {}) };
  }
}

/** The ARN of an identity provider stands for somebody from outside whom it vouches for. */
function callerOf({ arn }: OrganizationPrincipal): RequestPrincipal {
  return /^arn:[^:]+:iam::\d{12}:(oidc|saml)-provider\/./.test(arn) ? { federated: arn } : arn;
}

/** The tags of a role that is taken are those of the resource. */
function tagsOf(role: OrganizationPrincipal | undefined): CallerExtras['facts'] & object {
  return role?.kind === 'role' ? { resourceTags: role.role.tags } : {};
}
