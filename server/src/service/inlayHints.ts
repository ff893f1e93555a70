import type { InlayHint, Range } from 'vscode-languageserver-types';

import { isAccessPolicy } from '../core/policy/inferPolicyType';
import { message } from '../core/text/message';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import { patternUri } from './virtualDocuments';
import type { ServiceContext } from './serviceContext';

/** After each action pattern in a range: how many actions it covers. */
export function provideInlayHints(document: OpenDocument, { start, end }: Range, { catalog, translate }: ServiceContext): InlayHint[] {
  if (document.kind !== 'policy' || !isAccessPolicy(document.policyType())) return [];
  const [from, to] = [document.textDocument.offsetAt(start), document.textDocument.offsetAt(end)];
  const values = document.policy.statements.flatMap(({ action }) => action?.values ?? []);
  const shown = values.filter(({ text, span }) => /[*?]/.test(text) && text !== '*' && span.end >= from && span.start <= to);
  return shown.flatMap(({ text, span }) => {
    const { total } = catalog.countActions(text);
    // None: a check says so, at the same place and in words.
    if (total === 0) return [];
    const value = total === 1 ? translate(message('1 action')) : translate(message('{0} actions', total.toLocaleString('en')));
    const command = { title: value, command: 'gatehouse.openVirtualDocument', arguments: [patternUri(text)] };
    return [{ position: toRange(document, span).end, label: [{ value, command }], paddingLeft: true }];
  });
}
