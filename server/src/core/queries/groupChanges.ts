import type { AccessLevel, Catalog } from '../catalog/catalog';

import { sayOf } from './decisionChange';
import type { ChangeDecider, PrincipalChanges, RequestChange, Say } from './decisionChange';

/** Changes that people read as one: what principals of an account, who change alike, newly may or may not, and what decides it. */
export interface ChangeGroup {
  readonly account: { readonly id: string; readonly name: string };
  readonly before: Say;
  /** The direction: newly allowed, newly denied, now undetermined. */
  readonly after: Say;
  readonly decidedBy: ChangeDecider | null;
  /** ARNs, in the order of the organization. */
  readonly principals: readonly string[];
  readonly requests: readonly RequestGroup[];
  /** How many requests of each of the principals flip. */
  readonly changes: number;
}

/** Actions that flip on the same resources. */
export interface RequestGroup {
  readonly actions: readonly ActionGroup[];
  /** Patterns, sorted; undefined: every resource that was tried. */
  readonly resources: readonly string[] | undefined;
}

/** Actions of one service: all of it, all of an access level, or some by name. */
export type ActionGroup =
  | { readonly kind: 'service'; readonly service: string; readonly count: number }
  | { readonly kind: 'accessLevel'; readonly service: string; readonly accessLevel: AccessLevel; readonly count: number }
  /** Names without the service's prefix, sorted. */
  | { readonly kind: 'actions'; readonly service: string; readonly names: readonly string[] };

const directions: readonly Say[] = ['denied', 'allowed', 'undetermined'];

/** Puts together what flips alike: denied first, then allowed, then undetermined; accounts and principals in the order given. */
export function groupChanges(principals: readonly PrincipalChanges[], catalog: Catalog): readonly ChangeGroup[] {
  const parts = new Map<readonly RequestChange[], readonly Part[]>();
  const groups = new Map<string, Part & { readonly account: PrincipalChanges['account']; readonly principals: string[] }>();
  for (const { principal, account, changes } of principals) {
    const known = parts.get(changes) ?? partsOf(changes, catalog);
    parts.set(changes, known);
    for (const part of known) {
      const key = `${account.id} ${part.key}`;
      const group = groups.get(key);
      if (group !== undefined) group.principals.push(principal);
      else groups.set(key, { ...part, account, principals: [principal] });
    }
  }
  return directions.flatMap((direction) =>
    [...groups.values()]
      .filter(({ after }) => after === direction)
      .map(({ account, before, after, decidedBy, principals: who, requests, changes }): ChangeGroup => {
        return { account, before, after, decidedBy, principals: who, requests, changes };
      }),
  );
}

/** What flips for a principal in one way and by one decider; `key` is the same for all to whom the very same happens. */
interface Part extends Pick<ChangeGroup, 'before' | 'after' | 'decidedBy' | 'requests' | 'changes'> {
  readonly key: string;
}

function partsOf(changes: readonly RequestChange[], catalog: Catalog): readonly Part[] {
  const byDecider = new Map<string, RequestChange[]>();
  for (const change of changes) push(byDecider, JSON.stringify([sayOf(change.before), sayOf(change.after), change.decidedBy]), change);
  return [...byDecider].sort(byKey).flatMap(([decider, alike]): readonly Part[] => {
    const [first] = alike;
    if (first === undefined) return [];
    const requests = requestGroups(alike, catalog);
    const { decidedBy } = first;
    const key = `${decider} ${JSON.stringify(requests)}`;
    return [{ key, before: sayOf(first.before), after: sayOf(first.after), decidedBy, requests, changes: alike.length }];
  });
}

/** Resources by action, then actions by resources. */
function requestGroups(changes: readonly RequestChange[], catalog: Catalog): readonly RequestGroup[] {
  const resourcesOf = new Map<string, string[]>();
  const isEverywhere = new Set<string>();
  for (const { action, resourcePattern, everywhere } of changes) {
    push(resourcesOf, action, resourcePattern);
    if (everywhere) isEverywhere.add(action);
  }
  const byResources = new Map<string, { readonly resources: readonly string[] | undefined; readonly actions: string[] }>();
  for (const [action, patterns] of [...resourcesOf].sort(byKey)) {
    const resources = isEverywhere.has(action) ? undefined : [...new Set(patterns)].sort();
    const key = resources === undefined ? '' : JSON.stringify(resources);
    const known = byResources.get(key);
    if (known !== undefined) known.actions.push(action);
    else byResources.set(key, { resources, actions: [action] });
  }
  return [...byResources.values()].map(({ resources, actions }) => ({ resources, actions: actionGroups(actions, catalog) }));
}

/** Actions by service: the whole service where it is complete, else whole access levels, else names. */
function actionGroups(actions: readonly string[], catalog: Catalog): readonly ActionGroup[] {
  const services = new Map<string, string[]>();
  for (const action of actions) push(services, action.slice(0, action.indexOf(':')), action);
  return [...services].sort(byKey).flatMap(([service, names]): readonly ActionGroup[] => {
    const all = catalog.actionNames(service);
    // A service of one action is called by that action.
    if (all.length > 1 && names.length === all.length && isWithin(all, names)) return [{ kind: 'service', service, count: names.length }];
    return levelGroups(service, names, all, catalog);
  });
}

const accessLevels: readonly AccessLevel[] = ['list', 'read', 'write', 'tagging', 'permissions'];

function levelGroups(service: string, names: readonly string[], all: readonly string[], catalog: Catalog): readonly ActionGroup[] {
  const left = new Set(names);
  const levels = accessLevels.flatMap((accessLevel): readonly ActionGroup[] => {
    const ofLevel = all.filter((name) => catalog.action(name)?.accessLevel === accessLevel);
    if (ofLevel.length < 4 || !ofLevel.every((name) => left.has(name))) return [];
    for (const name of ofLevel) left.delete(name);
    return [{ kind: 'accessLevel', service, accessLevel, count: ofLevel.length }];
  });
  const named = [...left].map((name) => name.slice(service.length + 1)).sort();
  return named.length === 0 ? levels : [...levels, { kind: 'actions', service, names: named }];
}

function isWithin(all: readonly string[], names: readonly string[]): boolean {
  const known = new Set(names);
  return all.every((name) => known.has(name));
}

function push<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
