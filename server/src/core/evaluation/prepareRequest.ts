import type { AccessLevel, Action, Catalog } from '../catalog/catalog';
import { resourceTypesOfArn } from '../catalog/resourceArn';
import { isAccountId, parseArn } from '../policy/arn';
import type { Arn } from '../policy/arn';
import { message } from '../text/message';
import type { Message } from '../text/message';
import { readRequestAction } from './actions';
import type { RequestAction } from './actions';
import { accountOf, readCaller } from './caller';
import type { Caller } from './caller';
import { absentSlot, createContext, unknownSlot } from './context';
import type { ContextSlot, EvaluationContext } from './context';
import { deriveSlot, requestedRegion } from './contextFacts';
import { isMultivaluedKey } from './contextSource';
import type { AuthorizationRequest, ContextValue } from './request';
import type { RequestFacts } from './requestFacts';
import type { RequestResource } from './resources';
import { isAlwaysAllowed, mayBeLimited } from './serviceRules/hardLimits';
import { resourcePolicyMustGrant } from './serviceRules/policyKinds';
import { knownRequestResource } from './serviceRules/requestResources';
import { isOwnAffair, resourceOwner } from './serviceRules/resourceOwner';

/** A request, made ready once to be decided against many policy sets. */
export interface PreparedRequest {
  readonly request: AuthorizationRequest;
  readonly caller: Caller;
  readonly action: RequestAction;
  /** Undefined when the catalog has no such action. */
  readonly catalogAction: Action | undefined;
  readonly accessLevel: AccessLevel | undefined;
  readonly resource: RequestResource;
  readonly resourceAccount: string | undefined;
  /** Whether the formula for one account applies. */
  readonly sameAccount: boolean;
  /** aws, aws-cn and aws-us-gov never mix. */
  readonly samePartition: boolean;
  /** Whether RCPs reach the action at all. */
  readonly rcpReachesAction: boolean;
  /** `sts:GetCallerIdentity` is allowed whatever policies say. */
  readonly alwaysAllowed: boolean;
  /** Whether the resource policy must take part even within an account. */
  readonly resourcePolicyMustGrant: boolean;
  /** Whether a rule beside all policies could forbid it. */
  readonly mayBeLimited: boolean;
  readonly context: EvaluationContext;
  readonly facts: RequestFacts;
}

/** Makes a request ready. Anything may stand in it; what is wrong with it `requestProblems` tells. */
export function prepareRequest(request: AuthorizationRequest, facts: RequestFacts): PreparedRequest {
  const caller = readCaller(request);
  const action = readRequestAction(request.action);
  const catalogAction = facts.catalog.action(action.full);
  const arn = parseArn(request.resource);
  const account = accountOf(caller);
  const resourceAccount = resourceOwner(action.full, arn, request.resourceAccount, account, facts.managementAccount);
  const slots = readContext(request, facts.catalog);
  const resource = requestResource(request, action, catalogAction, arn, caller, slots, facts);
  const allFacts = completeFacts(facts, account, resourceAccount);
  const source = {
    caller,
    action,
    resource,
    resourceAccount,
    contextIsComplete: request.contextIsComplete,
    facts: allFacts,
    slots,
  };
  return {
    request,
    caller,
    action,
    catalogAction,
    accessLevel: catalogAction?.accessLevel,
    resource,
    resourceAccount,
    sameAccount:
      account !== undefined && (account === resourceAccount || isOwnAffair(action.full, arn, account, facts.isDelegatedAdministrator)),
    samePartition: !('partition' in caller) || arn === undefined || arn.partition === caller.partition,
    alwaysAllowed: isAlwaysAllowed(action, caller),
    resourcePolicyMustGrant: resourcePolicyMustGrant(action, resource),
    mayBeLimited: mayBeLimited(caller, action),
    rcpReachesAction: rcpReaches(facts.catalog, action, catalogAction),
    context: createContext(slots, (key) => deriveSlot(source, key), undefined),
    facts: allFacts,
  };
}

/** The management account is in its organization, and what is true of an account is true of both sides when they are the same. */
function completeFacts(facts: RequestFacts, account: string | undefined, resourceAccount: string | undefined): RequestFacts {
  const { managementAccount } = facts;
  const principalIn = facts.principalInOrganization ?? isIn(account, managementAccount);
  const resourceIn = facts.resourceInOrganization ?? isIn(resourceAccount, managementAccount);
  if (account === undefined || account !== resourceAccount) {
    if (principalIn === facts.principalInOrganization && resourceIn === facts.resourceInOrganization) return facts;
    return { ...facts, principalInOrganization: principalIn, resourceInOrganization: resourceIn };
  }
  const eitherIn = principalIn ?? resourceIn;
  const place = facts.principal ?? facts.resource;
  if (eitherIn === undefined && place === undefined) return facts;
  return { ...facts, principalInOrganization: eitherIn, resourceInOrganization: eitherIn, principal: place, resource: place };
}

function isIn(account: string | undefined, managementAccount: string | undefined): true | undefined {
  return account !== undefined && account === managementAccount ? true : undefined;
}

/**
 * RCPs reach listed services, and there only actions on a resource type; not kms:RetireGrant.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
 */
function rcpReaches(catalog: Catalog, action: RequestAction, catalogAction: Action | undefined): boolean {
  if (!catalog.supportsRcp(action.service) || action.full === 'kms:retiregrant') return false;
  return catalogAction === undefined || catalogAction.resourceTypes.length > 0;
}

function requestResource(
  request: AuthorizationRequest,
  action: RequestAction,
  catalogAction: Action | undefined,
  arn: Arn | undefined,
  caller: Caller,
  slots: ReadonlyMap<string, ContextSlot>,
  facts: RequestFacts,
): RequestResource {
  const text = request.resource;
  const service = action.service;
  if (text !== '*') {
    return {
      text,
      arn,
      fitsAction: arn === undefined || fitsAction(facts.catalog, catalogAction, arn),
      knownArn: undefined,
      mayBeUndocumented: false,
      service,
    };
  }
  const partition = 'partition' in caller ? caller.partition : 'aws';
  const region = slots.get('aws:requestedregion')?.values[0] ?? requestedRegion(action, undefined, partition);
  const known = knownRequestResource(action.full, {
    partition,
    region,
    account: accountOf(caller),
    managementAccount: facts.managementAccount,
  });
  const typeless = catalogAction === undefined || catalogAction.resourceTypes.length === 0;
  const mayBeUndocumented = typeless && !request.contextIsComplete && known?.isTheOnlyOne !== true;
  return { text, arn: undefined, fitsAction: true, knownArn: known?.arn, mayBeUndocumented, service };
}

/**
 * Whether the resource may be one that the action works on. It is not only when the catalog knows its type, and that is another
 * of the same service: the catalog's templates are no complete account of AWS's ARNs.
 */
export function fitsAction(catalog: Catalog, action: Action | undefined, arn: Arn): boolean {
  if (action === undefined || action.resourceTypes.length === 0) return true;
  for (const { name } of action.resourceTypes) {
    const type = catalog.resourceType(action.service, name);
    if (type !== undefined && matchesTemplate(type.arn, arn.text) && !goesDeeper(type.arn, arn.text)) return true;
  }
  const types = resourceTypesOfArn(catalog, arn.text).filter((type) => type.service === action.service);
  return types.length === 0 || types.some((type) => action.resourceTypes.some(({ name }) => name === type.name));
}

/** Whether an ARN has more slashes than its template: a longer path, or an instance of another type. */
function goesDeeper(template: string, arn: string): boolean {
  return slashes(arn) > slashes(template);
}

function slashes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) count++;
  return count;
}

/** Whether an ARN has the form of a template, each variable standing for some text. Nothing is built on the way. */
function matchesTemplate(template: string, arn: string): boolean {
  let from = 0;
  let at = 0;
  for (;;) {
    const variable = template.indexOf('${', from);
    const literal = variable < 0 ? template.slice(from) : template.slice(from, variable);
    const found = from === 0 ? 0 : arn.indexOf(literal, at + 1);
    if (variable < 0) return from === 0 ? arn === literal : literal === '' ? arn.length > at : arn.endsWith(literal) && found > at;
    if (found < 0 || (from === 0 && !arn.startsWith(literal))) return false;
    at = found + literal.length;
    from = template.indexOf('}', variable) + 1;
    if (from === 0) return false;
  }
}

/** The given slots. Two keys that differ in case only are one key with the values of both. */
function readContext(request: AuthorizationRequest, catalog: Catalog): Map<string, ContextSlot> {
  const slots = new Map<string, ContextSlot>();
  const settle = (key: string, slot: ContextSlot) => {
    const lookupKey = key.toLowerCase();
    if (!isGiven(request, lookupKey)) slots.set(lookupKey, { ...slot, multivalued: isMultivaluedKey(catalog, lookupKey) });
  };
  for (const key of request.unknownKeys ?? []) settle(key, unknownSlot);
  for (const key of request.absentKeys ?? []) settle(key, absentSlot);
  for (const key of Object.keys(request.context)) {
    const value = request.context[key];
    if (value === undefined) continue;
    const lookupKey = key.toLowerCase();
    const known = slots.get(lookupKey);
    const slot = givenSlot(value, lookupKey, catalog);
    slots.set(lookupKey, known === undefined ? slot : { ...slot, values: [...known.values, ...slot.values], multivalued: true });
  }
  return slots;
}

function isGiven({ context }: AuthorizationRequest, lookupKey: string): boolean {
  return Object.keys(context).some((given) => given.toLowerCase() === lookupKey);
}

function givenSlot(value: ContextValue, lookupKey: string, catalog: Catalog): ContextSlot {
  if (typeof value !== 'object') {
    return { state: 'value', values: [String(value)], multivalued: isMultivaluedKey(catalog, lookupKey), origin: 'given' };
  }
  const values = value.map(String);
  // An empty list is no value at all (decision A12).
  return { state: values.length === 0 ? 'absent' : 'value', values, multivalued: true, origin: 'given' };
}

/** What is wrong with a request, for people; it is answered all the same. */
export function requestProblems(prepared: PreparedRequest): readonly Message[] {
  const { caller, action, catalogAction, resource, request, facts } = prepared;
  const problems: Message[] = [];
  if (caller.kind === 'unreadable') problems.push(message('`{0}` is no principal', caller.text));
  if (!action.full.includes(':')) problems.push(message('`{0}` is no action: it needs a service prefix', action.text));
  else if (catalogAction === undefined) problems.push(message('unknown action `{0}` (catalog of {1})', action.text, facts.catalog.date));
  if (resource.text !== '*' && resource.arn === undefined) problems.push(message('`{0}` is neither an ARN nor `*`', resource.text));
  if (!resource.fitsAction) problems.push(message('{0} does not work on a resource like `{1}`', action.text, resource.text));
  if (resource.text === '*' && catalogAction !== undefined && catalogAction.resourceTypes.some(({ required }) => required)) {
    problems.push(message('{0} works on a resource; with `*`, only statements on all resources match', action.text));
  }
  if (request.resourceAccount !== undefined && !isAccountId(request.resourceAccount)) {
    problems.push(message('`{0}` is no account id', request.resourceAccount));
  }
  return problems;
}
