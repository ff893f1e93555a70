import type { DiffAnswer, Say } from '../../core/queries/decisionChange';
import type { FlippedRequest } from '../../core/queries/flippedRequests';
import type { ChangeGroup } from '../../core/queries/groupChanges';
import type { Message } from '../../core/text/message';

/** An organization, or a policy by itself, in two versions. */
export interface Comparison {
  readonly kind: 'organization' | 'policy';
  /** Where it lies, from the root of the repository; undefined where two places were given. */
  readonly place: string | undefined;
  readonly answer: DiffAnswer;
  readonly groups: readonly ChangeGroup[];
}

/** What changed, but is compared with nothing. */
export interface NotCompared {
  readonly place: string;
  readonly reason: Message;
  /** It should have been compared, and cannot be read. */
  readonly failed: boolean;
}

/** Organizations or policies that one version has and the other has not, by their places. */
export interface OneSided {
  readonly kind: 'organization' | 'policy';
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** All that differs between two versions of whatever was compared. */
export interface DiffReport {
  /** What was compared with what; undefined where two places were given. */
  readonly versions: { readonly before: string; readonly after: Message } | undefined;
  readonly comparisons: readonly Comparison[];
  readonly oneSided: readonly OneSided[];
  readonly notCompared: readonly NotCompared[];
  /** Tests that are decided otherwise, and how many were asked. */
  readonly tests: { readonly flipped: readonly FlippedRequest[]; readonly asked: number };
}

/** Decisions that differ, by what they are now. */
export function countDirections({ comparisons }: DiffReport): Readonly<Record<Say, number>> {
  const counts: Record<Say, number> = { denied: 0, allowed: 0, undetermined: 0 };
  for (const { groups } of comparisons) for (const { after, changes, principals } of groups) counts[after] += changes * principals.length;
  return counts;
}

/** Sums over all comparisons. */
export function countCompared({ comparisons }: DiffReport): DiffAnswer['compared'] {
  const counts = { principals: 0, unchanged: 0, decisions: 0 };
  for (const { answer } of comparisons) {
    counts.principals += answer.compared.principals;
    counts.unchanged += answer.compared.unchanged;
    counts.decisions += answer.compared.decisions;
  }
  return counts;
}

/** 2: something cannot be read; 1: something differs. */
export function exitCodeOf({ comparisons, oneSided, notCompared, tests }: DiffReport): number {
  if (notCompared.some(({ failed }) => failed)) return 2;
  const differs = comparisons.some(({ answer }) => answer.principals.length + answer.added.length + answer.removed.length > 0);
  return differs || tests.flipped.length > 0 || oneSided.some(({ added, removed }) => added.length + removed.length > 0) ? 1 : 0;
}
