import type { Catalog } from '../catalog/catalog';
import type { LevelNames } from '../evaluation/describeTrace';
import { evaluate } from '../evaluation/evaluate';
import type { AuthorizationRequest, ContextValue, PolicyInput, PolicySet } from '../evaluation/request';
import type { OrganizationFacts } from '../evaluation/requestFacts';
import type { Trace } from '../evaluation/trace';
import { findPrincipal } from '../organization/findPrincipal';
import type { OrganizationPrincipal } from '../organization/findPrincipal';
import type { Organization } from '../organization/organization';
import type { LoadPolicy } from '../organization/policyLoader';
import type { Message } from '../text/message';

import { gatherPolicies } from './gatherPolicies';

/** A request as people put it: the principal by name or ARN, the rest as in a scenario. */
export interface OrganizationQuestion {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

export type OrganizationAnswer =
  | ({ readonly kind: 'answered' } & DecidedRequest)
  /** The principal is nobody's name; `nearest` are names that somebody has. */
  | { readonly kind: 'unclear'; readonly message: Message; readonly nearest: readonly string[] };

/** A request that was decided, by which policies, and what the levels of SCPs and RCPs are called. */
export interface DecidedRequest {
  readonly trace: Trace;
  readonly policies: PolicySet;
  readonly levelNames: LevelNames;
}

export interface OrganizationSources {
  readonly organization: Organization;
  readonly load: LoadPolicy;
  readonly catalog: Catalog;
}

/** Whether a request would be allowed in an organization: everything attached to the caller, above it, and on the resource has its say. */
export function askOrganization(question: OrganizationQuestion, sources: OrganizationSources): OrganizationAnswer {
  const lookup = findPrincipal(sources.organization, question.principal);
  if (lookup.kind === 'notFound') return { kind: 'unclear', message: lookup.message, nearest: lookup.nearest };
  const { action, resource, resourceAccount, context, contextIsComplete } = question;
  const owner = resourceAccount === undefined ? {} : { resourceAccount };
  const request = { principal: lookup.principal.arn, action, resource, ...owner, context, contextIsComplete };
  return { kind: 'answered', ...decideInOrganization(request, lookup.principal, sources) };
}

/** What a caller brings that the organization does not know: the policies of its session, and facts. */
export interface CallerExtras {
  readonly sessionPolicies?: readonly PolicyInput[] | undefined;
  readonly facts?: OrganizationFacts;
}

/** Decides one request of somebody whom the organization has looked up. */
export function decideInOrganization(
  request: AuthorizationRequest,
  principal: OrganizationPrincipal,
  { organization, load, catalog }: OrganizationSources,
  { sessionPolicies, facts }: CallerExtras = {},
): DecidedRequest {
  const { action, resource, resourceAccount } = request;
  const gathered = gatherPolicies(organization, { principal, action, resource, resourceAccount }, load);
  const owner = gathered.resourceAccount;
  const full = {
    ...request,
    ...(owner === undefined ? {} : { resourceAccount: owner }),
    context: { ...gathered.context, ...request.context },
  };
  const policies = sessionPolicies === undefined ? gathered.policies : { ...gathered.policies, sessionPolicies };
  const trace = evaluate(full, policies, catalog, { ...gathered.facts, ...facts });
  return { trace: { ...trace, notes: [...trace.notes, ...gathered.notes] }, policies, levelNames: gathered.levelNames };
}
