import type { CodeLens, Command } from 'vscode-languageserver-types';

import { isAccessPolicy } from '../../core/policy/inferPolicyType';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { toRange } from '../convert';
import type { OpenDocument } from '../documentStore';
import type { ServiceContext } from '../serviceContext';

import { actionOf, countOf, decidingStatement, isDecidedIn, outcomeOf, shortOf, signed } from './answers';
import type { Outcome } from './answers';
import type { LiveAnswer } from './live';

/** VS Code draws all lenses of a line in one row; more than these nobody reads. */
const mostLenses = 4;

/** So many open answers are looked into for what they depend on. */
const mostExplained = 12;

/** Above a policy one row: how the requests come out that concern it, and the lens that asks; above a statement, what it decides. */
export async function policyLenses(
  document: OpenDocument,
  answered: () => Promise<{ readonly answers: readonly LiveAnswer[]; readonly waiting: number }>,
  { translate }: ServiceContext,
): Promise<CodeLens[]> {
  const { root } = document.syntax;
  if (document.kind !== 'policy' || root?.kind !== 'object' || !isAccessPolicy(document.policyType())) return [];
  const { answers, waiting } = await answered();
  const uri = document.textDocument.uri;
  const { start } = root;
  const range = toRange(document, { start, end: start });
  const row = [
    ...summary(document, answers),
    ...(waiting === 0 ? [] : [{ text: message('… {0} more are being decided', waiting), shows: {} }]),
  ];
  const shown = joined(row, mostLenses - 1, translate).map(({ title, shows }) => showing(title, uri, shows));
  const ask: Command = { title: translate(message('Would this be allowed…?')), command: 'gatehouse.ask', arguments: [uri] };
  return [...[...shown, ask].map((command) => ({ range, command })), ...statementLenses(document, answers, translate)];
}

/** What a lens says, and which requests it is about. */
interface Part {
  readonly text: Message;
  readonly shows: { readonly outcome?: Outcome | 'failing' };
}

function summary(document: OpenDocument, answers: readonly LiveAnswer[]): readonly Part[] {
  const failing = answers.filter((answer) => answer.kind === 'decided' && answer.judgement?.kind === 'failed');
  const fails = failing.length === 1 ? message('⚠ 1 test fails') : message('⚠ {0} tests fail', failing.length);
  const outcomes = (['allowed', 'denied', 'open'] as const).flatMap((outcome): readonly Part[] => {
    const some = answers.filter((answer) => outcomeOf(answer) === outcome);
    return some.length === 0 ? [] : [{ text: signed(outcome, outcomeText(outcome, some, document.uri)), shows: { outcome } }];
  });
  return [...(failing.length === 0 ? [] : [{ text: fails, shows: { outcome: 'failing' } as const }]), ...outcomes];
}

/** One request in full: its action, and the outcome with what decided it; several counted, with what they have in common. */
function outcomeText(outcome: Outcome, answers: readonly LiveAnswer[], uri: string): Message {
  const [first] = answers;
  if (answers.length === 1 && first !== undefined) return message('{0} {1}', actionOf(first.request), shortOf(first));
  if (outcome === 'denied') {
    const here = answers.filter((answer) => isDecidedIn(uri, answer)).length;
    if (here === answers.length) return message('{0} denied here', here);
    if (here > 0) return message('{0} denied, {1} here', answers.length, here);
  }
  const key = outcome === 'open' && answers.length <= mostExplained ? commonKey(answers) : undefined;
  return key === undefined ? countOf(outcome, answers.length) : message('{0} depend on {1}', answers.length, key);
}

/** The context key that all of them wait for. */
function commonKey(answers: readonly LiveAnswer[]): string | undefined {
  const keys = answers.map((answer) => (answer.kind === 'unclear' ? [] : answer.trace().missingContextKeys));
  const [key] = keys[0] ?? [];
  return key !== undefined && keys.every((list) => list.length === 1 && list[0] === key) ? key : undefined;
}

/** No more than so many lenses: the first ones share one where there are more. */
function joined(parts: readonly Part[], most: number, translate: ServiceContext['translate']) {
  const titled = parts.map(({ text, shows }) => ({ title: translate(text), shows }));
  const tooMany = titled.length - most;
  if (tooMany <= 0) return titled;
  const together = titled.slice(0, tooMany + 1);
  return [{ title: together.map(({ title }) => title).join(' · '), shows: {} }, ...titled.slice(tooMany + 1)];
}

function showing(title: string, uri: string, shows: object): Command {
  return { title, command: 'gatehouse.showDecisions', arguments: [uri, shows] };
}

/** Above each statement of this document that decides: what it decides. */
function statementLenses(
  document: OpenDocument,
  answers: readonly LiveAnswer[],
  translate: ServiceContext['translate'],
): readonly CodeLens[] {
  const byStatement = new Map<number, { readonly start: number; readonly decided: LiveAnswer[] }>();
  for (const answer of answers) {
    const statement = decidingStatement(answer);
    if (statement?.uri !== document.uri) continue;
    const known = byStatement.get(statement.index) ?? { start: statement.span.start, decided: [] };
    known.decided.push(answer);
    byStatement.set(statement.index, known);
  }
  return [...byStatement].map(([statement, { start, decided }]): CodeLens => {
    const [first] = decided;
    const one = decided.length === 1 && first !== undefined;
    const text = one ? message('decides {0}', actionOf(first.request)) : message('decides {0} requests', decided.length);
    const range = toRange(document, { start, end: start });
    return { range, command: showing(`■ ${translate(text)}`, document.textDocument.uri, { statement }) };
  });
}
