import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { Catalog, ConditionKey, ConditionKeyType } from '../../core/catalog/catalog';
import { operatorNames, readOperator } from '../../core/checks/support/conditionOperator';
import type { ConditionOperator } from '../../core/checks/support/conditionOperator';
import type { ObjectNode } from '../../core/syntax/nodes';
import { valueOf } from '../../core/syntax/queries';
import { message } from '../../core/text/message';
import type { ServiceContext } from '../serviceContext';

import { arnSnippet } from './arnTemplate';
import { keyItem } from './completionItem';
import { actionsOf } from './completionPlace';
import type { PolicyPlace } from './completionPlace';

/** The operators that fit the keys already written below the operator at the cursor; all of them where no key tells. */
export function completeOperators(place: PolicyPlace, context: ServiceContext): CompletionItem[] {
  const keys = keysBelow(place).flatMap((name) => context.catalog.conditionKey(name) ?? []);
  const names = operatorNames.filter((name) => keys.every((key) => fits(name, key.type)));
  const multivalued = keys.length > 0 && keys.every((key) => key.multivalued);
  const single = keys.length > 0 && keys.every((key) => !key.multivalued);
  const qualified = single
    ? []
    : names.filter((name) => name !== 'Null').flatMap((name) => [`ForAnyValue:${name}`, `ForAllValues:${name}`]);
  const ifExists = names.filter((name) => name !== 'Null').map((name) => `${name}IfExists`);
  const ordered = multivalued ? [...qualified, ...names.filter((name) => name === 'Null')] : [...names, ...ifExists, ...qualified];
  return ordered
    .filter((name) => !place.siblings.includes(name))
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

/** Keys in the object of the operator that the cursor is writing. */
function keysBelow({ cursor, statement }: PolicyPlace): readonly string[] {
  if (cursor.place.kind !== 'conditionOperator' || cursor.string === undefined) return [];
  const below = valueOf(valueOf(statement, 'Condition'), cursor.string.text);
  return below?.kind === 'object' ? below.members.map((member) => member.key.text) : [];
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
export function completeConditionKeys(place: PolicyPlace, operatorText: string, context: ServiceContext): CompletionItem[] {
  const { catalog, translate } = context;
  const operator = readOperator(operatorText);
  const seen = new Set(place.siblings.map((name) => name.toLowerCase()));
  const items: CompletionItem[] = [];
  const add = (key: ConditionKey | undefined, group: string): void => {
    if (key === undefined || seen.has(key.name.toLowerCase())) return;
    seen.add(key.name.toLowerCase());
    const rank = operator === undefined || suits(operator, key) ? group : '8';
    const detail = key.multivalued ? translate(message('{0}, multivalued', key.type)) : key.type;
    const proposal = {
      label: key.name,
      kind: CompletionItemKind.Field,
      detail,
      rank: `${rank}${key.name.toLowerCase()}`,
      data: { kind: 'conditionKey', name: key.name } as const,
      continues: catalog.conditionKeyValues(key.name) !== undefined || key.type === 'Bool',
    };
    items.push(
      templated(key.name) ? keyItem(place, { ...proposal, snippet: arnSnippet(key.name) }, '"$2"') : keyItem(place, proposal, '"$1"'),
    );
  };
  const { actionKeys, services } = keysOfActions(place.statement, catalog);
  actionKeys.forEach((name) => add(catalog.conditionKey(name), '1'));
  services.forEach((service) => catalog.serviceConditionKeys(service).forEach((key) => add(key, '2')));
  catalog.globalConditionKeys().forEach((key) => add(key, templated(key.name) ? '4' : '3'));
  return items;
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

function templated(name: string): boolean {
  return name.includes('${');
}
