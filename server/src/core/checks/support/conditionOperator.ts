/** A condition operator taken apart. */
export interface ConditionOperator {
  readonly qualifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** Spelling of AWS, without qualifier and suffix. */
  readonly name: string;
  readonly family: OperatorFamily;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

export type OperatorFamily = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IPAddress' | 'ARN' | 'Null';

/** <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html> */
const families: Readonly<Record<OperatorFamily, readonly string[]>> = {
  String: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
  Numeric: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  Date: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  Bool: ['Bool'],
  Binary: ['BinaryEquals'],
  IPAddress: ['IpAddress', 'NotIpAddress'],
  ARN: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
  Null: ['Null'],
};

/** All operators without qualifier or suffix. */
export const operatorNames: readonly string[] = Object.values(families).flat();

const operators = new Map<string, { readonly name: string; readonly family: OperatorFamily }>();
for (const family of ['String', 'Numeric', 'Date', 'Bool', 'Binary', 'IPAddress', 'ARN', 'Null'] as const) {
  for (const name of families[family]) operators.set(name.toLowerCase(), { name, family });
}

/** Reads an operator, in any case; undefined when there is none of that name. `NullIfExists` is read, though AWS refuses it. */
export function readOperator(text: string): ConditionOperator | undefined {
  return spelledRight.get(text) ?? readAnyCase(text);
}

function readAnyCase(text: string): ConditionOperator | undefined {
  const [, qualifier, rest = ''] = /^(?:(forallvalues|foranyvalue):)?(.*)$/is.exec(text) ?? [];
  const lower = rest.toLowerCase();
  const plain = lower.endsWith('ifexists') ? lower.slice(0, -'ifexists'.length) : lower;
  const operator = operators.get(plain);
  if (operator === undefined) return undefined;
  return {
    qualifier: qualifier === undefined ? undefined : qualifier.toLowerCase() === 'forallvalues' ? 'ForAllValues' : 'ForAnyValue',
    name: operator.name,
    family: operator.family,
    negated: operator.name.includes('Not'),
    ifExists: plain !== lower,
  };
}

/** Every operator as AWS spells it, since that is how nearly all are written. */
const spelledRight: ReadonlyMap<string, ConditionOperator> = new Map(
  ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((qualifier) =>
    operatorNames.flatMap((name) =>
      ['', 'IfExists'].flatMap((suffix) => {
        const text = qualifier + name + suffix;
        const operator = readAnyCase(text);
        return operator === undefined ? [] : [[text, operator] as const];
      }),
    ),
  ),
);
