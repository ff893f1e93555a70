import type { CompiledStatement } from '../evaluation/compile';
import { evaluateCondition, templatesOf } from '../evaluation/conditions/condition';
import type { CompiledCondition } from '../evaluation/conditions/condition';
import { lookUp } from '../evaluation/context';
import type { Layer } from '../evaluation/decision';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import { principalLevel } from '../evaluation/principals';
import { hasPrincipals } from '../evaluation/statement';
import { variablesOf } from '../policy/policyVariable';

/**
 * What in some policies can come out differently for two callers who have the same policies: conditions on the caller, variables that
 * stand for something of the caller, principal elements. Callers for whom all of it comes out the same are decided alike.
 */
export interface CallerDependences {
  readonly conditions: readonly CompiledCondition[];
  /** Keys, in lower case, whose very values matter. */
  readonly keys: readonly string[];
  readonly principals: readonly CompiledStatement[];
}

export const noDependences: CallerDependences = { conditions: [], keys: [], principals: [] };

// Keys that say the same whoever calls. A key of `aws:` that is not here is taken to be about the caller.
const keysOfTheRequest: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:currenttime',
  'aws:epochtime',
  'aws:multifactorauthage',
  'aws:multifactorauthpresent',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:tagkeys',
  'aws:useragent',
  'aws:viaawsservice',
  'aws:vpcsourceip',
]);

function isAboutCaller(lookupKey: string): boolean {
  if (ofAccount.has(lookupKey)) return true;
  return (
    lookupKey.startsWith('aws:') &&
    !keysOfTheRequest.has(lookupKey) &&
    !lookupKey.startsWith('aws:requesttag/') &&
    !lookupKey.startsWith('aws:resourcetag/')
  );
}

/** Keys that follow from the caller's account and from the request together. */
export function followsFromAccount(lookupKey: string): boolean {
  return ofAccount.has(lookupKey);
}

const ofAccount: ReadonlySet<string> = new Set([
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'kms:calleraccount',
  's3:resourceaccount',
]);

/** What in some statements of a layer hangs on the caller. */
export function dependencesOf(statements: readonly CompiledStatement[], layer: Layer): CallerDependences {
  const conditions: CompiledCondition[] = [];
  const keys = new Set<string>();
  const principals: CompiledStatement[] = [];
  for (const statement of statements) {
    for (const condition of statement.conditions) collectCondition(condition, conditions, keys);
    for (const pattern of statement.resource?.patterns ?? []) {
      if (pattern.kind === 'any' || pattern.template === undefined) continue;
      for (const { key } of variablesOf(pattern.template)) if (isAboutCaller(key.toLowerCase())) keys.add(key.toLowerCase());
    }
    const { principal } = statement;
    if (hasPrincipals(layer) && principal !== undefined && (!principal.everyone || principal.negated)) principals.push(statement);
  }
  return conditions.length + keys.size + principals.length === 0 ? noDependences : { conditions, keys: [...keys], principals };
}

function collectCondition(condition: CompiledCondition, conditions: CompiledCondition[], keys: Set<string>): void {
  const variables = templatesOf(condition).flatMap((template) => variablesOf(template).map(({ key }) => key.toLowerCase()));
  const ofCaller = [condition.lookupKey, ...variables].filter(isAboutCaller);
  if (ofCaller.length === 0) return;
  // With variables, or facts of the account, values can meet in ways that one outcome does not tell.
  if (variables.length > 0 || ofAccount.has(condition.lookupKey)) for (const key of ofCaller) keys.add(key);
  else conditions.push(condition);
}

/** Some dependences as one. */
export function joinDependences(parts: readonly CallerDependences[]): CallerDependences {
  const filled = parts.filter((part) => part !== noDependences);
  if (filled.length <= 1) return filled[0] ?? noDependences;
  return {
    conditions: [...new Set(filled.flatMap(({ conditions }) => conditions))],
    keys: [...new Set(filled.flatMap(({ keys }) => keys))],
    principals: [...new Set(filled.flatMap(({ principals }) => principals))],
  };
}

/** How everything that hangs on the caller comes out, as a text: equal for callers who are decided alike. `prepared` is any request of the caller's. */
export function callerSignature({ conditions, keys, principals }: CallerDependences, prepared: PreparedRequest, account: string): string {
  let signature = '';
  const { context, caller } = prepared;
  for (const condition of conditions) {
    const { state, multivalued } = lookUp(context, condition.lookupKey);
    signature += `${evaluateCondition(condition, context)}${state}${multivalued ? '*' : ''},`;
  }
  for (const key of keys) {
    if (ofAccount.has(key)) signature += `${account},`;
    else {
      const { state, values } = lookUp(context, key);
      signature += `${state}=${values.join('\u0001')}\u0002`;
    }
  }
  for (const { principal, effect } of principals) {
    if (principal !== undefined && effect !== undefined) signature += `${principalLevel(principal, caller, effect, false)},`;
  }
  return signature;
}
