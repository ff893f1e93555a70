import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { memberOf } from '../syntax/queries';
import type { JsonPath } from '../syntax/queries';
import { message } from '../text/message';

import { childControl, isSetting, isSupported, mergeKey, plainMembers, readChildControl, valueOperatorOf } from './declarativeOperators';
import { valueOperators } from './declarativeOperators';
import type { ValueOperator } from './declarativeOperators';
import type { DeclarativeProblem, IgnoredReason, IgnoredSetting, ValueOrigin } from './declarativePolicy';
import { applyOperator, createSetting } from './declarativeSetting';
import type { MergedSetting } from './declarativeSetting';
import type { Level } from './effectivePolicies';
import type { OrganizationPolicyType } from './organization';

/** A declarative policy where it is attached. */
export interface AttachedDocument {
  readonly reference: string;
  readonly file: string;
  readonly root: ObjectNode;
}

/** What policies have said so far about one place of the document. */
export interface MergedNode {
  /** As first spelt. */
  readonly name: string;
  readonly children: Map<string, MergedNode>;
  /** What the levels above allow; for a group of settings, whether entries may be added. */
  allowed: ReadonlySet<ValueOperator>;
  /** Who limits that. */
  readonly controls: ValueOrigin[];
  setting: MergedSetting | undefined;
}

/** A merge under way. */
export interface Merge {
  readonly type: OrganizationPolicyType;
  readonly root: MergedNode;
  readonly ignored: IgnoredSetting[];
  readonly problems: DeclarativeProblem[];
}

/** One policy while it is merged. */
export interface MergeStep {
  readonly merge: Merge;
  readonly document: AttachedDocument;
  readonly level: Level;
  /** Counts levels, the root's being 0. */
  readonly depth: number;
  /** What the policies of this level allow below it: in force once all of them are merged. */
  readonly limits: Map<MergedNode, ReadonlySet<ValueOperator>>;
}

export function createMerge(type: OrganizationPolicyType): Merge {
  return { type, root: createNode(''), ignored: [], problems: [] };
}

function createNode(name: string): MergedNode {
  return { name, children: new Map(), allowed: new Set(valueOperators), controls: [], setting: undefined };
}

/**
 * Merges the policies of one place, in the order in which they are attached, into what the places above say.
 * Controls of one place bind those below it, not its neighbours; several of them allow what all allow.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/inheritance-examples.html>
 */
export function mergeLevel(merge: Merge, level: Level, depth: number, documents: readonly AttachedDocument[]): void {
  const limits: MergeStep['limits'] = new Map();
  for (const document of documents) mergeObject({ merge, document, level, depth, limits }, document.root, merge.root, []);
  for (const [node, allowed] of limits) node.allowed = intersection(node.allowed, allowed);
}

function mergeObject(step: MergeStep, object: ObjectNode, node: MergedNode, path: JsonPath): void {
  readControl(step, object, node, path);
  if (isSetting(object)) {
    mergeSetting(step, object, node, path);
    return;
  }
  const members = plainMembers(object);
  if (node.setting !== undefined) {
    const first = members[0];
    if (first !== undefined) ignore(step, 'otherShape', originAt(step, first, path), node.setting.origins);
    return;
  }
  for (const member of members) mergeMember(step, member, node, path);
}

function mergeMember(step: MergeStep, member: MemberNode, node: MergedNode, path: JsonPath): void {
  const { key, value } = member;
  const inner = [...path, key.text];
  if (value?.kind !== 'object') {
    const text = message('`{0}` has no operator, such as `@@assign`', key.text);
    if (value !== undefined) problem(step, 'missing-operator', member, inner, text);
    return;
  }
  const name = mergeKey(step.merge.type, key.text);
  let child = node.children.get(name);
  if (child === undefined) {
    // A group that allows neither takes no new entries; what it has is its entries' own matter.
    if (!node.allowed.has('@@append') && !node.allowed.has('@@assign')) {
      ignore(step, 'operatorNotAllowed', originAt(step, member, path), node.controls);
      return;
    }
    child = createNode(key.text);
    node.children.set(name, child);
  }
  mergeObject(step, value, child, inner);
}

function readControl(step: MergeStep, object: ObjectNode, node: MergedNode, path: JsonPath): void {
  const member = memberOf(object, childControl);
  if (member?.value === undefined) return;
  const { allowed, unknown } = readChildControl(member.value);
  for (const item of unknown) problem(step, 'unknown-operator', item, [...path, childControl], message('this is no operator of policies'));
  const origin = originAt(step, member, path);
  const loosened = [...allowed].filter((operator) => !node.allowed.has(operator));
  if (loosened.length > 0) ignore(step, 'onlyTighter', origin, [...node.controls], loosened);
  step.limits.set(node, intersection(step.limits.get(node) ?? allowed, allowed));
  if (allowed.size < valueOperators.length) node.controls.push(origin);
}

function mergeSetting(step: MergeStep, object: ObjectNode, node: MergedNode, path: JsonPath): void {
  for (const member of object.members) {
    const { key } = member;
    if (key.text === childControl) continue;
    if (!key.text.startsWith('@@')) {
      const text = message('`{0}` stands beside an operator, where AWS reads no settings', key.text);
      problem(step, 'member-beside-operator', key, [...path, key.text], text);
    } else if (valueOperatorOf(key.text) === undefined) {
      problem(step, 'unknown-operator', key, [...path, key.text], message('`{0}` is no operator of policies', key.text));
    }
  }
  if (node.children.size > 0) {
    const first = object.members.find(({ key }) => valueOperatorOf(key.text) !== undefined);
    if (first !== undefined) ignore(step, 'otherShape', originAt(step, first, path), []);
    return;
  }
  for (const operator of valueOperators) {
    const member = memberOf(object, operator);
    if (member?.value !== undefined) mergeOperator(step, operator, { member, value: member.value, path }, node);
  }
}

interface Written {
  readonly member: MemberNode;
  readonly value: JsonNode;
  readonly path: JsonPath;
}

function mergeOperator(step: MergeStep, operator: ValueOperator, { member, value, path }: Written, node: MergedNode): void {
  const origin = originAt(step, member, path);
  if (!isSupported(step.merge.type, operator)) {
    const text = message('policies of type {0} do not take `{1}`', step.merge.type, operator);
    problem(step, 'operator-not-supported', member.key, [...path, operator], text);
    return;
  }
  if (!node.allowed.has(operator)) {
    ignore(step, 'operatorNotAllowed', origin, node.controls);
    return;
  }
  node.setting ??= createSetting();
  const { lost, unfit } = applyOperator(node.setting, operator, { node: value, origin, depth: step.depth });
  for (const { reason, what, against } of lost) ignore(step, reason, what, against);
  if (unfit) {
    const text = message('`{0}` is for lists, and the inherited value is none', operator);
    problem(step, 'append-to-single-value', member.key, [...path, operator], text);
  }
}

function originAt({ document, level }: MergeStep, member: MemberNode, path: JsonPath): ValueOrigin {
  const { start, end } = member;
  return {
    policy: document.reference,
    level: { kind: level.kind, id: level.id, name: level.name },
    operator: member.key.text,
    path: [...path, member.key.text],
    origin: { file: document.file, span: { start, end } },
  };
}

function ignore(
  { merge }: MergeStep,
  reason: IgnoredReason,
  what: ValueOrigin,
  against: readonly ValueOrigin[],
  loosened: readonly ValueOperator[] = [],
): void {
  const by = [...new Set(against.map(({ policy, level }) => `${policy} (${level.name})`))].join(', ');
  const name = what.path.join('.');
  merge.ignored.push({ reason, what, against, message: ignoredMessage(reason, name, by, loosened.join(', ')) });
}

function ignoredMessage(reason: IgnoredReason, name: string, by: string, loosened: string) {
  switch (reason) {
    case 'operatorNotAllowed':
      return message('`{0}` is ignored: {1} does not allow it', name, by);
    case 'attachedLater':
      return message('`{0}` is ignored: {1} is attached to the same place before it', name, by);
    case 'onlyTighter':
      return message('`{0}` gives nothing back: {1} does not allow {2}', name, by, loosened);
    case 'otherShape':
      return message('`{0}` is ignored: another policy has there a setting of another shape', name);
  }
}

function problem(
  { merge, document }: MergeStep,
  code: string,
  at: { readonly start: number; readonly end: number },
  path: JsonPath,
  text: DeclarativeProblem['message'],
): void {
  const origin = { file: document.file, span: { start: at.start, end: at.end } };
  merge.problems.push({ code, severity: 'error', origin, path, contributing: [document.reference], message: text });
}

function intersection(one: ReadonlySet<ValueOperator>, other: ReadonlySet<ValueOperator>): ReadonlySet<ValueOperator> {
  return new Set([...one].filter((operator) => other.has(operator)));
}
