import type { Catalog } from '../../../server/src/core/catalog/catalog';

import type { Caller } from './callers';
import { accountOf, callerOf, usesEndpoint } from './callers';
import { splitArn } from './resources';
import type { ScenarioJson } from './scenario';
import { toList } from './scenario';

/** What is known of one context key. */
export type KeyState =
  | { readonly state: 'value'; readonly values: readonly string[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly mayBeAbsent: boolean };

const absent = { state: 'absent' } as const;
const value = (...values: readonly string[]) => ({ state: 'value', values }) as const;

/** The given values, by key in lower case. */
function givenValues({ request }: ScenarioJson): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(request.context ?? {}).map(([key, values]) => [key.toLowerCase(), toList(values).map(String)]));
}

export function callerOfScenario(scenario: ScenarioJson): Caller {
  const given = givenValues(scenario);
  return callerOf(scenario.request.principal, given.get('aws:principalarn')?.[0], given.get('aws:assumedroot')?.[0]);
}

/** Owner of the resource: given, or named in its ARN; Organizations belongs to the management account (7); else the caller's own. */
export function ownerOf(scenario: ScenarioJson, caller: Caller): string | undefined {
  const { action, resource, resourceAccount } = scenario.request;
  if (resourceAccount !== undefined) return resourceAccount;
  const account = splitArn(resource)[4] ?? '';
  if (/^\d{12}$/.test(account)) return account;
  if (/^organizations:/i.test(action) && !isOwnAffair(scenario, caller) && scenario.managementAccount !== undefined)
    return scenario.managementAccount;
  return accountOf(caller);
}

/** Calls of an account about itself, and a member's root session, which no policy but the caller's can grant. */
export function isOwnAffair({ request: { action, resource } }: ScenarioJson, caller: Caller): boolean {
  if (/^organizations:(createorganization|describeorganization|leaveorganization|listhandshakesforaccount)$/i.test(action)) return true;
  if (/^organizations:(accept|decline|describe)handshake$/i.test(action) || /^sts:assumeroot$/i.test(action)) return true;
  if (!/^organizations:describeeffectivepolicy$/i.test(action)) return false;
  return resource === '*' || resource.split('/').at(-1) === accountOf(caller);
}

/** Whether the resource is the caller's own, as far as the formulas go. */
export function isAtHome(scenario: ScenarioJson, caller: Caller): boolean {
  const account = accountOf(caller);
  return account !== undefined && (ownerOf(scenario, caller) === account || isOwnAffair(scenario, caller));
}

/** Whether a key holds a set: the catalog knows, or it was given as a list. */
export function isMultivalued(scenario: ScenarioJson, key: string, catalog: Catalog): boolean {
  const known = catalog.conditionKey(key);
  if (known !== undefined) return known.multivalued;
  const given = Object.entries(scenario.request.context ?? {}).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
  return Array.isArray(given);
}

/** Semantics 10: given, else derived, else absent where AWS says so or the context is complete, else unknown. */
export function stateOf(key: string, scenario: ScenarioJson): KeyState {
  const name = key.toLowerCase();
  const given = givenValues(scenario).get(name);
  if (given !== undefined) return value(...given);
  const caller = callerOfScenario(scenario);
  const derived = derivedState(name, scenario, caller);
  if (derived !== undefined) return derived;
  if (scenario.request.contextIsComplete === false) return { state: 'unknown', mayBeAbsent: true };
  return absent;
}

const unknownValue = { state: 'unknown', mayBeAbsent: false } as const;
const unknown = { state: 'unknown', mayBeAbsent: true } as const;
const onlyThroughEndpoints = new Set(['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip']);
const ofPrincipalOrganization = new Set(['aws:principalorgid', 'aws:principalorgpaths']);

const toldBySomeServices = new Set(['aws:sourcevpcarn', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths']);

/** Undefined: nobody knows. A public address is there exactly when a request comes through no endpoint. */
function comesThroughEndpoint(scenario: ScenarioJson, caller: Caller): boolean | undefined {
  const given = givenValues(scenario);
  if ([...given.keys()].some((name) => onlyThroughEndpoints.has(name))) return true;
  if (!usesEndpoint(caller)) return false;
  if (scenario.vpcEndpointPolicies !== undefined && scenario.vpcEndpointPolicies.length > 0) return true;
  if (given.has('aws:sourceip') || isForwarded(scenario)) return false;
  return scenario.request.contextIsComplete === false ? undefined : false;
}

/** Semantics 2.6, FAS. */
function isForwarded(scenario: ScenarioJson): boolean {
  const given = givenValues(scenario);
  const told = given.get('aws:viaawsservice')?.[0];
  if (told !== undefined) return told.toLowerCase() === 'true';
  return ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'kms:viaservice'].some((key) => (given.get(key) ?? []).length > 0);
}

function networkState(name: string, scenario: ScenarioJson, caller: Caller): KeyState | undefined {
  const through = comesThroughEndpoint(scenario, caller);
  if (name === 'aws:sourceip') {
    if (through === true) return absent;
    if (through === undefined || isForwarded(scenario)) return unknown;
    return caller.kind === 'service' ? undefined : unknownValue;
  }
  const isPassRole = scenario.request.action.toLowerCase() === 'iam:passrole';
  if (toldBySomeServices.has(name)) return through === false || isPassRole ? absent : unknown;
  if (!onlyThroughEndpoints.has(name)) return undefined;
  return through === undefined ? unknown : through ? unknownValue : absent;
}

/** The keys of semantics 10 that tell of the credentials' session. */
function sessionState(name: string, { request }: ScenarioJson, caller: Caller): KeyState | undefined {
  const isSession = caller.kind === 'role' || caller.kind === 'federatedUser';
  const isAssumedRoot = caller.kind === 'root' && caller.isAssumed;
  const hasCredentials = 'account' in caller;
  if (name === 'aws:assumedroot') return absent;
  if (name === 'aws:tokenissuetime') return isSession || isAssumedRoot ? unknownValue : hasCredentials ? undefined : absent;
  if (name.startsWith('aws:multifactorauth')) return caller.kind === 'federatedUser' || !hasCredentials ? absent : undefined;
  if (name === 'aws:federatedprovider' && caller.kind === 'external' && /withwebidentity$/i.test(request.action))
    return value(caller.provider);
  if (name === 'aws:sourceidentity') return isSession || isAssumedRoot ? undefined : absent;
  const isOfRoles = name === 'aws:federatedprovider' || name === 'lambda:sourcefunctionarn' || name === 'ec2:sourceinstancearn';
  return isOfRoles && !isSession ? absent : undefined;
}

const canHaveTags = ({ kind }: Caller) => kind === 'user' || kind === 'role' || kind === 'federatedUser';

/** The management account is in an organization, and so is who has levels of SCPs, and whose resource has levels of RCPs. */
function isInOrganization(scenario: ScenarioJson, caller: Caller): boolean {
  const account = accountOf(caller);
  if (account === undefined) return false;
  if (account === scenario.managementAccount) return true;
  if (scenario.serviceControlPolicies !== undefined) return true;
  return scenario.resourceControlPolicies !== undefined && ownerOf(scenario, caller) === account;
}

/** Some of the actions that do not say who owns the resource. */
function tellsNoOwner({ request }: ScenarioJson): boolean {
  return /^(ec2:acceptvpcpeeringconnection|ec2:createvpcendpoint|ebs:.*)$/i.test(request.action);
}

/** The same of who owns the resource. */
function isResourceInOrganization(scenario: ScenarioJson, caller: Caller): boolean {
  const owner = ownerOf(scenario, caller);
  if (owner === undefined) return scenario.resourceControlPolicies !== undefined;
  if (owner === scenario.managementAccount || scenario.resourceControlPolicies !== undefined) return true;
  return owner === accountOf(caller) && isInOrganization(scenario, caller);
}

const alwaysPresent = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:securetransport',
  'aws:useragent',
  'aws:requestedregion',
  'aws:viaawsservice',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:userid',
]);

const onlyFromServices = new Set([
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
]);

function derivedState(name: string, scenario: ScenarioJson, caller: Caller): KeyState | undefined {
  const account = accountOf(caller);
  const fromCaller = callerFacts(caller)[name];
  if (fromCaller !== undefined) return fromCaller;
  if (name === 'aws:requestedregion') return regionState(scenario);
  if (name === 'aws:username') return absent;
  const fromSession = sessionState(name, scenario, caller);
  if (fromSession !== undefined) return fromSession;
  if (name === 'aws:viaawsservice') return value(String(isForwarded(scenario)));
  if (/^aws:calledvia(first|last)$/.test(name)) {
    const end = givenValues(scenario)
      .get('aws:calledvia')
      ?.at(name.endsWith('first') ? 0 : -1);
    if (end !== undefined) return value(end);
  }
  if (/^aws:calledvia(first|last)?$/.test(name) || name === 'kms:viaservice') return isForwarded(scenario) ? undefined : absent;
  if (name === 'kms:calleraccount' && account !== undefined) return value(account);
  if (name.startsWith('aws:principaltag/') && !canHaveTags(caller)) return absent;
  const fromNetwork = networkState(name, scenario, caller);
  if (fromNetwork !== undefined) return fromNetwork;
  if (ofPrincipalOrganization.has(name) && isInOrganization(scenario, caller)) return unknownValue;
  if (/^aws:resourceorg(id|paths)$/.test(name) && isResourceInOrganization(scenario, caller) && !tellsNoOwner(scenario))
    return unknownValue;
  const owner = ownerOf(scenario, caller);
  if (/^aws:resource(account|orgid|orgpaths)$/.test(name) && tellsNoOwner(scenario)) return absent;
  if ((name === 'aws:resourceaccount' || name === 's3:resourceaccount') && owner !== undefined) return value(owner);
  if (onlyFromServices.has(name) && 'account' in caller) return absent;
  return alwaysPresent.has(name) ? unknownValue : undefined;
}

/** The table of semantics 4.6, with the keys of the caller from 10. */
function callerFacts(caller: Caller): Readonly<Record<string, KeyState>> {
  switch (caller.kind) {
    case 'user':
      return { ...iamFacts(caller.account, 'User', caller.arn), 'aws:username': value(caller.name) };
    case 'role':
      return iamFacts(caller.account, 'AssumedRole', caller.roleArn);
    case 'federatedUser':
      return { ...iamFacts(caller.account, 'FederatedUser', caller.arn), 'aws:userid': value(`${caller.account}:${caller.name}`) };
    case 'root':
      return { ...iamFacts(caller.account, 'Account', caller.arn), 'aws:userid': value(caller.account) };
    case 'anonymous':
      return {
        'aws:principalaccount': value('anonymous'),
        'aws:principaltype': value('Anonymous'),
        'aws:userid': value('anonymous'),
        'aws:principalarn': absent,
        'aws:principalisawsservice': absent,
      };
    case 'service':
      return { 'aws:principalisawsservice': value('true') };
    case 'external':
      return {};
  }
}

function iamFacts(account: string, type: string, arn: string): Readonly<Record<string, KeyState>> {
  return {
    'aws:principalaccount': value(account),
    'aws:principaltype': value(type),
    'aws:principalarn': value(arn),
    'aws:principalisawsservice': value('false'),
  };
}

function regionState({ request }: ScenarioJson): KeyState {
  const region = splitArn(request.resource)[3] ?? '';
  if (region !== '') return value(region);
  if (/^(iam|organizations):/i.test(request.action)) return value('us-east-1');
  return unknownValue;
}
