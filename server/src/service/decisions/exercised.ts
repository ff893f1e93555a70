import { inputsOf } from '../../core/simulation/standingRequest';
import type { DecidedBy } from '../../core/evaluation/decision';
import type { StatementTrace } from '../../core/evaluation/trace';
import type { Policy, Statement } from '../../core/policy/policy';
import { oncePer } from '../../core/text/oncePer';
import type { Span } from '../../core/text/span';

import type { LiveAnswer } from './live';

type DecidedAnswer = Extract<LiveAnswer, { readonly kind: 'decided' }>;

/** A statement of a document, and in how many requests it took part. */
export interface StatementCount extends Span {
  readonly label: string;
  matched: number;
  decided: number;
  /** Requests that it may match. */
  open: number;
}

/** Statements by the documents that hold them, each by its place: inline policies share a document. */
export type StatementCounts = Map<string, Map<number, StatementCount>>;

/** How one request met a statement. */
interface Use {
  readonly uri: string;
  readonly start: number;
  readonly match: 'matched' | 'open';
  readonly decided: boolean;
}

/** Puts the statements of a policy among those that are counted; those that are there stay. */
export function addPolicy(counts: StatementCounts, uri: string, name: string, { statements }: Policy): void {
  const known = counts.get(uri) ?? new Map<number, StatementCount>();
  counts.set(uri, known);
  for (const statement of statements) {
    if (!known.has(statement.start)) known.set(statement.start, { ...nothingYet(statement), label: labelOf(name, statement) });
  }
}

/** Counts what a request does; `seen` are the policies whose statements are there already. */
export function addAnswer(counts: StatementCounts, answer: DecidedAnswer, seen: Set<Policy>): void {
  for (const { policy, uri, name } of inputsOf(answer.policies)) {
    if (policy === undefined || uri === undefined || seen.has(policy)) continue;
    seen.add(policy);
    addPolicy(counts, uri, name ?? '', policy);
  }
  for (const { uri, start, match, decided } of usesOf(answer)) {
    const count = counts.get(uri)?.get(start);
    if (count === undefined) continue;
    if (match === 'matched') count.matched += 1;
    else count.open += 1;
    if (decided) count.decided += 1;
  }
}

/** The statements that a request reached. To explain a request is dear, and what came of it holds as long as its answer. */
const usesOf = oncePer(({ trace }: DecidedAnswer): readonly Use[] => {
  const { statements, decidedBy } = trace();
  const uses = new Map<string, Use>();
  for (const statement of statements) {
    const { uri, match, span } = statement;
    if (uri === undefined || match === 'notMatched') continue;
    // One policy attached at two levels is met twice by one request.
    const place = `${span.start} ${uri}`;
    const before = uses.get(place);
    const decided = before?.decided === true || isDeciding(statement, decidedBy);
    uses.set(place, {
      uri,
      start: span.start,
      match: match === 'matched' || before?.match === 'matched' ? 'matched' : 'open',
      decided,
    });
  }
  return [...uses.values()];
});

function isDeciding(statement: StatementTrace, by: DecidedBy | null): boolean {
  return (
    by !== null &&
    by.statement === statement.statement &&
    by.layer === statement.layer &&
    by.level === statement.level &&
    by.policyIndex === statement.policyIndex
  );
}

function nothingYet({ start, end }: Statement): Omit<StatementCount, 'label'> {
  return { start, end, matched: 0, decided: 0, open: 0 };
}

function labelOf(name: string, { sid, index }: Statement): string {
  return `${name}#${sid?.text ?? index}`;
}
