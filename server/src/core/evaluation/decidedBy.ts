import type { CompiledStatement } from './compile';
import type { Verdict } from './decideKnown';
import type { DecidedBy } from './decision';
import type { CompiledLevel } from './policySet';

/** What decided, in the words of the contract (product.md 5); null when nothing did. */
export function decidedBy({ layer, levelIndex, level, statement }: Verdict): DecidedBy | null {
  if (layer === undefined) return null;
  const place = levelIndex ?? null;
  if (statement === undefined || level === undefined)
    return { layer, level: place, policy: null, policyIndex: null, statement: null, sid: null };
  const policyIndex = placeOf(level, statement);
  return {
    layer,
    level: place,
    policy: level.policies[policyIndex]?.name ?? null,
    policyIndex,
    statement: statement.source.index,
    sid: statement.source.sid?.text ?? null,
  };
}

function placeOf({ policies }: CompiledLevel, statement: CompiledStatement): number {
  const { index } = statement.source;
  const place = policies.findIndex(({ compiled }) => compiled.statements[index] === statement);
  // What is no object is left out of a policy's statements, so a statement's index may lie behind its place.
  return place >= 0 ? place : policies.findIndex(({ compiled }) => compiled.statements.includes(statement));
}
