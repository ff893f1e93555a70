import type { CompiledStatement } from '../../evaluation/compile';
import { lookUp } from '../../evaluation/context';
import { no, yes } from '../../evaluation/ternary';

import { neighbouringActions } from './actionCandidates';
import type { KeyChoice } from './conditionValues';
import { applies, askKnown, ownTrace, placeFor } from './exercise';
import type { Asked, Exercise } from './exercise';
import type { Ground, TestRequest } from './ground';
import { principalCandidates } from './principalCandidates';
import { neighbouringResources } from './resourceCandidates';
import { conditionsByKey, outcomesOf, withChoice } from './solveContext';
import type { KeyConditions } from './solveContext';

/** What a request differs in from the one that a statement is exercised with. */
export type Variation =
  | { readonly kind: 'key'; readonly key: string; readonly choice: KeyChoice }
  | { readonly kind: 'action' }
  | { readonly kind: 'resource' }
  | { readonly kind: 'principal'; readonly beyond: boolean };

/** A request beside the one that a statement is exercised with. */
export interface VariedRequest {
  readonly variation: Variation;
  readonly asked: Asked;
  /** Whether the statement still applies. */
  readonly applies: boolean;
}

type Exercised = Exercise & { readonly kind: 'exercised' };

/** What a statement's requests are varied within. */
export interface VariationSources {
  readonly policy: readonly CompiledStatement[];
  readonly ground: Ground;
}

/** How many keys of a statement are varied. */
const keysVaried = 6;

/**
 * For each key that a statement's conditions ask for: a value that just fails them, another that satisfies them where there is an edge, and
 * lists and no value where those come out in a way of their own.
 */
export function* conditionVariations(
  statement: CompiledStatement,
  { asked }: Exercised,
  sources: VariationSources,
): Generator<VariedRequest> {
  for (const group of conditionsByKey(statement).slice(0, keysVaried)) {
    for (const choice of tellingChoices(group, asked.request, sources.ground)) {
      const request = withChoice(asked.request, group.key, choice);
      const varied = askKnown(request, statement, sources.policy, sources.ground);
      // Where the answer hung on other keys, they were given; the varied one stays as it was meant.
      yield {
        variation: { kind: 'key', key: group.key, choice },
        asked: varied,
        applies: applies(statement, varied.trace, sources.ground),
      };
    }
  }
}

function tellingChoices(group: KeyConditions, request: TestRequest, ground: Ground): readonly KeyChoice[] {
  const given = Object.entries(request.context).find(([key]) => key.toLowerCase() === group.lookupKey)?.[1];
  if (given === undefined && followsFromCaller(group, request, ground)) return [];
  const outcomes = outcomesOf(group, request, ground).filter(({ choice }) => !isSame(choice, given));
  const fails = outcomes.find(({ choice, outcome }) => choice !== undefined && outcome === no);
  const satisfies = isOrdered(group) ? outcomes.find(({ choice, outcome }) => choice !== undefined && outcome === yes) : undefined;
  const mixed = outcomes.filter(({ choice }) => Array.isArray(choice) && choice.length > 1);
  const mixedBoth = [mixed.find(({ outcome }) => outcome === no), mixed.find(({ outcome }) => outcome === yes)];
  const absent = outcomes.find(({ choice }) => choice === undefined);
  const absentTells = absent !== undefined && absent.outcome === (asksForPresence(group) ? no : yes);
  const chosen = [fails, satisfies, ...mixedBoth, ...(absentTells || (fails === undefined && absent?.outcome === no) ? [absent] : [])];
  return [
    ...new Map(chosen.flatMap((one) => (one === undefined ? [] : [[JSON.stringify(one.choice ?? null), one.choice] as const]))).values(),
  ];
}

/** A key that the caller or the resource gives is varied by asking somebody else, not by saying something else of the same. */
function followsFromCaller({ lookupKey }: KeyConditions, request: TestRequest, ground: Ground): boolean {
  const { state, origin } = lookUp(ground.prepare(request).context, lookupKey);
  return state === 'value' && origin !== 'given' && origin !== 'none';
}

/** Whether the values have an order, so that there is an edge between those that satisfy and those that do not. */
function isOrdered({ conditions }: KeyConditions): boolean {
  return conditions.some(({ operator }) => ['numeric', 'date', 'ipAddress'].includes(operator?.family.kind ?? ''));
}

/** Whether the conditions are about the key's being there at all. */
function asksForPresence({ conditions }: KeyConditions): boolean {
  return conditions.some(({ operator }) => operator?.family.kind === 'null');
}

function isSame(one: KeyChoice, other: KeyChoice): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Requests that a statement nearly applies to: another action of the service, another resource, another caller. */
export function* nearMisses(statement: CompiledStatement, exercised: Exercised, sources: VariationSources): Generator<VariedRequest> {
  const { request } = exercised.asked;
  const { ground } = sources;
  yield* first(neighbouringActions(statement, request.action, ground.catalog), (action) =>
    missed(statement, { ...request, action }, 'Action', { kind: 'action' }, sources),
  );
  const { context } = ground.prepare(request);
  const place = placeFor(exercised.principal, ground);
  yield* first(neighbouringResources(statement, request.resource, context, place), (resource) =>
    missed(statement, { ...request, resource }, 'Resource', { kind: 'resource' }, sources),
  );
  yield* otherPrincipals(statement, exercised, sources);
}

function* first<Item>(items: Iterable<Item>, attempt: (item: Item) => VariedRequest | undefined): Generator<VariedRequest> {
  for (const item of items) {
    const found = attempt(item);
    if (found === undefined) continue;
    yield found;
    return;
  }
}

function missed(
  statement: CompiledStatement,
  request: TestRequest,
  element: 'Action' | 'Resource',
  variation: Variation,
  { policy, ground }: VariationSources,
): VariedRequest | undefined {
  const asked = askKnown(request, undefined, policy, ground);
  const own = ownTrace(statement, asked.trace, ground);
  // What the action does not work on at all is no near miss.
  const isOdd = element === 'Resource' && !ground.prepare(request).resource.fitsAction;
  return own?.match === 'notMatched' && own.element === element && !isOdd ? { variation, asked, applies: false } : undefined;
}

/** Somebody to whom the statement does not apply, and, where the policy reaches several places, somebody of each other place. */
function* otherPrincipals(
  statement: CompiledStatement,
  { asked, principal }: Exercised,
  { policy, ground }: VariationSources,
): Generator<VariedRequest> {
  const places = new Set([principal.place]);
  let spared = false;
  const beyond = ground.principals.filter((one) => one.beyond);
  const candidates = [...principalCandidates(statement, ground), ...ground.principals.filter((one) => !one.beyond), ...beyond];
  const seen = new Set([principal.arn]);
  for (const other of candidates) {
    if (seen.has(other.arn)) continue;
    seen.add(other.arn);
    const isNewPlace = !places.has(other.place);
    if (spared && !isNewPlace) continue;
    const answer = askKnown({ ...asked.request, principal: other.name }, undefined, policy, ground);
    const still = applies(statement, answer.trace, ground);
    const isUnknown = answer.trace.decision === 'undetermined';
    if (isUnknown || (still ? !isNewPlace : spared && !isNewPlace)) continue;
    // An identity policy is no matter of those who do not have it.
    if (!still && other.beyond && !isNewPlace) continue;
    if (still) places.add(other.place);
    else {
      if (spared && !other.beyond) continue;
      spared = true;
      if (other.beyond) places.add(other.place);
    }
    yield { variation: { kind: 'principal', beyond: other.beyond }, asked: answer, applies: still };
  }
}
