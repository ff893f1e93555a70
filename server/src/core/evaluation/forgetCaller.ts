import { isAccountId, parseArn } from '../policy/arn';
import { createContext, presentSlot, unknownSlot } from './context';
import type { ContextSlot } from './context';
import type { PreparedRequest } from './prepareRequest';

/**
 * The same request by nobody in particular: somebody of the resource's own account whose policy is looked at. What would follow from who calls
 * is unknown then, not what follows from the stand-in.
 */
export function forgetCaller(prepared: PreparedRequest): PreparedRequest {
  const { slots, derive, assumptions } = prepared.context;
  const ownerIsKnown = prepared.request.resourceAccount !== undefined || isAccountId(parseArn(prepared.request.resource)?.account ?? '');
  return {
    ...prepared,
    context: createContext(slots, (key) => slotOfCaller(key) ?? (ownerIsKnown ? undefined : slotOfOwner(key)) ?? derive(key), assumptions),
  };
}

/** Keys that tell who calls; some every request carries, others only those of some callers. */
function slotOfCaller(key: string): ContextSlot | undefined {
  switch (key) {
    case 'aws:principalarn':
    case 'aws:principalaccount':
    case 'aws:principaltype':
    case 'aws:userid':
    case 'kms:calleraccount':
      return presentSlot;
    case 'aws:username':
    case 'aws:principalorgid':
    case 'aws:tokenissuetime':
      return unknownSlot;
    case 'aws:principalorgpaths':
      return { ...unknownSlot, multivalued: true };
    default:
      return key.startsWith('aws:principaltag/') ? unknownSlot : undefined;
  }
}

function slotOfOwner(key: string): ContextSlot | undefined {
  return key === 'aws:resourceaccount' || key === 's3:resourceaccount' ? presentSlot : undefined;
}
