import type { DecidedBy } from '../evaluation/decision';
import type { PolicyInput, PolicySet } from '../evaluation/request';

/** The policy that decided, with its name and place. */
export function decidingPolicy(policies: PolicySet, decidedBy: DecidedBy | null): PolicyInput | undefined {
  if (decidedBy === null || decidedBy.policyIndex === null) return undefined;
  return policiesAt(policies, decidedBy)?.[decidedBy.policyIndex];
}

function policiesAt(policies: PolicySet, { layer, level }: DecidedBy): readonly PolicyInput[] | undefined {
  switch (layer) {
    case 'identity':
      return policies.identityPolicies;
    case 'permissionsBoundary':
      return oneOrNone(policies.permissionsBoundary);
    case 'session':
      return policies.sessionPolicies;
    case 'resource':
      return oneOrNone(policies.resourcePolicy);
    case 'scp':
      return policies.serviceControlPolicies?.[level ?? 0];
    case 'rcp':
      return policies.resourceControlPolicies?.[level ?? 0];
    case 'vpcEndpoint':
      return policies.vpcEndpointPolicies;
  }
}

function oneOrNone(policy: PolicyInput | undefined): readonly PolicyInput[] {
  return policy === undefined ? [] : [policy];
}

/** A statement as tests name it: `FILE#SID`, `FILE#INDEX`, `FILE#INLINE NAME#INDEX`, `ARN#INDEX`. */
export interface StatementName {
  readonly file: string;
  readonly inline: string | undefined;
  readonly statement: string;
}

/** Takes a `by` apart; undefined when it names no statement. */
export function readStatementName(by: string): StatementName | undefined {
  const parts = by.split('#');
  const statement = parts.pop();
  const file = parts.shift();
  if (statement === undefined || statement === '' || file === undefined || file === '') return undefined;
  return { file, inline: parts.length === 0 ? undefined : parts.join('#'), statement };
}

/** Whether the statement that decided is the one named; `urisOf` says which documents a path may mean. */
export function isDecidedBy(
  name: StatementName,
  { policies, decidedBy }: { readonly policies: PolicySet; readonly decidedBy: DecidedBy | null },
  urisOf: (file: string) => readonly string[],
): boolean {
  const policy = decidingPolicy(policies, decidedBy);
  if (policy === undefined || decidedBy === null || decidedBy.statement === null) return false;
  const bySid = decidedBy.sid !== null && decidedBy.sid === name.statement;
  if (!bySid && String(decidedBy.statement) !== name.statement) return false;
  if (name.inline !== undefined && policy.name !== name.inline) return false;
  if (name.file === policy.uri || name.file === policy.name) return true;
  return policy.uri !== undefined && urisOf(name.file).includes(policy.uri);
}
