import type { JsonNode, MemberNode, ObjectNode, StringNode } from '../../syntax/nodes';

/** A text that two statements share when they differ in Sid, in the order of members and list entries, and in scalar or list form at most. */
export function canonicalStatement(statement: ObjectNode): string {
  return canonicalMembers(statement, (name) => name !== 'Sid');
}

/** Whether two statements have the same members in the same order but for the text of Sid; then their canonical texts are equal. */
export function areWrittenAlike(one: ObjectNode, other: ObjectNode): boolean {
  return (
    one.members.length === other.members.length && one.members.every((member, index) => sameMember(member, other.members[index], 'Sid'))
  );
}

function sameMember(one: MemberNode, other: MemberNode | undefined, ignored?: string): boolean {
  return one.key.text === other?.key.text && (one.key.text === ignored || sameValue(one.value, other.value));
}

function sameValue(one: JsonNode | undefined, other: JsonNode | undefined): boolean {
  switch (one?.kind) {
    case 'object':
      if (other?.kind !== 'object' || one.members.length !== other.members.length) return false;
      return one.members.every((member, index) => sameMember(member, other.members[index]));
    case 'array':
      if (other?.kind !== 'array' || one.items.length !== other.items.length) return false;
      return one.items.every((item, index) => sameValue(item, other.items[index]));
    case 'string':
    case 'number':
      return other?.kind === one.kind && one.text === other.text;
    case 'boolean':
      return other?.kind === 'boolean' && one.value === other.value;
    default:
      return one?.kind === other?.kind;
  }
}

/** A number that such statements share, and hardly any others: cheap, so that only statements of the same number need be compared as texts. */
export function statementFingerprint({ members }: ObjectNode, text: string): number {
  let sum = 0;
  for (const { key, value } of members) if (key.text !== 'Sid') sum = (sum + memberFingerprint(key, value, text)) | 0;
  return sum;
}

// A sum, so that no order counts, of numbers that are mixed well enough not to cancel each other out.
function fingerprint(node: JsonNode | undefined, text: string): number {
  switch (node?.kind) {
    case 'object': {
      let sum = 7;
      for (const { key, value } of node.members) sum = (sum + memberFingerprint(key, value, text)) | 0;
      return sum;
    }
    case 'array': {
      let sum = 0;
      for (const item of node.items) sum = (sum + fingerprint(item, text)) | 0;
      return sum;
    }
    case 'string':
      return textFingerprint(node, text);
    default:
      return 0;
  }
}

function memberFingerprint(key: StringNode, value: JsonNode | undefined, text: string): number {
  return mixed(textFingerprint(key, text) ^ Math.imul(fingerprint(value, text), 0x9e3779b1));
}

/** Length and a few letters of a string, most from its end, where the names of resources differ; read from the source, which is one flat text. */
function textFingerprint({ start, text: decoded, raw }: StringNode, text: string): number {
  const [source, from, to] = raw === undefined ? [text, start + 1, start + 1 + decoded.length] : [decoded, 0, decoded.length];
  let hash = decoded.length;
  for (let at = Math.max(from, to - 8); at < to; at++) hash = (Math.imul(hash, 31) + source.charCodeAt(at)) | 0;
  if (to - from > 16) hash = (Math.imul(hash, 31) + source.charCodeAt((from + to) >> 1)) | 0;
  return mixed(hash);
}

function mixed(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return once ^ (once >>> 15);
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
