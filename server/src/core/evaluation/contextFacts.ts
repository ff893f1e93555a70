import type { Catalog } from '../catalog/catalog';
import type { RequestAction } from './actions';
import type { Caller } from './caller';
import { absentSlot, presentSlot, unknownSlot } from './context';
import type { ContextSlot } from './context';
import type { AccountFacts, RequestFacts } from './requestFacts';
import type { RequestResource } from './resources';

/** What a request already says, from which the keys that nobody gave follow. */
export interface ContextSource {
  readonly caller: Caller;
  readonly action: RequestAction;
  readonly resource: RequestResource;
  readonly resourceAccount: string | undefined;
  readonly contextIsComplete: boolean;
  readonly facts: RequestFacts;
  /** The slots by key in lower case: those that were given, and what has been derived so far. */
  readonly slots: ReadonlyMap<string, ContextSlot>;
}

/**
 * The slot of a key that nobody gave. A key that AWS documents as always present is derived or its value is unknown, never absent;
 * a key that this kind of caller cannot carry is absent; any other is absent or unknown, as the request says of its context.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
 */
export function deriveSlot(source: ContextSource, lookupKey: string): ContextSlot {
  return (
    principalSlot(source, lookupKey) ??
    networkSlot(source, lookupKey) ??
    resourceSlot(source, lookupKey) ??
    tagSlot(source, lookupKey) ??
    unlisted(source, lookupKey)
  );
}

function principalSlot(source: ContextSource, key: string): ContextSlot | undefined {
  const { caller } = source;
  switch (key) {
    case 'aws:principalarn':
      return principalArn(caller);
    case 'aws:principalaccount':
      if (caller.kind === 'anonymous') return fromPrincipal('anonymous');
      return 'account' in caller ? fromPrincipal(caller.account) : presentSlot;
    case 'aws:principaltype':
      return principalType(caller);
    case 'aws:userid':
      return userId(caller);
    case 'aws:username':
      return caller.kind === 'user' ? fromPrincipal(caller.name) : caller.kind === 'unreadable' ? unknownSlot : absentSlot;
    case 'aws:principalisawsservice':
      return isUnsigned(caller)
        ? absentSlot
        : caller.kind === 'unreadable'
          ? presentSlot
          : fromPrincipal(String(caller.kind === 'service'));
    case 'aws:principalservicename':
      return caller.kind === 'service' ? fromPrincipal(caller.name) : absentSlot;
    case 'aws:principalservicenameslist':
      return { ...(caller.kind === 'service' ? presentSlot : absentSlot), multivalued: true };
    case 'aws:principalorgid':
      return 'account' in caller ? organizationId(source.facts.principal, source.facts.principalInOrganization, source) : absentSlot;
    case 'aws:principalorgpaths':
      return 'account' in caller
        ? organizationPaths(source.facts.principal, source.facts.principalInOrganization, source)
        : { ...absentSlot, multivalued: true };
    case 'aws:tokenissuetime':
      return caller.kind === 'role' || caller.kind === 'federatedUser' ? presentSlot : unlisted(source, key);
    case 'kms:calleraccount':
      return source.action.service === 'kms' && 'account' in caller ? fromPrincipal(caller.account) : undefined;
    case 'aws:sourcearn':
    case 'aws:sourceaccount':
    case 'aws:sourceorgid':
      return caller.kind === 'service' || caller.kind === 'unreadable' ? unlisted(source, key) : absentSlot;
    case 'aws:sourceorgpaths':
      return { ...(caller.kind === 'service' || caller.kind === 'unreadable' ? unlisted(source, key) : absentSlot), multivalued: true };
    default:
      return undefined;
  }
}

function isUnsigned(caller: Caller): boolean {
  return caller.kind === 'anonymous' || caller.kind === 'external';
}

/** The role behind a session, never the session; the federated user itself; `:root` for the root user. */
function principalArn(caller: Caller): ContextSlot {
  if (isUnsigned(caller)) return absentSlot;
  if (!('account' in caller)) return presentSlot;
  if (caller.kind !== 'role') return fromPrincipal(caller.arn);
  return caller.roleArnIsKnown ? fromPrincipal(caller.roleArn) : presentSlot;
}

function principalType(caller: Caller): ContextSlot {
  switch (caller.kind) {
    case 'root':
      return fromPrincipal('Account');
    case 'user':
      return fromPrincipal('User');
    case 'role':
      return fromPrincipal('AssumedRole');
    case 'federatedUser':
      return fromPrincipal('FederatedUser');
    case 'anonymous':
      return fromPrincipal('Anonymous');
    default:
      return presentSlot;
  }
}

function userId(caller: Caller): ContextSlot {
  switch (caller.kind) {
    case 'root':
      return fromPrincipal(caller.account);
    case 'federatedUser':
      return fromPrincipal(`${caller.account}:${caller.name}`);
    case 'anonymous':
      return fromPrincipal('anonymous');
    default:
      return presentSlot;
  }
}

/** Unique ids, addresses and times nobody can derive; whether somebody calls on another's behalf the request says. */
function networkSlot(source: ContextSource, key: string): ContextSlot | undefined {
  switch (key) {
    case 'aws:currenttime':
    case 'aws:epochtime':
    case 'aws:securetransport':
    case 'aws:useragent':
      return presentSlot;
    case 'aws:viaawsservice':
      return isGiven(source, 'aws:calledvia') || isGiven(source, 'aws:calledviafirst') ? fromRequest('true') : fromRequest('false');
    case 'aws:calledvia':
      return { ...(isDirect(source) ? absentSlot : unlisted(source, key)), multivalued: true };
    case 'aws:calledviafirst':
    case 'aws:calledvialast':
    case 'kms:viaservice':
      return isDirect(source) ? absentSlot : unlisted(source, key);
    case 'aws:sourceip':
      return source.facts.viaVpcEndpoint === true || isGiven(source, 'aws:sourcevpce') ? absentSlot : undefined;
    case 'aws:sourcevpc':
    case 'aws:sourcevpce':
    case 'aws:vpcsourceip':
      return source.facts.viaVpcEndpoint === true ? presentSlot : undefined;
    case 'aws:vpceorgpaths':
      return { ...unlisted(source, key), multivalued: true };
    default:
      return undefined;
  }
}

function isDirect(source: ContextSource): boolean {
  return source.slots.get('aws:viaawsservice')?.values[0]?.toLowerCase() !== 'true';
}

function isGiven(source: ContextSource, key: string): boolean {
  return source.slots.get(key)?.origin === 'given';
}

// Services with one endpoint, in us-east-1.
const globalServices: ReadonlySet<string> = new Set([
  'account',
  'aws-portal',
  'billing',
  'budgets',
  'ce',
  'cloudfront',
  'cur',
  'iam',
  'organizations',
  'route53',
  'route53domains',
  'support',
  'waf',
]);

/** The Region that a request goes to, where resource or service tell. */
export function requestedRegion(action: RequestAction, arnRegion: string | undefined, partition: string | undefined): string | undefined {
  if (arnRegion !== undefined && arnRegion !== '' && arnRegion !== '*') return arnRegion;
  return globalServices.has(action.service) && (partition ?? 'aws') === 'aws' ? 'us-east-1' : undefined;
}

function resourceSlot(source: ContextSource, key: string): ContextSlot | undefined {
  switch (key) {
    case 'aws:requestedregion': {
      const arn = source.resource.arn;
      const partition = 'partition' in source.caller ? source.caller.partition : arn?.partition;
      const region = requestedRegion(source.action, arn?.region, partition);
      return region === undefined ? presentSlot : fromResource(region);
    }
    case 'aws:resourceaccount':
      return source.resourceAccount === undefined ? presentSlot : fromResource(source.resourceAccount);
    case 's3:resourceaccount':
      if (source.action.service !== 's3') return undefined;
      return source.resourceAccount === undefined ? presentSlot : fromResource(source.resourceAccount);
    case 'aws:resourceorgid':
      return organizationId(source.facts.resource, source.facts.resourceInOrganization, source);
    case 'aws:resourceorgpaths':
      return organizationPaths(source.facts.resource, source.facts.resourceInOrganization, source);
    default:
      return undefined;
  }
}

/** An account known to be in an organization has an organization's id, if only an unknown one. */
function organizationId(account: AccountFacts | undefined, inOrganization: boolean | undefined, source: ContextSource): ContextSlot {
  if (account !== undefined) return fromOrganization([account.organizationId], false);
  if (inOrganization === true) return presentSlot;
  return inOrganization === false || source.contextIsComplete ? absentSlot : unknownSlot;
}

function organizationPaths(account: AccountFacts | undefined, inOrganization: boolean | undefined, source: ContextSource): ContextSlot {
  if (account !== undefined) return fromOrganization([account.organizationPath], true);
  const slot = organizationId(undefined, inOrganization, source);
  return { ...slot, multivalued: true };
}

function tagSlot(source: ContextSource, key: string): ContextSlot | undefined {
  if (key.startsWith('aws:principaltag/')) {
    // Users, roles and sessions have tags; the root user and callers without an account have none.
    if (!('account' in source.caller) || source.caller.kind === 'root') {
      return source.caller.kind === 'unreadable' ? unknownSlot : absentSlot;
    }
    const tags = source.facts.principalTags;
    if (tags === undefined) return undefined;
    const value = findTag(tags, key.slice('aws:principaltag/'.length));
    if (value !== undefined) return fromPrincipal(value);
    // A session may bring tags of its own.
    return source.caller.kind === 'user' ? absentSlot : undefined;
  }
  if (key.startsWith('aws:resourcetag/')) {
    const tags = source.facts.resourceTags;
    if (tags === undefined) return undefined;
    const value = findTag(tags, key.slice('aws:resourcetag/'.length));
    return value === undefined ? absentSlot : fromResource(value);
  }
  return undefined;
}

function findTag(tags: Readonly<Record<string, string>>, lowerName: string): string | undefined {
  return Object.entries(tags).find(([name]) => name.toLowerCase() === lowerName)?.[1];
}

function unlisted(source: ContextSource, key: string): ContextSlot {
  const slot = source.contextIsComplete ? absentSlot : unknownSlot;
  return isMultivaluedKey(source.facts.catalog, key) ? { ...slot, multivalued: true } : slot;
}

// Global keys with several values; those of services are in the catalog.
const multivaluedGlobalKeys: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
]);

/** Whether a key takes several values. */
export function isMultivaluedKey(catalog: Catalog, lookupKey: string): boolean {
  if (lookupKey.startsWith('aws:')) return multivaluedGlobalKeys.has(lookupKey);
  return catalog.conditionKey(lookupKey)?.multivalued === true;
}

function fromPrincipal(value: string): ContextSlot {
  return { state: 'value', values: [value], multivalued: false, origin: 'principal' };
}

function fromResource(value: string): ContextSlot {
  return { state: 'value', values: [value], multivalued: false, origin: 'resource' };
}

function fromRequest(value: string): ContextSlot {
  return { state: 'value', values: [value], multivalued: false, origin: 'request' };
}

function fromOrganization(values: readonly string[], multivalued: boolean): ContextSlot {
  return { state: 'value', values, multivalued, origin: 'organization' };
}
