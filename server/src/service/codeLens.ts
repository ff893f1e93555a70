import type { CodeLens, Command } from 'vscode-languageserver-types';

import { isAccessPolicy } from '../core/policy/inferPolicyType';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';
import type { RememberedRequest, SimulateResult } from '../protocol/requests';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import type { ServiceContext } from './serviceContext';
import type { Simulation } from './simulation';

/** A remembered request with its answer. */
interface Answered {
  readonly request: RememberedRequest;
  readonly result: SimulateResult;
}

type Outcome = 'allowed' | 'denied' | 'open';

const signs: Readonly<Record<Outcome, string>> = { allowed: '✓', denied: '✗', open: '?' };

/** Above a policy one row: how its remembered requests come out, and the lens that asks; above a statement, what it decides. */
export async function provideCodeLenses(
  document: OpenDocument,
  remembered: readonly RememberedRequest[],
  simulation: Simulation,
  context: ServiceContext,
): Promise<CodeLens[]> {
  const { root } = document.syntax;
  if (document.kind !== 'policy' || root?.kind !== 'object' || !isAccessPolicy(document.policyType())) return [];
  const { uri } = document.textDocument;
  const answered = await Promise.all(
    remembered.map(async (request): Promise<Answered> => {
      const { principal, action, resource, context: given } = request;
      const params = { uri: document.uri, principal, action, resource, context: given, contextIsComplete: false };
      return { request, result: await simulation.simulate(params, context) };
    }),
  );
  const range = toRange(document, { start: root.start, end: root.start });
  const outcomes = (['allowed', 'denied', 'open'] as const).flatMap((outcome) => outcomeCommand(outcome, answered, uri, context) ?? []);
  const ask: Command = { title: context.translate(message('Would this be allowed…?')), command: 'gatehouse.ask', arguments: [uri] };
  return [...[...outcomes, ask].map((command) => ({ range, command })), ...decidingLenses(document, answered, context)];
}

function outcomeOf({ decision, fieldProblems }: SimulateResult): Outcome {
  if (Object.keys(fieldProblems).length > 0) return 'open';
  return decision === 'allowed' ? 'allowed' : decision === 'undetermined' ? 'open' : 'denied';
}

function outcomeCommand(outcome: Outcome, all: readonly Answered[], uri: string, { translate }: ServiceContext): Command | undefined {
  const answered = all.filter(({ result }) => outcomeOf(result) === outcome);
  const [first] = answered;
  if (first === undefined) return undefined;
  const text = answered.length === 1 ? singleText(first) : translate(countText(outcome, answered.length));
  // Several: the client asks which one.
  const named = answered.length === 1 ? [first.request.id] : [];
  return { title: `${signs[outcome]} ${text}`, command: 'gatehouse.showDecision', arguments: [uri, ...named] };
}

/** One request in full: its action, and the outcome with what decided it. */
function singleText({ request, result }: Answered): string {
  const [problem] = Object.values(result.fieldProblems);
  return `${request.action} ${problem ?? result.short}`;
}

function countText(outcome: Outcome, count: number): Message {
  switch (outcome) {
    case 'allowed':
      return message('{0} allowed', count);
    case 'denied':
      return message('{0} denied', count);
    case 'open':
      return message('{0} undetermined', count);
  }
}

/** Above each statement of this document that decides: what it decides. */
function decidingLenses(document: OpenDocument, answered: readonly Answered[], { translate }: ServiceContext): readonly CodeLens[] {
  const { uri } = document.textDocument;
  const byLine = new Map<number, Answered[]>();
  for (const one of answered) {
    const location = one.result.decidedBy?.location;
    if (location?.uri !== uri) continue;
    const { line } = location.range.start;
    byLine.set(line, [...(byLine.get(line) ?? []), one]);
  }
  return [...byLine].flatMap(([, deciders]) => {
    const [first] = deciders;
    const range = first?.result.decidedBy?.location?.range;
    if (first === undefined || range === undefined) return [];
    const text = deciders.length === 1 ? message('decides {0}', first.request.action) : message('decides {0} requests', deciders.length);
    const named = deciders.length === 1 ? [first.request.id] : [];
    const command: Command = { title: `■ ${translate(text)}`, command: 'gatehouse.showDecision', arguments: [uri, ...named] };
    return [{ range: { start: range.start, end: range.start }, command }];
  });
}
