import type { JsonNode, JsonSyntax, MemberNode } from '../../server/src/core/syntax/nodes';

/** A syntax as plain data all through: objects that move their members late have moved them. */
export function plainSyntax({ root, problems, comments }: JsonSyntax): JsonSyntax {
  return { root: root === undefined ? undefined : plainNode(root), problems, comments };
}

function plainNode(node: JsonNode): JsonNode {
  if (node.kind === 'array') return { ...node, items: node.items.map(plainNode) };
  if (node.kind !== 'object') return node;
  const { kind, start, end, members, unclosed } = node;
  return { kind, start, end, members: members.map(plainMember), ...(unclosed === true ? { unclosed } : {}) };
}

function plainMember(member: MemberNode): MemberNode {
  return { ...member, value: member.value === undefined ? undefined : plainNode(member.value) };
}
