import type { CodeLens, Command, InlayHint, Range } from 'vscode-languageserver-types';

import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';
import { plain } from '../markdown';
import type { ServiceContext } from '../serviceContext';

import { countOf, decidingStatement, outcomeOf, questionOf, shortOf, signed } from './answers';
import type { LiveAnswer } from './live';
import { placeOf } from '../statementPlace';
import type { PlaceSources } from '../statementPlace';

/** VS Code cuts what is longer. */
const longestHint = 40;

interface Shown {
  readonly document: OpenDocument;
  readonly sources: PlaceSources;
  readonly context: ServiceContext;
}

/** Above a file of tests how many pass; above each test whether it passes and why, where it was decided, and what to do about it. */
export function testLenses(answers: readonly LiveAnswer[], shown: Shown): CodeLens[] {
  const { document, context } = shown;
  const { root } = document.syntax;
  if (root === undefined || answers.length === 0) return [];
  const tests = byTest(answers);
  const head = toRange(document, { start: root.start, end: root.start });
  const judged = answers.filter(({ request }) => request.kind === 'test' && !request.isDraft);
  const all = message('{0} of {1} tests pass', judged.filter(passes).length, judged.length);
  const summary: CodeLens = { range: head, command: { title: context.translate(all), command: 'testing.runCurrentFile' } };
  return [summary, ...tests.flatMap((cases) => lensesOf(cases, shown))];
}

/** Whether a case came out as its test expects. */
export function passes(answer: LiveAnswer): boolean {
  return answer.kind === 'decided' && answer.judgement?.kind === 'passed';
}

/** The answers of each test: one with lists is as many cases as it has combinations. */
export function byTest(answers: readonly LiveAnswer[]): readonly (readonly LiveAnswer[])[] {
  const tests = new Map<number, LiveAnswer[]>();
  for (const answer of answers) {
    if (answer.request.kind !== 'test') continue;
    const cases = tests.get(answer.request.index) ?? [];
    cases.push(answer);
    tests.set(answer.request.index, cases);
  }
  return [...tests.values()];
}

function lensesOf(cases: readonly LiveAnswer[], { document, sources, context }: Shown): readonly CodeLens[] {
  const [first] = cases;
  if (first?.request.kind !== 'test') return [];
  const { translate } = context;
  const { uri } = document.textDocument;
  const { start } = first.request.test.span;
  const range = toRange(document, { start, end: start });
  const failing = cases.filter((answer) => !passes(answer));
  const told = failing[0] ?? first;
  const outcome: Command = {
    title: translate(outcomeText(cases, failing)),
    command: 'gatehouse.showDecision',
    arguments: [uri, undefined, questionOf(told.request)],
  };
  const decided = decidingStatement(told);
  const place = decided === undefined ? null : placeOf(decided.uri, decided.span, sources);
  const jump: readonly Command[] =
    place === null || decided === undefined
      ? []
      : [{ title: `→ ${decided.name}`, command: 'gatehouse.revealLocation', arguments: [place] }];
  const canExpect = failing.some(({ kind }) => kind === 'decided') && sameDecision(cases);
  const expect: readonly Command[] = canExpect
    ? [{ title: translate(message('Expect this')), command: 'gatehouse.expectActual', arguments: [uri, first.request.index] }]
    : [];
  return [outcome, ...jump, ...expect].map((command) => ({ range, command }));
}

/** Cases that came out alike can have one expectation. */
function sameDecision(cases: readonly LiveAnswer[]): boolean {
  const decisions = new Set(cases.map((answer) => (answer.kind === 'decided' ? answer.decision : '')));
  return decisions.size === 1 && !decisions.has('');
}

function outcomeText(cases: readonly LiveAnswer[], failing: readonly LiveAnswer[]): Message {
  const [first] = failing;
  if (first === undefined) {
    const [only] = cases;
    if (cases.length > 1 || only === undefined) return message('passes: {0}', together(cases));
    return message('passes: {0}', decisionText(only));
  }
  if (first.kind === 'unclear') return message('cannot be run: {0}', first.reason);
  if (first.judgement === undefined) return cases.length > 1 ? together(cases) : decisionText(first);
  const reason = first.judgement?.kind === 'failed' ? first.judgement.reason : decisionText(first);
  const why = message('{0}: {1}', reason, first.describe().short);
  if (cases.length === 1) return message('fails: {0}', why);
  return message('fails ({0} of {1}): {2}', failing.length, cases.length, why);
}

function decisionText(answer: LiveAnswer): Message {
  return signed(outcomeOf(answer), shortOf(answer));
}

/** How the cases of one test came out. */
function together(cases: readonly LiveAnswer[]): Message {
  const [first] = cases;
  const outcomes = new Set(cases.map(outcomeOf));
  if (first === undefined || outcomes.size !== 1) return message('{0} cases', cases.length);
  const outcome = outcomeOf(first);
  return signed(outcome, countOf(outcome, cases.length));
}

/** After each test's expectation, on its line: the decision of now, with the reason in its tooltip and the way to the statement. */
export function testHints(answers: readonly LiveAnswer[], asked: Range, shown: Shown): InlayHint[] {
  return byTest(answers).flatMap((cases) => hintOf(cases, asked, shown) ?? []);
}

function hintOf(cases: readonly LiveAnswer[], asked: Range, { document, sources, context }: Shown): InlayHint | undefined {
  const { translate } = context;
  const told = cases.find((answer) => !passes(answer)) ?? cases[0];
  if (told?.request.kind !== 'test') return undefined;
  const position = toRange(document, told.request.test.expectSpan).end;
  if (position.line < asked.start.line || position.line > asked.end.line) return undefined;
  const text = translate(cases.length > 1 && cases.every(passes) ? together(cases) : decisionText(told));
  const value = text.length > longestHint ? `${text.slice(0, longestHint - 1)}…` : text;
  const decided = decidingStatement(told);
  const location = decided === undefined ? null : placeOf(decided.uri, decided.span, sources);
  const tooltip = told.kind === 'unclear' ? undefined : { kind: 'markdown' as const, value: reasons(told, translate) };
  return {
    position,
    label: [{ value, ...(tooltip === undefined ? {} : { tooltip }), ...(location === null ? {} : { location }) }],
    paddingLeft: true,
  };
}

/** The decision in a sentence, and what each layer said. */
function reasons(answer: Extract<LiveAnswer, { readonly kind: 'decided' }>, translate: ServiceContext['translate']): string {
  const { headline, layers, notes } = answer.describe();
  const decisions = answer.trace().layers;
  const lines = layers.flatMap(({ label, explanation }, at) =>
    decisions[at]?.decision === 'notApplicable' ? [] : [`- ${plain(translate(label))}: ${plain(translate(explanation))}`],
  );
  return [`**${plain(translate(headline))}**`, ...lines, ...notes.map((note) => `- ${plain(translate(note))}`)].join('\n');
}
