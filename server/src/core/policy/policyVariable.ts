import { escapeWildcards } from './wildcard';

/**
 * A policy text with variables in it, cut into parts. Variables exist in the 2012-10-17 language only.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
 */
export type Template = readonly TemplatePart[];

export type TemplatePart =
  /** Text as written: its wildcards are wildcards. */
  | { readonly kind: 'text'; readonly text: string }
  /** `${*}`, `${?}` or `${$}`: the character itself. */
  | { readonly kind: 'literal'; readonly text: string }
  | PolicyVariable;

/** `${aws:username}` or `${aws:username, 'default'}`. */
export interface PolicyVariable {
  readonly kind: 'variable';
  /** As written. */
  readonly key: string;
  /** Key names are compared without regard to case. */
  readonly lookupKey: string;
  readonly fallback: string | undefined;
  /** Place of the whole `${…}` in the text. */
  readonly start: number;
  readonly end: number;
}

/** The parts of a text, or undefined when it holds no variable and no escape. An unterminated `${` is plain text. */
export function parseTemplate(text: string): Template | undefined {
  let open = text.indexOf('${');
  if (open < 0) return undefined;
  const parts: TemplatePart[] = [];
  let from = 0;
  while (open >= 0) {
    const close = text.indexOf('}', open + 2);
    if (close < 0) break;
    const part = readVariable(text.slice(open + 2, close), open, close + 1);
    if (part !== undefined) {
      if (open > from) parts.push({ kind: 'text', text: text.slice(from, open) });
      parts.push(part);
      from = close + 1;
    }
    open = text.indexOf('${', part === undefined ? open + 2 : close + 1);
  }
  if (parts.length === 0) return undefined;
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function readVariable(inside: string, start: number, end: number): TemplatePart | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return { kind: 'literal', text: inside };
  if (inside.includes('{')) return undefined;
  const comma = inside.indexOf(',');
  const key = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  const fallback = comma < 0 ? undefined : readFallback(inside.slice(comma + 1).trim());
  if (key === '' || (comma >= 0 && fallback === undefined)) return undefined;
  return { kind: 'variable', key, lookupKey: key.toLowerCase(), fallback, start, end };
}

/** The text between single quotes. */
function readFallback(quoted: string): string | undefined {
  return quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : undefined;
}

/** The variables of a template, in order. */
export function variablesOf(template: Template): readonly PolicyVariable[] {
  return template.flatMap((part) => (part.kind === 'variable' ? [part] : []));
}

/** What a variable stands for: its text, nothing at all, or nobody knows. */
export type VariableValue = string | undefined | typeof unknownVariable;

export const unknownVariable: unique symbol = Symbol('unknown variable');

/**
 * A template with its variables filled in. Undefined when one has no value and no default: such a pattern matches nothing.
 * The substituted text is never read again for variables, and with `asPattern` its wildcards are literal characters.
 */
export function substitute(template: Template, valueOf: (lookupKey: string) => VariableValue, asPattern: boolean): VariableValue {
  let result = '';
  let unknown = false;
  for (const part of template) {
    if (part.kind === 'text') result += part.text;
    else if (part.kind === 'literal') result += asPattern ? escapeWildcards(part.text) : part.text;
    else {
      const value = valueOf(part.lookupKey);
      if (value === unknownVariable) {
        unknown = true;
        continue;
      }
      const text = value ?? part.fallback;
      if (text === undefined) return undefined;
      result += asPattern ? escapeWildcards(text) : text;
    }
  }
  return unknown ? unknownVariable : result;
}
