import type { FromWebview, SimulatorTexts, ToWebview } from '../../src/simulator/messages';
import { element, fill } from './elements';
import { createForm } from './form';
import type { Form } from './form';
import { drawResult, spokenResult } from './result';
import { fieldValue, reduce, restore, save, simulateParams, suggestionField } from './state';
import type { SavedState, SimulatorEvent, SimulatorState } from './state';

declare function acquireVsCodeApi(): {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: SavedState): void;
};

const host = acquireVsCodeApi();
const main = document.getElementById('simulator') ?? document.body;
const answer = element('div', { class: 'answer' });
const spoken = element('div', { class: 'hidden-text', role: 'status', 'aria-live': 'polite' });
const busy = element('p', { class: 'busy', hidden: true });
let state = restore(host.getState());
let form: { readonly texts: SimulatorTexts; readonly form: Form } | undefined;
let suggesting: number | undefined;

function dispatch(event: SimulatorEvent): void {
  const before = state;
  state = reduce(before, event);
  if (state === before) return;
  draw(before);
  host.setState(save(state));
  if (state.simulateId !== before.simulateId) {
    host.postMessage({ type: 'simulate', requestId: state.simulateId, input: simulateParams(state) });
  }
  if (state.suggestId !== before.suggestId) askForSuggestions();
}

/** Waits for a pause in typing. */
function askForSuggestions(): void {
  if (suggesting !== undefined) clearTimeout(suggesting);
  suggesting = setTimeout(() => {
    const { suggestions } = state;
    if (suggestions === undefined) return;
    const { requestId, field } = suggestions;
    const { action, uri } = state.form;
    host.postMessage({ type: 'suggest', requestId, field: suggestionField(field), query: fieldValue(state, field), action, uri });
  }, 80);
}

function draw(before: SimulatorState): void {
  const { texts } = state;
  if (texts === undefined) return;
  if (form?.texts !== texts) form = build(texts);
  form.form.update(state);
  busy.hidden = !(state.pending && state.result !== undefined);
  busy.textContent = state.stale ? texts.stale : texts.deciding;
  answer.classList.toggle('old', state.pending && state.result !== undefined);
  if (answerChanged(before)) drawAnswer(texts);
  say(before, texts);
}

/** A question under way leaves the old answer as it is: a click on it may be under way as well. */
function answerChanged(before: SimulatorState): boolean {
  if (state.result === undefined && state.pending !== before.pending) return true;
  return (['result', 'failure', 'texts', 'showAllStatements'] as const).some((part) => state[part] !== before[part]);
}

function drawAnswer(texts: SimulatorTexts): void {
  answer.replaceChildren(...drawResult(state, { texts, dispatch, reveal: (location) => host.postMessage({ type: 'reveal', location }) }));
}

function say(before: SimulatorState, texts: SimulatorTexts): void {
  const { suggestions } = state;
  if (suggestions !== undefined && suggestions.items !== before.suggestions?.items && suggestions.items.length > 0) {
    spoken.textContent = fill(texts.suggestionCount, String(suggestions.items.length));
    return;
  }
  if (state.pending === before.pending) return;
  const sentence = spokenResult(state);
  if (sentence !== '') spoken.textContent = sentence;
}

function build(texts: SimulatorTexts): { texts: SimulatorTexts; form: Form } {
  const made = createForm(texts, dispatch);
  document.documentElement.lang = state.language;
  main.replaceChildren(
    element('h1', { class: 'hidden-text' }, texts.title),
    made.element,
    element('section', { class: 'result', 'aria-label': texts.decision }, busy, answer),
    spoken,
  );
  return { texts, form: made };
}

window.addEventListener('message', ({ data }: MessageEvent<ToWebview>) => dispatch(data));
host.postMessage({ type: 'ready' });
