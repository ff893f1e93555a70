import type { CompiledStatement } from '../../evaluation/compile';
import { evaluateCondition, templatesOf } from '../../evaluation/conditions/condition';
import type { CompiledCondition } from '../../evaluation/conditions/condition';
import { lookUp } from '../../evaluation/context';
import { isMultivaluedKey } from '../../evaluation/contextSource';
import type { PreparedRequest } from '../../evaluation/prepareRequest';
import { no, yes } from '../../evaluation/ternary';
import type { Ternary } from '../../evaluation/ternary';
import { variablesOf } from '../../policy/policyVariable';
import type { Template } from '../../policy/policyVariable';

import { choicesFor, plainValue } from './conditionValues';
import type { KeyChoice } from './conditionValues';
import type { Ground, TestRequest } from './ground';

/** The conditions of a statement on one key. */
export interface KeyConditions {
  /** As the statement spells it first. */
  readonly key: string;
  readonly lookupKey: string;
  readonly conditions: readonly CompiledCondition[];
}

export function conditionsByKey({ conditions }: CompiledStatement): readonly KeyConditions[] {
  const groups = new Map<string, CompiledCondition[]>();
  for (const condition of conditions) {
    const group = groups.get(condition.lookupKey);
    if (group === undefined) groups.set(condition.lookupKey, [condition]);
    else group.push(condition);
  }
  return [...groups].map(([lookupKey, group]) => ({ key: group[0]?.source.key.text ?? lookupKey, lookupKey, conditions: group }));
}

/** The request with another choice for a key, however the key was spelt. */
export function withChoice(request: TestRequest, key: string, choice: KeyChoice): TestRequest {
  const lookupKey = key.toLowerCase();
  const entries = Object.entries(request.context);
  const place = entries.findIndex(([given]) => given.toLowerCase() === lookupKey);
  const put = choice === undefined ? [] : [[key, choice] as const];
  const context = place < 0 ? [...entries, ...put] : [...entries.slice(0, place), ...put, ...entries.slice(place + 1)];
  return { ...request, context: Object.fromEntries(context) };
}

/** How a request comes out for the conditions on a key, all of them together. */
export function outcomeOf({ conditions }: Pick<KeyConditions, 'conditions'>, prepared: PreparedRequest): Ternary {
  return conditions.reduce<Ternary>((result, condition) => {
    const one = evaluateCondition(condition, prepared.context);
    return one < result ? one : result;
  }, yes);
}

/** What may be said of a key, with how the conditions on it come out then. */
export function outcomesOf(
  group: KeyConditions,
  request: TestRequest,
  ground: Ground,
): readonly { readonly choice: KeyChoice; readonly outcome: Ternary }[] {
  const { context } = ground.prepare(request);
  return choicesFor(group.conditions, context, isMultivaluedKey(ground.catalog, group.lookupKey)).map((choice) => ({
    choice,
    outcome: outcomeOf(group, ground.prepare(withChoice(request, group.key, choice))),
  }));
}

/** Gives the keys a value that variables in some texts ask for and that do not follow from the request. */
export function withVariablesGiven(request: TestRequest, templates: readonly Template[], ground: Ground): TestRequest {
  const { context } = ground.prepare(request);
  return templates.flatMap(variablesOf).reduce((known, { key, lookupKey, fallback }) => {
    if (fallback !== undefined || lookUp(context, lookupKey).state === 'value') return known;
    return withChoice(known, key, plainValue(lookupKey));
  }, request);
}

/** The texts with variables in a statement. */
export function templatesIn({ resource, conditions }: CompiledStatement): readonly Template[] {
  const ofResources = (resource?.patterns ?? []).flatMap((pattern) =>
    pattern.kind === 'arn' && pattern.template !== undefined ? [pattern.template] : [],
  );
  return [...ofResources, ...conditions.flatMap(templatesOf)];
}

/** A request whose context satisfies a statement's conditions, or the key for which no value does. */
export type SolvedContext =
  { readonly kind: 'solved'; readonly request: TestRequest } | { readonly kind: 'unsolved'; readonly key: string };

/**
 * Completes a request so that a statement's conditions hold. What follows from caller and resource stays: where it does not suit, somebody
 * else has to ask, unless the request is `contradicting` what it follows from.
 */
export function satisfyConditions(
  statement: CompiledStatement,
  request: TestRequest,
  ground: Ground,
  contradicting: boolean,
): SolvedContext {
  let solved = request;
  for (const group of conditionsByKey(statement)) {
    const prepared = ground.prepare(solved);
    const derived = lookUp(prepared.context, group.lookupKey);
    const isGiven = Object.keys(solved.context).some((key) => key.toLowerCase() === group.lookupKey);
    if (derived.state === 'value' && outcomeOf(group, prepared) === yes) continue;
    if (derived.state === 'value' && !isGiven && !contradicting) return { kind: 'unsolved', key: group.key };
    const before = solved;
    const found = outcomesOf(group, before, ground).find(({ outcome }) => outcome === yes);
    if (found === undefined) return { kind: 'unsolved', key: group.key };
    solved = withChoice(before, group.key, found.choice);
  }
  return { kind: 'solved', request: solved };
}

/** Changes a key that a statement asks for and `fixed` does not, so that it does not apply; undefined: there is none. */
export function escapeStatement(
  statement: CompiledStatement,
  request: TestRequest,
  fixed: ReadonlySet<string>,
  ground: Ground,
): TestRequest | undefined {
  for (const group of conditionsByKey(statement)) {
    if (fixed.has(group.lookupKey)) continue;
    const found = outcomesOf(group, request, ground).find(({ outcome }) => outcome === no);
    if (found !== undefined) return withChoice(request, group.key, found.choice);
  }
  return undefined;
}
