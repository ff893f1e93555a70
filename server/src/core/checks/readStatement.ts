import type { ConditionKey } from '../catalog/catalog';
import type { ConditionEntry, PatternElement, PolicyValue, Statement } from '../policy/policy';

import type { ActionName } from './support/actionName';
import type { CatalogLookup, ResourceName } from './support/catalogLookup';
import { readOperator } from './support/conditionOperator';
import type { ConditionOperator } from './support/conditionOperator';

/** A statement with what many checks ask about its values, read once for all of them. */
export interface CheckedStatement extends Statement {
  /** The values of Action or NotAction. */
  readonly actions: readonly CheckedAction[];
  /** The values of Resource or NotResource. */
  readonly resources: readonly CheckedResource[];
  readonly conditions: readonly CheckedCondition[];
  /** The condition keys in lower case. */
  readonly keyNames: ReadonlySet<string>;
  /** Those that `Null` tests. */
  readonly keysTestedForNull: ReadonlySet<string>;
}

/** A value of Action or NotAction. */
export interface CheckedAction extends PolicyValue {
  readonly name: ActionName;
}

/** A value of Resource or NotResource. */
export interface CheckedResource extends PolicyValue {
  readonly name: ResourceName;
}

/** A condition with its operator and key read. */
export interface CheckedCondition extends ConditionEntry {
  /** The operator taken apart, or undefined when there is none of that name. */
  readonly read: ConditionOperator | undefined;
  /** The key in lower case, as keys are compared. */
  readonly keyName: string;
  /** What the catalog knows of the key. */
  readonly knownKey: ConditionKey | undefined;
}

/** Reads a statement for its checks. */
export function readStatement(statement: Statement, lookup: CatalogLookup): CheckedStatement {
  const conditions = statement.conditions.length === 0 ? noConditions : statement.conditions.map((entry) => readCondition(entry, lookup));
  return {
    start: statement.start,
    end: statement.end,
    index: statement.index,
    sid: statement.sid,
    effect: statement.effect,
    principal: statement.principal,
    action: statement.action,
    resource: statement.resource,
    actions: readValues(statement.action, lookup.actionName),
    resources: readValues(statement.resource, lookup.resourceName),
    conditions,
    keyNames: conditions.length === 0 ? noNames : new Set(conditions.map(({ keyName }) => keyName)),
    keysTestedForNull: namesTestedForNull(conditions),
  };
}

const noConditions: readonly CheckedCondition[] = [];
const noNames: ReadonlySet<string> = new Set();

function readValues<Name>(
  element: PatternElement | undefined,
  read: (text: string) => Name,
): readonly (PolicyValue & { readonly name: Name })[] {
  return element === undefined ? [] : element.values.map(({ text, span }) => ({ text, span, name: read(text) }));
}

function readCondition({ operator, key, values }: ConditionEntry, lookup: CatalogLookup): CheckedCondition {
  const { lower, known } = lookup.keyName(key.text);
  return { operator, key, values, read: readOperator(operator.text), keyName: lower, knownKey: known };
}

function namesTestedForNull(conditions: readonly CheckedCondition[]): ReadonlySet<string> {
  if (!conditions.some(({ read }) => read?.family === 'Null')) return noNames;
  return new Set(conditions.filter(({ read }) => read?.family === 'Null').map(({ keyName }) => keyName));
}
