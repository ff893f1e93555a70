import { splitArn } from '../../policy/arn';
import type { ConditionEntry, PolicyValue } from '../../policy/policy';
import { parseTemplate, substitute, unknownVariable } from '../../policy/policyVariable';
import type { Template, VariableValue } from '../../policy/policyVariable';
import { compileWildcard, matchWildcard } from '../../policy/wildcard';
import type { Wildcard } from '../../policy/wildcard';
import { intern } from '../../text/intern';
import { assumed, lookUp, variableValue } from '../context';
import type { ContextSlot, EvaluationContext } from '../context';
import { and, no, not, open, or, toTernary, yes } from '../ternary';
import type { Ternary } from '../ternary';
import { parseConditionOperator } from './operator';
import type { Comparison, ConditionOperator, OperatorFamily } from './operator';
import { parseBinary, parseBoolean, parseDate, parseIpAddress, parseIpRange, parseNumber, rangeContains } from './values';
import type { IpAddress, IpRange } from './values';

/** One operator, key and values of a `Condition`, ready to be tested. */
export interface CompiledCondition {
  readonly source: ConditionEntry;
  readonly lookupKey: string;
  /** Undefined: AWS has no operator of that name. */
  readonly operator: ConditionOperator | undefined;
  readonly negated: boolean;
  readonly values: readonly ConditionValue[];
  /** Some value cannot be read as the operator's type. */
  readonly invalid: boolean;
  /** The texts of a `StringEquals` or `StringNotEquals` without variables and set operator: the commonest condition by far. */
  readonly plainTexts: readonly string[] | undefined;
  /** Address ranges, all readable and without set operator. */
  readonly plainRanges: boolean;
}

/** A value of the policy, as its operator's family reads it. */
export type ConditionValue =
  | { readonly kind: 'text'; readonly text: string; readonly template: Template | undefined }
  | { readonly kind: 'wildcard'; readonly wildcard: Wildcard; readonly template: Template | undefined }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'range'; readonly range: IpRange }
  | { readonly kind: 'arn'; readonly parts: readonly Wildcard[]; readonly template: Template | undefined }
  /** `ArnLike: "*"`, on which AWS's pages and tools disagree (decision A13). */
  | { readonly kind: 'anyArn' }
  | { readonly kind: 'invalid' };

const invalidValue: ConditionValue = { kind: 'invalid' };

/** A condition entry, made ready; variables count only in the 2012-10-17 language. */
export function compileCondition(source: ConditionEntry, withVariables: boolean): CompiledCondition {
  const operator = parseConditionOperator(source.operator.text);
  const values = operator === undefined ? [] : source.values.map((value) => compileValue(operator.family, value, withVariables));
  const isPlain = operator?.set === 'none';
  return {
    source,
    lookupKey: intern(source.key.text.toLowerCase()),
    operator,
    negated: operator?.negated === true,
    values,
    invalid: values.some((value) => value.kind === 'invalid'),
    plainTexts: isPlain ? plainTexts(operator, values) : undefined,
    plainRanges: isPlain && operator.family.kind === 'ipAddress' && values.every(({ kind }) => kind === 'range'),
  };
}

function plainTexts({ family }: ConditionOperator, values: readonly ConditionValue[]): readonly string[] | undefined {
  if (family.kind !== 'string' || family.match !== 'equals') return undefined;
  const texts = values.flatMap((value) => (value.kind === 'text' && value.template === undefined ? [value.text] : []));
  return texts.length === values.length ? texts : undefined;
}

function compileValue(family: OperatorFamily, { text }: PolicyValue, withVariables: boolean): ConditionValue {
  const template = withVariables ? parseTemplate(text) : undefined;
  switch (family.kind) {
    case 'string':
      if (family.match === 'like') return { kind: 'wildcard', wildcard: compileWildcard(text), template };
      return { kind: 'text', text: family.match === 'equalsIgnoreCase' ? text.toLowerCase() : text, template };
    case 'numeric':
      return numberValue(parseNumber(text));
    case 'date':
      return numberValue(parseDate(text));
    case 'bool':
    case 'null':
      return template !== undefined && family.kind === 'bool' ? { kind: 'text', text, template } : booleanValue(parseBoolean(text));
    case 'binary': {
      const binary = parseBinary(text);
      return binary === undefined ? invalidValue : { kind: 'text', text: binary, template: undefined };
    }
    case 'ipAddress': {
      const range = parseIpRange(text);
      return range === undefined ? invalidValue : { kind: 'range', range };
    }
    case 'arn':
      if (text === '*') return { kind: 'anyArn' };
      if (template !== undefined) return { kind: 'arn', parts: [], template };
      return arnValue(text);
  }
}

function numberValue(number: number | undefined): ConditionValue {
  return number === undefined ? invalidValue : { kind: 'number', number };
}

function booleanValue(value: boolean | undefined): ConditionValue {
  return value === undefined ? invalidValue : { kind: 'boolean', value };
}

function arnValue(pattern: string): ConditionValue {
  const parts = splitArn(pattern);
  return parts.length === 6 ? { kind: 'arn', parts: parts.map(compileWildcard), template: undefined } : invalidValue;
}

/**
 * Whether a condition holds. The rules for a key that the request does not carry:
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
 */
export function evaluateCondition(condition: CompiledCondition, context: EvaluationContext): Ternary {
  const { operator, plainTexts: plain } = condition;
  if (operator === undefined) return no;
  const slot = lookUp(context, condition.lookupKey);
  if (plain !== undefined && slot.state === 'value' && !slot.multivalued) {
    return includes(plain, slot.values[0] ?? '') !== condition.negated ? yes : no;
  }
  return testSlot(condition, operator, slot, context);
}

/** Apart from the commonest test, so that this stays small enough to be compiled into its callers. */
function testSlot(condition: CompiledCondition, operator: ConditionOperator, slot: ContextSlot, context: EvaluationContext): Ternary {
  if (condition.plainRanges && slot.state === 'value' && !slot.multivalued) return evaluateRanges(condition, operator, slot);
  if (operator.family.kind === 'null') return evaluateNull(condition, slot);
  // A multivalued key without a set operator cannot be used at all, not even while it is absent (decision A7).
  if (slot.multivalued && operator.set === 'none') return no;
  if (slot.state === 'absent') return whenAbsent(condition, operator);
  if (slot.state !== 'value') return open;
  switch (operator.set) {
    case 'none':
      return testValue(condition, operator, slot.values[0] ?? '', context);
    case 'forAnyValue':
      return slot.values.reduce<Ternary>((any, value) => or(any, testValue(condition, operator, value, context)), no);
    case 'forAllValues':
      if (isEmpty(slot)) return yes;
      return slot.values.reduce<Ternary>((all, value) => and(all, testValue(condition, operator, value, context)), yes);
  }
}

function includes(texts: readonly string[], text: string): boolean {
  for (let i = 0; i < texts.length; i++) if (texts[i] === text) return true;
  return false;
}

/** The address of a request is read once for all its conditions. */
function evaluateRanges(condition: CompiledCondition, { negated }: ConditionOperator, slot: ContextSlot): Ternary {
  const address = (slot.address ??= parseIpAddress(slot.values[0] ?? '') ?? false);
  return address === false ? no : toTernary((matchRanges(condition, address) === yes) !== negated);
}

/** Null counts an empty value as absent (decision A12). */
function evaluateNull(condition: CompiledCondition, slot: ContextSlot): Ternary {
  if (slot.state === 'unknown') {
    const both = [true, false].every((wanted) => condition.values.some((value) => value.kind === 'boolean' && value.value === wanted));
    return both ? yes : condition.values.some((value) => value.kind === 'boolean') ? open : no;
  }
  const absent = slot.state === 'absent' || (slot.state === 'value' && isEmpty(slot));
  return toTernary(condition.values.some((value) => value.kind === 'boolean' && value.value === absent));
}

function isEmpty(slot: ContextSlot): boolean {
  return slot.values.every((value) => value === '');
}

function whenAbsent(condition: CompiledCondition, operator: ConditionOperator): Ternary {
  switch (operator.set) {
    case 'forAllValues':
      return yes;
    case 'forAnyValue':
      return toTernary(operator.ifExists);
    case 'none':
      return toTernary(operator.ifExists || (operator.negated && !condition.invalid));
  }
}

/** Whether one value of the request satisfies the operator against the policy's list: one of them, or with negation none. */
function testValue(condition: CompiledCondition, operator: ConditionOperator, text: string, context: EvaluationContext): Ternary {
  // "If you use an incorrect operator, then the match always fails", negated or not (decision A14).
  if (operator.negated && condition.invalid) return no;
  const found = findMatch(condition, operator.family, text, context);
  if (found === undefined) return no;
  return operator.negated ? not(found) : found;
}

/** Whether one of the policy's values matches; undefined when the request's value is of a wrong type. */
function findMatch(condition: CompiledCondition, family: OperatorFamily, text: string, context: EvaluationContext): Ternary | undefined {
  switch (family.kind) {
    case 'string':
      return matchAny(condition, (value) => matchString(value, family.match, text, context));
    case 'numeric':
      return compareAll(condition, family.comparison, parseNumber(text));
    case 'date':
      return compareAll(condition, family.comparison, parseDate(text));
    case 'bool': {
      const boolean = parseBoolean(text);
      return boolean === undefined ? undefined : matchAny(condition, (value) => matchBoolean(value, boolean, context));
    }
    case 'binary': {
      const binary = parseBinary(text);
      return binary === undefined ? undefined : matchAny(condition, (value) => toTernary(value.kind === 'text' && value.text === binary));
    }
    case 'ipAddress': {
      const address = parseIpAddress(text);
      if (address === undefined) return undefined;
      return matchRanges(condition, address);
    }
    case 'arn': {
      const parts = splitArn(text);
      return parts.length < 6 ? undefined : matchAny(condition, (value) => matchArnValue(value, parts, context));
    }
    case 'null':
      return no;
  }
}

function matchAny(condition: CompiledCondition, match: (value: ConditionValue) => Ternary): Ternary {
  let result: Ternary = no;
  for (const value of condition.values) {
    result = or(result, match(value));
    if (result === yes) return yes;
  }
  return result;
}

function matchRanges({ values }: CompiledCondition, address: IpAddress): Ternary {
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value?.kind === 'range' && rangeContains(value.range, address)) return yes;
  }
  return no;
}

function compareAll(condition: CompiledCondition, comparison: Comparison, number: number | undefined): Ternary | undefined {
  if (number === undefined) return undefined;
  return toTernary(condition.values.some((value) => value.kind === 'number' && compare(comparison, number, value.number)));
}

function compare(comparison: Comparison, left: number, right: number): boolean {
  switch (comparison) {
    case 'equals':
      return left === right;
    case 'less':
      return left < right;
    case 'lessOrEqual':
      return left <= right;
    case 'greater':
      return left > right;
    case 'greaterOrEqual':
      return left >= right;
  }
}

function matchString(
  value: ConditionValue,
  match: 'equals' | 'equalsIgnoreCase' | 'like',
  text: string,
  context: EvaluationContext,
): Ternary {
  if (value.kind === 'text') {
    const ignoreCase = match === 'equalsIgnoreCase';
    const actual = ignoreCase ? text.toLowerCase() : text;
    if (value.template === undefined) return toTernary(value.text === actual);
    return whenKnown(fill(value.template, context, false), (wanted) => (ignoreCase ? wanted.toLowerCase() : wanted) === actual);
  }
  if (value.kind !== 'wildcard') return no;
  if (value.template === undefined) return toTernary(matchWildcard(value.wildcard, text));
  return whenKnown(fill(value.template, context, true), (pattern) => matchWildcard(compileWildcard(pattern), text));
}

function matchBoolean(value: ConditionValue, boolean: boolean, context: EvaluationContext): Ternary {
  if (value.kind === 'boolean') return toTernary(value.value === boolean);
  if (value.kind !== 'text' || value.template === undefined) return no;
  return whenKnown(fill(value.template, context, false), (text) => parseBoolean(text) === boolean);
}

/** Six parts, compared one by one: a wildcard never reaches over one of the first five colons. */
function matchArnValue(value: ConditionValue, parts: readonly string[], context: EvaluationContext): Ternary {
  if (value.kind === 'anyArn') return assumed(context, anyArnFact);
  if (value.kind !== 'arn') return no;
  if (value.template === undefined) return toTernary(matchParts(value.parts, parts));
  return whenKnown(fill(value.template, context, true), (pattern) => {
    const compiled = arnValue(pattern);
    return compiled.kind === 'arn' && matchParts(compiled.parts, parts);
  });
}

/** The open question whether `ArnLike: "*"` matches. */
export const anyArnFact = 'ArnLike *';

function matchParts(patterns: readonly Wildcard[], parts: readonly string[]): boolean {
  return patterns.every((pattern, index) => matchWildcard(pattern, parts[index] ?? ''));
}

function fill(template: Template, context: EvaluationContext, asPattern: boolean): VariableValue {
  return substitute(template, (key) => variableValue(context, key), asPattern);
}

/** An unresolvable variable leaves a value that nothing equals. */
function whenKnown(text: VariableValue, test: (text: string) => boolean): Ternary {
  if (text === unknownVariable) return open;
  return toTernary(text !== undefined && test(text));
}

/** The templates of a condition's values: where its variables stand. */
export function templatesOf(condition: CompiledCondition): readonly Template[] {
  return condition.values.flatMap((value) => ('template' in value && value.template !== undefined ? [value.template] : []));
}
