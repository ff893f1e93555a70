import type { SimulateParams, SimulateResult, Suggestion } from '../../../server/src/protocol/requests';
import type { ContextEntry, SimulatorForm, SimulatorTexts, SuggestionField, ToWebview } from '../../src/simulator/messages';

/** A context entry with an identity of its own, so that typing in one row never redraws another. */
export interface ContextRow extends ContextEntry {
  readonly id: number;
}

/** A field that suggestions belong to: one of the three above, or the key of a context row. */
export type FieldId = 'principal' | 'action' | 'resource' | `context-${number}`;

export interface SuggestionList {
  readonly requestId: number;
  readonly field: FieldId;
  readonly items: readonly Suggestion[];
  /** The item that Enter would take; -1: none, Enter submits. */
  readonly active: number;
}

/** All that the page shows. */
export interface SimulatorState {
  readonly texts: SimulatorTexts | undefined;
  readonly language: string;
  readonly form: Omit<SimulatorForm, 'context'> & { readonly context: readonly ContextRow[] };
  readonly nextRowId: number;
  /** The newest question to the host, of either kind; an answer to an older one is dropped. */
  readonly simulateId: number;
  readonly suggestId: number;
  readonly pending: boolean;
  /** What was asked last, spelled out. */
  readonly question: string;
  /** True once somebody asked: from then on a change asks again by itself. */
  readonly asked: boolean;
  readonly stale: boolean;
  readonly result: SimulateResult | undefined;
  readonly failure: string | undefined;
  readonly suggestions: SuggestionList | undefined;
  readonly showAllStatements: boolean;
}

/** What happened: a message of the host, or something the person did. */
export type SimulatorEvent =
  | ToWebview
  | { readonly type: 'edited'; readonly field: 'principal' | 'action' | 'resource'; readonly value: string }
  | { readonly type: 'contextEdited'; readonly row: number; readonly key?: string; readonly value?: string }
  | { readonly type: 'contextAdded'; readonly key: string }
  | { readonly type: 'contextRemoved'; readonly row: number }
  | { readonly type: 'completeSwitched'; readonly contextIsComplete: boolean }
  | { readonly type: 'policyFileCleared' }
  | { readonly type: 'submitted' }
  /** A field was left after a change, or a suggestion taken. */
  | { readonly type: 'committed' }
  | { readonly type: 'suggestionsAsked'; readonly field: FieldId }
  | { readonly type: 'suggestionMoved'; readonly by: 1 | -1 }
  | { readonly type: 'suggestionTaken'; readonly index: number }
  | { readonly type: 'suggestionsClosed' }
  | { readonly type: 'allStatementsShown' };

/** What survives a reload of the window: the question, not the answer, which may have changed meanwhile. */
export type SavedState = Pick<SimulatorState, 'form' | 'asked'>;

export const emptyState: SimulatorState = {
  texts: undefined,
  language: 'en',
  form: { uri: '', fileName: '', principal: '', action: '', resource: '', context: [], contextIsComplete: false },
  nextRowId: 1,
  simulateId: 0,
  suggestId: 0,
  pending: false,
  question: '',
  asked: false,
  stale: false,
  result: undefined,
  failure: undefined,
  suggestions: undefined,
  showAllStatements: false,
};

/** The state of a page that comes back; what an earlier version of the page left behind may have another shape. */
export function restore(saved: unknown): SimulatorState {
  if (!isObject(saved) || !isObject(saved.form) || !Array.isArray(saved.form.context)) return emptyState;
  const { form } = saved;
  const rows = saved.form.context.flatMap((row: unknown, index): ContextRow[] =>
    isObject(row) ? [{ id: index + 1, key: text(row.key), value: text(row.value) }] : [],
  );
  return {
    ...emptyState,
    form: {
      uri: text(form.uri),
      fileName: text(form.fileName),
      principal: text(form.principal),
      action: text(form.action),
      resource: text(form.resource),
      context: rows,
      contextIsComplete: form.contextIsComplete === true,
    },
    nextRowId: rows.length + 1,
    asked: saved.asked === true,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function save({ form, asked }: SimulatorState): SavedState {
  return { form, asked };
}

/** The next state. Pure: whoever calls it sends what `questionsAfter` names. */
export function reduce(state: SimulatorState, event: SimulatorEvent): SimulatorState {
  switch (event.type) {
    case 'texts':
      return afterTexts({ ...state, texts: event.texts, language: event.language }, state.texts === undefined);
    case 'open':
      return opened(state, event.form, event.run);
    case 'result':
      if (event.requestId !== state.simulateId || !state.pending) return state;
      return { ...state, result: event.result, failure: undefined, pending: false, stale: false, showAllStatements: false };
    case 'failed':
      if (event.requestId !== state.simulateId || !state.pending) return state;
      return { ...state, failure: event.message, pending: false, stale: false };
    case 'stale':
      return state.asked ? { ...ask(state), stale: true } : state;
    case 'edited':
      return { ...state, form: { ...state.form, [event.field]: event.value } };
    case 'contextEdited':
      return withContext(state, (row) => (row.id === event.row ? { ...row, ...edits(event) } : row));
    case 'contextAdded':
      return addRow(state, event.key);
    case 'contextRemoved':
      return again({ ...state, form: { ...state.form, context: state.form.context.filter(({ id }) => id !== event.row) } });
    case 'completeSwitched':
      return again({ ...state, form: { ...state.form, contextIsComplete: event.contextIsComplete } });
    case 'policyFileCleared':
      return again({ ...state, form: { ...state.form, uri: '', fileName: '' } });
    case 'submitted':
      return ask({ ...state, suggestions: undefined });
    case 'committed':
      return again(state);
    case 'allStatementsShown':
      return { ...state, showAllStatements: true };
    default:
      return reduceSuggestions(state, event);
  }
}

type SuggestionEvent = Extract<
  SimulatorEvent,
  { type: 'suggestions' | 'suggestionsAsked' | 'suggestionMoved' | 'suggestionTaken' | 'suggestionsClosed' }
>;

function reduceSuggestions(state: SimulatorState, event: SuggestionEvent): SimulatorState {
  const { suggestions } = state;
  switch (event.type) {
    case 'suggestionsAsked': {
      const requestId = state.suggestId + 1;
      const items = suggestions?.field === event.field ? suggestions.items : [];
      return { ...state, suggestId: requestId, suggestions: { requestId, field: event.field, items, active: -1 } };
    }
    case 'suggestions':
      if (suggestions === undefined || event.requestId !== suggestions.requestId) return state;
      return { ...state, suggestions: { ...suggestions, items: event.suggestions, active: -1 } };
    case 'suggestionMoved': {
      if (suggestions === undefined || suggestions.items.length === 0) return state;
      const places = suggestions.items.length + 1;
      // One place more than items: past either end nothing is active, and Enter asks with what is typed.
      const active = ((suggestions.active + 1 + event.by + places) % places) - 1;
      return { ...state, suggestions: { ...suggestions, active } };
    }
    case 'suggestionTaken':
      return taken(state, event.index);
    case 'suggestionsClosed':
      return { ...state, suggestions: undefined };
  }
}

function taken(state: SimulatorState, index: number): SimulatorState {
  const item = state.suggestions?.items[index];
  if (state.suggestions === undefined || item === undefined) return state;
  const { field } = state.suggestions;
  const closed = { ...state, suggestions: undefined };
  if (field === 'principal' || field === 'action' || field === 'resource') {
    return again({ ...closed, form: { ...closed.form, [field]: item.value } });
  }
  return again(withContext(closed, (row) => (fieldOfRow(row) === field ? { ...row, key: item.value } : row)));
}

/** The field of a context row's key. */
export function fieldOfRow(row: Pick<ContextRow, 'id'>): FieldId {
  return `context-${row.id}`;
}

/** What kind of suggestions a field takes. */
export function suggestionField(field: FieldId): SuggestionField {
  return field === 'principal' || field === 'action' || field === 'resource' ? field : 'contextKey';
}

/** What is typed in a field. */
export function fieldValue({ form }: SimulatorState, field: FieldId): string {
  if (field === 'principal' || field === 'action' || field === 'resource') return form[field];
  return form.context.find((row) => fieldOfRow(row) === field)?.key ?? '';
}

/** The question that the form spells out. */
export function simulateParams({ form }: SimulatorState): SimulateParams {
  const context = new Map<string, string[]>();
  for (const { key, value } of form.context) {
    const name = key.trim();
    if (name !== '') context.set(name, [...(context.get(name) ?? []), value]);
  }
  return {
    ...(form.uri === '' ? {} : { uri: form.uri }),
    principal: form.principal.trim(),
    action: form.action.trim(),
    resource: form.resource.trim(),
    context: Object.fromEntries([...context].map(([key, values]) => [key, oneOrAll(values)])),
    contextIsComplete: form.contextIsComplete,
  };
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

function afterTexts(state: SimulatorState, firstTime: boolean): SimulatorState {
  // A page that was restored asks again what it had asked before.
  return firstTime && state.asked ? ask(state) : state;
}

function opened(state: SimulatorState, form: Partial<SimulatorForm>, run: boolean): SimulatorState {
  const rows = form.context?.map((entry, index) => ({ ...entry, id: state.nextRowId + index }));
  const next: SimulatorState = {
    ...state,
    form: { ...state.form, ...form, context: rows ?? state.form.context },
    nextRowId: state.nextRowId + (rows?.length ?? 0),
    suggestions: undefined,
    failure: undefined,
    // The old answer belongs to another question.
    result: undefined,
    asked: run,
  };
  return run ? ask(next) : { ...next, pending: false, stale: false };
}

function ask(state: SimulatorState): SimulatorState {
  return { ...state, simulateId: state.simulateId + 1, question: JSON.stringify(simulateParams(state)), pending: true, asked: true };
}

/** Asks again where the form says something else than it did; leaving a field unchanged is no question. */
function again(state: SimulatorState): SimulatorState {
  return state.asked && JSON.stringify(simulateParams(state)) !== state.question ? ask(state) : state;
}

function edits({ key, value }: { readonly key?: string; readonly value?: string }): Partial<ContextEntry> {
  return { ...(key === undefined ? {} : { key }), ...(value === undefined ? {} : { value }) };
}

function addRow(state: SimulatorState, key: string): SimulatorState {
  const row = { id: state.nextRowId, key, value: '' };
  return { ...state, nextRowId: state.nextRowId + 1, form: { ...state.form, context: [...state.form.context, row] } };
}

function withContext(state: SimulatorState, change: (row: ContextRow) => ContextRow): SimulatorState {
  return { ...state, form: { ...state.form, context: state.form.context.map(change) } };
}
