import { english } from '../text/message';
import type { DecidedBy, Decision, EvaluationResult, Layer, LayerDecision } from './decision';
import type { CheckDecision } from './operations';
import type { RoleHopTrace } from './roleChain';
import type { TraceChain } from './trace';

/** A result as the command line prints it, one JSON line per scenario: English and stable. */
export interface ScenarioResult {
  readonly name: string;
  readonly decision: Decision;
  readonly decidedBy: ScenarioDecidedBy | null;
  readonly matchedStatements: readonly ScenarioStatement[];
  readonly missingContextKeys: readonly string[];
  readonly layers: readonly LayerDecision[];
  readonly problems: readonly string[];
  /** Only of an operation. */
  readonly checks?: readonly ScenarioCheck[];
  /** Only where roles are taken on the way. */
  readonly assumedRoles?: readonly ScenarioAssumedRole[];
  /** Which of them decides, from 0; null: the request itself does. */
  readonly decidedAtRole?: number | null;
}

/** A check of an operation; `resource` null: the request names no resource for it. */
export interface ScenarioCheck {
  readonly action: string;
  readonly resource: string | null;
  readonly decision: Decision;
}

/** Whether a role on the way can be taken. */
export interface ScenarioAssumedRole {
  readonly role: string;
  readonly decision: Decision;
  readonly decidedBy: ScenarioDecidedBy | null;
  readonly checks: readonly ScenarioCheck[];
}

/** What an answer has beside its result, where it is one of an operation or of a chain of roles. */
export interface ResultParts {
  readonly checks?: readonly CheckDecision[] | undefined;
  readonly hops?: readonly RoleHopTrace[] | undefined;
}

export interface ScenarioDecidedBy {
  readonly layer: Layer;
  readonly level: number | null;
  readonly policy: string | null;
  readonly statement: number | null;
  readonly sid: string | null;
}

export interface ScenarioStatement {
  readonly layer: Layer;
  readonly level: number | null;
  readonly policy: string;
  readonly statement: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
}

/** The JSON line of a result, its members in the order of the contract. */
export function toScenarioResult(
  name: string,
  result: EvaluationResult & { readonly chain?: TraceChain | undefined },
  { checks, hops }: ResultParts = {},
): ScenarioResult {
  return {
    name,
    decision: result.decision,
    decidedBy: toDecidedBy(result.decidedBy),
    matchedStatements: result.matchedStatements.map(({ layer, level, policy, statement, sid, effect }) => ({
      layer,
      level,
      policy,
      statement,
      sid,
      effect,
    })),
    missingContextKeys: [...result.missingContextKeys],
    layers: result.layers.map(({ layer, level, decision }) => ({ layer, level, decision })),
    problems: result.problems.map(english),
    ...(checks === undefined ? {} : { checks: checks.map(toCheck) }),
    ...(hops === undefined || hops.length === 0
      ? {}
      : { assumedRoles: hops.map(toAssumedRole), decidedAtRole: result.chain?.decidedAt ?? null }),
  };
}

function toDecidedBy(decidedBy: DecidedBy | null): ScenarioDecidedBy | null {
  if (decidedBy === null) return null;
  const { layer, level, policy, statement, sid } = decidedBy;
  return { layer, level, policy, statement, sid };
}

function toCheck({ action, resource, decision }: CheckDecision): ScenarioCheck {
  return { action, resource: resource ?? null, decision };
}

function toAssumedRole({ role, trace, checks }: RoleHopTrace): ScenarioAssumedRole {
  return { role, decision: trace.decision, decidedBy: toDecidedBy(trace.decidedBy), checks: checks.map(toCheck) };
}
