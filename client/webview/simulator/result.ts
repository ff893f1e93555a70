import type { DecisionName, Location, SimulateResult } from '../../../server/src/protocol/requests';
import type { SimulatorTexts } from '../../src/simulator/messages';
import { button, element, fill } from './elements';
import type { SimulatorEvent, SimulatorState } from './state';

type Statement = SimulateResult['statements'][number];

/** What the answer needs from the page around it. */
export interface ResultContext {
  readonly texts: SimulatorTexts;
  readonly reveal: (location: Location) => void;
  readonly dispatch: (event: SimulatorEvent) => void;
}

/** Signs beside colours and words: nothing is said by colour alone. */
const signs: Readonly<Record<DecisionName | 'notApplicable', string>> = {
  allowed: '✓',
  explicitDeny: '✗',
  implicitDeny: '✗',
  undetermined: '?',
  notApplicable: '–',
};

/** Statements shown at first; an administrator's policies can have thousands, of which few matter. */
const mostStatements = 100;

/** The answer, from the decision down to the context, as new elements. */
export function drawResult(state: SimulatorState, context: ResultContext): Node[] {
  const { result, failure } = state;
  const { texts } = context;
  if (failure !== undefined) return [element('p', { class: 'problem', role: 'alert' }, fill(texts.failed, failure))];
  if (result === undefined) return [element('p', { class: 'hint' }, state.pending ? texts.deciding : texts.noDecision)];
  if (Object.keys(result.fieldProblems).length > 0) return [drawFieldProblems(result)];
  return [
    drawDecision(result, context),
    drawMissing(result, context),
    drawLayers(result, texts),
    drawStatements(result, state.showAllStatements, context),
    drawContext(result, texts),
    drawNotes(result, texts),
  ].filter((node) => node !== undefined);
}

/** The sentence that a screen reader hears when an answer arrives. */
export function spokenResult({ result, failure, texts, pending }: SimulatorState): string {
  if (texts === undefined || pending) return '';
  if (failure !== undefined) return fill(texts.failed, failure);
  if (result === undefined) return '';
  const problems = Object.values(result.fieldProblems);
  return problems.length > 0 ? problems.join(' ') : `${texts[result.decision]}. ${result.headline}`;
}

function drawFieldProblems(result: SimulateResult): Node {
  const problems = Object.values(result.fieldProblems).map((text) => element('li', {}, text));
  return element('ul', { class: 'problem' }, ...problems);
}

function drawDecision(result: SimulateResult, { texts, reveal }: ResultContext): Node {
  const { decidedBy } = result;
  return element(
    'div',
    { class: `card ${result.decision}` },
    element('p', { class: 'decision' }, sign(result.decision), element('strong', {}, texts[result.decision])),
    element('p', { class: 'headline' }, result.headline),
    decidedBy === null ? undefined : element('p', {}, `${texts.decidedBy} `, source(decidedBy.label, decidedBy.location, texts, reveal)),
    result.awsMessage === ''
      ? undefined
      : element('p', { class: 'aws' }, element('span', { class: 'label' }, texts.awsMessage), element('q', {}, result.awsMessage)),
  );
}

function drawMissing(result: SimulateResult, { texts, dispatch }: ResultContext): Node | undefined {
  if (result.missingContextKeys.length === 0) return undefined;
  const keys = result.missingContextKeys.map((key) =>
    element(
      'li',
      {},
      button(key, { class: 'key', 'aria-label': fill(texts.give, key), title: fill(texts.give, key) }, () =>
        dispatch({ type: 'contextAdded', key }),
      ),
    ),
  );
  return section(texts.missing, element('ul', { class: 'keys' }, ...keys));
}

function drawLayers(result: SimulateResult, texts: SimulatorTexts): Node | undefined {
  if (result.layers.length === 0) return undefined;
  const items = result.layers.map(({ label, decision, explanation, decided }) =>
    element(
      'li',
      { class: decided ? `layer ${decision} decided` : `layer ${decision}`, title: explanation },
      sign(decision),
      element('span', { class: 'layer-name' }, label),
      element('span', { class: 'hidden-text' }, ` ${texts[decision]}. `),
      element(
        'span',
        { class: 'explanation' },
        explanation,
        decided ? element('strong', { class: 'decides' }, ` ■ ${texts.decides}`) : undefined,
      ),
    ),
  );
  return section(texts.layers, element('ol', { class: 'layers' }, ...items));
}

function drawStatements(result: SimulateResult, all: boolean, context: ResultContext): Node | undefined {
  const { statements } = result;
  if (statements.length === 0) return undefined;
  const { texts, dispatch } = context;
  const shown = all ? statements : statements.slice(0, mostStatements);
  const groups = new Map<string, Statement[]>();
  for (const statement of shown) {
    const name = `${statement.layerLabel} · ${statement.policy}`;
    groups.set(name, [...(groups.get(name) ?? []), statement]);
  }
  const tables = [...groups].map(([name, members]) => drawPolicy(name, members, context));
  const rest = statements.length - shown.length;
  const more = fill(texts.showAll, String(statements.length));
  return section(texts.statements, ...tables, rest === 0 ? undefined : button(more, {}, () => dispatch({ type: 'allStatementsShown' })));
}

function drawPolicy(name: string, statements: readonly Statement[], { texts, reveal }: ResultContext): Node {
  const head = [texts.match, texts.statement, texts.effect, texts.reason].map((text) => element('th', { scope: 'col' }, text));
  const rows = statements.map((statement) =>
    element(
      'tr',
      { class: statement.decided ? 'decided' : undefined },
      element('td', {}, matchSign(statement.match), element('span', { class: 'hidden-text' }, texts[statement.match])),
      element(
        'th',
        { scope: 'row' },
        source(statement.label, statement.location, texts, reveal),
        statement.decided ? element('span', { class: 'badge' }, `■ ${texts.decides}`) : undefined,
      ),
      element('td', {}, statement.effect),
      element('td', {}, statement.reason),
    ),
  );
  return element(
    'table',
    { class: 'statements' },
    element('caption', {}, name),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...rows),
  );
}

function drawContext(result: SimulateResult, texts: SimulatorTexts): Node | undefined {
  if (result.context.length === 0) return undefined;
  const head = [texts.contextKey, texts.contextValue, texts.origin, ''].map((text) => element('th', { scope: 'col' }, text));
  const rows = result.context.map(({ key, values, origin, matters, state }) =>
    element(
      'tr',
      { class: matters ? undefined : 'minor' },
      element('th', { scope: 'row' }, key),
      element('td', {}, state === 'absent' ? texts.absent : state === 'unknown' ? `(${texts.unknown})` : values),
      element('td', {}, origin),
      element('td', {}, matters ? texts.matters : texts.doesNotMatter),
    ),
  );
  return section(
    texts.contextOfRequest,
    element('table', {}, element('thead', {}, element('tr', {}, ...head)), element('tbody', {}, ...rows)),
  );
}

function drawNotes(result: SimulateResult, texts: SimulatorTexts): Node | undefined {
  if (result.notes.length === 0) return undefined;
  return section(texts.notes, element('ul', {}, ...result.notes.map((note) => element('li', {}, note))));
}

function section(title: string, ...children: readonly (Node | undefined)[]): Node {
  return element('section', {}, element('h2', {}, title), ...children);
}

function sign(decision: DecisionName | 'notApplicable'): Node {
  return element('span', { class: `sign ${decision}`, 'aria-hidden': 'true' }, signs[decision]);
}

function matchSign(match: Statement['match']): Node {
  const text = match === 'matched' ? '●' : match === 'notMatched' ? '○' : '?';
  return element('span', { class: `match ${match}`, 'aria-hidden': 'true' }, text);
}

/** A name that leads to its text, where there is one. */
function source(label: string, location: Location | null, texts: SimulatorTexts, reveal: (location: Location) => void): Node {
  if (location === null) return element('span', {}, label);
  return button(label, { class: 'link', title: fill(texts.revealSource, label) }, () => reveal(location));
}
