import type { Catalog } from '../catalog/catalog';
import type { LevelNames } from '../evaluation/describeTrace';
import type { AuthorizationRequest, ContextValue, PolicyInput, PolicySet, RequestPrincipal } from '../evaluation/request';
import type { OrganizationFacts } from '../evaluation/requestFacts';
import type { Trace } from '../evaluation/trace';
import { findPrincipal } from '../organization/findPrincipal';
import type { OrganizationPrincipal } from '../organization/findPrincipal';
import type { Organization } from '../organization/organization';
import type { LoadPolicy } from '../organization/policyLoader';
import type { Message } from '../text/message';

import { createCompiledPolicies } from './compiledPolicies';
import { gatherPolicies } from './gatherPolicies';
import type { SharedGathering } from './sharedGathering';
import { explainStanding, standingRequest } from './standingRequest';
import type { StandingRequest } from './standingRequest';

/** A request as people put it: the principal by name or ARN, the rest as in a scenario. */
export interface OrganizationQuestion {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

export type OrganizationAnswer = ({ readonly kind: 'answered' } & DecidedRequest) | UnclearQuestion;

/** The principal is nobody's name; `nearest` are names that somebody has. */
export interface UnclearQuestion {
  readonly kind: 'unclear';
  readonly message: Message;
  readonly nearest: readonly string[];
}

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
  /** What many requests have in common; left out: each is gathered by itself. */
  readonly shared?: SharedGathering | undefined;
}

/** Whether a request would be allowed in an organization: everything attached to the caller, above it, and on the resource has its say. */
export function askOrganization(question: OrganizationQuestion, sources: OrganizationSources): OrganizationAnswer {
  const standing = standInOrganization(question, sources);
  return standing.kind === 'unclear' ? standing : { kind: 'answered', ...answered(standing.standing) };
}

/** A question made ready, to be decided again and again; or why it cannot be asked. */
export type StandingQuestion = { readonly kind: 'standing'; readonly standing: StandingRequest } | UnclearQuestion;

/** Finds the principal of a question and gathers what bears on it; decides nothing. */
export function standInOrganization(question: OrganizationQuestion, sources: OrganizationSources): StandingQuestion {
  const lookup = findPrincipal(sources.organization, question.principal);
  if (lookup.kind === 'notFound') return { kind: 'unclear', message: lookup.message, nearest: lookup.nearest };
  const request = requestOf(question, lookup.principal.arn);
  return { kind: 'standing', standing: gathered(request, lookup.principal, sources) };
}

/** The request of a question, as the evaluator takes it. */
export function requestOf(question: OrganizationQuestion, principal: RequestPrincipal): AuthorizationRequest {
  const { action, resource, resourceAccount, context, contextIsComplete } = question;
  const owner = resourceAccount === undefined ? {} : { resourceAccount };
  return { principal, action, resource, ...owner, context, contextIsComplete };
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
  sources: OrganizationSources,
  extras: CallerExtras = {},
): DecidedRequest {
  return answered(gathered(request, principal, sources, extras));
}

function gathered(
  request: AuthorizationRequest,
  principal: OrganizationPrincipal,
  { organization, load, catalog, shared }: OrganizationSources,
  { sessionPolicies, facts }: CallerExtras = {},
): StandingRequest {
  const { action, resource, resourceAccount } = request;
  const found = gatherPolicies(organization, { principal, action, resource, resourceAccount }, load, shared);
  const owner = found.resourceAccount;
  const full = {
    ...request,
    ...(owner === undefined ? {} : { resourceAccount: owner }),
    context: Object.keys(found.context).length === 0 ? request.context : { ...found.context, ...request.context },
  };
  const policies = sessionPolicies === undefined ? found.policies : { ...found.policies, sessionPolicies };
  const known = facts === undefined ? found.facts : { ...found.facts, ...facts };
  return standingRequest(full, { policies, facts: known, levelNames: found.levelNames, notes: found.notes }, catalog);
}

function answered(standing: StandingRequest): DecidedRequest {
  const { policies, levelNames } = standing;
  return { trace: explainStanding(standing, createCompiledPolicies()), policies, levelNames };
}
