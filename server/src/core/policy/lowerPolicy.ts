import type { JsonNode, MemberNode } from '../syntax/nodes';
import { statementsOf, valueOf } from '../syntax/queries';
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
    statements: lowerStatements(statementsOf(root)),
  };
}

function lowerStatements(nodes: readonly JsonNode[]): readonly Statement[] {
  const statements: Statement[] = [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.kind === 'object') statements.push(lowerStatement(node, index));
  }
  return statements;
}

/** The meaning of one statement; `index` is its place in the policy. */
export function lowerStatement(node: JsonNode, index: number): Statement {
  const written = elementsOf(node);
  const effect = written.Effect?.value;
  const effectText = effect?.kind === 'string' ? effect.text : undefined;
  return {
    start: node.start,
    end: node.end,
    index,
    sid: valueFrom(written.Sid?.value),
    effect: effectText === 'Allow' || effectText === 'Deny' ? effectText : undefined,
    principal: principalElement(written.Principal, false) ?? principalElement(written.NotPrincipal, true),
    action: patternElement(written.Action, false) ?? patternElement(written.NotAction, true),
    resource: patternElement(written.Resource, false) ?? patternElement(written.NotResource, true),
    conditions: conditionEntries(written.Condition?.value),
  };
}

type ElementName = 'Sid' | 'Effect' | 'Principal' | 'NotPrincipal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Condition';

/** The elements of a statement by name. One object of a fixed shape: a policy of megabytes has tens of thousands of statements. */
function elementsOf(node: JsonNode): Readonly<Record<ElementName, MemberNode | undefined>> {
  const found: Record<ElementName, MemberNode | undefined> = {
    Sid: undefined,
    Effect: undefined,
    Principal: undefined,
    NotPrincipal: undefined,
    Action: undefined,
    NotAction: undefined,
    Resource: undefined,
    NotResource: undefined,
    Condition: undefined,
  };
  if (node.kind !== 'object') return found;
  for (const member of node.members) {
    const name = member.key.text;
    if (isElementName(name)) found[name] = member;
  }
  return found;
}

function isElementName(name: string): name is ElementName {
  switch (name) {
    case 'Sid':
    case 'Effect':
    case 'Principal':
    case 'NotPrincipal':
    case 'Action':
    case 'NotAction':
    case 'Resource':
    case 'NotResource':
    case 'Condition':
      return true;
    default:
      return false;
  }
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

function valuesFrom(node: JsonNode | undefined): readonly PolicyValue[] {
  if (node === undefined) return [];
  if (node.kind !== 'array') {
    const value = valueFrom(node);
    return value === undefined ? [] : [value];
  }
  const values: PolicyValue[] = [];
  for (const item of node.items) {
    const value = valueFrom(item);
    if (value !== undefined) values.push(value);
  }
  return values;
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
