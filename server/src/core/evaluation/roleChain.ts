import type { Catalog } from '../catalog/catalog';
import { english, message } from '../text/message';
import type { Message } from '../text/message';
import { contextAtEnd, contextOfHop } from './chainContext';
import type { GivenContext } from './chainContext';
import { absentSession, inheritedKeys, refusal, sessionOf } from './chainSession';
import type { ChainSession } from './chainSession';
import { checksOf, decideChecks, missingKeys } from './operations';
import type { CheckDecision, OperationTrace } from './operations';
import type { Decision } from './decision';
import type { AuthorizationRequest, PolicyInput, RequestPrincipal } from './request';
import type { Trace } from './trace';

/** A role to be taken on the way to a request. */
export interface RoleHop {
  /** The ARN of the role. */
  readonly role: string;
  /** Undefined: none passed. */
  readonly sessionPolicies?: readonly PolicyInput[] | undefined;
  /** Context of the call itself: `sts:ExternalId`, `sts:RoleSessionName`, `sts:SourceIdentity`, session tags as `aws:RequestTag/…`. */
  readonly context: GivenContext;
}

/** What people pass when they take a role. */
export interface RolePassing {
  readonly sessionName?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly externalId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly transitiveTagKeys?: readonly string[] | undefined;
}

/** What is passed, as context keys of the call. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html> */
export function contextOfPassing({ sessionName, sourceIdentity, externalId, tags = {}, transitiveTagKeys }: RolePassing): GivenContext {
  const names = Object.keys(tags);
  return {
    ...(sessionName === undefined ? {} : { 'sts:RoleSessionName': sessionName }),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    ...Object.fromEntries(names.map((name) => [`aws:RequestTag/${name}`, tags[name] ?? ''])),
    ...(names.length === 0 ? {} : { 'aws:TagKeys': names }),
    ...(transitiveTagKeys === undefined ? {} : { 'sts:TransitiveTagKeys': transitiveTagKeys }),
  };
}

/** Who makes a call of a chain. */
export interface ChainCaller {
  readonly principal: RequestPrincipal;
  /** Which of the roles it is a session of; undefined: who starts. */
  readonly hop: number | undefined;
  readonly sessionPolicies: readonly PolicyInput[] | undefined;
}

/** "May somebody become these roles, and then do this?" */
export interface RoleChain {
  readonly principal: RequestPrincipal;
  readonly hops: readonly RoleHop[];
  /** Of the request at the end. Network keys hold for every call, keys of the caller for who starts, `sts:` keys for taking the roles. */
  readonly context: GivenContext;
  readonly contextIsComplete: boolean;
}

/** Decides the calls of a chain; which policies bear on them is for whoever has them. */
export interface ChainDecisions {
  /** One check of taking a role: `to` is its place in the chain. */
  readonly decideHop: (check: AuthorizationRequest, caller: ChainCaller, to: number) => Trace;
  /** The request at the end. */
  readonly decideEnd: (caller: ChainCaller, known: EndContext) => EndDecision;
}

/** What is known of the context of the request at the end. */
export type EndContext = Pick<AuthorizationRequest, 'context' | 'absentKeys'>;

export interface EndDecision {
  readonly trace: Trace;
  /** The checks of an operation. */
  readonly checks?: readonly CheckDecision[] | undefined;
}

/** The answer about taking one role. */
export interface RoleHopTrace extends OperationTrace {
  readonly role: string;
}

export interface ChainTrace {
  readonly hops: readonly RoleHopTrace[];
  /** Checks of the request at the end, where it is an operation. */
  readonly checks: readonly CheckDecision[] | undefined;
  /** The call that decides, with the decision, problems and unknown keys of the whole. */
  readonly trace: Trace;
}

/**
 * Walks a chain of roles: each is taken by the session of the one before, by sts:AssumeRole and what else the call is, and the
 * request at the end is that of the last one's session.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining>
 */
export function decideChain(chain: RoleChain, decisions: ChainDecisions, catalog: Catalog): ChainTrace {
  const hops: RoleHopTrace[] = [];
  let session: ChainSession = absentSession;
  let caller: ChainCaller = { principal: chain.principal, hop: undefined, sessionPolicies: undefined };
  for (const [to, hop] of chain.hops.entries()) {
    const taker = caller;
    const context = contextOfHop(chain.context, session, hop.context);
    const call = {
      principal: taker.principal,
      operation: operationOf(taker.principal),
      resources: [{ arn: hop.role }],
      context,
      contextIsComplete: chain.contextIsComplete,
      unknownKeys: inheritedKeys(session, context),
      absentKeys: session.absentKeys,
    };
    const decided = decideChecks(call, checksOf(call, catalog), (check) => decisions.decideHop(check, taker, to));
    const refused = refusal(session, context);
    hops.push({ role: hop.role, ...decided, trace: refused === undefined ? decided.trace : refuse(decided.trace, refused) });
    const next = sessionOf(hop.role, taker.principal, session, context);
    session = next.session;
    caller = { principal: next.principal, hop: to, sessionPolicies: hop.sessionPolicies };
  }
  const end = decisions.decideEnd(caller, { context: contextAtEnd(chain.context, session), absentKeys: session.absentKeys });
  if (hops.length === 0) return { hops, checks: end.checks, trace: end.trace };
  return { hops, checks: end.checks, trace: combine(hops, end.trace, isChained(chain)) };
}

/** Who comes from outside asks in another way. */
function operationOf(principal: RequestPrincipal): string {
  if (typeof principal === 'string') return 'sts:AssumeRole';
  return principal.federated.includes(':saml-provider/') ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
}

/** Role chaining is to take a role with the credentials of another. */
function isChained({ principal, hops }: RoleChain): boolean {
  return hops.length > 1 || (typeof principal === 'string' && /:assumed-role\/|:role\//.test(principal));
}

function refuse(trace: Trace, rule: Message): Trace {
  return { ...trace, decision: 'implicitDeny', decidedBy: null, missingContextKeys: [], possibleDecisions: [], rule };
}

/** The first call that is denied ends the chain; where none is, all hangs on those that are open, and with none on the last. */
function combine(hops: readonly RoleHopTrace[], end: Trace, chained: boolean): Trace {
  const calls = [...hops.map(({ trace }) => trace), end];
  const open = calls.filter(({ decision }) => decision === 'undetermined');
  const deciding = calls.find(isDenied) ?? open.find(isDeniedAnyway) ?? open[0] ?? end;
  const at = calls.indexOf(deciding);
  const remark = message('a session that is taken with the credentials of another role lasts an hour at most');
  return {
    ...deciding,
    missingContextKeys: deciding.decision === 'undetermined' ? missingKeys(open) : [],
    problems: unique(calls.flatMap(({ problems }) => problems)),
    notes: chained ? [...deciding.notes, remark] : deciding.notes,
    chain: {
      hops: hops.map(({ role, trace }): { role: string; decision: Decision } => ({ role, decision: trace.decision })),
      decidedAt: at < hops.length ? at : undefined,
    },
  };
}

function isDenied({ decision }: Trace): boolean {
  return decision === 'explicitDeny' || decision === 'implicitDeny';
}

/** By what it is denied is open, but not that it is. */
function isDeniedAnyway({ possibleDecisions }: Trace): boolean {
  return possibleDecisions.length > 0 && !possibleDecisions.includes('allowed');
}

function unique(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((said) => [english(said), said])).values()];
}
