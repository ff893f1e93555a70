import { describeGroups } from '../../core/queries/describeGroups';
import { listChanges } from '../../core/queries/decisionChange';
import type { FlippedRequest, RequestSide } from '../../core/queries/flippedRequests';
import { english, message } from '../../core/text/message';
import type { Message, Translate } from '../../core/text/message';

import type { Styles } from '../styles';

import { countCompared, countDirections } from './report';
import type { Comparison, DiffReport } from './report';

/** A part of a report: what it is about, and lines with how deep each stands. */
export interface ReportPart {
  readonly heading: Message;
  readonly lines: readonly (readonly [depth: number, line: Message])[];
}

/** First what differs, in one line. */
export function summaryOf(report: DiffReport): Message {
  const { denied, allowed, undetermined } = countDirections(report);
  const compared = countCompared(report);
  const counts = [compared.decisions, compared.principals, compared.unchanged].map(String);
  const what = message('compared {0} decisions of {1} principals whose policies differ ({2} are the same)', ...counts);
  const total = denied + allowed + undetermined;
  if (total === 0) return message('0 decisions differ; {0}', what);
  const directions = [denied, allowed, undetermined].map(String);
  const differ = message('{0} decisions differ: {1} newly denied, {2} newly allowed, {3} newly undetermined', String(total), ...directions);
  return message('{0}; {1}', differ, what);
}

/** What was compared with what. */
export function versionsOf({ versions, comparisons, tests }: DiffReport): readonly Message[] {
  if (versions === undefined) return [];
  const organizations = comparisons.filter(({ kind }) => kind === 'organization').length;
  const counts = [organizations, comparisons.length - organizations, tests.asked].map(String);
  return [
    message('{0} against {1}: {2}', versions.before, versions.after, message('{0} organizations, {1} policies, {2} tests', ...counts)),
  ];
}

/** Everything behind the summary. */
export function partsOf(report: DiffReport): readonly ReportPart[] {
  const { comparisons, oneSided, notCompared, tests } = report;
  return [
    ...comparisons.flatMap(partsOfComparison),
    ...oneSided.flatMap(({ kind, added, removed }): readonly ReportPart[] => {
      const lines = [...added.map((place) => message('added: {0}', place)), ...removed.map((place) => message('removed: {0}', place))];
      const heading = kind === 'policy' ? message('Policies ({0})', lines.length) : message('Organizations ({0})', lines.length);
      return lines.length === 0 ? [] : [{ heading, lines: lines.map((line) => [1, line]) }];
    }),
    ...(tests.flipped.length === 0
      ? []
      : [{ heading: message('Tests ({0})', tests.flipped.length), lines: tests.flipped.flatMap(linesOfTest) }]),
    ...(notCompared.length === 0
      ? []
      : [
          {
            heading: message('Not compared ({0})', notCompared.length),
            lines: notCompared.map(({ place, reason }) => [1, message('{0}: {1}', place, reason)] as const),
          },
        ]),
  ];
}

function partsOfComparison({ place, answer, groups }: Comparison): readonly ReportPart[] {
  const headed = (heading: Message): Message => (place === undefined ? heading : message('{0}: {1}', place, heading));
  const parties = [...answer.added.map((arn) => message('added: {0}', arn)), ...answer.removed.map((arn) => message('removed: {0}', arn))];
  return [
    ...(parties.length === 0
      ? []
      : [{ heading: headed(message('Principals ({0})', parties.length)), lines: parties.map((line) => [1, line] as const) }]),
    ...describeGroups(groups).map(({ heading, groups: described }) => ({
      heading: headed(heading),
      lines: described.flatMap((group) => [
        [1, group.heading] as const,
        ...group.lines.map((line) => [2, line] as const),
        // What it was and is stands in the heading already where a direction says it.
        ...(group.group.after === 'undetermined' ? [[2, message('{0} → {1}', group.before, group.after)] as const] : []),
      ]),
    })),
  ];
}

function linesOfTest({ request, before, after }: FlippedRequest): ReportPart['lines'] {
  return [
    [1, message('{0} ({1})', request.name, request.file)],
    [2, message('{0} → {1}', sideOf(before), sideOf(after))],
  ];
}

function sideOf({ short, passes }: RequestSide): Message {
  if (passes === undefined) return short;
  return message('{0} · {1}', short, passes ? message('the test passes') : message('the test fails'));
}

/** For people at a terminal. */
export function toText(report: DiffReport, translate: Translate, styles: Styles): string {
  const lines = [styles.bold(translate(summaryOf(report))), ...versionsOf(report).map(translate)];
  for (const { heading, lines: inner } of partsOf(report)) {
    lines.push('', styles.bold(translate(heading)), ...inner.map(([depth, line]) => `${'  '.repeat(depth)}${translate(line)}`));
  }
  return lines.join('\n');
}

/** For programs. What `--before` and `--after` give is a part of what two revisions give. */
export function toJson(report: DiffReport): object {
  const { versions, comparisons, oneSided, notCompared, tests } = report;
  const placed = <Value extends object>(place: string | undefined, value: Value) => (place === undefined ? value : { place, ...value });
  const changes = comparisons.flatMap(({ place, answer }) => listChanges(answer).map((change) => placed(place, change)));
  const groups = comparisons.flatMap(({ place, groups: found }) => found.map((group) => placed(place, group)));
  const added = comparisons.flatMap(({ answer }) => answer.added);
  const removed = comparisons.flatMap(({ answer }) => answer.removed);
  const base = { changes, added, removed, compared: countCompared(report), groups };
  if (versions === undefined) return base;
  const sided = (kind: Comparison['kind']) => {
    const found = oneSided.find((one) => one.kind === kind);
    return { added: found?.added ?? [], removed: found?.removed ?? [] };
  };
  return {
    ...base,
    before: versions.before,
    after: english(versions.after),
    comparisons: comparisons.map(({ kind, place, answer }) => ({ kind, place, compared: answer.compared })),
    organizations: sided('organization'),
    policies: sided('policy'),
    tests: tests.flipped.map(({ request, before, after }) => ({
      file: request.file,
      name: request.name,
      before: { decision: before.say ?? null, passes: before.passes ?? null },
      after: { decision: after.say ?? null, passes: after.passes ?? null },
    })),
    notCompared: notCompared.map(({ place, reason, failed }) => ({ place, reason: english(reason), failed })),
  };
}
