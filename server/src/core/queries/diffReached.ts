import type { Catalog } from '../catalog/catalog';
import { readRequestAction } from '../evaluation/actions';
import type { RequestAction } from '../evaluation/actions';
import type { Statement } from '../policy/policy';

import { covers, reachOf } from './actionReach';
import type { ActionReach, ReachingElement } from './actionReach';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { meaningOf } from './bearingStatements';

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

/** The actions of the catalog that some statement covers, and those that one names and the catalog lacks. */
export function* reachedActions(finder: ReachFinder, changed: readonly Statement[], meter: Meter): SteppedQuery<ReachedActions> {
  const { catalog, reach, numbers, known } = finder;
  const key = [...new Set(changed.map((statement) => numberOf(numbers, statement)))].sort((a, b) => a - b).join();
  const found = known.get(key);
  if (found !== undefined) return found;
  const elements = yield* elementsOf(reach, catalog, changed, meter);
  const actions: RequestAction[] = [];
  for (const names of reach.actions.values()) {
    for (const action of names) if (elements.some((element) => covers(element, action, true))) actions.push(action);
    meter.spent += names.length * elements.length * 0.05;
    if (isDue(meter)) yield pause(meter, 0, reach.total);
  }
  const unknown = new Set(elements.flatMap(({ compiled, unknown: names }) => (compiled.negated ? [] : names)));
  const created = { key, actions: [...actions, ...[...unknown].map(readRequestAction)], relevant: new Map<number, boolean>() };
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
