import type { Catalog } from '../catalog/catalog';
import type { LevelNames } from '../evaluation/describeTrace';
import { evaluate } from '../evaluation/evaluate';
import type { ContextValue, PolicySet } from '../evaluation/request';
import type { Trace } from '../evaluation/trace';
import { findPrincipal } from '../organization/findPrincipal';
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
  | { readonly kind: 'answered'; readonly trace: Trace; readonly policies: PolicySet; readonly levelNames: LevelNames }
  /** The principal is nobody's name; `nearest` are names that somebody has. */
  | { readonly kind: 'unclear'; readonly message: Message; readonly nearest: readonly string[] };

export interface OrganizationSources {
  readonly organization: Organization;
  readonly load: LoadPolicy;
  readonly catalog: Catalog;
}

/** Whether a request would be allowed in an organization: everything attached to the caller, above it, and on the resource has its say. */
export function askOrganization(question: OrganizationQuestion, { organization, load, catalog }: OrganizationSources): OrganizationAnswer {
  const lookup = findPrincipal(organization, question.principal);
  if (lookup.kind === 'notFound') return { kind: 'unclear', message: lookup.message, nearest: lookup.nearest };
  const { action, resource, resourceAccount, contextIsComplete } = question;
  const gathered = gatherPolicies(organization, { principal: lookup.principal, action, resource, resourceAccount }, load);
  const owner = gathered.resourceAccount;
  const request = {
    principal: lookup.principal.arn,
    action,
    resource,
    ...(owner === undefined ? {} : { resourceAccount: owner }),
    context: { ...gathered.context, ...question.context },
    contextIsComplete,
  };
  const trace = evaluate(request, gathered.policies, catalog, gathered.facts);
  return { kind: 'answered', trace, policies: gathered.policies, levelNames: gathered.levelNames };
}
