import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { Catalog, ConditionKey, ConditionKeyType } from '../../core/catalog/catalog';
import { operatorNames, readOperator } from '../../core/checks/support/conditionOperator';
import type { ConditionOperator } from '../../core/checks/support/conditionOperator';
import type { ObjectNode } from '../../core/syntax/nodes';
import { nodeAt } from '../../core/syntax/queries';
import { message } from '../../core/text/message';
import type { OpenDocument } from '../documentStore';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { arnSnippet } from './arnTemplate';
import { keyItem, rawItem } from './completionItem';
import type { Proposal } from './completionItem';
import { actionsOf, skipTrivia, wordAt } from './completionPlace';
import type { PolicyPlace } from './completionPlace';
import { proposeValues } from './conditionValues';
import type { CompletionFeatures } from './features';

/**
 * The operators that fit the keys already written below the operator at the cursor; all of them where no key tells. `ForAnyValue:` and
 * `ForAllValues:` are for keys of several values only.
 */
export function completeOperators(place: PolicyPlace, context: ServiceContext): CompletionItem[] {
  const keys = keysBelow(place).flatMap((name) => context.catalog.conditionKey(name) ?? []);
  const taken = new Set(place.siblings);
  return operatorsFor(keys)
    .filter((name) => !taken.has(name))
    .map((name, index) =>
      keyItem(
        place,
        {
          label: name,
          kind: CompletionItemKind.Operator,
          rank: String(index).padStart(3, '0'),
          data: { kind: 'operator', name },
          continues: true,
        },
        '{\n\t"$1": "$2"\n}',
      ),
    );
}

function operatorsFor(keys: readonly ConditionKey[]): readonly string[] {
  const names = operatorNames.filter((name) => keys.every((key) => fits(name, key.type)));
  const comparing = names.filter((name) => name !== 'Null');
  const ifExists = comparing.map((name) => `${name}IfExists`);
  const qualified = (of: readonly string[]): readonly string[] => of.flatMap((name) => [`ForAnyValue:${name}`, `ForAllValues:${name}`]);
  if (keys.length === 0) return [...names, ...ifExists, ...qualified(comparing)];
  if (keys.every((key) => !key.multivalued)) return [...names, ...ifExists];
  const ofSeveral = [...qualified(comparing), ...names.filter((name) => name === 'Null'), ...qualified(ifExists)];
  return keys.every((key) => key.multivalued) ? ofSeveral : [...names, ...ifExists, ...ofSeveral.filter((name) => name !== 'Null')];
}

/** Keys in the object of the operator that the cursor is writing. */
function keysBelow({ cursor, container }: PolicyPlace): readonly string[] {
  if (container?.kind !== 'object' || cursor.string === undefined) return [];
  const below = container.members.find(({ key }) => key === cursor.string)?.value;
  return below?.kind === 'object' ? below.members.map((member) => member.key.text) : [];
}

/** The object that a `Condition`, or an operator in it, has for a value, where there is none yet; undefined anywhere else. */
export function completeConditionObjects(
  document: OpenDocument,
  offset: number,
  { translate }: ServiceContext,
  features: CompletionFeatures,
): CompletionItem[] | undefined {
  const found = nodeAt(document.syntax.root, offset);
  const [top, ...rest] = found.path;
  const [element, operator, key] = typeof rest[0] === 'number' ? rest.slice(1) : rest;
  const wantsValue = found.node === undefined && found.path.length === found.parents.length && found.parents.at(-1)?.kind === 'object';
  if (top !== 'Statement' || element !== 'Condition' || key !== undefined || !wantsValue) return undefined;
  const word = wordAt(document.text, found, offset);
  if (word === undefined) return undefined;
  const [label, snippet] =
    operator === undefined
      ? [translate(message('new condition')), '{\n\t"$1": {\n\t\t"$2": "$3"\n\t}\n}']
      : [translate(message('condition key and value')), '{\n\t"$1": "$2"\n}'];
  const proposal: Proposal = { label, kind: CompletionItemKind.Snippet, rank: '0', filter: '{', continues: true };
  return [rawItem({ document, offset, features, ...word }, proposal, snippet)];
}

/** Whether an operator compares values of a type. `Null` fits all; ARNs are strings to the string operators, though AWS warns of it. */
export function fits(operator: string, type: ConditionKeyType): boolean {
  const family = readOperator(operator)?.family;
  if (family === undefined || family === 'Null') return family !== undefined;
  return family === type;
}

/**
 * Condition keys, the nearest to the statement's actions first: keys of the actions, of their services, then the global ones.
 * Keys whose type the operator cannot compare, and multivalued keys below an operator without a set operator, come last of all.
 */
export function completeConditionKeys(
  place: PolicyPlace,
  operatorText: string,
  context: ServiceContext,
  names: OrganizationNames,
): CompletionItem[] {
  const { catalog } = context;
  const operator = readOperator(operatorText);
  const seen = new Set(place.siblings.map((name) => name.toLowerCase()));
  const items: CompletionItem[] = [];
  const add = (key: ConditionKey | undefined, group: string): void => {
    if (key === undefined || seen.has(key.name.toLowerCase())) return;
    seen.add(key.name.toLowerCase());
    const rank = operator === undefined || suits(operator, key) ? group : '8';
    const continues = proposeValues({ key: key.name, operator, known: key, context, names }).length > 0;
    items.push(conditionKeyItem(place, key, { rank: `${rank}${key.name.toLowerCase()}`, continues }, context));
  };
  const { actionKeys, services } = keysOfActions(place.statement, catalog);
  actionKeys.forEach((name) => add(catalog.conditionKey(name), '1'));
  services.forEach((service) => catalog.serviceConditionKeys(service).forEach((key) => add(key, '2')));
  catalog.globalConditionKeys().forEach((key) => add(key, templated(key.name) ? '4' : '3'));
  catalog.crossServiceConditionKeys().forEach((key) => add(key, '5'));
  return items;
}

function conditionKeyItem(
  place: PolicyPlace,
  { name, type, multivalued }: ConditionKey,
  how: Pick<Proposal, 'rank' | 'continues'>,
  { translate }: ServiceContext,
): CompletionItem {
  const proposal: Proposal = {
    ...how,
    label: name,
    kind: CompletionItemKind.Field,
    description: multivalued ? translate(message('{0}, multivalued', type)) : type,
    data: { kind: 'conditionKey', name },
  };
  const value = (stop: number): string => (multivalued ? `["$${stop}"]` : `"$${stop}"`);
  if (!templated(name)) return keyItem(place, proposal, value(1));
  return keyItem(place, { ...proposal, ...withOwnTag(place, name) }, value(2));
}

/** `aws:Principal|Tag/team`: the tag's key stays, whatever kind of tag is chosen. */
function withOwnTag({ document, offset, word, quotes }: PolicyPlace, name: string): Pick<Proposal, 'snippet' | 'text' | 'replace'> {
  const behind = /^[\w:.-]*(?=\/[^"/]+)/.exec(document.text.slice(offset, word.end))?.[0];
  const hasValue = document.text.charAt(skipTrivia(document.text, word.end + 1)) === ':';
  if (behind === undefined || quotes !== 'closed' || !hasValue || !/\/\$\{\w+\}$/.test(name)) return { snippet: arnSnippet(name) };
  return { text: name.slice(0, name.indexOf('/$')), replace: { start: word.start, end: offset + behind.length } };
}

function suits(operator: ConditionOperator, key: ConditionKey): boolean {
  if (operator.family === 'Null') return true;
  return operator.family === key.type && key.multivalued === (operator.qualifier !== undefined);
}

/** Condition keys of the statement's actions, and the services they are of. */
export function keysOfActions(
  statement: ObjectNode | undefined,
  catalog: Catalog,
): { readonly actionKeys: ReadonlySet<string>; readonly services: ReadonlySet<string> } {
  const actionKeys = new Set<string>();
  const services = new Set<string>();
  for (const pattern of actionsOf(statement)) {
    const service = catalog.service(pattern.slice(0, Math.max(0, pattern.indexOf(':'))));
    if (service !== undefined) services.add(service.prefix);
    // A wide wildcard says no more about its keys than its service does.
    const names = pattern.includes('*') || pattern.includes('?') ? catalog.expandAction(pattern).slice(0, 50) : [pattern];
    for (const name of names) catalog.actionConditionKeys(name).forEach((key) => actionKeys.add(key));
  }
  return { actionKeys, services };
}

/** Whether a name has a part that everybody chooses, `aws:PrincipalTag/${TagKey}`. */
export function templated(name: string): boolean {
  return name.includes('${');
}
