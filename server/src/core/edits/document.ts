import type { JsonNode, JsonSyntax } from '../syntax/nodes';
import { maximumProblems } from '../syntax/parseJson';
import type { Span } from '../text/span';

/** A text with its tree: what every edit starts from. */
export interface EditedDocument {
  readonly text: string;
  readonly syntax: JsonSyntax;
}

/**
 * Whether a part of a document may be written anew: it is closed, and nothing is wrong with the JSON in it or at its ends.
 * What is half typed stays as it is; an edit could only guess what it will be.
 */
export function isSound({ syntax: { problems } }: EditedDocument, node: JsonNode | undefined): boolean {
  if (node === undefined || ('unclosed' in node && node.unclosed === true)) return false;
  // The parser stops counting at some point; nobody knows what comes after its last problem.
  const last = problems.length >= maximumProblems ? problems[problems.length - 1] : undefined;
  if (last !== undefined && last.span.start <= node.end) return false;
  return !problems.some(({ span }) => span.start <= node.end && node.start <= span.end);
}

/** The comments that begin inside a span, in order. */
export function commentsWithin({ syntax: { comments } }: EditedDocument, { start, end }: Span): readonly Span[] {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((comments[middle]?.start ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  let after = low;
  while ((comments[after]?.start ?? Infinity) < end) after++;
  return comments.slice(low, after);
}
