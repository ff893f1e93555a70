import type { CompiledStatement } from '../../evaluation/compile';
import { lookUp } from '../../evaluation/context';
import { no, yes } from '../../evaluation/ternary';

import { neighbouringActions } from './actionCandidates';
import type { KeyChoice } from './conditionValues';
import { applies, askKnown, ownTrace, placeFor, withOwner } from './exercise';
import type { Asked, Exercise } from './exercise';
import type { Ground, GroundPrincipal, TestRequest } from './ground';
import { principalCandidates } from './principalCandidates';
import { isOnResource, neighbouringResources, typicalResources } from './resourceCandidates';
import type { ResourcePlace } from './resourceCandidates';
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
  const otherRange = isOnAddresses(group) ? outcomes.find(({ choice, outcome }) => choice !== undefined && outcome === yes) : undefined;
  const mixed = mixedChoice(given, fails?.choice);
  const absent = outcomes.find(({ choice }) => choice === undefined);
  const absentTells = absent !== undefined && (takesSets(group) || absent.outcome === (asksForPresence(group) ? no : yes));
  const chosen = [
    fails?.choice,
    otherRange?.choice,
    mixed,
    ...(absentTells || (fails === undefined && absent?.outcome === no) ? [noValue] : []),
  ].filter((choice) => choice !== undefined);
  return [...new Map(chosen.map((choice) => [JSON.stringify(choice), choice])).values()].map((choice) =>
    choice === noValue ? undefined : choice,
  );
}

/** Stands for a key that the request does not carry, among those that it does. */
const noValue: readonly string[] = [];

/** A list of a value that satisfies and one that does not. */
function mixedChoice(satisfies: KeyChoice, fails: KeyChoice): KeyChoice {
  if (typeof satisfies !== 'object' || typeof fails !== 'object') return undefined;
  return [...new Set([...satisfies, ...fails].map(String))];
}

/** A key that the caller or the resource gives is varied by asking somebody else, not by saying something else of the same. */
function followsFromCaller({ lookupKey }: KeyConditions, request: TestRequest, ground: Ground): boolean {
  const { state, origin } = lookUp(ground.prepare(request).context, lookupKey);
  return state === 'value' && origin !== 'given' && origin !== 'none';
}

/** An address in one range says nothing of the other ranges. */
function isOnAddresses({ conditions }: KeyConditions): boolean {
  return conditions.some(({ operator }) => operator?.family.kind === 'ipAddress');
}

/** Whether a set operator is among the conditions: an empty set comes out in a way of its own. */
function takesSets({ conditions }: KeyConditions): boolean {
  return conditions.some(({ operator }) => operator !== undefined && operator.set !== 'none');
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
  const place = placeFor(exercised.principal, ground);
  yield* first(neighbouringActions(statement, request.action, ground.catalog), (action) =>
    missed(statement, onWhatItWorksOn({ ...request, action }, place, ground), 'Action', { kind: 'action' }, sources),
  );
  const { context } = ground.prepare(request);
  yield* first(neighbouringResources(statement, request.resource, context, place), (resource) =>
    missed(statement, { ...request, resource }, 'Resource', { kind: 'resource' }, sources),
  );
  yield* otherPrincipals(statement, exercised, sources);
}

/** The request on a resource of the kind that its action works on, where it is on another. */
function onWhatItWorksOn(request: TestRequest, place: ResourcePlace, ground: Ground): TestRequest {
  const typical = typicalResources(request.action, place, ground.catalog);
  const worksHere = typical.length === 0 ? request.resource === '*' : typical.some((arn) => serviceOf(arn) === serviceOf(request.resource));
  if (worksHere && ground.prepare(request).resource.fitsAction) return request;
  return withOwner({ ...request, resource: typical[0] ?? '*' }, ground);
}

function serviceOf(arn: string): string | undefined {
  return arn.split(':')[2];
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
    const resource = inTheirAccount(asked.request.resource, principal, other, ground);
    const request = asThemselves({ ...asked.request, principal: other.name, resource }, ground);
    const answer = askKnown(request, undefined, policy, ground);
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

/** Where callers ask about what is theirs, somebody of another account asks about the same there. */
function inTheirAccount(resource: string, one: GroundPrincipal, other: GroundPrincipal, ground: Ground): string {
  const accountIn = ({ arn }: GroundPrincipal): string => arn.split(':')[4] ?? '';
  const parts = resource.split(':');
  if (isOnResource(ground.layer) || accountIn(other) === '' || parts[4] !== accountIn(one)) return resource;
  return parts.map((part, index) => (index === 4 ? accountIn(other) : part)).join(':');
}

/** What the context said of the one caller is not said of another whose own is known. */
function asThemselves(request: TestRequest, ground: Ground): TestRequest {
  const { context } = ground.prepare({ ...request, context: {} });
  const kept = Object.entries(request.context).filter(([key]) => {
    const { state, origin } = lookUp(context, key.toLowerCase());
    return state !== 'value' || (origin !== 'principal' && origin !== 'organization');
  });
  return { ...request, context: Object.fromEntries(kept) };
}
