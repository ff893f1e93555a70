import type { Decision } from '../evaluation/decision';
import { and, no, open, or, yes } from '../evaluation/ternary';
import type { Ternary } from '../evaluation/ternary';

// A part of a decision, as one number: three values for "denies", three for "allows".

/** Decisions, by the number that stands for them in an answer. */
export const decisions: readonly Decision[] = ['allowed', 'explicitDeny', 'implicitDeny', 'undetermined'];

export function codeOf(decision: Decision): number {
  return decisions.indexOf(decision);
}

export function partCode(deny: Ternary, allow: Ternary): number {
  return deny * 3 + allow;
}

/** Stands for: what is unknown takes part, so the whole has to be decided. */
export const needsAll = 255;

const ternaries: readonly Ternary[] = [no, open, yes];

/** The decision of guardrails and own policies, where no resource policy has a say; by `combined(guard, identity, sameAccount)`. */
const table = new Uint8Array(9 * 9 * 2);

for (const guardDeny of ternaries) {
  for (const gate of ternaries) {
    for (const ownDeny of ternaries) {
      for (const ownAllow of ternaries) {
        for (const sameAccount of [0, 1]) {
          const index = (partCode(guardDeny, gate) * 9 + partCode(ownDeny, ownAllow)) * 2 + sameAccount;
          const deny = or(guardDeny, ownDeny);
          const allow = and(gate, sameAccount === 1 ? ownAllow : no);
          table[index] =
            deny === yes
              ? codeOf('explicitDeny')
              : deny === open || allow === open
                ? needsAll
                : codeOf(allow === yes ? 'allowed' : 'implicitDeny');
        }
      }
    }
  }
}

/** The answer that two parts make, or `needsAll`. */
export function combined(guard: number, own: number, sameAccount: boolean): number {
  return table[(guard * 9 + own) * 2 + (sameAccount ? 1 : 0)] ?? needsAll;
}
