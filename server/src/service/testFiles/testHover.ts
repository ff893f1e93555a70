import type { Hover } from 'vscode-languageserver-types';

import type { CatalogTexts } from '../../core/catalog/catalog';
import { lookUpStatement } from '../../core/simulation/namedStatements';
import { expectations, readTests } from '../../core/simulation/readTests';
import { indexInString, nodeAt, offsetInString } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';
import { message } from '../../core/text/message';

import { toRange } from '../convert';
import { documentAction, documentConditionKey, documentUnknownAction } from '../documentation';
import type { OpenDocument } from '../documentStore';
import type { Explained } from '../hover';
import { explainValue } from '../hoverValues';
import { inCode, paragraphs } from '../markdown';
import type { ServiceContext } from '../serviceContext';

import { expectationWords } from './expectationWords';
import { explainAccount, explainOrganization, explainTestPrincipal } from './hoverNames';
import { testKeys } from './keys';
import { namesOf } from './namesOf';
import { surroundingsOf } from './surroundings';
import type { TestParts, TestSurroundings } from './surroundings';
import { largestTestFile } from './testDiagnostics';
import { fieldPath } from './testPlace';

/** What stands at an offset of a test file, explained; undefined where there is nothing to say. */
export async function provideTestHover(
  document: OpenDocument,
  offset: number,
  parts: TestParts,
  context: ServiceContext,
): Promise<Hover | undefined> {
  if (document.text.length > largestTestFile) return undefined;
  const found = nodeAt(document.syntax.root, offset);
  const { node, keyOf, path } = found.node === undefined ? nodeAt(document.syntax.root, offset + 1) : found;
  if (node?.kind !== 'string') return undefined;
  const texts = await context.texts();
  const holder = fieldPath(keyOf === undefined ? path : path.slice(0, -1));
  if (keyOf !== undefined) {
    const explained = explainKey(holder, node.text, context, texts);
    return explained === undefined ? undefined : markdown(document, explained, node);
  }
  const surroundings = await surroundingsOf(document.uri, readTests(document.text), parts, context, texts);
  const index = indexInString(node, Math.max(offset, node.start + 1));
  const explained = explainField(holder, { text: node.text, index }, surroundings, context, texts);
  if (explained === undefined) return undefined;
  const { text, from } = explained;
  return markdown(
    document,
    text,
    from === undefined ? node : { start: offsetInString(node, from.start), end: offsetInString(node, from.end) },
  );
}

function markdown(document: OpenDocument, value: string, span: Span): Hover {
  return { contents: { kind: 'markdown', value }, range: toRange(document, span) };
}

/** A member of the file, or a context key. */
function explainKey(holder: string, name: string, context: ServiceContext, texts: CatalogTexts): string | undefined {
  if (/(?:^|\/)context$/.test(holder)) return documentConditionKey(name, context, texts);
  const found = testKeys[holder]?.[name];
  return found === undefined ? undefined : paragraphs([`**${name}**`, context.translate(found.means)]);
}

interface Pointed {
  readonly text: string;
  readonly index: number;
}

function explainField(
  field: string,
  { text, index }: Pointed,
  surroundings: TestSurroundings,
  context: ServiceContext,
  texts: CatalogTexts,
): Explained | undefined {
  const names = namesOf(surroundings.loaded);
  const whole = (said: string | undefined): Explained | undefined => (said === undefined ? undefined : { text: said });
  const organization = surroundings.loaded?.organization;
  switch (field) {
    case 'organization':
      return whole(organization === undefined ? undefined : explainOrganization(organization, context));
    case 'tests/principal':
      return (
        whole(organization === undefined ? undefined : explainTestPrincipal(text, organization, context)) ??
        explainValue({ text, index, role: 'principal', type: 'AWS' }, context, texts, names)
      );
    case 'tests/resourceAccount':
    case 'policies/managementAccount':
      return whole(organization === undefined ? undefined : explainAccount(text, organization, context));
    case 'tests/action':
      return whole(documentAction(text, context, texts) ?? documentUnknownAction(text, context));
    case 'tests/resource':
      return explainValue({ text, index, role: 'resource' }, context, texts, names);
    case 'tests/expect': {
      const known = expectations.find((expectation) => expectation === text);
      return whole(known === undefined ? undefined : paragraphs([`**${known}**`, context.translate(expectationWords[known])]));
    }
    case 'tests/by':
      return whole(explainStatement(text, surroundings, context));
    default: {
      const key = /(?:^|\/)context\/(.+)$/.exec(field)?.[1];
      if (key !== undefined) return explainValue({ text, index, role: 'conditionValue', key }, context, texts, names);
      return field.startsWith('policies/') ? explainValue({ text, index, role: 'resource' }, context, texts, names) : undefined;
    }
  }
}

/** The statement itself. */
function explainStatement(by: string, surroundings: TestSurroundings, { translate }: ServiceContext): string | undefined {
  const lookup = lookUpStatement(by, surroundings);
  if (lookup.kind === 'notFound') return translate(lookup.problem.message);
  if (lookup.kind === 'unknown') return undefined;
  const { statement, text } = lookup;
  const head = translate(message('Statement {0} of `{1}`', statement.index, inCode(by.slice(0, by.lastIndexOf('#')))));
  if (text === undefined) return head;
  return paragraphs([head, `\`\`\`\`json\n${outdented(text, statement)}\n\`\`\`\``]);
}

/** Longer statements are looked at in their files. In UTF-16 code units. */
const longestShown = 4000;

/** Its first line begins where the bracket stands; the others move to the left by as much as the last. */
function outdented(text: string, { start, end }: Span): string {
  const lines = text.slice(start, Math.min(end, start + longestShown)).split('\n');
  const indent = /^\s*/.exec(lines.at(-1) ?? '')?.[0] ?? '';
  const moved = lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
  return end - start > longestShown ? `${moved}\n…` : moved;
}
