import { message } from '../../core/text/message';
import type { Translate } from '../../core/text/message';

import type { DiffReport } from './report';
import { partsOf, summaryOf, versionsOf } from './reportText';

/** GitHub takes comments of up to 65,536 characters; a part is left for whoever puts something around. */
export const longestComment = 65_000;

/** For a comment on a pull request: a summary, and all else folded. What is too much is left out, and that is said. */
export function toMarkdown(report: DiffReport, translate: Translate, limit = longestComment): string {
  const head = [`**${plain(translate(summaryOf(report)))}**`, ...versionsOf(report).map((line) => `\n${plain(translate(line))}`)];
  const parts = partsOf(report).map(({ heading, lines }) => ({
    open: `\n<details><summary>${inHtml(translate(heading))}</summary>\n`,
    lines: lines.map(([depth, line]) => `${'  '.repeat(depth - 1)}- ${plain(translate(line))}`),
  }));
  const total = parts.reduce((count, { lines }) => count + lines.length, 0);
  const cut = (left: number): string => `\n${plain(translate(message('{0} lines are left out: a comment cannot be longer', left)))}`;
  const close = '\n</details>';
  const written: string[] = [...head];
  // Each line ends with a line break.
  let room = limit - head.join('\n').length - cut(total).length - 2;
  let shown = 0;
  for (const { open, lines } of parts) {
    room -= open.length + close.length + 2;
    const fitting = takeWhile(lines, (line) => (room -= line.length + 1) >= 0);
    if (fitting.length === 0) break;
    written.push(open, ...fitting, close);
    shown += fitting.length;
    if (fitting.length < lines.length) break;
  }
  if (shown < total) written.push(cut(total - shown));
  return written.join('\n');
}

function takeWhile<Item>(items: readonly Item[], isWanted: (item: Item) => boolean): readonly Item[] {
  const end = items.findIndex((item) => !isWanted(item));
  return end < 0 ? items : items.slice(0, end);
}

/** A text as it is: names come out of policies, and mean nothing to Markdown, to HTML, or to somebody who is called so. */
function plain(text: string): string {
  return inHtml(text.replace(/[\\`*_[\]|~]/g, (sign) => `\\${sign}`).replace(/^(?=[-+])/, '\\'));
}

function inHtml(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[@#](?=\w)/g, (sign) => `${sign}<!-- -->`);
}
