import type { Catalog, ConditionKey } from '../catalog/catalog';
import { nearestNamesIn } from '../catalog/nearestNamesIn';
import { parseBoolean, parseDate, parseIpAddress, parseNumber } from '../evaluation/conditions/values';
import { isMultivaluedKey } from '../evaluation/contextSource';
import type { JsonNode, MemberNode } from '../syntax/nodes';
import { itemsOf } from '../syntax/queries';
import { message } from '../text/message';
import { hasPlaceholder } from '../text/placeholder';
import type { Span } from '../text/span';

import { inBackticks } from './checkRequest';
import type { NameProblem } from './nameProblem';

/** Trouble with an entry of a context, at its place. */
export interface ContextProblem extends NameProblem {
  readonly span: Span;
}

/** What is wrong with one entry of a context: its key, the form of its value. Keys of identity providers and tags are anybody's. */
export function problemsOfContextEntry({ key, value }: MemberNode, catalog: Catalog): readonly ContextProblem[] {
  const { text } = key;
  const known = catalog.conditionKey(text);
  if (known === undefined) {
    const problem = problemOfKey(text, catalog);
    return problem === undefined ? [] : [{ ...problem, span: key }];
  }
  if (value === undefined) return [];
  const list = itemsOf(value);
  if (value.kind === 'array' && list.length > 1 && !known.multivalued && !isMultivaluedKey(catalog, text.toLowerCase())) {
    const said = message('`{0}` has one value, so a list of several fits no request', text);
    return [{ code: 'context-value-type', severity: 'warning', message: said, nearest: [], span: value }];
  }
  return list.flatMap((item) => {
    const problem = problemOfValue(item, known);
    return problem === undefined ? [] : [{ ...problem, span: item }];
  });
}

function problemOfKey(text: string, catalog: Catalog): NameProblem | undefined {
  const prefix = text.slice(0, Math.max(0, text.indexOf(':'))).toLowerCase();
  // Providers of identities bring keys of their own, and so does the encryption context of AWS KMS.
  if (prefix.includes('.') || /^(?:kms:encryptioncontext:|saml:)/i.test(text) || hasPlaceholder(text)) return undefined;
  if (/^aws:(?:arn|(?:principal|request|resource)tag)$/i.test(text)) return undefined;
  if (prefix !== 'aws' && catalog.service(prefix) === undefined) return undefined;
  const names = nearestNamesIn(catalog).conditionKeys(text);
  const said =
    names.length === 0
      ? message('unknown condition key `{0}` (service data of {1})', text, catalog.date)
      : message('unknown condition key `{0}`; nearest: {1} (service data of {2})', text, inBackticks(names), catalog.date);
  return { code: 'invalid-context-key', severity: 'warning', message: said, nearest: names };
}

function problemOfValue(node: JsonNode, { name, type }: ConditionKey): NameProblem | undefined {
  const text = node.kind === 'string' || node.kind === 'number' ? node.text : node.kind === 'boolean' ? String(node.value) : undefined;
  if (text === undefined || hasPlaceholder(text) || isOfType(text, type)) return undefined;
  const nearest = type === 'Bool' ? booleansLike(text) : type === 'IPAddress' ? addressesIn(text) : [];
  const said = message('`{0}` is of type {1}, and `{2}` is no such value', name, type, text);
  return { code: 'context-value-type', severity: 'warning', message: said, nearest };
}

/** As the evaluator reads values; text of any form is a string, and AWS has ARN keys that carry other things. */
function isOfType(text: string, type: ConditionKey['type']): boolean {
  switch (type) {
    case 'Bool':
      return parseBoolean(text) !== undefined;
    case 'Numeric':
      return parseNumber(text) !== undefined;
    case 'Date':
      return parseDate(text) !== undefined;
    case 'IPAddress':
      return parseIpAddress(text) !== undefined;
    case 'String':
    case 'ARN':
    case 'Binary':
      return true;
  }
}

function booleansLike(text: string): readonly string[] {
  const lower = text.toLowerCase();
  if (['1', 'yes', 't', 'y', 'on'].includes(lower)) return ['true'];
  return ['0', 'no', 'f', 'n', 'off'].includes(lower) ? ['false'] : [];
}

/** A request comes from one address, not from a range of them. */
function addressesIn(text: string): readonly string[] {
  const address = text.split('/', 1)[0] ?? '';
  return parseIpAddress(address) === undefined ? [] : [address];
}
