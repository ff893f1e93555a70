import type { Message } from '../text/message';
import type { Span } from '../text/span';

import type { Decision, EvaluationResult, StatementRef } from './decision';
import type { AuthorizationRequest } from './request';

/** The explanation of a decision: plain data, the only source of everything shown about it. */
export interface Trace extends EvaluationResult {
  readonly request: AuthorizationRequest;
  /** Every statement of every policy that applies to the caller, in layer order. */
  readonly statements: readonly StatementTrace[];
  /** Context keys that a policy asked for, and where their values came from. */
  readonly context: readonly ContextTrace[];
  /** What the model cannot express here, and other remarks (`ACLs are not modelled`). */
  readonly notes: readonly Message[];
  /** For an undetermined request: the decisions that values of the unknown facts bring about; empty when there are too many to try. */
  readonly possibleDecisions: readonly Decision[];
  /** The rule that decided, when it was no policy: `sts:GetCallerIdentity` is always allowed, a federated user cannot call IAM. */
  readonly rule: Message | undefined;
  /** The roles taken on the way to the request; undefined where there are none. */
  readonly chain?: TraceChain | undefined;
}

/** A chain of roles, each with whether it can be taken. */
export interface TraceChain {
  readonly hops: readonly { readonly role: string; readonly decision: Decision }[];
  /** The role whose taking decides, by its place: the trace is that call's. Undefined: the request at the end decides. */
  readonly decidedAt: number | undefined;
}

/** How one statement met the request. */
export interface StatementTrace extends StatementRef {
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly span: Span;
  readonly uri?: string | undefined;
  readonly match: 'matched' | 'notMatched' | 'unknown';
  /** For a statement that did not match (or is open): the first element that decided so, and why. */
  readonly element?: 'Effect' | 'Principal' | 'Action' | 'Resource' | 'Condition' | undefined;
  readonly elementSpan?: Span | undefined;
  readonly reason?: Message | undefined;
}

/** One context key that mattered to some statement. */
export interface ContextTrace {
  /** As the policy spells it. */
  readonly key: string;
  readonly state: 'value' | 'absent' | 'unknown';
  readonly values: readonly string[];
  readonly origin: 'given' | 'principal' | 'resource' | 'organization' | 'request' | 'none';
  /** Whether its value can change the decision. */
  readonly matters: boolean;
  /** For a key that matters: a value that would allow and one that would deny, where that can be said. */
  readonly allowedWith?: readonly string[];
  readonly deniedWith?: readonly string[];
}
