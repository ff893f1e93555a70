import { escapeSnippet } from './completionItem';

/** A template of AWS (`arn:aws:s3:::${BucketName}/${ObjectName}`) with a tab stop for each placeholder; `known` fills some in. */
export function arnSnippet(template: string, known: ReadonlyMap<string, string> = new Map()): string {
  return snippetOf(partsOf(template), known, 1);
}

/**
 * The snippet that goes on from what is typed: its text stays, and the placeholders that are still to come are tab stops.
 * Undefined where the template does not begin so. `arn:aws:s3:::media/` and the above give `arn:aws:s3:::media/${1:ObjectName}`.
 */
export function continueArn(template: string, typed: string, known: ReadonlyMap<string, string> = new Map()): string | undefined {
  const parts = partsOf(template);
  let rest = typed;
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (part.kind === 'placeholder') {
      const end = next === undefined ? rest.length : rest.indexOf(next.text);
      if (rest === '') return escapeSnippet(typed) + snippetOf(parts.slice(index), known, 1);
      if (end < 0) {
        // The placeholder is being filled in; a colon ends a field of an ARN, whatever the template goes on with.
        if (rest.includes(':') && next?.text.startsWith(':') === true) return undefined;
        return escapeSnippet(typed) + snippetOf(parts.slice(index + 1), known, 1);
      }
      rest = rest.slice(end);
      continue;
    }
    if (part.text.startsWith(rest))
      return escapeSnippet(typed) + escapeSnippet(part.text.slice(rest.length)) + snippetOf(parts.slice(index + 1), known, 1);
    if (!rest.startsWith(part.text)) return undefined;
    rest = rest.slice(part.text.length);
  }
  return rest === '' ? escapeSnippet(typed) : undefined;
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

function snippetOf(parts: readonly Part[], known: ReadonlyMap<string, string>, first: number): string {
  let stop = first;
  return parts
    .map(({ kind, text }) => (kind === 'text' ? escapeSnippet(text) : `\${${stop++}:${escapeSnippet(known.get(text) ?? text)}}`))
    .join('');
}
