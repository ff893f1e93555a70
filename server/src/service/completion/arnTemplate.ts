import { escapeSnippet } from './completionItem';

/** A template of AWS (`arn:aws:s3:::${BucketName}/${ObjectName}`) with a tab stop for each placeholder; `known` fills some in. */
export function arnSnippet(template: string, known: ReadonlyMap<string, string> = new Map()): string {
  return snippetOf(partsOf(template), known);
}

/**
 * The snippet that goes on from what is typed: its text stays, and the placeholders that are still to come are tab stops.
 * Undefined where the template does not begin so. `arn:aws:s3:::media/` and the above give `arn:aws:s3:::media/${1:ObjectName}`.
 */
export function continueArn(template: string, typed: string, known: ReadonlyMap<string, string> = new Map()): string | undefined {
  const parts = partsOf(template);
  let rest = typed;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'placeholder') {
      if (rest === '') return escapeSnippet(typed) + snippetOf(parts.slice(index), known);
      const next = parts[index + 1];
      const end = next === undefined ? rest.length : endOfValue(rest, next.text);
      if (end === undefined) return undefined;
      if (end === rest.length) return escapeSnippet(typed) + snippetOf(parts.slice(index + 1), known);
      rest = rest.slice(end);
      continue;
    }
    if (part.text.startsWith(rest))
      return escapeSnippet(typed) + escapeSnippet(part.text.slice(rest.length)) + snippetOf(parts.slice(index + 1), known);
    if (!rest.startsWith(part.text)) return undefined;
    rest = rest.slice(part.text.length);
  }
  return rest === '' ? escapeSnippet(typed) : undefined;
}

/** Where the value of a placeholder ends: where the text behind it begins, be it typed to its end or not. A colon ends a field of an ARN. */
function endOfValue(rest: string, next: string): number | undefined {
  const first = next.charAt(0);
  for (let end = rest.indexOf(first); end >= 0; end = rest.indexOf(first, end + 1)) {
    const behind = rest.slice(end);
    if (behind.startsWith(next) || next.startsWith(behind)) return end;
    if (first === ':') return undefined;
  }
  return rest.length;
}

interface Part {
  readonly kind: 'text' | 'placeholder';
  readonly text: string;
}

function partsOf(template: string): readonly Part[] {
  return template.split(/(\$\{\w+\})/).flatMap((text): readonly Part[] => {
    if (text === '') return [];
    const name = /^\$\{(\w+)\}$/.exec(text)?.[1];
    return [name === undefined ? { kind: 'text', text } : { kind: 'placeholder', text: name }];
  });
}

function snippetOf(parts: readonly Part[], known: ReadonlyMap<string, string>): string {
  let stop = 1;
  return parts
    .map(({ kind, text }) => (kind === 'text' ? escapeSnippet(text) : `\${${stop++}:${escapeSnippet(known.get(text) ?? text)}}`))
    .join('');
}
