import type { Catalog } from '../catalog/catalog';
import { readRequestAction } from '../evaluation/actions';
import type { RequestAction } from '../evaluation/actions';
import type { Statement } from '../policy/policy';

import { covers, reachOf } from './actionReach';
import type { ActionReach, ReachingElement } from './actionReach';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { meaningOf } from './bearingStatements';
import type { ChangedStatement } from './bearingStatements';

/** Numbers for statements: those that say the same have the same. */
export interface StatementNumbers {
  readonly byStatement: WeakMap<Statement, number>;
  readonly byMeaning: Map<string, number>;
}

export function createStatementNumbers(): StatementNumbers {
  return { byStatement: new WeakMap(), byMeaning: new Map() };
}

/** The number of a statement. */
export function numberOf({ byStatement, byMeaning }: StatementNumbers, statement: Statement): number {
  const known = byStatement.get(statement);
  if (known !== undefined) return known;
  const meaning = meaningOf(statement);
  const number = byMeaning.get(meaning) ?? byMeaning.size;
  byMeaning.set(meaning, number);
  byStatement.set(statement, number);
  return number;
}

/** What changed statements reach. Only statements that cover one of these actions can matter to what flips. */
export interface ReachedActions {
  /** Equal for changes of the same meaning. */
  readonly key: string;
  readonly actions: readonly RequestAction[];
  /** Whether an element covers one of the actions, by its number. */
  readonly relevant: Map<number, boolean>;
}

/** Finds what changed statements reach; each set of changes is looked at once. */
export interface ReachFinder {
  readonly catalog: Catalog;
  readonly reach: ActionReach;
  readonly numbers: StatementNumbers;
  readonly known: Map<string, ReachedActions>;
}

/** Elements whose statements say the same apart from their actions, by side. */
interface Body {
  readonly then: ReachingElement[];
  readonly now: ReachingElement[];
  readonly both: ReachingElement[];
}

/**
 * The actions of the catalog that changed statements cover, and those that one names and the catalog lacks; save what both versions cover
 * with statements that say the same: where a list of actions grew, what was in it before is not concerned.
 */
export function* reachedActions(finder: ReachFinder, changed: readonly ChangedStatement[], meter: Meter): SteppedQuery<ReachedActions> {
  const { catalog, reach, numbers, known } = finder;
  const names = changed.map(({ statement, side, body }) => `${side} ${numberOf(numbers, statement)} ${body}`);
  const key = [...new Set(names)].sort().join('\n');
  const found = known.get(key);
  if (found !== undefined) return found;
  const bodies = new Map<string, Body>();
  const unknown = new Set<string>();
  for (const { statement, side, body } of changed) {
    if (statement.action === undefined) continue;
    const element = yield* reachOf(reach, catalog, statement.action, meter);
    const of = bodies.get(body) ?? { then: [], now: [], both: [] };
    bodies.set(body, of);
    of[side].push(element);
    if (!element.compiled.negated) for (const name of element.unknown) unknown.add(name);
  }
  const isReached = (action: RequestAction, isKnown: boolean): boolean => {
    const covered = (elements: readonly ReachingElement[]): boolean => elements.some((element) => covers(element, action, isKnown));
    for (const { then, now, both } of bodies.values()) if (covered(both) || covered(then) !== covered(now)) return true;
    return false;
  };
  const actions: RequestAction[] = [];
  for (const ofService of reach.actions.values()) {
    for (const action of ofService) if (isReached(action, true)) actions.push(action);
    meter.spent += ofService.length * changed.length * 0.05;
    if (isDue(meter)) yield pause(meter, 0, reach.total);
  }
  const unlisted = [...unknown].map(readRequestAction).filter((action) => isReached(action, false));
  const created = { key: String(known.size), actions: [...actions, ...unlisted], relevant: new Map<number, boolean>() };
  known.set(key, created);
  return created;
}

/** Whether a statement covers one of the actions. */
export function* isRelevant(
  { catalog, reach }: ReachFinder,
  { actions, relevant }: ReachedActions,
  { action: element }: Statement,
  meter: Meter,
): SteppedQuery<boolean> {
  if (element === undefined) return false;
  const reaching = yield* reachOf(reach, catalog, element, meter);
  const known = relevant.get(reaching.id);
  if (known !== undefined) return known;
  const found = actions.some((action) => covers(reaching, action, catalog.action(action.full) !== undefined));
  meter.spent += actions.length * 0.1 + costOf.list;
  relevant.set(reaching.id, found);
  return found;
}

/** The action elements of some statements, each once. */
export function* elementsOf(
  reach: ActionReach,
  catalog: Catalog,
  statements: readonly Statement[],
  meter: Meter,
): SteppedQuery<readonly ReachingElement[]> {
  const elements = new Set<ReachingElement>();
  for (const { action } of statements) if (action !== undefined) elements.add(yield* reachOf(reach, catalog, action, meter));
  return [...elements];
}
