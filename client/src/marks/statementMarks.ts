import * as l10n from '@vscode/l10n';

import type { ExercisedStatement } from '../../../server/src/protocol/decisions';

/** What is said of a statement in the gutter. */
export type MarkKind = 'decided' | 'matched' | 'neverMatched';

export const markKinds: readonly MarkKind[] = ['decided', 'matched', 'neverMatched'];

/** What a mark says of a statement; undefined: nothing is claimed, since requests may match it and nobody knows whether they do. */
export function markOf({ decided, matched, open }: Pick<ExercisedStatement, 'decided' | 'matched' | 'open'>): MarkKind | undefined {
  if (decided > 0) return 'decided';
  if (matched > 0) return 'matched';
  return open > 0 ? undefined : 'neverMatched';
}

/** The mark in words, of so many requests on which the policy has a say. */
export function describeMark(
  { decided, matched, open }: Pick<ExercisedStatement, 'decided' | 'matched' | 'open'>,
  requests: number,
): string {
  const asked = requests === 1 ? l10n.t('1 request') : l10n.t('{0} requests', requests);
  const perhaps = open === 0 ? '' : ` · ${l10n.t('may match {0} more', open)}`;
  if (matched === 0) return `${l10n.t('matched by none of {0}', asked)}${perhaps}`;
  return `${l10n.t('decides {0}, matches {1} of {2}', decided, matched, asked)}${perhaps}`;
}
