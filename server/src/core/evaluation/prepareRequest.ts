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
import type { ContextSlot, EvaluationContext } from './context';
import { deriveSlot, isMultivaluedKey, requestedRegion } from './contextFacts';
import type { AuthorizationRequest, ContextValue } from './request';
import type { RequestFacts } from './requestFacts';
import type { RequestResource } from './resources';
import { knownRequestResources } from './serviceRules/requestResources';
import { resourceOwner } from './serviceRules/resourceOwner';

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
  readonly sameAccount: boolean;
  /** aws, aws-cn and aws-us-gov never mix. */
  readonly samePartition: boolean;
  /** Whether RCPs reach the action at all. */
  readonly rcpReachesAction: boolean;
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
  const given = readContext(request, facts.catalog);
  const resource = requestResource(request, action, catalogAction, arn, caller, given, facts);
  const allFacts = completeFacts(facts, account, resourceAccount);
  const source = {
    caller,
    action,
    resource,
    resourceAccount,
    contextIsComplete: request.contextIsComplete,
    facts: allFacts,
    given,
  };
  return {
    request,
    caller,
    action,
    catalogAction,
    accessLevel: catalogAction?.accessLevel,
    resource,
    resourceAccount,
    sameAccount: account !== undefined && account === resourceAccount,
    samePartition: !('partition' in caller) || arn === undefined || arn.partition === caller.partition,
    rcpReachesAction: rcpReaches(facts.catalog, action, catalogAction),
    context: { slots: new Map(given), derive: (key) => deriveSlot(source, key), assumptions: undefined },
    facts: allFacts,
  };
}

/** The management account is in its organization, and an account is where its neighbour in the same account is. */
function completeFacts(facts: RequestFacts, account: string | undefined, resourceAccount: string | undefined): RequestFacts {
  const { managementAccount } = facts;
  if (managementAccount === undefined && account !== resourceAccount) return facts;
  const same = account !== undefined && account === resourceAccount;
  const principalIn = facts.principalInOrganization ?? (account !== undefined && account === managementAccount ? true : undefined);
  const resourceIn =
    facts.resourceInOrganization ?? (resourceAccount !== undefined && resourceAccount === managementAccount ? true : undefined);
  return {
    ...facts,
    principalInOrganization: principalIn ?? (same ? resourceIn : undefined),
    resourceInOrganization: resourceIn ?? (same ? principalIn : undefined),
    principal: facts.principal ?? (same ? facts.resource : undefined),
    resource: facts.resource ?? (same ? facts.principal : undefined),
  };
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
  given: ReadonlyMap<string, ContextSlot>,
  facts: RequestFacts,
): RequestResource {
  const text = request.resource;
  const service = action.service;
  if (text !== '*') {
    return { text, arn, fitsAction: fitsAction(facts.catalog, catalogAction, text), knownArns: [], mayBeUndocumented: false, service };
  }
  const partition = 'partition' in caller ? caller.partition : 'aws';
  const region = given.get('aws:requestedregion')?.values[0] ?? requestedRegion(action, undefined, partition);
  const knownArns = knownRequestResources(action.full, {
    partition,
    region,
    account: accountOf(caller),
    managementAccount: facts.managementAccount,
  });
  const typeless = catalogAction === undefined || catalogAction.resourceTypes.length === 0;
  return { text, arn: undefined, fitsAction: true, knownArns, mayBeUndocumented: typeless && !request.contextIsComplete, service };
}

/**
 * Whether the resource may be one that the action works on. It is not only when the catalog knows its type, and that is another
 * of the same service: the catalog's templates are no complete account of AWS's ARNs.
 */
function fitsAction(catalog: Catalog, action: Action | undefined, arn: string): boolean {
  if (action === undefined || action.resourceTypes.length === 0) return true;
  const types = resourceTypesOfArn(catalog, arn).filter((type) => type.service === action.service);
  return types.length === 0 || types.some((type) => action.resourceTypes.some(({ name }) => name === type.name));
}

/** The given slots. Two keys that differ in case only are one key with the values of both. */
function readContext(request: AuthorizationRequest, catalog: Catalog): Map<string, ContextSlot> {
  const slots = new Map<string, ContextSlot>();
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
