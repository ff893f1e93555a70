import type { JsonNode, ObjectNode } from '../../core/syntax/nodes';
import { nodeAt, valueOf } from '../../core/syntax/queries';
import type { JsonPath } from '../../core/syntax/queries';

import { isInComment, wordAt } from '../completion/completionPlace';
import type { CompletionPlace } from '../completion/completionPlace';
import type { CompletionFeatures } from '../completion/features';
import type { OpenDocument } from '../documentStore';

/** A place in a test file: where a member is named, or where a value stands. */
export interface TestPlace extends CompletionPlace {
  readonly kind: 'key' | 'value';
  /** The way to the container of a key, or to the value itself. */
  readonly path: JsonPath;
  /** The test around it. */
  readonly test: ObjectNode | undefined;
  /** Members that the object has already, but for the one at the cursor. */
  readonly members: readonly string[];
}

/** The place of a cursor in a test file; undefined in comments, behind values, and in what is no place for a name. */
export function testPlace(document: OpenDocument, offset: number, features: CompletionFeatures): TestPlace | undefined {
  const { syntax, text } = document;
  if (isInComment(syntax, offset)) return undefined;
  const found = nodeAt(syntax.root, offset);
  const { path, parents, keyOf, node } = found;
  const container = parents.at(-1);
  const wantsKey = keyOf !== undefined || (container?.kind === 'object' && path.length < parents.length);
  const word = node?.kind === 'boolean' ? literalWord(node, text, offset, container) : wordAt(text, found, offset);
  if (word === undefined) return undefined;
  const members = container?.kind === 'object' ? container.members.filter((member) => member !== keyOf).map(({ key }) => key.text) : [];
  return {
    document,
    offset,
    features,
    ...word,
    kind: wantsKey ? 'key' : 'value',
    path: wantsKey && keyOf !== undefined ? path.slice(0, -1) : path,
    test: testAt(syntax.root, path),
    members: wantsKey ? members : [],
  };
}

/** `true` and `false` are words without quotes. */
function literalWord({ start, end }: JsonNode, text: string, offset: number, container: JsonNode | undefined) {
  const before = text.slice(start, offset);
  return { quotes: 'none', word: { start, end }, before, after: text.slice(offset, end), container, siblings: [] } as const;
}

function testAt(root: JsonNode | undefined, [top, index]: JsonPath): ObjectNode | undefined {
  const tests = top === 'tests' && typeof index === 'number' ? valueOf(root, 'tests') : undefined;
  const test = tests?.kind === 'array' && typeof index === 'number' ? tests.items[index] : undefined;
  return test?.kind === 'object' ? test : undefined;
}

/** The path without places in lists: `tests/action`, `policies/serviceControlPolicies`. */
export function fieldPath(path: JsonPath): string {
  return path.filter((step) => typeof step === 'string').join('/');
}
