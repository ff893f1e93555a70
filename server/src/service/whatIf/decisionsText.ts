import type { Catalog } from '../../core/catalog/catalog';
import type { DiffAnswer, Say } from '../../core/queries/decisionChange';
import { describeGroups } from '../../core/queries/describeGroups';
import type { FlippedRequest, RequestSide } from '../../core/queries/flippedRequests';
import { groupChanges } from '../../core/queries/groupChanges';
import { message } from '../../core/text/message';
import type { Message, Translate } from '../../core/text/message';

/** What two versions decide differently, as far as it was compared. */
export interface ComparedVersions {
  readonly flipped: readonly FlippedRequest[];
  /** Tests and remembered requests that were asked, and how many there are. */
  readonly requests: { readonly asked: number; readonly total: number };
  readonly diff: DiffAnswer;
  /** Principals that were looked at, and how many there are. */
  readonly looked: { readonly done: number; readonly total: number };
}

/** The two sides of a difference: line by line of one another, so that an editor sets them side by side. */
export interface SideTexts {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Whether everything was compared. */
export function isComplete({ requests, looked }: ComparedVersions): boolean {
  return requests.asked === requests.total && looked.done === looked.total;
}

const signs: Readonly<Record<Say, string>> = { allowed: '✓', denied: '✗', undetermined: '?' };

/** Groups that are listed before the rest is counted. */
const mostGroups = 60;
const mostRequests = 100;

/** What flips: tests, then remembered requests, then principals by account and layer; or that nothing does. */
export function decisionsText(compared: ComparedVersions, catalog: Catalog, translate: Translate): SideTexts {
  const lines: (readonly [string, string])[] = [];
  const both = (text: string): void => void lines.push([text, text]);
  const said = (text: Message): void => both(translate(text));
  said(message('Decisions'));
  both('');
  for (const text of summary(compared)) both(`  ${translate(text)}`);
  for (const kind of ['test', 'remembered'] as const) {
    const flipped = compared.flipped.filter(({ request }) => request.kind === kind);
    if (flipped.length === 0) continue;
    both('');
    both(`  ${translate(kind === 'test' ? message('Tests ({0})', flipped.length) : message('Remembered requests ({0})', flipped.length))}`);
    for (const { request, before, after } of flipped.slice(0, mostRequests)) {
      both(`    ${request.name} (${request.file})`);
      lines.push([`      ${sideText(before, translate)}`, `      ${sideText(after, translate)}`]);
    }
    if (flipped.length > mostRequests) both(`    ${translate(message('and {0} more', flipped.length - mostRequests))}`);
  }
  const groups = groupChanges(compared.diff.principals, catalog);
  for (const { heading, groups: described } of describeGroups(groups.slice(0, mostGroups))) {
    both('');
    both(`  ${translate(heading)}`);
    for (const { group, who, before, after, lines: requests } of described) {
      both(`    ${translate(who)}`);
      for (const request of requests) both(`      ${translate(request)}`);
      lines.push([`      ${signs[group.before]} ${translate(before)}`, `      ${signs[group.after]} ${translate(after)}`]);
    }
  }
  if (groups.length > mostGroups) both(`  ${translate(message('and {0} more groups', groups.length - mostGroups))}`);
  for (const arn of compared.diff.removed) lines.push([`  ${arn}`, `  ${translate(message('(not there any more)'))}`]);
  for (const arn of compared.diff.added) lines.push([`  ${translate(message('(not there yet)'))}`, `  ${arn}`]);
  both('');
  return { before: lines.map(([before]) => before), after: lines.map(([, after]) => after) };
}

/** What was compared, and what was not: a silence about the rest would be read as an answer. */
function summary(compared: ComparedVersions): readonly Message[] {
  const { flipped, requests, diff, looked } = compared;
  const { principals, decisions } = diff.compared;
  const flips = flipped.length + diff.principals.length + diff.added.length + diff.removed.length;
  const counts = [decisions, principals, requests.asked].map(String);
  const what = isComplete(compared)
    ? message('compared: {0} decisions of {1} principals, {2} tests and remembered requests', ...counts)
    : message(
        'compared in the time there was: {0} decisions of {1} principals, {2} tests and remembered requests; not compared: {3} of {4} principals, {5} tests and remembered requests',
        ...counts,
        String(looked.total - looked.done),
        String(looked.total),
        String(requests.total - requests.asked),
      );
  if (flips > 0) return [what];
  return [message('no decision that was compared changes'), what];
}

function sideText({ say, short, passes }: RequestSide, translate: Translate): string {
  if (say === undefined) return `? ${translate(short)}`;
  const answer = `${signs[say]} ${translate(short)}`;
  if (passes === undefined) return answer;
  return `${answer} · ${translate(passes ? message('the test passes') : message('the test fails'))}`;
}
