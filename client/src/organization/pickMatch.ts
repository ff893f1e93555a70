import * as l10n from '@vscode/l10n';
import { window } from 'vscode';
import type { QuickPick, QuickPickItem } from 'vscode';

import { findInOrganizationRequest } from '../../../server/src/protocol/requests';
import type { OrganizationMatch } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { debounce } from '../debounce';

/** What a pick shows; more is found by typing on. */
const shown = 200;

interface MatchItem extends QuickPickItem {
  readonly match: OrganizationMatch;
}

export interface PickMatchOptions {
  readonly title: string;
  readonly placeholder: string;
  /** Only these; left out: everything. */
  readonly kinds?: readonly OrganizationMatch['kind'][];
  readonly folder?: string;
}

/** Asks for something of the organizations by typing any part of a name, id, path, tag or ARN; the server finds it, so size does not matter. */
export function pickMatch(server: Server, { title, placeholder, kinds, folder }: PickMatchOptions): Promise<OrganizationMatch | undefined> {
  const pick: QuickPick<MatchItem> = window.createQuickPick<MatchItem>();
  const pause = debounce(80);
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  let asked = 0;
  /** What the rows answer; Enter may come before they answer what is typed. */
  let shownFor: string | undefined;
  const find = async (query: string): Promise<void> => {
    const mine = ++asked;
    pick.busy = true;
    const params = { query, limit: shown, ...(kinds === undefined ? {} : { kinds }), ...(folder === undefined ? {} : { folder }) };
    const { matches } = await server.sendOr(findInOrganizationRequest, params, { matches: [] });
    if (mine !== asked) return;
    pick.busy = false;
    shownFor = query;
    // The server has ranked and filtered; the list's own filter must not take away what was found by a tag or an email address.
    pick.items = matches.map((match) => ({
      label: match.label,
      description: match.description,
      detail: match.kindLabel,
      alwaysShow: true,
      match,
    }));
  };
  pick.onDidChangeValue((value) => pause.call(() => void find(value)));
  void find('');
  const chosen = async (): Promise<OrganizationMatch | undefined> => {
    if (pick.value === shownFor) return (pick.activeItems[0] ?? pick.selectedItems[0])?.match;
    await find(pick.value);
    return pick.items[0]?.match;
  };
  return new Promise((resolve) => {
    pick.onDidAccept(async () => {
      const match = await chosen();
      if (match === undefined) return;
      resolve(match);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pause.dispose();
      pick.dispose();
    });
    pick.show();
  });
}

/** The words of the pick that goes to a row. */
export function findWords(): PickMatchOptions {
  return { title: l10n.t('Find in the organization'), placeholder: l10n.t('Name, id, path, email address, tag or ARN') };
}
