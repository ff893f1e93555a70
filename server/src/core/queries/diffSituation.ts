import type { Catalog } from '../catalog/catalog';
import { compileAction, readRequestAction } from '../evaluation/actions';
import type { RequestAction } from '../evaluation/actions';
import type { Statement } from '../policy/policy';

import { covers, reachOf } from './actionReach';
import type { ActionReach, ReachingElement } from './actionReach';
import type { AttachedStatement } from './bearingStatements';
import { actionSignature, classKeys, keysOf, patternsOf } from './decisionClasses';
import type { ActionClass, PatternSet } from './decisionClasses';
import { namingStatements } from './exampleResources';
import type { NamingStatement, ResourceScope } from './exampleResources';
import type { MemberPrincipal } from './members';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** What is the same for all principals of an account on whom the same statements bear. */
export interface Situation {
  readonly catalog: Catalog;
  readonly scope: ResourceScope;
  /** The actions that the changed statements reach. */
  readonly classes: readonly ActionClass[];
  readonly naming: readonly NamingStatement[];
  readonly patterns: PatternSet;
  /** Resources that have been looked at: whether a version lists them, and what tells them from others. */
  readonly resources: Map<string, { readonly isListed: boolean; readonly key: string }>;
}

/** Situations by what makes them, those of one account at a time, and everything that all of them share. */
export interface Situations {
  readonly catalog: Catalog;
  readonly reach: ActionReach;
  /** Changed statements of resource and trust policies. */
  readonly attached: readonly AttachedStatement[];
  /** The statements of all RCPs. */
  readonly controls: readonly Statement[];
  readonly numbers: WeakMap<Statement, number>;
  readonly count: { statements: number };
  readonly known: Map<string, Situation>;
  readonly last: { place: string };
  /** Context keys that some policy has asked for, and the signatures of actions as to these. */
  readonly keys: Set<string>;
  readonly signatures: Map<string, string>;
}

/** None yet. */
export function createSituations(
  catalog: Catalog,
  reach: ActionReach,
  attached: readonly AttachedStatement[],
  controls: readonly Statement[],
): Situations {
  const shared = { numbers: new WeakMap<Statement, number>(), count: { statements: 0 }, known: new Map<string, Situation>() };
  return { catalog, reach, attached, controls, ...shared, last: { place: '' }, keys: new Set(), signatures: new Map() };
}

/** The situation of a principal on whom some statements bear, `changed` of which only one version has. */
export function* situationOf(
  situations: Situations,
  { arn, account }: MemberPrincipal,
  bearing: readonly Statement[],
  changed: readonly Statement[],
  meter: Meter,
): SteppedQuery<Situation> {
  const { catalog, attached, controls, known, last } = situations;
  const scope = { partition: arn.split(':')[1] ?? 'aws', account: account.id, region: 'us-east-1' };
  const place = `${scope.partition} ${scope.account}`;
  if (last.place !== place) known.clear();
  last.place = place;
  const statements = [...new Set([...bearing, ...attached.map(({ statement }) => statement), ...controls])];
  const key = `${numbersOf(situations, statements)} ${numbersOf(situations, changed)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  // A trust policy names no resource: it means the role it belongs to.
  const bearers = attached.flatMap(({ arn: pattern, statement: { action } }) =>
    action === undefined
      ? []
      : [{ action: compileAction(action), examples: [{ pattern, resource: pattern, types: [], deeper: undefined }] }],
  );
  const named = [...new Set([...bearing, ...attached.map(({ statement }) => statement)])];
  const situation: Situation = {
    catalog,
    scope,
    classes: yield* classesOf(situations, statements, changed, meter),
    naming: [...namingStatements(catalog, named, scope), ...bearers],
    patterns: patternsOf(statements),
    resources: new Map(),
  };
  meter.spent += statements.length * costOf.prepare;
  known.set(key, situation);
  return situation;
}

function numbersOf({ numbers, count }: Situations, statements: readonly Statement[]): string {
  const found = statements.map((statement) => {
    const known = numbers.get(statement) ?? count.statements++;
    numbers.set(statement, known);
    return known;
  });
  return found.sort((a, b) => a - b).join();
}

/** The actions that changed statements reach, in classes that no statement divides. */
function* classesOf(
  situations: Situations,
  statements: readonly Statement[],
  changed: readonly Statement[],
  meter: Meter,
): SteppedQuery<readonly ActionClass[]> {
  const { catalog, reach } = situations;
  const sign = signaturesFor(situations, keysOf(statements), meter);
  const elements = yield* elementsOf(reach, catalog, statements, meter);
  const changedElements = yield* elementsOf(reach, catalog, changed, meter);
  const classes = new Map<string, { actions: RequestAction[]; made: ActionClass }>();
  for (const action of yield* reachedBy(reach, changedElements, meter)) {
    const known = catalog.action(action.full);
    const { key, types } = classKeys(action, known, elements, sign(action));
    const found = classes.get(`${key} ${types}`);
    if (found !== undefined) found.actions.push(action);
    else {
      const actions = [action];
      classes.set(`${key} ${types}`, { actions, made: { actions, representative: action, known, key } });
    }
    meter.spent += 1 + elements.length * 0.05;
    if (isDue(meter)) yield pause(meter, 0, reach.total);
  }
  return [...classes.values()].map(({ made }) => made);
}

/** What gives the signature of an action; each is made once, unless a policy asks for a key that none has asked for before. */
function signaturesFor(
  { catalog, signatures, keys }: Situations,
  asked: readonly string[],
  meter: Meter,
): (action: RequestAction) => string {
  const before = keys.size;
  for (const key of asked) keys.add(key);
  if (keys.size > before) signatures.clear();
  const all = [...keys];
  return (action) => {
    let signature = signatures.get(action.text);
    if (signature === undefined) {
      signature = actionSignature(catalog, action, all);
      signatures.set(action.text, signature);
      meter.spent += costOf.decide;
    }
    return signature;
  };
}

function* elementsOf(
  reach: ActionReach,
  catalog: Catalog,
  statements: readonly Statement[],
  meter: Meter,
): SteppedQuery<readonly ReachingElement[]> {
  const elements = new Set<ReachingElement>();
  for (const { action } of statements) if (action !== undefined) elements.add(yield* reachOf(reach, catalog, action, meter));
  return [...elements];
}

/** Actions of the catalog that some element covers, and those that one names and the catalog lacks. */
function* reachedBy(reach: ActionReach, elements: readonly ReachingElement[], meter: Meter): SteppedQuery<readonly RequestAction[]> {
  const found: RequestAction[] = [];
  for (const actions of reach.actions.values()) {
    for (const action of actions) if (elements.some((element) => covers(element, action, true))) found.push(action);
    meter.spent += actions.length * elements.length * 0.05;
    if (isDue(meter)) yield pause(meter, found.length, reach.total);
  }
  const unknown = new Set(elements.flatMap(({ compiled, unknown: names }) => (compiled.negated ? [] : names)));
  return [...found, ...[...unknown].map(readRequestAction)];
}
