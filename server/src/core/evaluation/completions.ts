import { applicableLevels } from './applicability';
import { matchAction } from './actions';
import { candidateSlots, sharedValue } from './candidates';
import type { KeyProbe } from './candidates';
import type { CompiledStatement } from './compile';
import { anyArnFact, evaluateCondition, templatesOf } from './conditions/condition';
import type { CompiledCondition } from './conditions/condition';
import { completeContext, lookUp } from './context';
import type { ContextSlot, EvaluationContext, OpenFact } from './context';
import { decideKnown, undeterminedVerdict } from './decideKnown';
import type { Verdict } from './decideKnown';
import type { Decision, Layer } from './decision';
import { variablesOf } from '../policy/policyVariable';
import type { Template } from '../policy/policyVariable';
import type { CompiledPolicySet } from './policySet';
import type { PreparedRequest } from './prepareRequest';
import { matchResourcePattern, undocumentedResourceFact } from './resources';
import { findHardLimit } from './serviceRules/hardLimits';
import { hasPrincipals, matchPrincipalElement, matchStatement, principalCertainty } from './statement';
import { and, no, open, yes } from './ternary';
import type { Ternary } from './ternary';

/** What the completions of a request's unknown facts say. */
export interface Settlement {
  /** `undetermined` only if two completions differ, or there are too many to try. */
  readonly verdict: Verdict;
  /** All decisions that some completion brings about; empty when there were too many to try. */
  readonly possible: readonly Decision[];
  readonly keys: readonly SettledKey[];
}

/** An unknown key, and whether its value changes the decision. */
export interface SettledKey {
  readonly key: string;
  readonly lookupKey: string;
  readonly matters: boolean;
  /** Values of one completion; empty: the key absent. Undefined where that cannot be said. */
  readonly allowedWith: readonly string[] | undefined;
  readonly deniedWith: readonly string[] | undefined;
}

/** How many completions are tried before Kleene's answer stands. */
const maximumCompletions = 2048;

/** Everything unknown that open statements hang on. */
interface OpenQuestions {
  readonly probes: Map<string, KeyProbe>;
  readonly facts: Set<OpenFact>;
}

/**
 * Decides a request whose answer over the known facts is open, by trying what the unknown ones could be. Trying whole completions,
 * rather than statement by statement, gets conditions right that hang on the same key.
 */
export function settle(prepared: PreparedRequest, set: CompiledPolicySet, options: { readonly stopEarly: boolean }): Settlement {
  if (prepared.caller.kind === 'unreadable') return { verdict: undeterminedVerdict, possible: [], keys: [] };
  const questions = findOpenQuestions(prepared, set);
  const probes = [...questions.probes.values()];
  const facts = [...questions.facts];
  const choices = probes.map((probe) => candidateSlots(probe, prepared.context));
  const sizes = [...choices.map((slots) => slots.length), ...facts.map(() => 2)];
  const total = sizes.reduce((product, size) => Math.min(product * Math.max(size, 1), maximumCompletions + 1), 1);
  if (total > maximumCompletions) return tooMany(probes);
  const verdicts = tryAll(prepared, set, probes, choices, facts, sizes, total, options.stopEarly);
  const possible = [...new Set(verdicts.map(({ decision }) => decision))];
  const verdict = possible.length === 1 ? surestVerdict(verdicts, prepared, set) : undeterminedVerdict;
  if (options.stopEarly) return { verdict, possible, keys: [] };
  return { verdict, possible, keys: probes.map((probe, index) => settledKey(probe, index, choices, sizes, verdicts)) };
}

/** Of verdicts that decide alike, one whose statement applies whatever the unknown facts are, where there is such. */
function surestVerdict(verdicts: readonly Verdict[], prepared: PreparedRequest, set: CompiledPolicySet): Verdict {
  const sure = verdicts.find(({ layer, statement }) => {
    if (layer === undefined || statement === undefined) return false;
    if (matchStatement(statement, prepared, prepared.context, layer, false) !== yes) return false;
    if (!hasPrincipals(layer)) return true;
    const level = matchPrincipalElement(statement, prepared, layer, set.permissionsBoundary !== undefined);
    return principalCertainty(statement, level, prepared.context) === yes;
  });
  return sure ?? verdicts[0] ?? undeterminedVerdict;
}

function tooMany(probes: readonly KeyProbe[]): Settlement {
  const keys = probes.map(({ key, lookupKey }) => ({
    key,
    lookupKey,
    matters: true,
    allowedWith: undefined,
    deniedWith: undefined,
  }));
  return { verdict: undeterminedVerdict, possible: [], keys };
}

/** One verdict per completion; the index counts through the choices like the digits of a number. */
function tryAll(
  prepared: PreparedRequest,
  set: CompiledPolicySet,
  probes: readonly KeyProbe[],
  choices: readonly (readonly ContextSlot[])[],
  facts: readonly OpenFact[],
  sizes: readonly number[],
  total: number,
  stopEarly: boolean,
): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  for (let index = 0; index < total; index++) {
    const digits = digitsOf(index, sizes);
    const slots = probes.flatMap(({ lookupKey }, probe): readonly (readonly [string, ContextSlot])[] => {
      const slot = choices[probe]?.[digits[probe] ?? 0];
      return slot === undefined ? [] : [[lookupKey, slot]];
    });
    const assumptions = new Map<OpenFact, Ternary>(facts.map((fact, i) => [fact, digits[probes.length + i] === 1 ? yes : no]));
    const verdict = decideKnown(prepared, set, completeContext(prepared.context, slots, assumptions));
    verdicts.push(verdict);
    if (stopEarly && verdict.decision !== verdicts[0]?.decision) break;
  }
  return verdicts;
}

function digitsOf(index: number, sizes: readonly number[]): readonly number[] {
  let rest = index;
  return sizes.map((size) => {
    const digit = rest % Math.max(size, 1);
    rest = Math.floor(rest / Math.max(size, 1));
    return digit;
  });
}

/** Whether, all else equal, some values of a key lead to different decisions; and one that allows beside one that denies. */
function settledKey(
  { key, lookupKey }: KeyProbe,
  position: number,
  choices: readonly (readonly ContextSlot[])[],
  sizes: readonly number[],
  verdicts: readonly Verdict[],
): SettledKey {
  const step = sizes.slice(0, position).reduce((product, size) => product * Math.max(size, 1), 1);
  const size = Math.max(sizes[position] ?? 1, 1);
  let matters = false;
  let allowedWith: readonly string[] | undefined;
  let deniedWith: readonly string[] | undefined;
  for (let index = 0; index < verdicts.length; index++) {
    const digit = Math.floor(index / step) % size;
    for (let other = digit + 1; other < size; other++) {
      const a = verdicts[index]?.decision;
      const b = verdicts[index + (other - digit) * step]?.decision;
      if (a === b) continue;
      matters = true;
      const [allowing, denying] = a === 'allowed' ? [digit, other] : [other, digit];
      if ((a !== 'allowed' && b !== 'allowed') || (allowedWith !== undefined && allowedWith.length > 0)) continue;
      allowedWith = choices[position]?.[allowing]?.values;
      deniedWith = choices[position]?.[denying]?.values;
    }
  }
  return { key, lookupKey, matters, allowedWith, deniedWith };
}

/** Walks the statements that the action reaches and gathers what the open ones hang on. */
function findOpenQuestions(prepared: PreparedRequest, set: CompiledPolicySet): OpenQuestions {
  const questions: OpenQuestions = { probes: new Map(), facts: new Set() };
  const boundaryAttached = set.permissionsBoundary !== undefined;
  for (const { level, layer } of applicableLevels(prepared, set)) {
    for (const { compiled } of level.policies) {
      const { unreadable } = compiled;
      if (unreadable !== undefined) questions.facts.add(unreadable.allows).add(unreadable.denies);
      if (unreadable !== undefined && layer === 'resource') questions.facts.add(unreadable.allowsRole).add(unreadable.allowsAccount);
      for (const statement of compiled.statements) collectFromStatement(statement, prepared, layer, boundaryAttached, questions);
    }
  }
  const limit = findHardLimit(prepared.caller, prepared.action, prepared.resource, prepared.accessLevel, prepared.context);
  if (limit?.forbids === open) probeKey(prepared.context, 'aws:MultiFactorAuthPresent', questions)?.targets.push('true', 'false');
  if (prepared.caller.kind === 'root' && prepared.caller.assumedRoot) questions.facts.add('task policy of the AssumeRoot session');
  return questions;
}

function collectFromStatement(
  statement: CompiledStatement,
  prepared: PreparedRequest,
  layer: Layer,
  boundaryAttached: boolean,
  questions: OpenQuestions,
): void {
  const { context } = prepared;
  if (statement.effect === undefined || statement.action === undefined || !matchAction(statement.action, prepared.action)) return;
  let certainty: Ternary = yes;
  if (layer === 'resource' || layer === 'rcp' || layer === 'vpcEndpoint') {
    const level = matchPrincipalElement(statement, prepared, layer, boundaryAttached);
    certainty = principalCertainty(statement, level, context);
    if (certainty === open && statement.principal !== undefined) questions.facts.add(statement.principal);
  }
  if (and(certainty, matchStatement(statement, prepared, context, layer, true)) !== open) return;
  for (const pattern of statement.resource?.patterns ?? []) {
    if (matchResourcePattern(pattern, prepared.resource, context, layer) !== open || pattern.kind === 'any') continue;
    if (prepared.resource.text === '*') questions.facts.add(undocumentedResourceFact(pattern));
    if (pattern.template !== undefined)
      probeVariables(pattern.template, piecesOf(prepared.resource.arn?.resource ?? ''), context, questions);
  }
  for (const condition of statement.conditions) {
    if (evaluateCondition(condition, context) === open) collectFromCondition(condition, context, questions);
  }
}

function collectFromCondition(condition: CompiledCondition, context: EvaluationContext, questions: OpenQuestions): void {
  const slot = lookUp(context, condition.lookupKey);
  if (slot.state !== 'value') probeKey(context, condition.source.key.text, questions)?.conditions.push(condition);
  const targets = slot.state === 'value' ? slot.values.flatMap((value) => [value, ...piecesOf(value)]) : [sharedValue];
  for (const template of templatesOf(condition)) probeVariables(template, targets, context, questions);
  if (condition.values.some((value) => value.kind === 'anyArn')) questions.facts.add(anyArnFact);
}

function probeVariables(template: Template, targets: readonly string[], context: EvaluationContext, questions: OpenQuestions): void {
  for (const variable of variablesOf(template)) probeKey(context, variable.key, questions)?.targets.push(...targets);
}

/** The probe of an unknown key; undefined for a key that is known. */
function probeKey(context: EvaluationContext, key: string, questions: OpenQuestions): KeyProbe | undefined {
  const lookupKey = key.toLowerCase();
  const known = questions.probes.get(lookupKey);
  if (known !== undefined) return known;
  const slot = lookUp(context, lookupKey);
  if (slot.state === 'value' || slot.state === 'absent') return undefined;
  const mayBeAbsent = slot.state === 'unknown';
  const probe: KeyProbe = { key, lookupKey, mayBeAbsent, multivalued: slot.multivalued, conditions: [], targets: [] };
  questions.probes.set(lookupKey, probe);
  return probe;
}

/** The parts of a text that a variable could stand for. */
function piecesOf(text: string): readonly string[] {
  const pieces = new Set<string>([text]);
  for (const piece of text.split('/')) {
    pieces.add(piece);
    for (const smaller of piece.split(/[:._-]/)) pieces.add(smaller);
  }
  pieces.delete('');
  return [...pieces].slice(0, 40);
}
