import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { ConditionKey } from '../../core/catalog/catalog';
import { isMultivaluedKey } from '../../core/evaluation/contextSource';
import { message } from '../../core/text/message';

import { arnSnippet } from '../completion/arnTemplate';
import { keyItem, rawItem, valueItem } from '../completion/completionItem';
import type { Proposal } from '../completion/completionItem';
import { templated } from '../completion/conditions';
import { proposeValues } from '../completion/conditionValues';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import type { TestPlace } from './testPlace';
import { stringsOf } from './writtenRequest';

/**
 * Context keys: those of the test's actions, of their services, the global ones, those that requests to other services carry; last what the
 * evaluator finds out by itself from caller, resource and organization.
 */
export function completeContextKeys(
  place: TestPlace,
  actions: readonly string[],
  { catalog, translate }: ServiceContext,
): readonly CompletionItem[] {
  const seen = new Set(place.members.map((name) => name.toLowerCase()));
  const items: CompletionItem[] = [];
  const add = (key: ConditionKey | undefined, group: string): void => {
    if (key === undefined || seen.has(key.name.toLowerCase())) return;
    seen.add(key.name.toLowerCase());
    const { name, type } = key;
    const lower = name.toLowerCase();
    const isList = key.multivalued || isMultivaluedKey(catalog, lower);
    const isDerived = derivedKeys.has(lower);
    const proposal: Proposal = {
      label: name,
      kind: CompletionItemKind.Field,
      description: isList ? translate(message('{0}, multivalued', type)) : type,
      ...(isDerived ? { detail: translate(message('found out from the request unless it is given')) } : {}),
      rank: `${isDerived ? '9' : group}${lower}`,
      continues: true,
      data: { kind: 'conditionKey', name },
    };
    const value = (stop: number): string => (isList ? `["$${stop}"]` : `"$${stop}"`);
    items.push(templated(name) ? keyItem(place, { ...proposal, snippet: arnSnippet(name) }, value(2)) : keyItem(place, proposal, value(1)));
  };
  for (const action of actions) catalog.actionConditionKeys(action).forEach((name) => add(catalog.conditionKey(name), '1'));
  const services = new Set(actions.flatMap((action) => catalog.service(action.slice(0, Math.max(0, action.indexOf(':'))))?.prefix ?? []));
  for (const service of services) catalog.serviceConditionKeys(service).forEach((key) => add(key, '2'));
  catalog.globalConditionKeys().forEach((key) => add(key, templated(key.name) ? '4' : '3'));
  catalog.crossServiceConditionKeys().forEach((key) => add(key, '5'));
  return items;
}

/** Values of the key: those that AWS lists, the organization's, `true` and `false`, an example of the form. */
export function completeContextValues(
  place: TestPlace,
  key: string,
  names: OrganizationNames,
  context: ServiceContext,
): readonly CompletionItem[] {
  const known = context.catalog.conditionKey(key);
  const taken = new Set(place.siblings);
  const proposals = proposeValues({ key, operator: undefined, known, context, names }).map((proposal) => oneAddress(proposal, known));
  const wantsList = place.quotes === 'none' && place.container?.kind === 'object' && isMultivaluedKey(context.catalog, key.toLowerCase());
  return proposals
    .filter(({ label }) => !taken.has(label))
    .map((proposal) => (wantsList ? rawItem(place, proposal, `["${proposal.snippet ?? proposal.label}"]`) : valueItem(place, proposal)));
}

/** A policy compares with a range of addresses; a request comes from one. */
function oneAddress(proposal: Proposal, known: ConditionKey | undefined): Proposal {
  if (known?.type !== 'IPAddress') return proposal;
  const label = proposal.label.replace(/0\/\d+$/, '7').replace(/::\/\d+$/, '::7');
  return { ...proposal, label, snippet: `\${1:${label}}` };
}

/** What every request says without being told, as `deriveSlot` finds it out. */
const derivedKeys: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalservicename',
  'aws:principaltype',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
  'aws:userid',
  'aws:username',
  'kms:calleraccount',
]);

/** The test's actions, for what depends on them. */
export function actionsIn(place: TestPlace): readonly string[] {
  return stringsOf(place.test, 'action');
}
