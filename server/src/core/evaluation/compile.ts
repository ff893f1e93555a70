import type { PrincipalElement, Policy, Statement } from '../policy/policy';
import { compileAction, headLength } from './actions';
import type { ActionPattern, CompiledAction } from './actions';
import { compileCondition } from './conditions/condition';
import type { CompiledCondition } from './conditions/condition';
import type { OpenFact } from './context';
import { compilePrincipal } from './principals';
import type { CompiledPrincipal } from './principals';
import { compileResource } from './resources';
import type { CompiledResource } from './resources';

/** A policy, made ready once to decide many requests. It belongs to no layer and no principal, so equal policies may share one. */
export interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[];
  readonly index: ActionIndex;
  /** For a policy that cannot be read: the open questions whether it allows and whether it denies. */
  readonly unreadable: UnreadablePolicy | undefined;
}

export interface UnreadablePolicy {
  readonly allows: OpenFact;
  /** In a resource policy: it allows the role behind the session, or the account. */
  readonly allowsRole: OpenFact;
  readonly allowsAccount: OpenFact;
  readonly denies: OpenFact;
}

export interface CompiledStatement {
  readonly source: Statement;
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly principal: CompiledPrincipal | undefined;
  readonly action: CompiledAction | undefined;
  readonly resource: CompiledResource | undefined;
  readonly conditions: readonly CompiledCondition[];
  /** All actions on all resources, as in FullAWSAccess: nothing is left to test but principal and conditions. */
  readonly coversAll: boolean;
}

/**
 * Finds the statements that an action can reach: by its full name, by its service and the first letters of its name, by its
 * service, and those that any action may reach. A statement may stand in several places; meeting it twice changes nothing.
 */
export interface ActionIndex {
  /** By full name; the action element is known to match. */
  readonly exact: ReadonlyMap<string, StatementBucket> | undefined;
  /** By `service:` and by `service:` with the first letters; the action element must still be tested. */
  readonly patterns: ReadonlyMap<string, StatementBucket> | undefined;
  readonly any: StatementBucket | undefined;
}

export interface StatementBucket {
  readonly deny: CompiledStatement[];
  readonly allow: CompiledStatement[];
}

/** Makes a policy ready. Pure; keep the result for as long as the policy lives. */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const withVariables = policy.version === '2012-10-17';
  const statements = policy.statements.map((statement) => compileStatement(statement, withVariables));
  return { statements, index: createIndex(statements), unreadable: undefined };
}

/** Stands in for a policy that cannot be read: it may allow and it may deny. */
export function compileUnreadablePolicy(): CompiledPolicy {
  return {
    statements: [],
    index: { exact: undefined, patterns: undefined, any: undefined },
    unreadable: {
      allows: { question: 'allows' },
      allowsRole: { question: 'allowsRole' },
      allowsAccount: { question: 'allowsAccount' },
      denies: { question: 'denies' },
    },
  };
}

function compileStatement(source: Statement, withVariables: boolean): CompiledStatement {
  const action = source.action === undefined ? undefined : compileAction(source.action);
  const resource = source.resource === undefined ? undefined : compileResource(source.resource, withVariables);
  return {
    source,
    effect: source.effect,
    principal: compileOptionalPrincipal(source.principal),
    action,
    resource,
    conditions: source.conditions.map((condition) => compileCondition(condition, withVariables)),
    coversAll: coversAllActions(action) && coversAllResources(resource),
  };
}

function coversAllActions(action: CompiledAction | undefined): boolean {
  return action?.negated === false && action.patterns.some(({ service, name }) => service.kind === 'any' && name.kind === 'any');
}

function coversAllResources(resource: CompiledResource | undefined): boolean {
  return resource?.negated === false && resource.patterns.some(({ kind }) => kind === 'any');
}

function compileOptionalPrincipal(principal: PrincipalElement | undefined): CompiledPrincipal | undefined {
  return principal === undefined ? undefined : compilePrincipal(principal);
}

/** The index of some statements, of one policy or of several. */
export function createIndex(statements: readonly CompiledStatement[]): ActionIndex {
  const exact = new Map<string, StatementBucket>();
  const patterns = new Map<string, StatementBucket>();
  const any: StatementBucket = { deny: [], allow: [] };
  for (const statement of statements) {
    const action = statement.action;
    if (action === undefined || statement.effect === undefined) continue;
    if (action.negated) addTo(any, statement);
    else for (const pattern of action.patterns) place(statement, pattern, exact, patterns, any);
  }
  return {
    exact: exact.size > 0 ? exact : undefined,
    patterns: patterns.size > 0 ? patterns : undefined,
    any: any.deny.length + any.allow.length > 0 ? any : undefined,
  };
}

function place(
  statement: CompiledStatement,
  { service, name }: ActionPattern,
  exact: Map<string, StatementBucket>,
  patterns: Map<string, StatementBucket>,
  any: StatementBucket,
): void {
  if (service.kind !== 'exact') return addTo(any, statement);
  if (name.kind === 'exact') return addTo(bucketOf(exact, `${service.text}:${name.text}`), statement);
  const head = name.kind === 'any' ? '' : literalHead(name.text);
  addTo(bucketOf(patterns, `${service.text}:${head.length >= headLength ? head.slice(0, headLength) : ''}`), statement);
}

function literalHead(pattern: string): string {
  const wildcard = pattern.search(/[*?]/);
  return wildcard < 0 ? pattern : pattern.slice(0, wildcard);
}

function bucketOf(map: Map<string, StatementBucket>, key: string): StatementBucket {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created: StatementBucket = { deny: [], allow: [] };
  map.set(key, created);
  return created;
}

function addTo(bucket: StatementBucket, statement: CompiledStatement): void {
  const list = statement.effect === 'Deny' ? bucket.deny : bucket.allow;
  // Patterns of one statement come one after the other.
  if (list.at(-1) !== statement) list.push(statement);
}
