import type { JsonNode } from './nodes';

/** The value that a tree stands for; of duplicate keys the last counts, as in JSON. */
export function valueFromNode(node: JsonNode): unknown {
  switch (node.kind) {
    case 'string':
      return node.text;
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    case 'array':
      return node.items.map(valueFromNode);
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key.text, value === undefined ? null : valueFromNode(value)]));
  }
}
