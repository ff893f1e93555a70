import type { Hover } from 'vscode-languageserver-types';

import type { CatalogTexts } from '../core/catalog/catalog';
import { cursorAt } from '../core/policy/cursor';
import type { PolicyCursor } from '../core/policy/cursor';
import { indexInString, offsetInString } from '../core/syntax/queries';
import type { Span } from '../core/text/span';

import { toRange } from './convert';
import {
  documentAction,
  documentConditionKey,
  documentEffect,
  documentElement,
  documentOperator,
  documentPattern,
  documentPrincipalType,
  documentUnknownAction,
} from './documentation';
import type { OpenDocument } from './documentStore';
import type { EffectiveActions } from './effects/effectiveActions';
import { describeEffects } from './effects/effectHover';
import { explainValue } from './hoverValues';
import { provideManifestHover } from './manifestHover';
import { paragraphs } from './markdown';
import type { OrganizationNames } from './organizationIndex';
import type { ServiceContext } from './serviceContext';

/** What stands at an offset of a policy, explained; undefined where there is nothing to say. */
export async function provideHover(
  document: OpenDocument,
  offset: number,
  context: ServiceContext,
  names: OrganizationNames,
  effective?: EffectiveActions,
): Promise<Hover | undefined> {
  if (document.kind !== 'policy') return provideManifestHover(document, offset, context);
  // One to the right, so that the first character of a string counts as inside it.
  const cursor = cursorAt(document.text, document.syntax.root, offset) ?? cursorAt(document.text, document.syntax.root, offset + 1);
  if (cursor?.string === undefined) return undefined;
  const { string } = cursor;
  const alone = explain(cursor, indexInString(string, Math.max(offset, string.start + 1)), context, await context.texts(), names);
  const isAction = cursor.place.kind === 'action' && effective !== undefined;
  const effects = isAction ? await describeEffects(document, string.start, effective, context) : undefined;
  const explained = effects === undefined ? alone : whole(paragraphs([effects, alone?.text]));
  if (explained === undefined) return undefined;
  const span: Span =
    explained.from === undefined
      ? string
      : { start: offsetInString(string, explained.from.start), end: offsetInString(string, explained.from.end) };
  return { contents: { kind: 'markdown', value: explained.text }, range: toRange(document, span) };
}

/** Markdown, and the piece of the string's decoded text that it is about; without one, the whole string. */
export interface Explained {
  readonly text: string;
  readonly from?: Span;
}

function explain(
  cursor: PolicyCursor,
  index: number,
  context: ServiceContext,
  texts: CatalogTexts,
  names: OrganizationNames,
): Explained | undefined {
  const text = cursor.before + cursor.after;
  const { place } = cursor;
  switch (place.kind) {
    case 'topElement':
    case 'statementElement':
      return whole(documentElement(text, context));
    case 'version':
      return whole(documentElement('Version', context));
    case 'sid':
      return whole(documentElement('Sid', context));
    case 'effect':
      return whole(documentEffect(text, context));
    case 'principalType':
      return whole(documentPrincipalType(text, context));
    case 'action':
      if (/[*?]/.test(text)) return whole(documentPattern(text, place.negated, context));
      return whole(documentAction(text, context, texts) ?? documentUnknownAction(text, context));
    case 'conditionOperator':
      return whole(documentOperator(text, context));
    case 'conditionKey':
      return whole(documentConditionKey(text, context, texts));
    case 'resource':
      return explainValue({ text, index, role: 'resource' }, context, texts, names);
    case 'principal':
      return explainValue({ text, index, role: 'principal', type: place.type }, context, texts, names);
    case 'conditionValue':
      return explainValue({ text, index, role: 'conditionValue', operator: place.operator, key: place.key }, context, texts, names);
    default:
      return undefined;
  }
}

function whole(text: string | undefined): Explained | undefined {
  return text === undefined ? undefined : { text };
}
