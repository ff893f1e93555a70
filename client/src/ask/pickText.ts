import * as l10n from '@vscode/l10n';
import { CancellationTokenSource, QuickInputButtons, window } from 'vscode';
import type { CancellationToken, QuickPickItem } from 'vscode';

import type { Suggestion } from '../../../server/src/protocol/requests';
import { debounce } from '../debounce';

/** What one step of a question ends with. */
export type Picked = { readonly kind: 'value'; readonly value: string } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

export interface TextQuestion {
  readonly title: string;
  readonly placeholder: string;
  readonly step: number;
  readonly steps: number;
  /** What is typed already. */
  readonly value: string;
  /** True where a suggestion is likelier than a text that is none: Enter takes the first suggestion, not a half-typed word. */
  readonly prefersSuggestions: boolean;
  /** An answer that needs no typing, such as nobody in particular. */
  readonly fixed?: Suggestion;
  suggest(query: string, token: CancellationToken): Promise<readonly Suggestion[]>;
}

interface TextItem extends QuickPickItem {
  readonly value: string;
}

/** Asks for one text with suggestions as one types; what is typed counts even if nothing suggests it. */
export function pickText(question: TextQuestion): Promise<Picked> {
  const input = window.createQuickPick<TextItem>();
  const pause = debounce(80);
  let asking = new CancellationTokenSource();
  input.title = question.title;
  input.placeholder = question.placeholder;
  input.step = question.step;
  input.totalSteps = question.steps;
  input.value = question.value;
  // Reading the policy while answering must not lose the answer.
  input.ignoreFocusOut = true;
  if (question.step > 1) input.buttons = [QuickInputButtons.Back];

  const offer = async (): Promise<void> => {
    asking.cancel();
    asking = new CancellationTokenSource();
    const { token } = asking;
    const query = input.value;
    input.busy = true;
    const suggestions = await question.suggest(query, token);
    if (token.isCancellationRequested) return;
    input.items = items(query, suggestions, question);
    input.busy = false;
  };

  return new Promise((resolve) => {
    const end = (picked: Picked): void => {
      resolve(picked);
      input.hide();
    };
    input.onDidChangeValue(() => {
      // At once the typed text itself, so that a quick Enter takes what one sees.
      input.items = items(input.value, [], question);
      pause.call(() => void offer());
    });
    input.onDidAccept(() => {
      const value = input.selectedItems[0]?.value ?? input.value.trim();
      if (value !== '' || question.fixed !== undefined) end({ kind: 'value', value });
    });
    input.onDidTriggerButton(() => end({ kind: 'back' }));
    input.onDidHide(() => {
      pause.dispose();
      asking.cancel();
      resolve({ kind: 'cancelled' });
      input.dispose();
    });
    void offer();
    input.show();
  });
}

function items(query: string, suggestions: readonly Suggestion[], { fixed, prefersSuggestions }: TextQuestion): TextItem[] {
  const typed = query.trim();
  const offered = [...(fixed === undefined || typed !== '' ? [] : [fixed]), ...suggestions].map(suggestionItem);
  if (typed === '') return offered;
  const exact = offered.findIndex(({ value }) => value.toLowerCase() === typed.toLowerCase());
  if (exact >= 0) return [...offered.splice(exact, 1), ...offered];
  return prefersSuggestions ? [...offered, typedItem(typed)] : [typedItem(typed), ...offered];
}

function typedItem(value: string): TextItem {
  return { value, label: value, description: l10n.t('as typed'), alwaysShow: true };
}

/** The server has chosen what fits, by any inner word; VS Code's own filter would drop some of it. */
function suggestionItem({ value, label, detail }: Suggestion): TextItem {
  return { value, label, description: detail, alwaysShow: true };
}
