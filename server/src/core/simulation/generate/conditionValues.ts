import type { CompiledCondition, ConditionValue } from '../../evaluation/conditions/condition';
import { variableValue } from '../../evaluation/context';
import type { EvaluationContext } from '../../evaluation/context';
import type { ContextValue } from '../../evaluation/request';
import { substitute, unknownVariable } from '../../policy/policyVariable';
import type { Template } from '../../policy/policyVariable';
import { unescapeWildcards } from '../../policy/wildcard';

import { edgesOf } from './addresses';

/** What a request may say of a key: a value, a list, or `undefined`: it does not carry the key. */
export type KeyChoice = ContextValue | undefined;

/**
 * What is worth trying for a key, so that its conditions come out both ways: their own values, those next to them (a number one more and one
 * less, an address just outside of a range, a text that nearly fits), and no value at all. Whether one satisfies is for the evaluator to say.
 */
export function choicesFor(
  conditions: readonly CompiledCondition[],
  context: EvaluationContext,
  multivalued: boolean,
): readonly KeyChoice[] {
  const singles = [...new Set([...conditions.flatMap((condition) => valuesOf(condition, context)), ...strangersTo(conditions)])].filter(
    (text) => text !== '',
  );
  const wantsSets = multivalued || conditions.some(({ operator }) => operator?.set === 'forAnyValue' || operator?.set === 'forAllValues');
  if (!wantsSets) return [...singles, undefined];
  const few = singles.slice(0, 5);
  const pairs = few.flatMap((one, index) => few.slice(index + 1).map((other) => [one, other]));
  return [...singles.map((text) => [text]), ...pairs, few, undefined];
}

/** The values of a condition, and their neighbours. */
function valuesOf(condition: CompiledCondition, context: EvaluationContext): readonly string[] {
  const { operator, source } = condition;
  const family = operator?.family.kind;
  return condition.values.slice(0, 12).flatMap((value, index): readonly string[] => {
    const written = source.values[index]?.text ?? '';
    switch (value.kind) {
      case 'text':
        return besides(value.template === undefined ? written : filled(value.template, context, false));
      case 'wildcard':
        return nearPattern(value, written, context);
      case 'arn':
        return nearArn(value.template === undefined ? instanceOf(written) : filled(value.template, context, true));
      case 'number':
        return (family === 'date' ? [0, -1000, 1000] : [0, -1, 1]).map((step) => showNumber(value.number + step, family === 'date'));
      case 'boolean':
        // Null asks whether there is a value; which one is for the other conditions to say.
        return family === 'null' ? [] : [String(value.value), String(!value.value)];
      case 'range': {
        const { inside, outside } = edgesOf(value.range);
        return [inside, ...outside];
      }
      case 'anyArn':
        return ['arn:aws:iam::111122223333:user/example'];
      case 'invalid':
        return [];
    }
  });
}

function besides(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text, `${text}-other`];
}

function nearPattern(
  value: ConditionValue & { readonly kind: 'wildcard' },
  written: string,
  context: EvaluationContext,
): readonly string[] {
  const text = value.template === undefined ? instanceOf(written) : filled(value.template, context, true);
  if (text === undefined) return [];
  const bare = value.template === undefined ? written.replace(/\*+/g, '').replaceAll('?', 'x') : text;
  return [text, bare, `${text}-other`, `other-${text}`];
}

function nearArn(arn: string | undefined): readonly string[] {
  return arn === undefined ? [] : [arn, `${arn}-other`];
}

/** A text that a pattern matches: every star stands for a word, every question mark for a letter. In an ARN, a Region and an account are such. */
export function instanceOf(pattern: string): string {
  const parts = pattern.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) return fill(pattern);
  const known = [undefined, 'aws', undefined, 'us-east-1', '111122223333'];
  return parts
    .map((part, index) => (part === '*' && index < 5 ? (known[index] ?? (index === 2 ? 'iam' : fill(part))) : fill(part)))
    .join(':');
}

function fill(pattern: string): string {
  return pattern.replace(/\*+/g, 'example').replaceAll('?', 'x');
}

function filled(template: Template, context: EvaluationContext, asPattern: boolean): string | undefined {
  const text = substitute(template, (key) => variableValue(context, key), asPattern);
  if (text === undefined || text === unknownVariable) return undefined;
  return asPattern ? unescapeWildcards(instanceOf(text)) : text;
}

function showNumber(number: number, isDate: boolean): string {
  if (!isDate) return String(number);
  return Math.abs(number) < 8.64e15 ? new Date(number).toISOString().replace('.000Z', 'Z') : String(number);
}

/** Values that no condition thought of, of the types that they ask for. */
function strangersTo(conditions: readonly CompiledCondition[]): readonly string[] {
  const kinds = new Set(conditions.map(({ operator }) => operator?.family.kind));
  const [first] = conditions;
  return [
    ...(kinds.has('ipAddress') ? ['198.51.100.1'] : []),
    ...(kinds.has('arn') ? ['arn:aws:iam::111122223333:user/example'] : []),
    ...(kinds.has('numeric') ? ['0', '1000000'] : []),
    ...(kinds.has('date') ? ['2026-01-01T00:00:00Z'] : []),
    ...(kinds.has('bool') ? ['true', 'false'] : []),
    ...(kinds.has('binary') ? ['b3RoZXI='] : []),
    ...(kinds.has('string') || kinds.has('null') ? [plainValue(first?.lookupKey ?? '')] : []),
  ];
}

/** A value that a key might have, when any will do. */
export function plainValue(lookupKey: string): string {
  return plainValues.get(lookupKey) ?? (lookupKey.endsWith('arn') ? 'arn:aws:iam::111122223333:role/example' : 'example');
}

const plainValues: ReadonlyMap<string, string> = new Map([
  ['aws:currenttime', '2026-01-01T00:00:00Z'],
  ['aws:epochtime', '1767225600'],
  ['aws:tokenissuetime', '2026-01-01T00:00:00Z'],
  ['aws:multifactorauthage', '300'],
  ['aws:multifactorauthpresent', 'true'],
  ['aws:principalaccount', '111122223333'],
  ['aws:principalorgid', 'o-example0000'],
  ['aws:principalorgpaths', 'o-example0000/r-exam/ou-exam-11111111/'],
  ['aws:requestedregion', 'us-east-1'],
  ['aws:resourceaccount', '111122223333'],
  ['aws:resourceorgid', 'o-example0000'],
  ['aws:securetransport', 'true'],
  ['aws:sourceaccount', '111122223333'],
  ['aws:sourceip', '203.0.113.7'],
  ['aws:sourcevpc', 'vpc-0123456789abcdef0'],
  ['aws:sourcevpce', 'vpce-0123456789abcdef0'],
  ['aws:userid', 'AIDAEXAMPLE'],
  ['aws:viaawsservice', 'false'],
  ['iam:passedtoservice', 'ec2.amazonaws.com'],
  ['organizations:serviceprincipal', 'fms.amazonaws.com'],
]);
