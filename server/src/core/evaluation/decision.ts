import type { Message } from '../text/message';

/** AWS's own words for the outcome of a request, plus `undetermined`: some value of an unknown fact changes the answer. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny' | 'undetermined';

/** The kinds of policy that take part in a decision. */
export type Layer = 'identity' | 'permissionsBoundary' | 'session' | 'resource' | 'scp' | 'rcp' | 'vpcEndpoint';

/** A statement, named the way the command line names it (product.md 5). */
export interface StatementRef {
  readonly layer: Layer;
  /** 0 is the organization's root; null outside SCPs and RCPs. */
  readonly level: number | null;
  /** The policy's name, or `<layer>[i]`. */
  readonly policy: string;
  /** Place of the policy in its layer (in its level, for SCPs and RCPs). */
  readonly policyIndex: number;
  readonly statement: number;
  readonly sid: string | null;
}

/** What decided: a statement, or for an implicit deny the layer (and level) that lacks the allow. */
export interface DecidedBy {
  readonly layer: Layer;
  readonly level: number | null;
  readonly policy: string | null;
  readonly policyIndex: number | null;
  readonly statement: number | null;
  readonly sid: string | null;
}

export interface MatchedStatement extends StatementRef {
  readonly effect: 'Allow' | 'Deny';
}

/** What one layer, or one level of it, says about the request. */
export interface LayerDecision {
  readonly layer: Layer;
  readonly level: number | null;
  readonly decision: Decision | 'notApplicable';
}

/** The answer to a request, without the explanation; `explain()` gives the same with a trace. */
export interface EvaluationResult {
  readonly decision: Decision;
  /** Null only when undetermined, or when no policy had a say (sts:GetCallerIdentity). */
  readonly decidedBy: DecidedBy | null;
  readonly matchedStatements: readonly MatchedStatement[];
  /** Keys (AWS's spelling where known) whose unknown value changes the decision. Empty unless undetermined. */
  readonly missingContextKeys: readonly string[];
  readonly layers: readonly LayerDecision[];
  /** Trouble with the request or a policy, for people. */
  readonly problems: readonly Message[];
}
