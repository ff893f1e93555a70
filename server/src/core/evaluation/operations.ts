import type { Action, Catalog, Operation, OperationCheck, ResourceType } from '../catalog/catalog';
import { checksMade } from '../catalog/operationChecks';
import { resourceTypesOfArn } from '../catalog/resourceArn';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Decision } from './decision';
import { evaluate } from './evaluate';
import { policiesOfResources } from './operationPolicies';
import type { AuthorizationRequest, ContextValue, PolicyInput, PolicySet } from './request';
import type { OrganizationFacts } from './requestFacts';
import { concernsTrustPolicy } from './serviceRules/policyKinds';
import { readRequestAction } from './actions';
import type { Trace } from './trace';

/** A resource that an operation names. */
export interface OperationResource {
  readonly arn: string;
  /** Its owner; by default as for any request. */
  readonly account?: string | undefined;
  /** Its own policy. */
  readonly resourcePolicy?: PolicyInput | undefined;
  /** The RCPs of its owner's path. */
  readonly resourceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
}

/** An API call: one request, of as many permission checks as the operation has. */
export interface OperationRequest extends Pick<
  AuthorizationRequest,
  'principal' | 'context' | 'contextIsComplete' | 'unknownKeys' | 'absentKeys'
> {
  readonly operation: string;
  readonly resources: readonly OperationResource[];
}

/** One permission check of a call. Without a request: the call has to name a resource for it, and names none. */
export interface RequestCheck {
  readonly action: string;
  readonly resource: string | undefined;
  readonly request: AuthorizationRequest | undefined;
  /** Whether nothing in the request says if the call makes it: where it is not allowed, the call is undetermined. */
  readonly isPerhaps?: boolean;
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
  const used = new Set<OperationResource>();
  const { made: certain, perhaps } = checksMade(operation, keysGiven(request));
  const checks = [...operation.checks, ...operation.conditional].flatMap((check): readonly RequestCheck[] => {
    const named = request.resources.filter(({ arn }) => isOfType(arn, check, catalog));
    const chosen = check.place === undefined ? named : named.slice(check.place, check.place + 1);
    for (const resource of chosen) used.add(resource);
    const isPerhaps = perhaps.includes(check);
    if (!isPerhaps && !certain.includes(check)) return [];
    const others = keysOfOtherChecks(operation, check);
    if (check.types.length === 0) return [{ ...checkOn(check, undefined, request, catalog, others), isPerhaps }];
    const missing = named.length < check.need && (check.place === undefined || named[check.place] === undefined);
    const made = chosen.map((resource) => ({ ...checkOn(check, resource, request, catalog, others), isPerhaps }));
    if (!missing) return made;
    problems.push(
      message('`{0}` also needs a resource of the type {1}, which the request does not name', check.action, check.types.join(' / ')),
    );
    return [...made, { action: check.action, resource: undefined, request: undefined }];
  });
  for (const resource of request.resources) {
    if (!used.has(resource)) problems.push(message('no check of `{0}` is on a resource like `{1}`', operation.name, resource.arn));
  }
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
  const check = { action: name, context: {} };
  return { checks: resources.map((resource) => checkOn(check, resource, request, catalog, [])), problems: [], notes };
}

/** The keys that a request carries, or may carry with a value that nobody knows. */
function keysGiven({ context, unknownKeys = [] }: OperationRequest): readonly string[] {
  const given = Object.entries(context).filter(([, value]) => typeof value !== 'object' || value.length > 0);
  return [...given.map(([key]) => key), ...unknownKeys];
}

/** The types of a check are those of its action's service: a role is both `iam:role` and `sts:role`. */
function isOfType(arn: string, { action, types }: OperationCheck, catalog: Catalog): boolean {
  const type = typeIn(serviceOf(action), arn, catalog);
  return type !== undefined && types.includes(type.name);
}

/** What an ARN is among the resource types of a service. */
function typeIn(service: string, arn: string, catalog: Catalog): ResourceType | undefined {
  return resourceTypesOfArn(catalog, arn).find((type) => type.service === service);
}

function serviceOf(action: string): string {
  return action.slice(0, Math.max(action.indexOf(':'), 0)).toLowerCase();
}

/** Keys that the operation's data gives to other checks: `iam:PassedToService` is no part of the check on the function. */
function keysOfOtherChecks({ checks }: Operation, check: OperationCheck): readonly string[] {
  return checks.flatMap((other) => (other.action === check.action ? [] : Object.keys(other.context)));
}

function checkOn(
  check: Pick<OperationCheck, 'action' | 'context'>,
  resource: OperationResource | undefined,
  { principal, context, contextIsComplete, unknownKeys = [], absentKeys = [] }: OperationRequest,
  catalog: Catalog,
  keysOfOthers: readonly string[],
): RequestCheck {
  const { action } = check;
  const arn = resource?.arn ?? '*';
  const carried = carriedKeys(context, catalog.action(action), arn, catalog, keysOfOthers);
  const owner = resource?.account === undefined ? {} : { resourceAccount: resource.account };
  const request = {
    principal,
    action,
    resource: arn,
    ...owner,
    context: { ...carried.context, ...check.context },
    contextIsComplete,
    unknownKeys,
    absentKeys: [...absentKeys, ...carried.absentKeys],
  };
  return { action, resource: arn, request };
}

/**
 * A key of a service exists only in the check whose action, or whose resource's type, has it: `ec2:InstanceType` only on the instance.
 * Elsewhere it is absent, even when nobody knows the rest of the context.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists>
 */
function carriedKeys(
  context: Readonly<Record<string, ContextValue>>,
  action: Action | undefined,
  arn: string,
  catalog: Catalog,
  keysOfOthers: readonly string[],
): { readonly context: Readonly<Record<string, ContextValue>>; readonly absentKeys: readonly string[] } {
  // The checks of taking a role are all of one call on one trust policy, and are seen to share its keys.
  if (action === undefined || concernsTrustPolicy(readRequestAction(action.name))) return { context, absentKeys: [] };
  const type = typeIn(action.service, arn, catalog);
  const ofType = action.resourceTypes.find(({ name }) => name === type?.name)?.conditionKeys ?? [];
  const has = new Set([...action.conditionKeys, ...ofType, ...(type?.conditionKeys ?? [])].map((key) => key.toLowerCase()));
  const isOwn = (key: string) => {
    const name = (catalog.conditionKey(key)?.name ?? key).toLowerCase();
    return catalog.conditionKey(key) === undefined || name.startsWith('aws:') || has.has(name);
  };
  // Of a resource whose type nobody knows, nobody knows which keys it lacks.
  const ofOtherTypes = type === undefined ? [] : action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys);
  const elsewhere = [...ofOtherTypes, ...keysOfOthers].filter((key) => !key.includes('${') && !isOwn(key));
  const given = Object.entries(context);
  return {
    context: Object.fromEntries(given.filter(([key]) => isOwn(key))),
    absentKeys: [...elsewhere, ...given.flatMap(([key]) => (isOwn(key) ? [] : [key]))],
  };
}

/** Decides a scenario's operation by the policies it gives. */
export function explainOperation(
  request: OperationRequest,
  policies: PolicySet,
  catalog: Catalog,
  facts?: OrganizationFacts,
): OperationTrace {
  const made = checksOf(request, catalog);
  const { policiesOf, problems } = policiesOfResources(request, made.checks, policies, catalog);
  const all = { ...made, problems: [...made.problems, ...problems] };
  return decideChecks(request, all, (check) => evaluate(check, policiesOf(check), catalog, facts));
}

/** All checks must be allowed; the first that fails in the order explicit deny, implicit deny, undetermined decides. */
export function decideChecks(
  request: OperationRequest,
  { checks, problems, notes }: OperationChecks,
  decideOne: (request: AuthorizationRequest) => Trace,
): OperationTrace {
  const answered = checks.map((check) => ({ check, trace: check.request === undefined ? undefined : decideOne(check.request) }));
  const decisions = answered.map(({ check: { action, resource, isPerhaps = false }, trace }): CheckDecision => ({
    action,
    resource,
    decision: trace === undefined || (isPerhaps && trace.decision !== 'allowed') ? 'undetermined' : trace.decision,
  }));
  const order: readonly Decision[] = ['explicitDeny', 'implicitDeny', 'undetermined', 'allowed'];
  const decision = order.find((candidate) => decisions.some((made) => made.decision === candidate)) ?? 'undetermined';
  const decisive = answered[decisions.findIndex((made) => made.decision === decision)]?.trace;
  const { principal, context, contextIsComplete } = request;
  const frame = decisive ?? nothingDecided(decideOne({ principal, action: request.operation, resource: '*', context, contextIsComplete }));
  const allNotes = [...frame.notes, ...notes];
  const failed = decision === 'allowed' ? [] : failing(frame.request, decisive !== undefined && checks.length > 1);
  const missingContextKeys = decision === 'undetermined' ? missingKeys(answered.flatMap(({ trace }) => trace ?? [])) : [];
  return {
    checks: decisions,
    trace: { ...frame, decision, missingContextKeys, problems: [...frame.problems, ...problems], notes: [...failed, ...allNotes] },
  };
}

/** The unknown keys that any of some requests hangs on. */
export function missingKeys(traces: readonly Trace[]): readonly string[] {
  return [...new Set(traces.flatMap(({ missingContextKeys }) => missingContextKeys))];
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
