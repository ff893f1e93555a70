import { compileCondition, evaluateCondition } from '../../server/src/core/evaluation/conditions/condition';
import { absentSlot, createContext } from '../../server/src/core/evaluation/context';
import type { ContextSlot } from '../../server/src/core/evaluation/context';
import { lowerPolicy } from '../../server/src/core/policy/lowerPolicy';
import { nodeFromValue } from '../../server/src/core/syntax/nodeFromValue';

/** A condition that AWS documents, a context, and whether AWS says that it matches. */
export interface ConditionRow {
  readonly source: string;
  readonly condition: unknown;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  readonly match: boolean;
  readonly note?: string;
}

/** One line of `conditions.jsonl`. */
export function readConditionRow(line: string): ConditionRow {
  const row: unknown = JSON.parse(line);
  if (!isConditionRow(row)) throw new Error(`no condition row: ${line}`);
  return row;
}

function isConditionRow(value: unknown): value is ConditionRow {
  return typeof value === 'object' && value !== null && 'source' in value && 'condition' in value && 'context' in value && 'match' in value;
}

/**
 * Our answer: true or false, undefined when open. The rows test the operators alone: a key that is not there is absent, whatever AWS
 * says about its presence.
 */
export function answerConditionRow({ condition, context }: ConditionRow): boolean | undefined {
  const slots = new Map<string, ContextSlot>(
    Object.entries(context).map(([key, value]) => [
      key.toLowerCase(),
      { state: 'value', values: [value].flat(), multivalued: typeof value !== 'string', origin: 'given' },
    ]),
  );
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition };
  const policy = lowerPolicy(nodeFromValue({ Version: '2012-10-17', Statement: statement }));
  const results = (policy.statements[0]?.conditions ?? []).map((entry) =>
    evaluateCondition(compileCondition(entry, true), createContext(slots, () => absentSlot, undefined)),
  );
  const least = Math.min(...results);
  return least === 1 ? undefined : least === 2;
}
