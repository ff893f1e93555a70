import type { JsonNode, ObjectNode } from '../../syntax/nodes';

/** A text that two statements share when they differ in Sid, in the order of members and list entries, and in scalar or list form at most. */
export function canonicalStatement(statement: ObjectNode): string {
  return canonicalMembers(statement, (name) => name !== 'Sid');
}

/** A number that such statements share, and few others: cheap, so that only statements of the same number need be compared as texts. */
export function statementFingerprint({ members }: ObjectNode): number {
  return members.reduce((sum, { key, value }) => (key.text === 'Sid' ? sum : sum + 31 * key.text.length + fingerprint(value)), 0);
}

function fingerprint(node: JsonNode | undefined): number {
  switch (node?.kind) {
    case 'object':
      return node.members.reduce((sum, { key, value }) => sum + 31 * key.text.length + fingerprint(value), 7);
    case 'array':
      return node.items.reduce((sum, item) => sum + fingerprint(item), 0);
    case 'string':
    case 'number':
      return (
        17 * node.text.length + 257 * (node.text.charCodeAt(node.text.length >> 1) || 0) + (node.text.charCodeAt(node.text.length - 1) || 0)
      );
    default:
      return 0;
  }
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
