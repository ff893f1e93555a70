import type { Catalog } from '../../server/src/core/catalog/catalog';
import { decide } from '../../server/src/core/evaluation/decide';
import type { Decision } from '../../server/src/core/evaluation/decision';
import { explain } from '../../server/src/core/evaluation/explain';
import { compilePolicySet } from '../../server/src/core/evaluation/policySet';
import { prepareRequest } from '../../server/src/core/evaluation/prepareRequest';
import { policySetFacts } from '../../server/src/core/evaluation/requestFacts';
import { readScenario } from '../../server/src/core/evaluation/scenario';
import type { Trace } from '../../server/src/core/evaluation/trace';
import { nodeFromValue } from '../../server/src/core/syntax/nodeFromValue';

import type { Decider } from './reference/decide';
import type { ReferenceAnswer } from './reference/reference';
import { decideByReference } from './reference/reference';
import type { ScenarioJson } from './reference/scenario';

/** What the engine and the reference say about a scenario. */
export interface Comparison {
  readonly engine: Trace;
  /** Undefined when there are too many completions for one of them to try. */
  readonly reference: ReferenceAnswer | undefined;
  /** Where they differ, in words; empty when they agree. */
  readonly differences: readonly string[];
}

export function compareAnswers(scenario: ScenarioJson, catalog: Catalog): Comparison {
  const { scenario: read, problems } = readScenario(nodeFromValue({ name: 'scenario', ...scenario }), () => undefined);
  if (read === undefined) throw new Error(`the scenario cannot be read: ${JSON.stringify(problems)}`);
  const prepared = prepareRequest(read.request, { catalog, ...policySetFacts(read.policies) });
  const policies = compilePolicySet(read.policies);
  const engine = explain(prepared, policies);
  const quick = decide(prepared, policies).decision;
  const reference = decideByReference(scenario, catalog);
  // The engine tries fewer completions than the reference before it gives up.
  if (engine.decision === 'undetermined' && engine.possibleDecisions.length === 0) return { engine, reference: undefined, differences: [] };
  return { engine, reference, differences: reference === undefined ? [] : differencesBetween(engine, quick, reference) };
}

function differencesBetween(engine: Trace, quick: Decision, reference: ReferenceAnswer): readonly string[] {
  if (engine.decision !== reference.decision) return [difference('decision', engine.decision, reference.decision)];
  if (quick !== reference.decision) return [difference('quick decision', quick, reference.decision)];
  const told = new Set(engine.matchedStatements.map(placeOfMatch));
  const wrong = [...told].filter((place) => !reference.matched.map(placeOfMatch).includes(place));
  const forgotten = reference.surelyMatched.map(placeOfMatch).filter((place) => !told.has(place));
  if (wrong.length > 0 || forgotten.length > 0) return [difference('matched statements', wrong.join(', '), forgotten.join(', '))];
  const keys = [...engine.missingContextKeys].map((key) => key.toLowerCase()).sort();
  const missing = [...reference.missingContextKeys].sort();
  if (keys.join() !== missing.join()) return [difference('missing context keys', keys.join(', '), missing.join(', '))];
  return decidersDiffer(engine, reference);
}

function decidersDiffer({ decidedBy }: Trace, reference: ReferenceAnswer): readonly string[] {
  if (reference.decidedBy === undefined || reference.decision === 'undetermined') return [];
  const left = decidedBy === null ? 'nobody' : placeOf(decidedBy.layer, decidedBy.level, decidedBy.policyIndex, decidedBy.statement);
  const right = [...new Set(reference.decidedBy.map(placeOfDecider))];
  return right.includes(left) ? [] : [difference('decided by', left, right.join(' or '))];
}

function placeOfDecider(decider: Decider): string {
  if (decider === 'nobody') return decider;
  return 'statement' in decider
    ? placeOf(decider.layer, decider.level, decider.policyIndex, decider.statement)
    : placeOf(decider.layer, decider.level, null, null);
}

function placeOf(layer: string, level: number | null, policy: number | null, statement: number | null): string {
  return [`${layer}${level === null ? '' : `[${level}]`}`, ...(policy === null ? [] : [`policy ${policy}`, `statement ${statement}`])].join(
    ' ',
  );
}

const placeOfMatch = (match: { layer: string; level: number | null; policyIndex: number; statement: number }) =>
  placeOf(match.layer, match.level, match.policyIndex, match.statement);

const difference = (what: string, engine: string, reference: string) =>
  `${what}: engine ${engine || 'none'}; reference ${reference || 'none'}`;
