import type { CheckedCondition, CheckedStatement } from '../readStatement';

/** The first condition of a statement on a tag of the resource, or undefined. */
export function resourceTagIn(statement: CheckedStatement): CheckedCondition | undefined {
  return statement.conditions.find(({ keyName }) => keyName.startsWith('aws:resourcetag/'));
}

/** Keys that end in the name of a tag, in lower case. */
export const tagKeys: ReadonlySet<string> = new Set(['aws:principaltag', 'aws:requesttag', 'aws:resourcetag']);
