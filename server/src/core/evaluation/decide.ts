import { settle } from './completions';
import { decideKnown } from './decideKnown';
import type { Verdict } from './decideKnown';
import type { CompiledPolicySet } from './policySet';
import type { PreparedRequest } from './prepareRequest';

/**
 * Whether a request is allowed, and what decided it: the cheap answer, for many requests. `explain` gives the same with every reason.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
 */
export function decide(prepared: PreparedRequest, set: CompiledPolicySet): Verdict {
  const verdict = decideKnown(prepared, set, prepared.context);
  return verdict.decision === 'undetermined' ? settle(prepared, set, { stopEarly: true }).verdict : verdict;
}
