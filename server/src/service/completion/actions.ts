import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import { message } from '../../core/text/message';
import { accessLevelMessage } from '../words';
import type { ServiceContext } from '../serviceContext';

import { valueItem } from './completionItem';
import type { CompletionPlace } from './completionPlace';

/** More than this nobody scrolls through; the list is asked for again with each letter. */
const maximumAcrossServices = 200;

/**
 * Service prefixes and actions. A typed wildcard selects by pattern (`s3:*Tag*`), a typed word by any inner word (`s3:tagging`, or `GetObj` in all services),
 * and actions that begin with what is typed come first.
 */
export function completeActions(place: CompletionPlace, context: ServiceContext): CompletionItem[] {
  const { before } = place;
  const colon = before.indexOf(':');
  if (colon >= 0) return actionsOfService(place, before.slice(0, colon), before.slice(colon + 1), context);
  return [...servicePrefixes(place, context), ...acrossServices(place, context)];
}

function servicePrefixes(place: CompletionPlace, { catalog, translate }: ServiceContext): CompletionItem[] {
  return catalog.services().map((prefix) => {
    const count = catalog.actionNames(prefix).length;
    return valueItem(place, {
      label: `${prefix}:`,
      kind: CompletionItemKind.Module,
      detail: translate(message('{0} · {1} actions', catalog.service(prefix)?.name ?? prefix, count)),
      rank: `1${prefix}`,
      continues: true,
    });
  });
}

/** A word of three letters or more is looked for in the names of all services, so that one need not know where an action lives. */
function acrossServices(place: CompletionPlace, context: ServiceContext): CompletionItem[] {
  const word = place.before;
  if (word.length < 3 || !/^[\w*?]+$/.test(word)) return [];
  const found = context.catalog.expandAction(`*:*${word}*`);
  return rankNames(found, word)
    .slice(0, maximumAcrossServices)
    .map((name, index) => actionItem(place, name, `2${String(index).padStart(4, '0')}`, context));
}

function actionsOfService(place: CompletionPlace, prefix: string, typed: string, context: ServiceContext): CompletionItem[] {
  const { catalog, translate } = context;
  const spelled = catalog.service(prefix)?.prefix ?? prefix;
  const isPattern = /[*?]/.test(typed);
  const names = catalog.expandAction(isPattern ? `${spelled}:${typed}` : `${spelled}:*${typed}*`);
  // A pattern that is still being typed also selects what it would with more letters behind it.
  const open = isPattern && !typed.endsWith('*') ? catalog.expandAction(`${spelled}:${typed}*`) : [];
  const items = rankNames([...new Set([...names, ...open])], isPattern ? '' : typed).map((name, index) =>
    actionItem(place, name, `2${String(index).padStart(5, '0')}`, context),
  );
  if (names.length < 2) return items;
  const pattern = isPattern ? `${spelled}:${typed}` : `${spelled}:${typed}*`;
  const count = catalog.countActions(pattern).total;
  if (count < 2) return items;
  const detail = translate(message('all {0} actions that match', count));
  return [valueItem(place, { label: pattern, kind: CompletionItemKind.Value, detail, rank: '1', matchesTyped: true }), ...items];
}

function actionItem(place: CompletionPlace, name: string, rank: string, { catalog, translate }: ServiceContext): CompletionItem {
  const level = catalog.action(name)?.accessLevel;
  return valueItem(place, {
    label: name,
    kind: CompletionItemKind.Function,
    rank,
    // What was found by a wildcard or an inner word would fall through VS Code's own filter.
    matchesTyped: true,
    data: { kind: 'action', name },
    ...(level === undefined ? {} : { detail: translate(accessLevelMessage(level)) }),
  });
}

/** Begins with the word, then holds it at the start of an inner word, then anywhere; alphabetical within each. */
function rankNames(names: readonly string[], word: string): readonly string[] {
  if (word === '') return names;
  const lower = word.toLowerCase();
  const rank = (full: string): number => {
    const name = full.slice(full.indexOf(':') + 1);
    const index = name.toLowerCase().indexOf(lower);
    if (index === 0) return 0;
    return index > 0 && /[A-Z]/.test(name.charAt(index)) ? 1 : 2;
  };
  return [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
