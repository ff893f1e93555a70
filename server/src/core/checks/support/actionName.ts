import type { Catalog } from '../../catalog/catalog';

import { covers } from './glob';
import { hasPlaceholder } from './placeholder';
import { hashOf } from './redundancy';
import type { ListedPattern } from './redundancy';
import { sensitiveActions } from './sensitiveAction';
import type { SensitiveAction } from './sensitiveAction';

/** What checks ask about the text of an action, whatever statement it stands in. */
export interface ActionName extends ListedPattern {
  /** In lower case, as actions are compared. */
  readonly text: string;
  /** What the catalog says; `fine` as well where it cannot know. */
  readonly verdict: 'fine' | 'noPrefix' | 'unknownService' | 'unknownAction';
  /** The sensitive actions that it stands for. */
  readonly reaches: readonly SensitiveAction[];
}

/** Reads the text of an action. */
export function readActionName(text: string, catalog: Catalog): ActionName {
  const lower = text.toLowerCase();
  return {
    text: lower,
    hash: hashOf(lower),
    wildcard: lower.search(/[*?]/),
    verdict: verdictOn(text, catalog),
    reaches: reachedBy(lower),
  };
}

function verdictOn(text: string, catalog: Catalog): ActionName['verdict'] {
  const colon = text.indexOf(':');
  if (colon < 1) return /^\*+$/.test(text) || hasPlaceholder(text) ? 'fine' : 'noPrefix';
  const prefix = text.slice(0, colon);
  if (/[*?]/.test(prefix)) return 'fine';
  if (catalog.service(prefix) === undefined) {
    // Policies name retired services for years.
    return catalog.isRetiredService(prefix) || hasPlaceholder(text) ? 'fine' : 'unknownService';
  }
  return matchesAction(text, catalog) || hasPlaceholder(text) ? 'fine' : 'unknownAction';
}

/** An action that AWS removed counts, as it does for AWS. */
function matchesAction(text: string, catalog: Catalog): boolean {
  return catalog.matchesAction(text) || catalog.wasRemoved(text);
}

const nothing: readonly SensitiveAction[] = [];

function reachedBy(lower: string): readonly SensitiveAction[] {
  // Nearly all begin otherwise.
  const first = lower[0];
  if (first !== 'i' && first !== '*' && first !== '?') return nothing;
  return sensitiveActions.filter(({ lowerName }) => covers(lower, lowerName));
}
