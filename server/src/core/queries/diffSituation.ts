import type { Catalog } from '../catalog/catalog';
import { compileAction } from '../evaluation/actions';
import type { RequestAction } from '../evaluation/actions';
import type { Statement } from '../policy/policy';

import type { AttachedStatement } from './bearingStatements';
import { actionSignature, classKeys, keysOf, patternsOf } from './decisionClasses';
import type { ActionClass, PatternSet } from './decisionClasses';
import { elementsOf, numberOf } from './diffReached';
import type { ReachFinder, ReachedActions } from './diffReached';
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
  readonly finder: ReachFinder;
  readonly known: Map<string, Situation>;
  readonly last: { place: string };
  /** Context keys that some policy has asked for, and the signatures of actions as to these. */
  readonly keys: Set<string>;
  readonly signatures: Map<string, string>;
}

/** None yet. */
export function createSituations(finder: ReachFinder): Situations {
  return { finder, known: new Map(), last: { place: '' }, keys: new Set(), signatures: new Map() };
}

/** What bears on a principal, as far as it covers an action that the edit reaches. */
export interface Bearing {
  /** Of the principal's own policies and of what is above it. */
  readonly own: readonly Statement[];
  /** Of resource and trust policies. */
  readonly attached: readonly AttachedStatement[];
  /** Of the RCPs of all accounts. */
  readonly controls: readonly Statement[];
}

/** The situation of a principal on whom some statements bear, with the actions that the edit reaches. */
export function* situationOf(
  situations: Situations,
  { arn, account }: MemberPrincipal,
  { own, attached, controls }: Bearing,
  reached: ReachedActions,
  meter: Meter,
): SteppedQuery<Situation> {
  const { known, last, finder } = situations;
  const { catalog } = finder;
  const scope = { partition: arn.split(':')[1] ?? 'aws', account: account.id, region: 'us-east-1' };
  const place = `${scope.partition} ${scope.account}`;
  if (last.place !== place) known.clear();
  last.place = place;
  const statements = [...new Set([...own, ...attached.map(({ statement }) => statement), ...controls])];
  const key = `${numbersOf(finder, statements)} ${reached.key}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  // A trust policy names no resource: it means the role it belongs to.
  const bearers = attached.flatMap(({ arn: pattern, statement: { action } }) =>
    action === undefined
      ? []
      : [{ action: compileAction(action), examples: [{ pattern, resource: pattern, types: [], deeper: undefined }] }],
  );
  const named = [...new Set([...own, ...attached.map(({ statement }) => statement)])];
  const situation: Situation = {
    catalog,
    scope,
    classes: yield* classesOf(situations, statements, reached, meter),
    naming: [...namingStatements(catalog, named, scope), ...bearers],
    patterns: patternsOf(statements),
    resources: new Map(),
  };
  meter.spent += statements.length * costOf.prepare;
  known.set(key, situation);
  return situation;
}

function numbersOf({ numbers }: ReachFinder, statements: readonly Statement[]): string {
  return statements
    .map((statement) => numberOf(numbers, statement))
    .sort((a, b) => a - b)
    .join();
}

/** The actions that changed statements reach, in classes that no statement divides. */
function* classesOf(
  situations: Situations,
  statements: readonly Statement[],
  reached: ReachedActions,
  meter: Meter,
): SteppedQuery<readonly ActionClass[]> {
  const { catalog, reach } = situations.finder;
  const sign = signaturesFor(situations, keysOf(statements), meter);
  const elements = yield* elementsOf(reach, catalog, statements, meter);
  const classes = new Map<string, { actions: RequestAction[]; made: ActionClass }>();
  for (const action of reached.actions) {
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
  { finder: { catalog }, signatures, keys }: Situations,
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
