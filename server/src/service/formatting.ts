import type { FormattingOptions, TextEdit } from 'vscode-languageserver-types';

import { formatPolicy } from '../core/edits/formatPolicy';

import { toTextEdit } from './convert';
import type { OpenDocument } from './documentStore';

/** A policy in AWS's order of elements, a manifest or test in its own; broken text stays as it is. For editors without a JSON formatter. */
export function provideFormatting(document: OpenDocument, { tabSize, insertSpaces }: FormattingOptions): TextEdit[] {
  if (document.kind === undefined) return [];
  const unit = insertSpaces ? ' '.repeat(Math.min(Math.max(tabSize, 1), 16)) : '\t';
  const change = formatPolicy(document, { unit, awsOrder: document.kind === 'policy' });
  return change === undefined ? [] : [toTextEdit(document, change)];
}
