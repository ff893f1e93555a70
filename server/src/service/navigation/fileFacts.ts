import type { JsonNode, JsonSyntax } from '../../core/syntax/nodes';
import { valueOf } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';
import type { Range } from '../../protocol/requests';

import type { FileRole } from './fileRole';
import { allMentions, spanOfMention, statementsIn } from './mentions';
import type { Mention } from './mentions';

/** What a file names, and what is called by a name in it; its text need not be kept. */
export interface FileFacts {
  readonly role: FileRole;
  /** For what its mentions need of the rest: which organization a test names. */
  readonly root: JsonNode | undefined;
  readonly mentions: readonly LocatedMention[];
  readonly statements: readonly LocatedStatement[];
  readonly tests: readonly { readonly name: string; readonly range: Range }[];
}

export interface LocatedMention {
  readonly mention: Mention;
  readonly range: Range;
}

export interface LocatedStatement {
  readonly container: string | undefined;
  readonly index: number;
  readonly sid: string | undefined;
  /** Between the quotes of the Sid, or all of the statement that has none. */
  readonly range: Range;
}

/** Reads a file once. */
export function readFileFacts(role: FileRole, { root }: JsonSyntax, text: string): FileFacts {
  const rangeOf = createRanges(text);
  const statements = statementsIn(role, root).map(({ container, index, node, sid }): LocatedStatement => {
    const span = sid === undefined ? node : { start: sid.start + 1, end: sid.unclosed === true ? sid.end : sid.end - 1 };
    return { container, index, sid: sid?.text, range: rangeOf(span) };
  });
  return {
    role,
    root: role === 'test' ? rootOfTest(root) : undefined,
    mentions: allMentions(role, root).map((mention) => ({ mention, range: rangeOf(spanOfMention(mention)) })),
    statements,
    tests: role === 'test' ? testsIn(root).map(({ name, span }) => ({ name, range: rangeOf(span) })) : [],
  };
}

/** Only the member that says which organization is meant: the tests themselves need not stay in memory. */
function rootOfTest(root: JsonNode | undefined): JsonNode | undefined {
  if (root?.kind !== 'object') return undefined;
  return { ...root, members: root.members.filter(({ key }) => key.text === 'organization') };
}

function testsIn(root: JsonNode | undefined): readonly { readonly name: string; readonly span: Span }[] {
  const tests = valueOf(root, 'tests');
  if (tests?.kind !== 'array') return [];
  return tests.items.flatMap((test) => {
    const name = valueOf(test, 'name');
    return name?.kind === 'string' && name.text !== '' ? [{ name: name.text, span: name }] : [];
  });
}

/** Ranges of spans; lines are counted onwards from the last place, since spans come in order of writing, more or less. */
export function createRanges(text: string): (span: Span) => Range {
  let line = 0;
  let lineStart = 0;
  // Kept, since a megabyte in one line must not be searched for its end again and again.
  let lineEnd = endOfLine(text, 0);
  const positionAt = (offset: number): Range['start'] => {
    if (offset < lineStart) [line, lineStart, lineEnd] = [0, 0, endOfLine(text, 0)];
    while (lineEnd < offset) {
      line++;
      lineStart = lineEnd + 1;
      lineEnd = endOfLine(text, lineStart);
    }
    return { line, character: offset - lineStart };
  };
  return ({ start, end }) => ({ start: positionAt(start), end: positionAt(end) });
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? Infinity : end;
}
