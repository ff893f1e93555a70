import * as l10n from '@vscode/l10n';
import { ThemeIcon, window } from 'vscode';
import type { QuickInputButton, QuickPickItem } from 'vscode';

import { decisionsRequest } from '../../../server/src/protocol/decisions';
import type { DecisionItem } from '../../../server/src/protocol/decisions';
import type { Server } from '../client';
import { revealLocation } from '../locations';

type Filter = Omit<Parameters<NonNullable<typeof decisionsRequest.types>>[0], 'uri'>;

interface Item extends QuickPickItem {
  readonly decision: DecisionItem;
  readonly buttons: readonly Button[];
}

interface Button extends QuickInputButton {
  run(): unknown;
}

/** What can be done with one of the requests. */
export interface DecisionActions {
  /** Shows it in full. */
  show(item: DecisionItem): unknown;
  saveAsTest(item: DecisionItem): unknown;
  forget(item: DecisionItem): unknown;
}

/** The requests behind a lens: one is shown at once, several are picked from, each with the way to its test and to what decided it. */
export async function showDecisions(server: Server, uri: string, filter: unknown, actions: DecisionActions): Promise<void> {
  const { items } = await server.send(decisionsRequest, { uri, ...readFilter(filter) });
  const [only] = items;
  if (only === undefined) {
    void window.showInformationMessage(l10n.t('There is no such request any more.'));
    return;
  }
  if (items.length === 1) {
    actions.show(only);
    return;
  }
  const picker = window.createQuickPick<Item>();
  picker.title = l10n.t('{0} requests', items.length);
  picker.placeholder = l10n.t('Show which decision?');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = items.map((item) => toItem(item, actions));
  picker.onDidAccept(() => {
    const [picked] = picker.selectedItems;
    picker.hide();
    if (picked !== undefined) actions.show(picked.decision);
  });
  picker.onDidTriggerItemButton(({ item, button }) => {
    picker.hide();
    item.buttons.find((one) => one === button)?.run();
  });
  picker.onDidHide(() => picker.dispose());
  picker.show();
}

function toItem(decision: DecisionItem, actions: DecisionActions): Item {
  const { label, description, detail, decidedAt, test, remembered } = decision;
  const button = (icon: string, tooltip: string, run: () => unknown): Button => ({ iconPath: new ThemeIcon(icon), tooltip, run });
  return {
    label,
    description,
    detail,
    decision,
    buttons: [
      ...(decidedAt === null ? [] : [button('go-to-file', l10n.t('Go to the deciding statement'), () => revealLocation(decidedAt))]),
      test === null
        ? button('beaker', l10n.t('Save as test'), () => actions.saveAsTest(decision))
        : button('beaker', l10n.t('Go to the test'), () => revealLocation(test)),
      ...(remembered === null ? [] : [button('trash', l10n.t('Forget this request'), () => actions.forget(decision))]),
    ],
  };
}

/** A command's argument: which of the requests are meant; all of them when it says nothing that is known. */
function readFilter(value: unknown): Filter {
  if (typeof value !== 'object' || value === null) return {};
  const outcomes = ['allowed', 'denied', 'open', 'failing'] as const;
  const outcome = 'outcome' in value ? outcomes.find((one) => one === value.outcome) : undefined;
  if (outcome !== undefined) return { outcome };
  return 'statement' in value && typeof value.statement === 'number' ? { statement: value.statement } : {};
}
