import type { JsonNode, ObjectNode } from '../../syntax/nodes';

/** A text that two statements share when they differ in Sid, in the order of members and list entries, and in scalar or list form at most. */
export function canonicalStatement(statement: ObjectNode): string {
  return canonicalMembers(statement, (name) => name !== 'Sid');
}

function canonicalMembers({ members }: ObjectNode, wanted: (name: string) => boolean): string {
  const parts = members.filter(({ key }) => wanted(key.text)).map(({ key, value }) => `${JSON.stringify(key.text)}:${canonical(value)}`);
  return `{${parts.sort().join()}}`;
}

function canonical(node: JsonNode | undefined): string {
  if (node?.kind === 'object') return canonicalMembers(node, () => true);
  if (node?.kind === 'array') return `[${node.items.map(plain).sort().join()}]`;
  return `[${plain(node)}]`;
}

function plain(node: JsonNode | undefined): string {
  switch (node?.kind) {
    case 'string':
      return JSON.stringify(node.text);
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'object':
    case 'array':
      return canonical(node);
    default:
      return '';
  }
}
