import type { Template, VariableValue } from '../policy/policyVariable';
import { substitute, unknownVariable } from '../policy/policyVariable';
import { matchesPattern, unescapeWildcards } from '../policy/wildcard';
import { evaluateCondition } from './conditions/condition';
import type { CompiledCondition, ConditionValue } from './conditions/condition';
import type { ContextSlot, EvaluationContext } from './context';
import { absentSlot, completeContext, variableValue } from './context';

/** A context key whose value is not known and that open statements ask for. */
export interface KeyProbe {
  /** As a policy spells it. */
  readonly key: string;
  readonly lookupKey: string;
  readonly mayBeAbsent: boolean;
  readonly multivalued: boolean;
  /** The open conditions on the key. */
  readonly conditions: CompiledCondition[];
  /** For a key that fills a variable: values with which the text around it could match. */
  readonly targets: string[];
}

/** What a completion may put in the place of an unknown key, one for each way in which the open conditions can come out. */
export function candidateSlots(probe: KeyProbe, context: EvaluationContext): readonly ContextSlot[] {
  const seen = new Set<string>();
  const chosen: ContextSlot[] = [];
  for (const slot of rawCandidates(probe, context)) {
    const signature = signatureOf(probe, slot, context);
    if (seen.has(signature)) continue;
    seen.add(signature);
    chosen.push(slot);
  }
  return chosen;
}

/** Two values on which all open conditions agree need not both be tried, unless they fill a variable. */
function signatureOf(probe: KeyProbe, slot: ContextSlot, context: EvaluationContext): string {
  const completed = completeContext(context, [[probe.lookupKey, slot]], context.assumptions ?? new Map());
  const outcomes = probe.conditions.map((condition) => evaluateCondition(condition, completed)).join('');
  const exact = probe.targets.length > 0 || probe.conditions.some((condition) => condition.values.some(hasTemplate));
  return exact ? `${outcomes} ${slot.state} ${slot.values.join('\u0000')}` : outcomes;
}

function hasTemplate(value: ConditionValue): boolean {
  return 'template' in value && value.template !== undefined;
}

const maximumValues = 400;

function rawCandidates(probe: KeyProbe, context: EvaluationContext): readonly ContextSlot[] {
  // A key that is always present has a value: an empty one would count as absent.
  const values = [...new Set(rawValues(probe, context))].filter((value) => value !== '' || probe.mayBeAbsent).slice(0, maximumValues);
  const multivalued = takesSeveralValues(probe);
  const slots: ContextSlot[] = values.map((value) => supposed([value], multivalued));
  if (multivalued) {
    const few = values.slice(0, 12);
    for (const a of few) for (const b of few) if (a < b) slots.push(supposed([a, b], true));
    slots.push(supposed(few, true));
  }
  return probe.mayBeAbsent ? [...slots, absentSlot] : slots;
}

/** A key of a service that nobody describes is taken to be what all its conditions say: a set operator is for several values. */
function takesSeveralValues({ multivalued, lookupKey, conditions }: KeyProbe): boolean {
  if (multivalued || lookupKey.startsWith('aws:')) return multivalued;
  return conditions.length > 0 && conditions.every(({ operator }) => operator !== undefined && operator.set !== 'none');
}

function supposed(values: readonly string[], multivalued: boolean): ContextSlot {
  return { state: 'value', values, multivalued, origin: 'none' };
}

function rawValues(probe: KeyProbe, context: EvaluationContext): readonly string[] {
  const values: string[] = [...probe.targets];
  for (const condition of probe.conditions) values.push(...valuesOf(condition, context));
  values.push(...mixtures(probe.conditions), ...strangers(probe.conditions));
  return values;
}

/** Values that satisfy one of a condition's values, or just miss it. */
function valuesOf(condition: CompiledCondition, context: EvaluationContext): readonly string[] {
  const family = condition.operator?.family.kind;
  return condition.values.flatMap((value, index): readonly string[] => {
    const written = condition.source.values[index]?.text ?? '';
    switch (value.kind) {
      case 'text':
        return withCases(condition, value.template === undefined ? [written] : filled(value.template, context, false));
      case 'wildcard':
        return value.template === undefined ? [instanceOf(written, ''), instanceOf(written, 'x')] : filled(value.template, context, true);
      case 'arn':
        return value.template === undefined ? [instanceOf(written, 'x')] : filled(value.template, context, true);
      case 'number':
        return (family === 'date' ? [0, -1000, 1000] : [0, -1, 1]).map((step) => showNumber(value.number + step, family === 'date'));
      case 'boolean':
        return ['true', 'false'];
      case 'range':
        return [written.split('/')[0] ?? written];
      case 'anyArn':
      case 'invalid':
        return [];
    }
  });
}

/** Where case does not matter, another condition on the key may care. */
function withCases({ operator }: CompiledCondition, texts: readonly string[]): readonly string[] {
  const ignoresCase = operator?.family.kind === 'string' && operator.family.match === 'equalsIgnoreCase';
  return ignoresCase ? texts.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]) : texts;
}

function showNumber(number: number, isDate: boolean): string {
  if (!isDate) return String(number);
  return Math.abs(number) < 8.64e15 ? new Date(number).toISOString().replace('.000Z', 'Z') : String(number);
}

/** A text that a pattern matches: every star filled with `star`, every question mark with `x`. */
export function instanceOf(pattern: string, star: string): string {
  return pattern.replace(/\*+/g, () => star).replaceAll('?', 'x');
}

/** What stands in for a variable that is unknown as well. */
export const sharedValue = 'value';

function filled(template: Template, context: EvaluationContext, asPattern: boolean): readonly string[] {
  const valueOf = (lookupKey: string): VariableValue => {
    const value = variableValue(context, lookupKey);
    return value === unknownVariable ? sharedValue : value;
  };
  const text = substitute(template, valueOf, asPattern);
  if (typeof text !== 'string') return [];
  return [asPattern ? unescapeWildcards(instanceOf(text, 'x')) : text];
}

/** Texts that two patterns match at once, where that is easy to say: one pattern's instance in the place of the other's stars. */
function mixtures(conditions: readonly CompiledCondition[]): readonly string[] {
  const patterns = conditions
    .filter((condition) => condition.operator?.family.kind === 'string' || condition.operator?.family.kind === 'arn')
    .flatMap((condition) => condition.source.values.map(({ text }) => text))
    .filter((text) => text.length < 200 && !text.includes('${'))
    .slice(0, 12);
  const mixed: string[] = [];
  for (const outer of patterns) {
    if (!outer.includes('*')) continue;
    for (const inner of patterns) {
      for (const text of [instanceOf(outer, instanceOf(inner, 'x')), `${instanceOf(outer, '')}${instanceOf(inner, '')}`]) {
        if (matchesPattern(outer, text)) mixed.push(text);
      }
    }
  }
  return mixed;
}

/** Values that no policy thought of, of the type that the conditions ask for. */
function strangers(conditions: readonly CompiledCondition[]): readonly string[] {
  const kinds = new Set(conditions.map((condition) => condition.operator?.family.kind));
  const values: string[] = [];
  if (kinds.has('ipAddress')) values.push('192.0.2.1', '198.51.100.77', '8.8.8.8', '2001:db8:ffff::1');
  if (kinds.has('arn')) values.push('arn:aws:iam::000000000000:role/other', 'arn:aws:sns:eu-west-3:000000000000:other');
  if (kinds.has('numeric')) values.push('0', '1');
  if (kinds.has('date')) values.push('2001-01-01T00:00:00Z', '2035-01-01T00:00:00Z');
  if (kinds.has('bool')) values.push('true', 'false');
  // A key that is compared as a number, say, holds numbers; a test for presence says nothing of the type.
  const types = [...kinds].filter((kind) => kind !== 'null');
  const typed = types.length > 0 && types.every((kind) => kind !== 'string' && kind !== 'binary' && kind !== undefined);
  // Several, so that no pattern has them all.
  return typed ? values : [...values, 'other', 'another', 'x', '1'];
}
