import { meetsExpectation } from '../../core/evaluation/scenario';
import { decidingPolicy } from '../../core/simulation/decidingStatement';
import { message } from '../../core/text/message';
import type { Message, Translate } from '../../core/text/message';
import { oncePer } from '../../core/text/oncePer';
import type { Span } from '../../core/text/span';
import type { TestResult } from '../../protocol/decisions';
import type { Location, Range } from '../../protocol/requests';

import type { LiveAnswer } from './live';
import type { TestRequest } from './testItems';
import { traceText } from './traceText';

type DecidedAnswer = Extract<LiveAnswer, { readonly kind: 'decided' }>;

/** What a result is made with. */
export interface ResultSources {
  readonly translate: Translate;
  /** A place in the test file. */
  readonly rangeOf: (span: Span) => Range;
  /** Where a statement can be read. */
  readonly placeOf: (statement: { readonly uri: string | undefined; readonly span: Span }) => Location | null;
  /** Without the trace of what passed: nobody reads it there. */
  readonly brief: boolean;
}

/** Everything of a case but its answer. */
export interface AnsweredCase {
  readonly id: string;
  readonly key: string;
  readonly request: TestRequest;
}

/** How a case came out, in words. */
export function testResult({ id, key, request }: AnsweredCase, answer: LiveAnswer, sources: ResultSources): TestResult {
  const { translate, rangeOf, brief } = sources;
  const { test, uri } = request;
  if (answer.kind === 'unclear') {
    const range = rangeOf(test.nameSpan);
    const said = translate(answer.reason);
    return { uri, id, key, outcome: 'unclear', message: said, expected: '', actual: '', range, trace: '', decidedBy: null };
  }
  const failed = answer.judgement?.kind === 'failed' ? answer.judgement : undefined;
  if (failed === undefined && brief) {
    const range = rangeOf(test.nameSpan);
    return { uri, id, key, outcome: 'passed', message: '', expected: '', actual: '', range, trace: '', decidedBy: null };
  }
  const words = answer.describe();
  const headline = translate(words.headline);
  const { expected, actual } = difference(request, answer, translate);
  return {
    uri,
    id,
    key,
    outcome: failed === undefined ? 'passed' : 'failed',
    message: failed === undefined ? headline : `${translate(failed.reason)}\n${headline}`,
    expected,
    actual,
    range: rangeOf(test.expectSpan),
    trace: traceText(answer.trace(), words, translate),
    decidedBy: decidedBy(answer, sources),
  };
}

/** A file that cannot be run as a whole. */
export function fileProblem(uri: string, problem: string, range: Range): TestResult {
  return { uri, id: '', key: '', outcome: 'unclear', message: problem, expected: '', actual: '', range, trace: '', decidedBy: null };
}

/** Says how a case came out: the same answer with other words in its trace is the same. */
export const outcomeKey = oncePer((answer: LiveAnswer): string => {
  if (answer.kind === 'unclear') return JSON.stringify(['unclear', answer.reason]);
  const { decision, judgement } = answer;
  return JSON.stringify([decision, answer.decidedBy(), judgement?.kind === 'failed' ? judgement.reason : '']);
});

/** What was expected and what came out, line by line; by whom only where the test says so. */
function difference({ test }: TestRequest, answer: DecidedAnswer, translate: Translate): Pick<TestResult, 'expected' | 'actual'> {
  const { decision } = answer;
  // `denied` is met by either deny: that is no difference.
  const came = meetsExpectation(decision, test.expect) ? test.expect : decision;
  if (test.by === undefined) return { expected: test.expect, actual: came };
  const passed = answer.judgement?.kind !== 'failed';
  return {
    expected: `${test.expect}\n${translate(message('decided by {0}', test.by))}`,
    actual: `${came}\n${translate(passed ? message('decided by {0}', test.by) : deciderOf(answer))}`,
  };
}

function deciderOf(answer: DecidedAnswer): Message {
  const label = labelOf(answer);
  return label === undefined ? message('decided by no statement') : message('decided by {0}', label);
}

function labelOf(answer: DecidedAnswer): string | undefined {
  const by = answer.decidedBy();
  if (by === null || by.statement === null) return undefined;
  return `${decidingPolicy(answer.policies, by)?.name ?? by.policy ?? by.layer}#${by.sid ?? by.statement}`;
}

function decidedBy(answer: DecidedAnswer, { placeOf }: ResultSources): TestResult['decidedBy'] {
  const label = labelOf(answer);
  const statement = answer.statement();
  return label === undefined || statement === undefined ? null : { label, location: placeOf(statement) };
}
