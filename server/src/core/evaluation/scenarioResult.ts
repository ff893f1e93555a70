import { english } from '../text/message';
import type { Decision, EvaluationResult, Layer, LayerDecision } from './decision';

/** A result as the command line prints it, one JSON line per scenario: English and stable. */
export interface ScenarioResult {
  readonly name: string;
  readonly decision: Decision;
  readonly decidedBy: ScenarioDecidedBy | null;
  readonly matchedStatements: readonly ScenarioStatement[];
  readonly missingContextKeys: readonly string[];
  readonly layers: readonly LayerDecision[];
  readonly problems: readonly string[];
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
export function toScenarioResult(name: string, result: EvaluationResult): ScenarioResult {
  const { decidedBy } = result;
  return {
    name,
    decision: result.decision,
    decidedBy:
      decidedBy === null
        ? null
        : {
            layer: decidedBy.layer,
            level: decidedBy.level,
            policy: decidedBy.policy,
            statement: decidedBy.statement,
            sid: decidedBy.sid,
          },
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
  };
}
