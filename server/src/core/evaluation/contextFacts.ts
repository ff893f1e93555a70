import type { RequestAction } from './actions';
import type { Caller } from './caller';
import { absentSlot, presentSlot, unknownSlot } from './context';
import type { ContextSlot } from './context';
import { fromOrganization, fromPrincipal, fromResource, unlisted } from './contextSource';
import type { ContextSource } from './contextSource';
import { networkSlot } from './networkFacts';
import type { AccountFacts } from './requestFacts';
import { sessionSlot } from './sessionFacts';

/**
 * The slot of a key that nobody gave. A key that AWS documents as always present is derived or its value is unknown, never absent;
 * a key that this kind of caller cannot carry is absent; any other is absent or unknown, as the request says of its context.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
 */
export function deriveSlot(source: ContextSource, lookupKey: string): ContextSlot {
  return (
    principalSlot(source, lookupKey) ??
    sessionSlot(source, lookupKey) ??
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
      if (tellsNoOwner(source.action)) return absentSlot;
      return source.resourceAccount === undefined ? presentSlot : fromResource(source.resourceAccount);
    case 's3:resourceaccount':
      if (source.action.service !== 's3') return undefined;
      return source.resourceAccount === undefined ? presentSlot : fromResource(source.resourceAccount);
    case 'aws:resourceorgid':
      if (tellsNoOwner(source.action)) return absentSlot;
      return organizationId(source.facts.resource, source.facts.resourceInOrganization, source);
    case 'aws:resourceorgpaths':
      if (tellsNoOwner(source.action)) return { ...absentSlot, multivalued: true };
      return organizationPaths(source.facts.resource, source.facts.resourceInOrganization, source);
    default:
      return undefined;
  }
}

// Actions that do not say who owns the resource; of events:PutEvents that is so for old targets only.
// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount>
const withoutOwner: ReadonlySet<string> = new Set([
  'auditmanager:updateassessmentframeworkshare',
  'detective:acceptinvitation',
  'ds:acceptshareddirectory',
  'ec2:accepttransitgatewaypeeringattachment',
  'ec2:acceptvpcendpointconnections',
  'ec2:acceptvpcpeeringconnection',
  'ec2:createtransitgatewaypeeringattachment',
  'ec2:createvpcendpoint',
  'ec2:createvpcpeeringconnection',
  'es:acceptinboundconnection',
  'guardduty:acceptadministratorinvitation',
  'macie2:acceptinvitation',
  'route53:associatevpcwithhostedzone',
  'route53:createvpcassociationauthorization',
  'securityhub:acceptadministratorinvitation',
]);

function tellsNoOwner(action: RequestAction): boolean {
  return action.service === 'ebs' || withoutOwner.has(action.full);
}

/**
 * "This key is included in the request context only if the principal is a member of an organization", the management account included; so
 * an account known to be in an organization has an organization's id, if only an unknown one.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgid>
 */
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
