import type { StringRole } from '../structure/policyStrings';

/** What a piece of a string is. The names are those of the protocol, so that any editor has a colour for them; what they stand for here: */
export const tokenTypes = [
  /** The prefix of a service. */
  'namespace',
  /** The name of an action. */
  'function',
  /** A wildcard. */
  'operator',
  /** `arn` at the beginning of one. */
  'modifier',
  /** Partition and Region of an ARN. */
  'enumMember',
  /** The account of an ARN, or an account by its id. */
  'number',
  /** The type of a resource in an ARN, or of a principal. */
  'type',
  /** A policy variable. */
  'variable',
  /** An effect, or a condition operator. */
  'keyword',
  /** The name of a condition key. */
  'parameter',
  /** `${*}` and its like: a character that would have a meaning otherwise. */
  'macro',
] as const;

export type TokenType = (typeof tokenTypes)[number];

/** A piece of a string's decoded text. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
}

/** The pieces of a string that mean something, in order, without overlaps. `operator`: the condition operator around it. */
export function stringPieces(role: StringRole, text: string, operator = ''): readonly Piece[] {
  switch (role) {
    case 'sid':
      return [];
    case 'effect':
      return text === 'Allow' || text === 'Deny' ? [{ start: 0, end: text.length, type: 'keyword' }] : [];
    case 'principalType':
      return text === '' ? [] : [{ start: 0, end: text.length, type: 'type' }];
    case 'action':
      return actionPieces(text);
    case 'conditionOperator':
      return operatorPieces(text);
    case 'conditionKey':
      return keyPieces(text);
    case 'resource':
      return valuePieces(text, true);
    case 'principal':
      return valuePieces(text, text === '*');
    case 'conditionValue':
      return valuePieces(text, /like|arn/i.test(operator));
  }
}

function actionPieces(text: string): readonly Piece[] {
  const colon = text.indexOf(':');
  if (colon < 0) return plainPieces(text, 0, text.length, undefined, true);
  return [...plainPieces(text, 0, colon, 'namespace', true), ...plainPieces(text, colon + 1, text.length, 'function', true)];
}

const setOperator = /^(?:ForAnyValue|ForAllValues):/i;

function operatorPieces(text: string): readonly Piece[] {
  if (text === '') return [];
  const set = setOperator.exec(text)?.[0].length ?? 0;
  const rest: Piece = { start: set, end: text.length, type: 'keyword' };
  return set === 0 ? [rest] : [{ start: 0, end: set - 1, type: 'keyword' }, rest];
}

/** `aws:PrincipalTag/team`: the tag key is the user's own word. */
function keyPieces(text: string): readonly Piece[] {
  const colon = text.indexOf(':');
  if (colon <= 0) return [];
  const slash = text.indexOf('/', colon);
  const end = slash < 0 ? text.length : slash;
  const prefix: Piece = { start: 0, end: colon, type: 'namespace' };
  return end === colon + 1 ? [prefix] : [prefix, { start: colon + 1, end, type: 'parameter' }];
}

function valuePieces(text: string, hasWildcards: boolean): readonly Piece[] {
  const colons = arnColons(text);
  if (colons === undefined) {
    if (/^\d{12}$/.test(text)) return [{ start: 0, end: 12, type: 'number' }];
    return plainPieces(text, 0, text.length, undefined, hasWildcards);
  }
  const [first, second, third, fourth, fifth] = colons;
  return [
    { start: 0, end: first, type: 'modifier' },
    ...plainPieces(text, first + 1, second, 'enumMember', true),
    ...plainPieces(text, second + 1, third, 'namespace', true),
    ...plainPieces(text, third + 1, fourth, 'enumMember', true),
    ...plainPieces(text, fourth + 1, fifth, 'number', true),
    ...resourcePieces(text, fifth + 1),
  ];
}

/** `role/path/name` and `function:name`: a type before the first sign, where there is one. A bucket has none. */
function resourcePieces(text: string, start: number): readonly Piece[] {
  const type = /^[A-Za-z][A-Za-z0-9-]*(?=[/:])/.exec(text.slice(start))?.[0];
  const isTyped = type !== undefined && !text.includes(':s3:::');
  if (!isTyped) return plainPieces(text, start, text.length, undefined, true);
  const end = start + type.length;
  return [{ start, end, type: 'type' }, ...plainPieces(text, end, text.length, undefined, true)];
}

type Colons = readonly [number, number, number, number, number];

/** The five colons that part an ARN, those of variables not counted; undefined for what is no ARN, or not yet. */
function arnColons(text: string): Colons | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const found: number[] = [];
  let inVariable = false;
  for (let index = 0; index < text.length && found.length < 5; index++) {
    if (text.startsWith('${', index)) inVariable = true;
    else if (text[index] === '}') inVariable = false;
    else if (text[index] === ':' && !inVariable) found.push(index);
  }
  const [first, second, third, fourth, fifth] = found;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined || fifth === undefined) return undefined;
  return [first, second, third, fourth, fifth];
}

/** Variables and wildcards of a part of a text; what is left between them is `type`, or nothing of note. */
function plainPieces(text: string, start: number, end: number, type: TokenType | undefined, hasWildcards: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = start;
  const flush = (to: number): void => {
    if (type !== undefined && to > from) pieces.push({ start: from, end: to, type });
  };
  for (let index = start; index < end;) {
    const next = signEnd(text, index, end, hasWildcards);
    if (next === undefined) {
      index++;
      continue;
    }
    flush(index);
    pieces.push({ start: index, end: next.end, type: next.type });
    index = from = next.end;
  }
  flush(end);
  return pieces;
}

function signEnd(text: string, index: number, end: number, hasWildcards: boolean): Pick<Piece, 'end' | 'type'> | undefined {
  const code = text[index];
  if (code === '$' && text[index + 1] === '{') {
    const close = text.indexOf('}', index);
    if (close < 0 || close >= end) return undefined;
    const isEscape = close === index + 3 && '*?$'.includes(text.charAt(index + 2));
    return { end: close + 1, type: isEscape ? 'macro' : 'variable' };
  }
  if (!hasWildcards || (code !== '*' && code !== '?')) return undefined;
  let last = index + 1;
  while (last < end && (text[last] === '*' || text[last] === '?')) last++;
  return { end: last, type: 'operator' };
}
