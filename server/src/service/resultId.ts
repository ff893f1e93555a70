import type { Diagnostic } from 'vscode-languageserver-types';

import { hash } from '../core/text/hash';

/** The name of an answer; it outlives the server, since nothing but the findings makes it. */
export function resultIdOf(items: readonly Diagnostic[]): string {
  const text = JSON.stringify(items);
  return `${text.length.toString(36)}-${hash(text).toString(36)}`;
}
