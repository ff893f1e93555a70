import type { ConditionEntry, Statement } from '../../policy/policy';

/** Whether a condition key, in any case, is one of these. */
export function isKey(name: string, ...keys: readonly string[]): boolean {
  return keys.includes(name.toLowerCase());
}

/** Whether a statement has a condition on one of these keys (given in lower case). */
export function hasKey(statement: Statement, ...keys: readonly string[]): boolean {
  return statement.conditions.some(({ key }) => isKey(key.text, ...keys));
}

/** The first condition of a statement on a tag of the resource, or undefined. */
export function resourceTagIn(statement: Statement): ConditionEntry | undefined {
  return statement.conditions.find(({ key }) => key.text.toLowerCase().startsWith('aws:resourcetag/'));
}

/** Keys that end in the name of a tag. */
export const tagKeys: readonly string[] = ['aws:principaltag', 'aws:requesttag', 'aws:resourcetag'];
