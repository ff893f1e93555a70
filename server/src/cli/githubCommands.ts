import path from 'node:path';

import type { LinePosition } from '../core/text/lineIndex';

import type { Host } from './host';

/** Something that GitHub shows on a line of a file. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  /** As the user would write it, from the host's folder. */
  readonly file: string;
  readonly start: LinePosition | undefined;
  readonly end?: LinePosition | undefined;
  readonly title: string;
  readonly text: string;
}

/**
 * A workflow command, which makes GitHub Actions show an annotation; lines and columns count from 1 there.
 * <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message>
 */
export function workflowCommand({ level, file, start, end, title, text }: Annotation, host: Host): string {
  const properties = {
    file: inRepository(file, host),
    line: start === undefined ? undefined : start.line + 1,
    // Columns are understood within one line only.
    endLine: end === undefined ? undefined : end.line + 1,
    col: start === undefined ? undefined : start.character + 1,
    endColumn: start === undefined || start.line !== end?.line ? undefined : end.character + 1,
    title,
  };
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapedProperty(String(value))}`],
  );
  return `::${level} ${written.join(',')}::${escapedData(text)}\n`;
}

/** GitHub looks for files from the root of the repository, wherever a step runs. */
function inRepository(file: string, { folder, environment }: Host): string {
  const absolute = path.resolve(folder, file);
  const root = environment['GITHUB_WORKSPACE'];
  const below = root === undefined || root === '' ? undefined : path.relative(root, absolute);
  const known = below === undefined || below.startsWith('..') || path.isAbsolute(below) ? path.relative(folder, absolute) : below;
  return known.split(path.sep).join('/');
}

/** What `@actions/core` does to the text of a command: <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts> */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
