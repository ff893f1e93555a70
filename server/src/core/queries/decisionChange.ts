import type { DecidedBy, Decision } from '../evaluation/decision';

/**
 * What decides the side of a change that people ask about: the denied side; where neither is denied, the later one. Of an implicit deny it is
 * the layer (and level) that lacks the allow.
 */
export interface ChangeDecider extends DecidedBy {
  /** What the level of SCPs or RCPs is called: the root, an OU, an account. Null outside of them. */
  readonly place: string | null;
}

/** A request whose decision an edit flips, whoever makes it. */
export interface RequestChange {
  readonly action: string;
  /** The pattern of a statement, or the template of the catalog, for which a resource was tried. */
  readonly resourcePattern: string;
  readonly before: Decision;
  readonly after: Decision;
  /** Null where what decides is not known: the later side is undetermined. */
  readonly decidedBy: ChangeDecider | null;
  /** The action flips in this way on every resource that was tried. */
  readonly everywhere: boolean;
}

/** A decision that an edit flips: between allowed, denied and undetermined. */
export interface DecisionChange extends RequestChange {
  readonly principal: string;
}

/** What an edit flips for one principal. Principals for whom the same flips share one list. */
export interface PrincipalChanges {
  /** An ARN. */
  readonly principal: string;
  readonly account: { readonly id: string; readonly name: string };
  readonly changes: readonly RequestChange[];
}

/** What two versions of an organization decide differently, and what was compared to know. */
export interface DiffAnswer {
  /** Principals for whom something flips, account by account. */
  readonly principals: readonly PrincipalChanges[];
  /** Principals of one side only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly compared: ComparedDecisions;
}

/** Principals whose policies differ, those whose do not, and the decisions made on each side. */
export interface ComparedDecisions {
  readonly principals: number;
  readonly unchanged: number;
  readonly decisions: number;
}

/** Every change by itself: as many as principals times what flips for them. */
export function listChanges({ principals }: Pick<DiffAnswer, 'principals'>): readonly DecisionChange[] {
  return principals.flatMap(({ principal, changes }) => changes.map((change) => ({ principal, ...change })));
}

/** A decision as far as it matters to whoever asks. */
export type Say = 'allowed' | 'denied' | 'undetermined';

/** Whether a denial is explicit changes nothing for whoever is denied. */
export function sayOf(decision: Decision): Say {
  return decision === 'explicitDeny' || decision === 'implicitDeny' ? 'denied' : decision;
}
