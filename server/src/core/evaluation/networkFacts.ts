import { absentSlot, presentSlot, unknownSlot } from './context';
import type { ContextSlot } from './context';
import { fromRequest, givenValues, isGiven, unlisted } from './contextSource';
import type { ContextSource } from './contextSource';

/**
 * The keys of how a request travels and on whose behalf. Unique ids, addresses and times nobody can derive.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties>
 */
export function networkSlot(source: ContextSource, key: string): ContextSlot | undefined {
  switch (key) {
    case 'aws:currenttime':
    case 'aws:epochtime':
    case 'aws:securetransport':
    case 'aws:useragent':
      return presentSlot;
    case 'aws:viaawsservice':
      return fromRequest(String(isForwarded(source)));
    case 'aws:calledvia':
      return { ...(isForwarded(source) ? unlisted(source, key) : absentSlot), multivalued: true };
    case 'aws:calledviafirst':
    case 'aws:calledvialast':
      return endOfCalls(source, key);
    case 'kms:viaservice':
      return isForwarded(source) ? unlisted(source, key) : absentSlot;
    case 'aws:sourceip':
      return sourceIp(source);
    case 'aws:sourcevpc':
    case 'aws:sourcevpce':
    case 'aws:vpcsourceip':
      return ofEndpoint(source, presentSlot);
    case 'aws:sourcevpcarn':
    case 'aws:vpceaccount':
    case 'aws:vpceorgid':
      // Not every service tells these, and iam:PassRole never does.
      return source.action.full === 'iam:passrole' ? absentSlot : ofEndpoint(source, unknownSlot);
    case 'aws:vpceorgpaths':
      return { ...(source.action.full === 'iam:passrole' ? absentSlot : ofEndpoint(source, unknownSlot)), multivalued: true };
    default:
      return undefined;
  }
}

const keysOfForwarding = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', 'kms:viaservice'];

/** Whether a service asks on somebody's behalf. <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html> */
function isForwarded(source: ContextSource): boolean {
  const told = givenValues(source, 'aws:viaawsservice')?.[0];
  if (told !== undefined) return told.toLowerCase() === 'true';
  return keysOfForwarding.some((key) => (givenValues(source, key) ?? []).length > 0);
}

/** The first and the last service of `aws:CalledVia`. */
function endOfCalls(source: ContextSource, key: 'aws:calledviafirst' | 'aws:calledvialast'): ContextSlot {
  const services = givenValues(source, 'aws:calledvia');
  const end = services?.at(key === 'aws:calledviafirst' ? 0 : -1);
  if (end !== undefined) return fromRequest(end);
  return isForwarded(source) ? unlisted(source, key) : absentSlot;
}

/**
 * Whether the request comes through a VPC endpoint: then it has the endpoint's keys and no `aws:SourceIp`, else it is the other way round.
 * Undefined: nobody knows. A forwarded request does not keep what the first call came through.
 */
function comesThroughEndpoint(source: ContextSource): boolean | undefined {
  if (['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'].some((key) => isGiven(source, key))) return true;
  const { kind } = source.caller;
  if (kind === 'service' || kind === 'external') return false;
  if (source.facts.viaVpcEndpoint === true) return true;
  if (isForwarded(source) || isGiven(source, 'aws:sourceip') || source.contextIsComplete) return false;
  return undefined;
}

function ofEndpoint(source: ContextSource, whenThere: ContextSlot): ContextSlot {
  const through = comesThroughEndpoint(source);
  return through === true ? whenThere : through === false ? absentSlot : unknownSlot;
}

function sourceIp(source: ContextSource): ContextSlot {
  const through = comesThroughEndpoint(source);
  if (through === true) return absentSlot;
  // AWS's pages disagree whether a forwarded request has the first caller's address, the service's, or none.
  if (through === undefined || isForwarded(source)) return unknownSlot;
  // What a service calls by itself tells no network.
  return source.caller.kind === 'service' ? unlisted(source, 'aws:sourceip') : presentSlot;
}
