import type { JsonNode } from '../../syntax/nodes';
import { message } from '../../text/message';
import type { CheckContext } from '../check';

import { openingBrace } from './places';

/** The length of a policy without white space between its parts, and without comments, as the console would save it. */
export function minifiedSize(node: JsonNode): number {
  return sizeOf(node, false);
}

/** The same, white space inside strings not counted either, which is how IAM counts. */
export function sizeWithoutWhitespace(node: JsonNode): number {
  return sizeOf(node, true);
}

/** In loops: it is asked of megabytes at every keystroke. */
function sizeOf(node: JsonNode, withoutBlanks: boolean): number {
  switch (node.kind) {
    case 'object': {
      let size = 2 + Math.max(0, node.members.length - 1);
      for (const { key, value } of node.members) {
        size += 1 + sizeOf(key, withoutBlanks) + (value === undefined ? 0 : sizeOf(value, withoutBlanks));
      }
      return size;
    }
    case 'array': {
      let size = 2 + Math.max(0, node.items.length - 1);
      for (const item of node.items) size += sizeOf(item, withoutBlanks);
      return size;
    }
    case 'string':
      return node.end - node.start - (withoutBlanks ? blanksIn(node.text) : 0);
    default:
      return node.end - node.start;
  }
}

function blanksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) count++;
  return count;
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
