import type { Catalog } from '../catalog/catalog';
import { compileAction, matchAction, matchActionPattern, readRequestAction } from '../evaluation/actions';
import type { ActionPattern, CompiledAction, RequestAction } from '../evaluation/actions';
import type { PatternElement } from '../policy/policy';

import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** An `Action` or `NotAction` element with the actions of the catalog that its patterns match. */
export interface ReachingElement {
  /** A number of its own; elements that say the same are one. */
  readonly id: number;
  readonly compiled: CompiledAction;
  /** Names that the patterns match, be it `Action` or `NotAction`. */
  readonly matched: ReadonlySet<string>;
  /** Actions that the element names and the catalog lacks. */
  readonly unknown: readonly string[];
}

/** The actions of a catalog, and what elements reach of them; each element is looked at once. */
export interface ActionReach {
  readonly total: number;
  readonly actions: ReadonlyMap<string, readonly RequestAction[]>;
  readonly elements: Map<string, ReachingElement>;
}

/** Lists the actions of a catalog, service by service, in steps. */
export function* listActions(catalog: Catalog, meter: Meter): SteppedQuery<ActionReach> {
  const actions = new Map<string, readonly RequestAction[]>();
  let total = 0;
  for (const service of catalog.services()) {
    const names = catalog.actionNames(service);
    actions.set(service, names.map(readRequestAction));
    total += names.length;
    meter.spent += costOf.account + names.length * costOf.list;
    if (isDue(meter)) yield pause(meter, total, catalog.counts.actions);
  }
  return { actions, total, elements: new Map() };
}

/** What an element reaches. */
export function* reachOf(reach: ActionReach, catalog: Catalog, element: PatternElement, meter: Meter): SteppedQuery<ReachingElement> {
  const texts = element.values.map(({ text }) => text);
  const key = JSON.stringify([element.negated, ...texts]);
  const known = reach.elements.get(key);
  if (known !== undefined) return known;
  const compiled = compileAction(element);
  const matched = new Set<string>();
  for (const pattern of compiled.patterns) {
    for (const actions of candidates(reach, pattern)) {
      for (const action of actions) if (matchActionPattern(pattern, action)) matched.add(action.text);
      meter.spent += actions.length * 0.1;
      if (isDue(meter)) yield pause(meter, 0, reach.total);
    }
  }
  const unknown = texts.filter((text) => /^[^*?:\s]+:[^*?\s]+$/.test(text) && catalog.action(text) === undefined);
  const created = { id: reach.elements.size, compiled, matched, unknown };
  reach.elements.set(key, created);
  return created;
}

function candidates({ actions }: ActionReach, { service }: ActionPattern): Iterable<readonly RequestAction[]> {
  return service.kind === 'exact' ? [actions.get(service.text) ?? []] : actions.values();
}

/** Whether an element covers an action, which `isKnown` to the catalog or not. */
export function covers({ compiled, matched }: ReachingElement, action: RequestAction, isKnown: boolean): boolean {
  return isKnown ? matched.has(action.text) !== compiled.negated : matchAction(compiled, action);
}
