/** How two values of a type are compared. */
export type Comparison = 'equals' | 'less' | 'lessOrEqual' | 'greater' | 'greaterOrEqual';

/** What an operator compares: one family per type of value. */
export type OperatorFamily =
  | { readonly kind: 'string'; readonly match: 'equals' | 'equalsIgnoreCase' | 'like' }
  | { readonly kind: 'numeric'; readonly comparison: Comparison }
  | { readonly kind: 'date'; readonly comparison: Comparison }
  | { readonly kind: 'bool' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'ipAddress' }
  | { readonly kind: 'arn' }
  | { readonly kind: 'null' };

/** A condition operator, taken apart. */
export interface ConditionOperator {
  readonly family: OperatorFamily;
  /** `…Not…`: none of the values. */
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: 'none' | 'forAnyValue' | 'forAllValues';
}

interface BaseOperator {
  readonly family: OperatorFamily;
  readonly negated: boolean;
}

const base = (family: OperatorFamily, negated = false): BaseOperator => ({ family, negated });

// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
const operators: ReadonlyMap<string, BaseOperator> = new Map([
  ['stringequals', base({ kind: 'string', match: 'equals' })],
  ['stringnotequals', base({ kind: 'string', match: 'equals' }, true)],
  ['stringequalsignorecase', base({ kind: 'string', match: 'equalsIgnoreCase' })],
  ['stringnotequalsignorecase', base({ kind: 'string', match: 'equalsIgnoreCase' }, true)],
  ['stringlike', base({ kind: 'string', match: 'like' })],
  ['stringnotlike', base({ kind: 'string', match: 'like' }, true)],
  ['numericequals', base({ kind: 'numeric', comparison: 'equals' })],
  ['numericnotequals', base({ kind: 'numeric', comparison: 'equals' }, true)],
  ['numericlessthan', base({ kind: 'numeric', comparison: 'less' })],
  ['numericlessthanequals', base({ kind: 'numeric', comparison: 'lessOrEqual' })],
  ['numericgreaterthan', base({ kind: 'numeric', comparison: 'greater' })],
  ['numericgreaterthanequals', base({ kind: 'numeric', comparison: 'greaterOrEqual' })],
  ['dateequals', base({ kind: 'date', comparison: 'equals' })],
  ['datenotequals', base({ kind: 'date', comparison: 'equals' }, true)],
  ['datelessthan', base({ kind: 'date', comparison: 'less' })],
  ['datelessthanequals', base({ kind: 'date', comparison: 'lessOrEqual' })],
  ['dategreaterthan', base({ kind: 'date', comparison: 'greater' })],
  ['dategreaterthanequals', base({ kind: 'date', comparison: 'greaterOrEqual' })],
  ['bool', base({ kind: 'bool' })],
  ['binaryequals', base({ kind: 'binary' })],
  ['ipaddress', base({ kind: 'ipAddress' })],
  ['notipaddress', base({ kind: 'ipAddress' }, true)],
  ['arnequals', base({ kind: 'arn' })],
  ['arnlike', base({ kind: 'arn' })],
  ['arnnotequals', base({ kind: 'arn' }, true)],
  ['arnnotlike', base({ kind: 'arn' }, true)],
  ['null', base({ kind: 'null' })],
]);

/** An operator by name, without regard to case; undefined for one that AWS does not have, whose statement never applies. */
export function parseConditionOperator(name: string): ConditionOperator | undefined {
  let rest = name.toLowerCase();
  let set: ConditionOperator['set'] = 'none';
  if (rest.startsWith('foranyvalue:')) set = 'forAnyValue';
  else if (rest.startsWith('forallvalues:')) set = 'forAllValues';
  if (set !== 'none') rest = rest.slice(rest.indexOf(':') + 1);
  const ifExists = rest.endsWith('ifexists');
  if (ifExists) rest = rest.slice(0, -'ifexists'.length);
  const found = operators.get(rest);
  // Null tests for presence itself, so AWS knows no NullIfExists.
  if (found === undefined || (found.family.kind === 'null' && ifExists)) return undefined;
  return { ...found, ifExists, set };
}
