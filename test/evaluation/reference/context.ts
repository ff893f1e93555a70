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
  return callerOf(scenario.request.principal, givenValues(scenario).get('aws:principalarn')?.[0]);
}

/** Owner of the resource: given, or named in its ARN; Organizations belongs to the management account (7); else the caller's own. */
export function ownerOf(scenario: ScenarioJson, caller: Caller): string | undefined {
  const { action, resource, resourceAccount } = scenario.request;
  if (resourceAccount !== undefined) return resourceAccount;
  const account = splitArn(resource)[4] ?? '';
  if (/^\d{12}$/.test(account)) return account;
  const isOfOrganization = /^organizations:/i.test(action) && !/^organizations:describeorganization$/i.test(action);
  if (isOfOrganization && scenario.managementAccount !== undefined) return scenario.managementAccount;
  return accountOf(caller);
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
const onlyThroughEndpoints = new Set(['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip']);
const ofPrincipalOrganization = new Set(['aws:principalorgid', 'aws:principalorgpaths']);

function comesThroughEndpoint(scenario: ScenarioJson, caller: Caller): boolean {
  if (scenario.vpcEndpointPolicies !== undefined && usesEndpoint(caller)) return true;
  return [...givenValues(scenario).keys()].some((name) => onlyThroughEndpoints.has(name));
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
  if (name === 'aws:viaawsservice') return value(String(givenValues(scenario).has('aws:calledvia')));
  if (name === 'aws:calledvia') return absent;
  if (name === 'aws:tokenissuetime' && (caller.kind === 'role' || caller.kind === 'federatedUser')) return unknownValue;
  if (name === 'kms:calleraccount' && account !== undefined) return value(account);
  if (name.startsWith('aws:principaltag/') && !canHaveTags(caller)) return absent;
  if (name === 'aws:sourceip' && comesThroughEndpoint(scenario, caller)) return absent;
  if (onlyThroughEndpoints.has(name) && comesThroughEndpoint(scenario, caller)) return unknownValue;
  if (ofPrincipalOrganization.has(name) && isInOrganization(scenario, caller)) return unknownValue;
  const owner = ownerOf(scenario, caller);
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
