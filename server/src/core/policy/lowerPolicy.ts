import type { ArrayNode, JsonNode, MemberNode } from '../syntax/nodes';
import { itemsOf, statementsOf, valueOf } from '../syntax/queries';
import type { Span } from '../text/span';

import type { ConditionEntry, PatternElement, Policy, PolicyValue, PrincipalElement, PrincipalValue, Statement } from './policy';

/**
 * The meaning of a policy as written: lists normalised, what cannot mean anything dropped. Anything at all may be given;
 * a document that is no policy has no statements. Of duplicate members the last counts, as in JSON.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
 */
export function lowerPolicy(root: JsonNode | undefined): Policy {
  return {
    version: valueFrom(valueOf(root, 'Version'))?.text,
    id: valueFrom(valueOf(root, 'Id')),
    statements: statementsOf(root).flatMap((node, index) => (node.kind === 'object' ? [lowerStatement(node, index)] : [])),
  };
}

/** The meaning of one statement; `index` is its place in the policy. */
export function lowerStatement(node: JsonNode, index: number): Statement {
  const members = new Map<string, MemberNode>();
  if (node.kind === 'object') for (const member of node.members) members.set(member.key.text, member);
  const effect = members.get('Effect')?.value;
  const effectText = effect?.kind === 'string' ? effect.text : undefined;
  return {
    start: node.start,
    end: node.end,
    index,
    sid: valueFrom(members.get('Sid')?.value),
    effect: effectText === 'Allow' || effectText === 'Deny' ? effectText : undefined,
    principal: principalElement(members.get('Principal'), false) ?? principalElement(members.get('NotPrincipal'), true),
    action: patternElement(members.get('Action'), false) ?? patternElement(members.get('NotAction'), true),
    resource: patternElement(members.get('Resource'), false) ?? patternElement(members.get('NotResource'), true),
    conditions: conditionEntries(members.get('Condition')?.value),
  };
}

function patternElement(member: MemberNode | undefined, negated: boolean): PatternElement | undefined {
  if (member === undefined) return undefined;
  return { negated, values: valuesFrom(member.value), keySpan: spanOf(member.key) };
}

function principalElement(member: MemberNode | undefined, negated: boolean): PrincipalElement | undefined {
  if (member === undefined) return undefined;
  const { value } = member;
  const values =
    value?.kind === 'object' ? value.members.flatMap((inner) => principalValues(inner.value, inner.key.text)) : bareValues(value);
  return { negated, values, keySpan: spanOf(member.key) };
}

/** The grammar allows only `*` as a bare string; any other is read as an AWS principal (decision A26). */
function bareValues(node: JsonNode | undefined): readonly PrincipalValue[] {
  return valuesFrom(node).map((value) => ({ ...value, type: value.text === '*' ? '*' : 'AWS' }));
}

function principalValues(node: JsonNode | undefined, type: string): readonly PrincipalValue[] {
  return valuesFrom(node).map((value) => ({ ...value, type }));
}

function conditionEntries(node: JsonNode | undefined): readonly ConditionEntry[] {
  if (node?.kind !== 'object') return [];
  const entries: ConditionEntry[] = [];
  for (const operator of node.members) {
    if (operator.value?.kind !== 'object') continue;
    for (const key of operator.value.members) {
      entries.push({
        operator: { text: operator.key.text, span: spanOf(operator.key) },
        key: { text: key.key.text, span: spanOf(key.key) },
        values: valuesFrom(key.value),
      });
    }
  }
  return entries;
}

function valuesFrom(node: JsonNode | ArrayNode | undefined): readonly PolicyValue[] {
  return itemsOf(node).flatMap((item) => valueFrom(item) ?? []);
}

/** AWS reads numbers and booleans where it expects text; the quotes are optional in condition values. */
function valueFrom(node: JsonNode | undefined): PolicyValue | undefined {
  switch (node?.kind) {
    case 'string':
    case 'number':
      return { text: node.text, span: spanOf(node) };
    case 'boolean':
      return { text: String(node.value), span: spanOf(node) };
    default:
      return undefined;
  }
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
