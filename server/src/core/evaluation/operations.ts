import type { Action, Catalog, OperationCheck } from '../catalog/catalog';
import { resourceTypesOfArn } from '../catalog/resourceArn';
import { message } from '../text/message';
import type { Message } from '../text/message';
import { evaluate } from './evaluate';
import type { Decision } from './decision';
import type { AuthorizationRequest, ContextValue, PolicySet } from './request';
import type { Trace } from './trace';

/** A resource that an operation names. */
export interface OperationResource {
  readonly arn: string;
  /** Its owner; by default as for any request. */
  readonly account?: string | undefined;
}

/** An API call: one request, of as many permission checks as the operation has. */
export interface OperationRequest extends Pick<AuthorizationRequest, 'principal' | 'context' | 'contextIsComplete'> {
  readonly operation: string;
  readonly resources: readonly OperationResource[];
}

/** One permission check of a call. Without a request: the call has to name a resource for it, and names none. */
export interface RequestCheck {
  readonly action: string;
  readonly resource: string | undefined;
  readonly request: AuthorizationRequest | undefined;
}

export interface CheckDecision {
  readonly action: string;
  readonly resource: string | undefined;
  readonly decision: Decision;
}

/** The answer to an operation. */
export interface OperationTrace {
  readonly checks: readonly CheckDecision[];
  /** The check that decides, with the decision, problems and notes of the whole. */
  readonly trace: Trace;
}

export interface OperationChecks {
  readonly checks: readonly RequestCheck[];
  readonly problems: readonly Message[];
  readonly notes: readonly Message[];
}

/**
 * The permission checks that an operation is: each action on its own resource, owner and context keys.
 * <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
 */
export function checksOf(request: OperationRequest, catalog: Catalog): OperationChecks {
  const operation = catalog.operation(request.operation);
  if (operation === undefined) return singleAction(request, catalog);
  const problems: Message[] = [];
  const checks = operation.checks.flatMap((check): readonly RequestCheck[] => {
    if (!isMade(check, request)) return [];
    if (check.types.length === 0) return [checkOn(check.action, undefined, request, catalog, check.context)];
    const named = request.resources.filter(({ arn }) => isOfType(arn, check, catalog));
    const missing = named.length < check.need && (check.place === undefined || named[check.place] === undefined);
    const chosen = check.place === undefined ? named : named.slice(check.place, check.place + 1);
    const made = chosen.map((resource) => checkOn(check.action, resource, request, catalog, check.context));
    if (!missing) return made;
    problems.push(
      message('`{0}` also needs a resource of the type {1}, which the request does not name', check.action, check.types.join(' / ')),
    );
    return [...made, { action: check.action, resource: undefined, request: undefined }];
  });
  return { checks, problems, notes: [] };
}

function singleAction(request: OperationRequest, catalog: Catalog): OperationChecks {
  const name = request.operation;
  const dependents = catalog.action(name)?.dependentActions ?? [];
  const notes =
    dependents.length === 0
      ? [message('`{0}` is taken for the single action of its name', name)]
      : [
          message('`{0}` is taken for the single action of its name', name),
          message('Older data lists further actions for it, which are not decided here: {0}', dependents.join(', ')),
        ];
  const resources = request.resources.length === 0 ? [undefined] : request.resources;
  return { checks: resources.map((resource) => checkOn(name, resource, request, catalog, {})), problems: [], notes };
}

function isMade({ when }: OperationCheck, { context }: OperationRequest): boolean {
  const keys = Object.keys(context).map((key) => key.toLowerCase());
  switch (when) {
    case undefined:
      return true;
    case 'tags':
      return keys.some((key) => key === 'aws:tagkeys' || key.startsWith('aws:requesttag/'));
    case 'sourceIdentity':
      return keys.includes('sts:sourceidentity');
  }
}

/** The types of a check are named as its action's service names them; `iam:role` and `sts:role` are the same thing. */
function isOfType(arn: string, { types }: OperationCheck, catalog: Catalog): boolean {
  const [best] = resourceTypesOfArn(catalog, arn);
  return best !== undefined && types.includes(best.name);
}

function checkOn(
  action: string,
  resource: OperationResource | undefined,
  { principal, context, contextIsComplete }: OperationRequest,
  catalog: Catalog,
  added: Readonly<Record<string, string>>,
): RequestCheck {
  const arn = resource?.arn ?? '*';
  const carried = { ...carriedKeys(context, catalog.action(action), arn, catalog), ...added };
  const owner = resource?.account === undefined ? {} : { resourceAccount: resource.account };
  return { action, resource: arn, request: { principal, action, resource: arn, ...owner, context: carried, contextIsComplete } };
}

/** A key of a service exists only in the check whose action, or whose resource's type, has it: `ec2:InstanceType` only on the instance. */
function carriedKeys(
  context: Readonly<Record<string, ContextValue>>,
  action: Action | undefined,
  arn: string,
  catalog: Catalog,
): Readonly<Record<string, ContextValue>> {
  if (action === undefined) return context;
  const [type] = resourceTypesOfArn(catalog, arn);
  const ofType = action.resourceTypes.find(({ name }) => name === type?.name)?.conditionKeys ?? [];
  const has = new Set([...action.conditionKeys, ...ofType, ...(type?.conditionKeys ?? [])].map((key) => key.toLowerCase()));
  const isOwn = (key: string) => {
    const name = (catalog.conditionKey(key)?.name ?? key).toLowerCase();
    return catalog.conditionKey(key) === undefined || name.startsWith('aws:') || has.has(name);
  };
  return Object.fromEntries(Object.entries(context).filter(([key]) => isOwn(key)));
}

/** Decides a scenario's operation by the policies it gives. */
export function explainOperation(request: OperationRequest, policies: PolicySet, catalog: Catalog): OperationTrace {
  const holder = request.resources.find(({ arn }) => !isAlias(arn))?.arn;
  const ownPolicies = { ...policies, resourcePolicy: undefined };
  return decideChecks(request, checksOf(request, catalog), (check) =>
    evaluate(check, check.resource === holder ? policies : ownPolicies, catalog),
  );
}

/** No policy can be attached to the alias of a key. <https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html> */
function isAlias(arn: string): boolean {
  const [, , service, , , name = ''] = arn.split(':');
  return service === 'kms' && name.startsWith('alias/');
}

/** All checks must be allowed; the first that fails in the order explicit deny, implicit deny, undetermined decides. */
export function decideChecks(
  request: OperationRequest,
  { checks, problems, notes }: OperationChecks,
  decideOne: (request: AuthorizationRequest) => Trace,
): OperationTrace {
  const answered = checks.map((check) => ({ check, trace: check.request === undefined ? undefined : decideOne(check.request) }));
  const decisions = answered.map(({ check: { action, resource }, trace }): CheckDecision => ({
    action,
    resource,
    decision: trace?.decision ?? 'undetermined',
  }));
  const order: readonly Decision[] = ['explicitDeny', 'implicitDeny', 'undetermined', 'allowed'];
  const decision = order.find((candidate) => decisions.some((made) => made.decision === candidate)) ?? 'undetermined';
  const decisive = answered[decisions.findIndex((made) => made.decision === decision)]?.trace;
  const { principal, context, contextIsComplete } = request;
  const frame = decisive ?? nothingDecided(decideOne({ principal, action: request.operation, resource: '*', context, contextIsComplete }));
  const allNotes = [...frame.notes, ...notes];
  const failed = decision === 'allowed' ? [] : failing(frame.request, decisive !== undefined && checks.length > 1);
  return { checks: decisions, trace: { ...frame, decision, problems: [...frame.problems, ...problems], notes: [...failed, ...allNotes] } };
}

function failing({ action, resource }: AuthorizationRequest, isOneOfMany: boolean): readonly Message[] {
  return isOneOfMany ? [message('The check that decides is `{0}` on {1}', action, resource)] : [];
}

/** The frame of an answer that no check gives: a resource is missing. */
function nothingDecided(trace: Trace): Trace {
  return {
    ...trace,
    decidedBy: null,
    matchedStatements: [],
    missingContextKeys: [],
    layers: [],
    problems: [],
    statements: [],
    context: [],
    notes: [],
    possibleDecisions: [],
    rule: undefined,
  };
}
