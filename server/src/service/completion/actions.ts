import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import { message } from '../../core/text/message';
import { accessLevelMessage } from '../../core/catalog/accessLevelMessage';
import type { ServiceContext } from '../serviceContext';

import { actionScope } from './actionScope';
import type { ActionPlace, ActionScope } from './actionScope';
import { valueItem } from './completionItem';
import type { Proposal } from './completionItem';

/** More than this nobody scrolls through; the list is asked for again with each letter. */
const maximumAcrossServices = 200;

/** Proposals, and whether they depend on what is typed so far. */
export interface Proposed {
  readonly items: readonly CompletionItem[];
  readonly isIncomplete: boolean;
}

/**
 * Service prefixes and actions. A typed wildcard selects by pattern (`s3:*Tag*`), a typed word by any inner word (`s3:tagging`, or `GetObj` in all services),
 * and actions that begin with what is typed come first. What the list has already is left out.
 */
export function completeActions(place: ActionPlace, context: ServiceContext): Proposed {
  const scope = actionScope(place, context.catalog);
  const taken = new Set(place.siblings.map((name) => name.toLowerCase()));
  const isNew = (name: string): boolean => !taken.has(name.toLowerCase());
  if (scope.only !== undefined) {
    const items = scope.only.filter(isNew).map((name, index) => actionItem(place, name, { rank: String(index) }, context));
    return { items, isIncomplete: false };
  }
  const proposals = { place, context, scope, isNew };
  const colon = place.before.indexOf(':');
  const items =
    colon >= 0
      ? actionsOfService(proposals, place.before.slice(0, colon), place.before.slice(colon + 1))
      : [...everything(proposals), ...servicePrefixes(proposals), ...acrossServices(proposals)];
  return { items, isIncomplete: true };
}

interface Asked {
  readonly place: ActionPlace;
  readonly context: ServiceContext;
  readonly scope: ActionScope;
  isNew(name: string): boolean;
}

function everything({ place, context: { catalog, translate }, scope, isNew }: Asked): CompletionItem[] {
  if (!scope.star || !isNew('*') || (place.before !== '' && place.before !== '*')) return [];
  const detail = translate(message('all {0} actions', catalog.counts.actions));
  return [valueItem(place, { label: '*', kind: CompletionItemKind.Value, detail, rank: '0', matchesTyped: true })];
}

/** Services by prefix or by any part of their names; those that the list names already first. */
function servicePrefixes({ place, context: { catalog, translate }, scope }: Asked): CompletionItem[] {
  const word = place.before.toLowerCase();
  const used = new Set(place.siblings.map((name) => name.slice(0, Math.max(0, name.indexOf(':'))).toLowerCase()));
  // `s3|:GetObject`: the action stays.
  const rest = /^[\w-]*:/.exec(place.document.text.slice(place.offset, place.word.end))?.[0];
  const replace = rest === undefined ? place.word : { start: place.word.start, end: place.offset + rest.length };
  return scope.services.flatMap((prefix) => {
    const name = catalog.service(prefix)?.name ?? prefix;
    const group = groupOfService(prefix, name, word);
    if (group === undefined) return [];
    return valueItem(place, {
      label: `${prefix}:`,
      kind: CompletionItemKind.Module,
      detail: translate(message('{0} · {1} actions', name, catalog.actionNames(prefix).length)),
      rank: `${group}${used.has(prefix) ? '0' : usualServices.has(prefix) ? '1' : '2'}${prefix}`,
      matchesTyped: true,
      continues: true,
      replace,
      keepsOpen: true,
      data: { kind: 'service', name: prefix },
    });
  });
}

/**
 * `1`: the prefix begins with the word; `3`: it holds it, or a word of the name begins so. Between them come actions that begin with the word.
 */
function groupOfService(prefix: string, name: string, word: string): string | undefined {
  if (prefix.startsWith(word)) return '1';
  if (word.length < 2) return undefined;
  return prefix.includes(word) || ` ${name.toLowerCase()}`.includes(` ${word}`) ? '3' : undefined;
}

/** A word of three letters or more is looked for in the names of all services, so that one need not know where an action lives. */
function acrossServices({ place, context, scope, isNew }: Asked): CompletionItem[] {
  const word = place.before;
  if (word.length < 3 || !/^[\w*?]+$/.test(word)) return [];
  const prefixes = scope.services.length === context.catalog.services().length ? ['*'] : scope.services;
  const found = prefixes.flatMap((prefix) => context.catalog.expandAction(`${prefix}:*${word}*`)).filter(isNew);
  return rankNames(found, word)
    .slice(0, maximumAcrossServices)
    .map(({ name, group }, index) =>
      actionItem(place, name, { rank: `${group === 0 ? '2' : '4'}${String(index).padStart(4, '0')}`, matchesTyped: true }, context),
    );
}

function actionsOfService({ place, context, scope, isNew }: Asked, prefix: string, typed: string): CompletionItem[] {
  const { catalog, translate } = context;
  const spelled = catalog.service(prefix)?.prefix;
  if (spelled === undefined || !scope.services.includes(spelled)) return [];
  const isPattern = /[*?]/.test(typed);
  const held = namesFor(spelled, typed, isPattern, context);
  const ordered =
    held.length === 0 && !isPattern ? namesOfInitials(catalog.actionNames(spelled), typed) : rankNames(held, isPattern ? '' : typed);
  const items = ordered
    .filter(({ name }) => isNew(name))
    .map(({ name }, index) => actionItem(place, name, { rank: `2${String(index).padStart(5, '0')}`, matchesTyped: true }, context));
  const begun = isPattern ? `${spelled}:${typed}` : spellingOf(`${spelled}:${typed}`, held);
  const patterns = [...(isPattern ? [begun] : []), ...(begun.endsWith('*') ? [] : [`${begun}*`])].flatMap((pattern, index) => {
    const count = catalog.countActions(pattern).total;
    if (count < 2 || !isNew(pattern)) return [];
    const detail = translate(message('all {0} actions that match', count));
    return valueItem(place, { label: pattern, kind: CompletionItemKind.Value, detail, rank: `1${index}`, matchesTyped: true });
  });
  return [...patterns, ...items];
}

/** AWS does not mind the case, people do: `iam:cr` as `iam:Cr`. */
function spellingOf(typed: string, names: readonly string[]): string {
  return names.find((name) => name.toLowerCase().startsWith(typed.toLowerCase()))?.slice(0, typed.length) ?? typed;
}

/** A pattern that is still being typed also selects what it would with more letters behind it. */
function namesFor(prefix: string, typed: string, isPattern: boolean, { catalog }: ServiceContext): readonly string[] {
  const names = catalog.expandAction(isPattern ? `${prefix}:${typed}` : `${prefix}:*${typed}*`);
  if (!isPattern || typed.endsWith('*')) return names;
  return [...new Set([...names, ...catalog.expandAction(`${prefix}:${typed}*`)])];
}

/** A word that no name holds may be made of initials: names that have its letters in this order, those with most of them as capitals first. */
function namesOfInitials(names: readonly string[], typed: string): readonly Ranked[] {
  const found = names.flatMap((name): readonly Ranked[] => {
    const capitals = capitalsAmong(name, typed);
    return capitals === undefined ? [] : [{ name, group: -capitals }];
  });
  return found.sort((a, b) => a.group - b.group || a.name.length - b.name.length);
}

/** How many of the letters begin a word of the name; undefined when the name does not have them in this order. */
function capitalsAmong(name: string, letters: string): number | undefined {
  let at = name.indexOf(':') + 1;
  let capitals = 0;
  const lower = name.toLowerCase();
  for (const letter of letters) {
    const capital = name.indexOf(letter.toUpperCase(), at);
    const any = lower.indexOf(letter.toLowerCase(), at);
    if (any < 0) return undefined;
    if (capital >= 0) capitals += 1;
    at = (capital >= 0 ? capital : any) + 1;
  }
  return capitals;
}

function actionItem(
  place: ActionPlace,
  name: string,
  proposal: Pick<Proposal, 'rank' | 'matchesTyped'>,
  { catalog, translate }: ServiceContext,
): CompletionItem {
  const level = catalog.action(name)?.accessLevel;
  // In the middle of a word the rest of it goes; a wildcard behind it may stay.
  const rest = /^[\w-]*/.exec(place.document.text.slice(place.offset, place.word.end))?.[0] ?? '';
  return valueItem(place, {
    ...proposal,
    label: name,
    kind: CompletionItemKind.Function,
    insertEnd: place.offset + rest.length,
    data: { kind: 'action', name },
    ...(level === undefined ? {} : { description: translate(accessLevelMessage(level)) }),
  });
}

interface Ranked {
  readonly name: string;
  readonly group: number;
}

/** Begins with the word, then holds it at the start of an inner word, then anywhere; services of every day first, else alphabetical. */
function rankNames(names: readonly string[], word: string): readonly Ranked[] {
  // Of a pattern its longest piece.
  const [lower = ''] = word
    .toLowerCase()
    .split(/[*?]+/)
    .sort((a, b) => b.length - a.length);
  const ranked = names.map((full) => {
    const colon = full.indexOf(':');
    const usual = usualServices.has(full.slice(0, colon)) ? 0 : 1;
    return { name: full, group: lower === '' ? 0 : groupOfName(full.slice(colon + 1), lower), usual };
  });
  return ranked.sort((a, b) => a.group - b.group || a.usual - b.usual || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function groupOfName(name: string, lower: string): number {
  const index = name.toLowerCase().indexOf(lower);
  if (index === 0) return 0;
  return index > 0 && /[A-Z]/.test(name.charAt(index)) ? 1 : 2;
}

/** What nearly every account uses; of many services these come first. */
const usualServices: ReadonlySet<string> = new Set([
  'cloudformation',
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticloadbalancing',
  'events',
  'iam',
  'kms',
  'lambda',
  'logs',
  'organizations',
  'rds',
  'route53',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'states',
  'sts',
]);
