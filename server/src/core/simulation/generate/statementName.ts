import type { DecidedBy } from '../../evaluation/decision';
import type { PolicySet } from '../../evaluation/request';
import type { Policy } from '../../policy/policy';

import { decidingPolicy } from '../decidingStatement';

/** What is known of the files that statements are named by. */
export interface NamingFiles {
  readonly file: string;
  readonly uri: string;
  readonly organization?: { readonly fileOf: (uri: string) => string | undefined } | undefined;
}

/**
 * The deciding statement as a test's `by` says it: `FILE#SID`, or `FILE#INDEX` where the Sid is not the statement's alone. Undefined: no
 * statement decided, or one that has no file.
 */
export function statementName(
  { decidedBy, policies }: { readonly decidedBy: DecidedBy | null; readonly policies: PolicySet },
  { file, uri, organization }: NamingFiles,
): string | undefined {
  const deciding = decidingPolicy(policies, decidedBy);
  if (deciding?.policy === undefined || decidedBy === null || decidedBy.statement === null) return undefined;
  const statement = sidOrIndex(deciding.policy, decidedBy.statement);
  if (deciding.uri === uri) return `${file}#${statement}`;
  const managed = [deciding.name, deciding.uri].find((text) => text?.startsWith('arn:') === true);
  if (managed !== undefined) return `${managed}#${statement}`;
  const named = deciding.uri === undefined ? undefined : organization?.fileOf(deciding.uri);
  if (named === undefined) return undefined;
  // What stands inside of its owner's entry is called by both: `alice/take-the-role`.
  const inline = deciding.name?.includes('/') === true ? `#${deciding.name}` : '';
  return `${named}${inline}#${statement}`;
}

function sidOrIndex({ statements }: Policy, index: number): string {
  const sid = statements.find((statement) => statement.index === index)?.sid?.text;
  const isAlone = sid !== undefined && statements.filter((statement) => statement.sid?.text === sid).length === 1;
  return isAlone && /^[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*$/.test(sid) ? sid : String(index);
}
