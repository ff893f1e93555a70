import type { JsonNode } from '../syntax/nodes';

import type { ValueOperator } from './declarativeOperators';
import type { IgnoredReason, JsonValue, ValueOrigin } from './declarativePolicy';

/** A value of one setting, or an item of its list. */
interface MergedValue {
  readonly value: JsonValue;
  origins: ValueOrigin[];
  /** The level that last said so, and which of its policies first. */
  depth: number;
  policy: string;
}

/** What has been said about one setting so far. */
export interface MergedSetting {
  /** Undefined: a list, or nothing yet. */
  single: MergedValue | undefined;
  /** By their text, in order. */
  items: Map<string, MergedValue>;
  /** What the level `depth` removed: a policy attached later to the same place does not bring it back. */
  removed: Map<string, MergedValue>;
  /** Where the whole value was set. */
  origins: ValueOrigin[];
  depth: number;
  policy: string;
}

/** An operator with its operand. */
export interface Operand {
  readonly node: JsonNode;
  readonly origin: ValueOrigin;
  readonly depth: number;
}

interface Applied {
  readonly lost: readonly { readonly reason: IgnoredReason; readonly what: ValueOrigin; readonly against: readonly ValueOrigin[] }[];
  /** The operator is for lists, and the setting is a single value. */
  readonly unfit: boolean;
}

const done: Applied = { lost: [], unfit: false };

export function createSetting(): MergedSetting {
  return { single: undefined, items: new Map(), removed: new Map(), origins: [], depth: -1, policy: '' };
}

/** Applies an operator that the levels above allow. Among policies of one level the one attached first wins. */
export function applyOperator(setting: MergedSetting, operator: ValueOperator, operand: Operand): Applied {
  if (operator === '@@assign') return assign(setting, operand);
  if (setting.single !== undefined) return { lost: [], unfit: true };
  return operator === '@@append' ? append(setting, operand) : remove(setting, operand);
}

function isSaidBefore(said: { readonly depth: number; readonly policy: string }, { depth, origin }: Operand): boolean {
  return said.depth === depth && said.policy !== origin.policy;
}

function assign(setting: MergedSetting, operand: Operand): Applied {
  const { node, origin, depth } = operand;
  const values = node.kind === 'array' ? node.items.map(jsonValue) : undefined;
  if (isSaidBefore(setting, operand)) {
    if (sameValue(setting, values ?? jsonValue(node))) {
      addOrigin(setting, origin);
      return done;
    }
    return { lost: [{ reason: 'attachedLater', what: origin, against: setting.origins }], unfit: false };
  }
  const said = (value: JsonValue): MergedValue => ({ value, origins: [origin], depth, policy: origin.policy });
  setting.single = values === undefined ? said(jsonValue(node)) : undefined;
  setting.items = new Map((values ?? []).map((value) => [keyOf(value), said(value)]));
  setting.removed = new Map();
  setting.origins = [origin];
  claim(setting, operand);
  return done;
}

/** Values add up, whoever attached them. */
function append(setting: MergedSetting, operand: Operand): Applied {
  const { node, origin, depth } = operand;
  const against: ValueOrigin[] = [];
  for (const item of node.kind === 'array' ? node.items : [node]) {
    const value = jsonValue(item);
    const key = keyOf(value);
    const removed = setting.removed.get(key);
    const there = setting.items.get(key);
    if (removed !== undefined && isSaidBefore(removed, operand)) against.push(...removed.origins);
    else if (there === undefined) setting.items.set(key, { value, origins: [origin], depth, policy: origin.policy });
    else {
      there.origins.push(origin);
      // Whoever comes later on this level may not take it away.
      if (there.depth !== depth) {
        there.depth = depth;
        there.policy = origin.policy;
      }
    }
  }
  setting.origins.push(origin);
  claim(setting, operand);
  return lostTo(against, origin);
}

function remove(setting: MergedSetting, operand: Operand): Applied {
  const { node, origin, depth } = operand;
  const against: ValueOrigin[] = [];
  for (const item of node.kind === 'array' ? node.items : [node]) {
    const value = jsonValue(item);
    const key = keyOf(value);
    const there = setting.items.get(key);
    if (there !== undefined && isSaidBefore(there, operand)) {
      against.push(...there.origins);
      continue;
    }
    setting.items.delete(key);
    setting.removed.set(key, { value, origins: [origin], depth, policy: origin.policy });
  }
  claim(setting, operand);
  return lostTo(against, origin);
}

function lostTo(against: readonly ValueOrigin[], what: ValueOrigin): Applied {
  return against.length === 0 ? done : { lost: [{ reason: 'attachedLater', what, against }], unfit: false };
}

function claim(setting: MergedSetting, { depth, origin }: Operand): void {
  if (setting.depth === depth) return;
  setting.depth = depth;
  setting.policy = origin.policy;
}

function addOrigin(setting: MergedSetting, origin: ValueOrigin): void {
  setting.origins.push(origin);
  setting.single?.origins.push(origin);
  for (const item of setting.items.values()) item.origins.push(origin);
}

function sameValue(setting: MergedSetting, value: JsonValue): boolean {
  const current = setting.single === undefined ? [...setting.items.values()].map((item) => item.value) : setting.single.value;
  return keyOf(current) === keyOf(value);
}

/** Equal values have one key. */
function keyOf(value: JsonValue): string {
  return JSON.stringify(value);
}

/** The value that a tree stands for; of members with one name the last counts. */
export function jsonValue(node: JsonNode): JsonValue {
  switch (node.kind) {
    case 'array':
      return node.items.map(jsonValue);
    case 'object':
      return Object.fromEntries(node.members.flatMap(({ key, value }) => (value === undefined ? [] : [[key.text, jsonValue(value)]])));
    case 'string':
      return node.text;
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.value;
    case 'null':
      return null;
  }
}
