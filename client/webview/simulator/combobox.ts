import { element } from './elements';
import type { FieldId, SimulatorEvent, SimulatorState } from './state';

/** A text field with suggestions, by the ARIA combobox pattern: arrows choose, Enter takes, Escape closes, typing is always allowed. */
export interface Combobox {
  readonly input: HTMLInputElement;
  readonly element: HTMLElement;
  update(state: SimulatorState, value: string): void;
}

export function createCombobox(
  field: FieldId,
  attributes: Record<string, string>,
  edit: (value: string) => void,
  dispatch: (event: SimulatorEvent) => void,
): Combobox {
  const listId = `${field}-list`;
  const input = element('input', {
    type: 'text',
    id: field,
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    ...attributes,
  });
  const list = element('ul', { id: listId, role: 'listbox', hidden: true });
  let open = false;
  let active = -1;
  let drawn: unknown;

  input.addEventListener('input', () => {
    edit(input.value);
    dispatch({ type: 'suggestionsAsked', field });
  });
  input.addEventListener('change', () => dispatch({ type: 'committed' }));
  input.addEventListener('blur', () => dispatch({ type: 'suggestionsClosed' }));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      dispatch(open ? { type: 'suggestionMoved', by: event.key === 'ArrowDown' ? 1 : -1 } : { type: 'suggestionsAsked', field });
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      dispatch({ type: 'suggestionsClosed' });
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      dispatch(open && active >= 0 ? { type: 'suggestionTaken', index: active } : { type: 'submitted' });
    }
  });

  const draw = (state: SimulatorState): void => {
    const mine = state.suggestions?.field === field && document.activeElement === input ? state.suggestions : undefined;
    const items = mine?.items ?? [];
    open = items.length > 0;
    active = mine?.active ?? -1;
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    if (drawn !== items)
      list.replaceChildren(...items.map((item, index) => option(listId, item, () => dispatch({ type: 'suggestionTaken', index }))));
    drawn = items;
    Array.from(list.children).forEach((child, index) => child.setAttribute('aria-selected', String(index === active)));
    const chosen = list.children[active];
    if (chosen === undefined) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', chosen.id);
    chosen.scrollIntoView({ block: 'nearest' });
  };

  return {
    input,
    element: element('div', { class: 'combobox' }, input, list),
    update(state, value) {
      if (input.value !== value) input.value = value;
      draw(state);
    },
  };
}

let options = 0;

function option(listId: string, item: { readonly label: string; readonly detail: string }, take: () => void): HTMLLIElement {
  options += 1;
  const made = element(
    'li',
    { role: 'option', id: `${listId}-${options}` },
    element('span', { class: 'label' }, item.label),
    element('span', { class: 'detail' }, item.detail),
  );
  // Before the field loses its focus, and with it the list.
  made.addEventListener('mousedown', (event) => {
    event.preventDefault();
    take();
  });
  return made;
}
