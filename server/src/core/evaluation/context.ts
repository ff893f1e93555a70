import { unknownVariable } from '../policy/policyVariable';
import type { VariableValue } from '../policy/policyVariable';
import type { IpAddress } from './conditions/values';
import type { Ternary } from './ternary';
import type { ContextTrace } from './trace';

/**
 * What is known of one context key. `present`: the request carries it, nobody knows with which value;
 * `unknown`: perhaps it does not even carry it.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
 */
export interface ContextSlot {
  readonly state: 'value' | 'absent' | 'present' | 'unknown';
  readonly values: readonly string[];
  /** A key that takes `ForAnyValue:` and `ForAllValues:`. */
  readonly multivalued: boolean;
  readonly origin: ContextTrace['origin'];
  /** The first value as an address, once a condition has asked for it; false when it is none. */
  address?: IpAddress | false;
}

/** Something other than a context key that nobody knows: a policy that cannot be read, a pattern that AWS does not define. */
export type OpenFact = object | string;

/** Everything that conditions and variables can ask. Slots of keys that nobody gave are derived on first use and kept. */
export interface EvaluationContext {
  readonly slots: Map<string, ContextSlot>;
  readonly derive: (lookupKey: string) => ContextSlot;
  /** The key that was asked for last, and its slot: statements and levels often ask for the same one after the other. */
  lastKey: string;
  lastSlot: ContextSlot;
  /** What a completion supposes of open facts; undefined outside completions. */
  readonly assumptions: ReadonlyMap<OpenFact, Ternary> | undefined;
}

export const absentSlot: ContextSlot = { state: 'absent', values: [], multivalued: false, origin: 'none' };
export const unknownSlot: ContextSlot = { state: 'unknown', values: [], multivalued: false, origin: 'none' };
export const presentSlot: ContextSlot = { state: 'present', values: [], multivalued: false, origin: 'none' };

/** The slot of a key; key names are compared without regard to case, so they are asked for in lower case. */
export function lookUp(context: EvaluationContext, lookupKey: string): ContextSlot {
  if (lookupKey === context.lastKey) return context.lastSlot;
  let slot = context.slots.get(lookupKey);
  if (slot === undefined) {
    slot = context.derive(lookupKey);
    context.slots.set(lookupKey, slot);
  }
  context.lastKey = lookupKey;
  context.lastSlot = slot;
  return slot;
}

/** A context over some slots; `derive` gives those that are asked for and not there. */
export function createContext(
  slots: Map<string, ContextSlot>,
  derive: (lookupKey: string) => ContextSlot,
  assumptions: ReadonlyMap<OpenFact, Ternary> | undefined,
): EvaluationContext {
  return { slots, derive, assumptions, lastKey: '', lastSlot: absentSlot };
}

/** What a policy variable stands for. A multivalued key cannot fill a variable. */
export function variableValue(context: EvaluationContext, lookupKey: string): VariableValue {
  const slot = lookUp(context, lookupKey);
  if (slot.state === 'absent') return undefined;
  if (slot.state !== 'value') return unknownVariable;
  return slot.multivalued ? undefined : slot.values[0];
}

/** What is supposed of an open fact. */
export function assumed(context: EvaluationContext, fact: OpenFact): Ternary {
  return context.assumptions?.get(fact) ?? 1;
}

/** The same context with other slots and suppositions: one completion of what is unknown. */
export function completeContext(
  context: EvaluationContext,
  slots: Iterable<readonly [string, ContextSlot]>,
  assumptions: ReadonlyMap<OpenFact, Ternary>,
): EvaluationContext {
  const completed = new Map(context.slots);
  for (const [key, slot] of slots) completed.set(key, slot);
  return createContext(completed, context.derive, assumptions);
}
