import type { SimulatorTexts } from '../../src/simulator/messages';
import { createCombobox } from './combobox';
import type { Combobox } from './combobox';
import { button, element, fill } from './elements';
import { fieldOfRow } from './state';
import type { ContextRow, SimulatorEvent, SimulatorState } from './state';

type Dispatch = (event: SimulatorEvent) => void;

/** The form, drawn once per language and then only brought up to date, so that the cursor stays where it is. */
export interface Form {
  readonly element: HTMLElement;
  update(state: SimulatorState): void;
}

export function createForm(texts: SimulatorTexts, dispatch: Dispatch): Form {
  const fields = (['principal', 'action', 'resource'] as const).map((name) => createField(name, texts, dispatch));
  const policyFile = createPolicyFile(texts, dispatch);
  const context = createContext(texts, dispatch);
  const complete = element('input', { type: 'checkbox', id: 'complete', 'aria-describedby': 'complete-hint' });
  complete.addEventListener('change', () => dispatch({ type: 'completeSwitched', contextIsComplete: complete.checked }));
  const submit = element('button', { type: 'submit', class: 'primary' }, texts.decide);
  const form = element(
    'form',
    { 'aria-label': texts.title },
    ...fields.map((field) => field.element),
    policyFile.element,
    context.element,
    element(
      'div',
      { class: 'switch' },
      complete,
      element('label', { for: 'complete' }, texts.contextIsComplete),
      element('p', { class: 'hint', id: 'complete-hint' }, texts.contextIsCompleteHint),
    ),
    submit,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    dispatch({ type: 'submitted' });
  });
  return {
    element: form,
    update(state) {
      fields.forEach((field) => field.update(state));
      policyFile.update(state);
      context.update(state);
      complete.checked = state.form.contextIsComplete;
      submit.setAttribute('aria-busy', String(state.pending));
    },
  };
}

function createField(name: 'principal' | 'action' | 'resource', texts: SimulatorTexts, dispatch: Dispatch): Form {
  const hint = texts[`${name}Hint`];
  const attributes = { 'aria-describedby': `${name}-hint ${name}-problem`, placeholder: hint, title: hint };
  const box = createCombobox(name, attributes, (value) => dispatch({ type: 'edited', field: name, value }), dispatch);
  const problem = element('p', { class: 'problem', id: `${name}-problem`, hidden: true });
  const made = element(
    'div',
    { class: 'field' },
    element('label', { for: name }, texts[name]),
    box.element,
    element('p', { class: 'hidden-text', id: `${name}-hint` }, hint),
    problem,
  );
  return {
    element: made,
    update(state) {
      box.update(state, state.form[name]);
      const text = state.result?.fieldProblems[name] ?? '';
      problem.hidden = text === '';
      if (problem.textContent !== text) problem.textContent = text;
      box.input.setAttribute('aria-invalid', String(text !== ''));
    },
  };
}

function createPolicyFile(texts: SimulatorTexts, dispatch: Dispatch): Form {
  const name = element('span', { class: 'file' });
  const clear = button('✕', { class: 'icon', 'aria-label': texts.clearPolicyFile, title: texts.clearPolicyFile }, () =>
    dispatch({ type: 'policyFileCleared' }),
  );
  const made = element(
    'div',
    { class: 'field', title: texts.policyFileHint },
    element('span', { class: 'label' }, texts.policyFile),
    element('div', { class: 'row' }, name, clear),
  );
  return {
    element: made,
    update({ form }) {
      made.hidden = form.uri === '';
      if (name.textContent !== form.fileName) name.textContent = form.fileName;
    },
  };
}

interface RowElements {
  readonly element: HTMLElement;
  readonly key: Combobox;
  readonly value: HTMLInputElement;
  readonly remove: HTMLButtonElement;
}

function createContext(texts: SimulatorTexts, dispatch: Dispatch): Form {
  const rows = new Map<number, RowElements>();
  const list = element('div', { class: 'context-rows' });
  let known: number | undefined;
  const add = button(texts.addContext, {}, () => dispatch({ type: 'contextAdded', key: '' }));
  const made = element('fieldset', {}, element('legend', {}, texts.context), list, add, element('p', { class: 'hint' }, texts.contextHint));
  return {
    element: made,
    update(state) {
      const { context } = state.form;
      for (const [id, row] of rows) {
        if (context.some((entry) => entry.id === id)) continue;
        if (row.element.contains(document.activeElement)) add.focus();
        row.element.remove();
        rows.delete(id);
      }
      for (const entry of context) {
        const row = rows.get(entry.id) ?? createRow(entry, texts, dispatch);
        if (!rows.has(entry.id)) list.append(row.element);
        rows.set(entry.id, row);
        updateRow(row, entry, state, texts);
      }
      // Whoever just added a row goes on in it.
      const newest = context.at(-1);
      if (known !== undefined && newest !== undefined && newest.id >= known && newest.value === '') {
        const row = rows.get(newest.id);
        (newest.key === '' ? row?.key.input : row?.value)?.focus();
      }
      known = state.nextRowId;
    },
  };
}

function createRow(entry: ContextRow, texts: SimulatorTexts, dispatch: Dispatch): RowElements {
  const row = entry.id;
  const attributes = { 'aria-label': texts.contextKey, placeholder: texts.contextKey };
  const key = createCombobox(fieldOfRow(entry), attributes, (text) => dispatch({ type: 'contextEdited', row, key: text }), dispatch);
  const value = element('input', { type: 'text', 'aria-label': texts.contextValue, placeholder: texts.contextValue, spellcheck: 'false' });
  value.addEventListener('input', () => dispatch({ type: 'contextEdited', row, value: value.value }));
  value.addEventListener('change', () => dispatch({ type: 'committed' }));
  const remove = button('✕', { class: 'icon' }, () => dispatch({ type: 'contextRemoved', row }));
  return { element: element('div', { class: 'row context-row' }, key.element, value, remove), key, value, remove };
}

function updateRow(row: RowElements, entry: ContextRow, state: SimulatorState, texts: SimulatorTexts): void {
  row.key.update(state, entry.key);
  if (row.value.value !== entry.value) row.value.value = entry.value;
  row.value.setAttribute('aria-label', entry.key === '' ? texts.contextValue : `${entry.key}, ${texts.contextValue}`);
  const label = fill(texts.removeContext, entry.key === '' ? texts.contextKey : entry.key);
  row.remove.setAttribute('aria-label', label);
  row.remove.title = label;
}
