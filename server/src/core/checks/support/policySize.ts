import type { JsonNode } from '../../syntax/nodes';
import { message } from '../../text/message';
import type { CheckContext } from '../check';

import { openingBrace } from './places';

/** The length of a policy without white space between its parts, and without comments, as the console would save it. */
export function minifiedSize(node: JsonNode): number {
  switch (node.kind) {
    case 'object':
      return node.members.reduce(
        (sum, { key, value }) => sum + key.end - key.start + 1 + (value === undefined ? 0 : minifiedSize(value)),
        2 + Math.max(0, node.members.length - 1),
      );
    case 'array':
      return node.items.reduce((sum, item) => sum + minifiedSize(item), 2 + Math.max(0, node.items.length - 1));
    default:
      return node.end - node.start;
  }
}

/** The same, white space inside strings not counted either, which is how IAM counts. */
export function sizeWithoutWhitespace(node: JsonNode): number {
  return minifiedSize(node) - blanksIn(node);
}

function blanksIn(node: JsonNode): number {
  switch (node.kind) {
    case 'object':
      return node.members.reduce((sum, { key, value }) => sum + blanks(key.text) + (value === undefined ? 0 : blanksIn(value)), 0);
    case 'array':
      return node.items.reduce((sum, item) => sum + blanksIn(item), 0);
    case 'string':
      return blanks(node.text);
    default:
      return 0;
  }
}

function blanks(text: string): number {
  return text.match(/ /g)?.length ?? 0;
}

/** Reports a policy that is longer than a quota; says nothing when nobody knows the quota. */
export function reportSize(root: JsonNode, measure: (root: JsonNode) => number, quota: number | undefined, context: CheckContext): void {
  const asItStands = root.end - root.start;
  if (quota === undefined || asItStands <= quota) return;
  const size = measure(root);
  if (size <= quota) return;
  context.report(
    openingBrace(root),
    message('the policy has {0} characters ({1} as it stands here); the quota is {2}', size, asItStands, quota),
  );
}
