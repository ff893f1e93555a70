import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { Catalog, ResourceType } from '../../core/catalog/catalog';
import { message } from '../../core/text/message';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { pathOf } from '../uris';

import { arnSnippet, continueArn } from './arnTemplate';
import { valueItem } from './completionItem';
import type { Proposal } from './completionItem';
import { actionsOf, namedActions } from './completionPlace';
import type { CompletionPlace, PolicyPlace } from './completionPlace';
import { principalProposals } from './organizationValues';

/** Where resources are named; a test names them too. */
export type ResourcePlace = CompletionPlace & Pick<PolicyPlace, 'statement'>;

/** Of a wide wildcard, so many actions are asked for their resource types. */
const maximumActions = 400;

/**
 * `*` and the ARNs that the statement's actions authorise on: templates with tab stops, which go on from what is typed, and the roles, users
 * and resources of the organization that have the form.
 */
export function completeResources(place: ResourcePlace, context: ServiceContext, names: OrganizationNames): CompletionItem[] {
  const { catalog, translate } = context;
  const taken = new Set(place.siblings);
  const types = resourceTypes(place, catalog);
  const known = knownParts(place, names);
  const star: Proposal = {
    label: '*',
    kind: CompletionItemKind.Value,
    rank: '0',
    ...(types === undefined ? { detail: translate(message('the actions have no resource types')) } : {}),
  };
  const templates = (types ?? []).map(({ arn, service, name }, index) =>
    template(place, arn, `${service} ${name}`, index, service === 'organizations' ? keeperParts(known, names) : known),
  );
  const others =
    types === undefined || types.length > 0
      ? []
      : [template(place, 'arn:${Partition}:${Service}:${Region}:${Account}:${Resource}', '', 0, known)];
  return [star, ...ownArns(types ?? [], names), ...templates.flatMap((found) => found ?? []), ...others.flatMap((found) => found ?? [])]
    .filter(({ label }) => !taken.has(label))
    .map((proposal) => valueItem(place, proposal));
}

/**
 * Resource types of the statement's actions, those that an action cannot do without first; undefined: its actions are known and have none,
 * so only `*` fits. Actions of every kind have resources of every kind: then the ARN that is begun tells.
 */
function resourceTypes({ statement, before }: ResourcePlace, catalog: Catalog): readonly ResourceType[] | undefined {
  const patterns = actionsOf(statement);
  if (patterns.length === 0 || patterns.some((pattern) => /^[*?]/.test(pattern)))
    return catalog.resourceTypesOfArnService(/^arn:[^:]*:([\w-]+):/.exec(before)?.[1] ?? '');
  const required = new Map<string, ResourceType>();
  const optional = new Map<string, ResourceType>();
  const actions = namedActions(statement, catalog, maximumActions).flatMap((name) => catalog.action(name) ?? []);
  for (const { service, resourceTypes: named } of actions) {
    for (const { name, required: isRequired } of named) {
      const type = catalog.resourceType(service, name);
      if (type !== undefined) (isRequired ? required : optional).set(`${type.service}/${type.name}`, type);
    }
  }
  // An action that is half typed, or newer than the catalog: whatever its service has.
  const unknown =
    actions.length > 0 ? [] : patterns.flatMap((pattern) => catalog.resourceTypes(pattern.slice(0, Math.max(0, pattern.indexOf(':')))));
  for (const type of unknown) optional.set(`${type.service}/${type.name}`, type);
  const types = [...plainFirst(required), ...plainFirst(optional).filter((type) => !required.has(`${type.service}/${type.name}`))];
  return actions.length > 0 && types.length === 0 ? undefined : types;
}

/** `object` before what an access point reaches: the plainer form is the one that is meant more often. */
function plainFirst(types: ReadonlyMap<string, ResourceType>): readonly ResourceType[] {
  return [...types.values()].sort((a, b) => a.arn.split('${').length - b.arn.split('${').length);
}

/** One template; where something is typed already it goes on from there, and what does not begin so is left out. */
function template(
  { before }: ResourcePlace,
  arn: string,
  detail: string,
  index: number,
  known: ReadonlyMap<string, string>,
): Proposal | undefined {
  const label = arn.replace('${Partition}', known.get('Partition') ?? 'aws');
  const begun = before.startsWith('arn:') && before.length > 'arn:aws:'.length;
  const snippet = begun ? continueArn(arn, before, known) : arnSnippet(label, known);
  if (snippet === undefined) return undefined;
  return {
    label,
    snippet,
    kind: CompletionItemKind.Reference,
    rank: `2${String(index).padStart(4, '0')}`,
    ...(begun ? { matchesTyped: true } : {}),
    ...(detail === '' ? {} : { detail }),
  };
}

/** Roles, users and resources of the organization whose ARN has the form of one of the types. */
function ownArns(types: readonly ResourceType[], names: OrganizationNames): readonly Proposal[] {
  // No action lists the policies that AWS manages, and those on policies work on them.
  const onPolicies = types.some(({ service, name }) => service === 'organizations' && name === 'policy');
  const managed = onPolicies ? ['arn:${Partition}:organizations::aws:policy/${PolicyType}/p-${PolicyId}'] : [];
  const forms = [...types.map(({ arn }) => arn), ...managed].map(formOf);
  const fits = (arn: string): boolean => forms.some((form) => form.test(arn));
  const resources = (names.resources ?? []).filter(fits);
  return [
    ...principalProposals(names)
      .filter(({ label }) => fits(label))
      .map((proposal) => ({ ...proposal, rank: `1${proposal.rank}` })),
    ...resources.map((label): Proposal => ({ label, kind: CompletionItemKind.Reference, rank: `1${label}` })),
    ...(names.kept ?? []).flatMap(({ arn, label }): readonly Proposal[] =>
      fits(arn)
        ? [{ label: arn, kind: CompletionItemKind.Reference, description: label, filter: `${arn} ${label}`, rank: `1${label}` }]
        : [],
    ),
  ];
}

/** A placeholder before a colon stands for one field; any other for whatever comes. */
function formOf(template: string): RegExp {
  const source = template
    .split(/(\$\{\w+\})/)
    .map((part) => (part.startsWith('${') ? '[^:/]+' : part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`);
}

/**
 * What the organization tells about the parts of an ARN: the account whose policy it is, if its folder tells, or the only one there is; the
 * one Region that its resources are in; the partition that everything is in.
 */
function knownParts(
  { document, siblings }: ResourcePlace,
  { accounts, principals, resources = [] }: OrganizationNames,
): ReadonlyMap<string, string> {
  const folders = pathOf(document.textDocument.uri).split('/').slice(0, -1);
  const owner = accounts.find(({ id, name }) => folders.includes(id) || folders.includes(name));
  const account = owner?.id ?? only(accounts.map(({ id }) => id));
  const region = only(resources.map((arn) => arn.split(':')[3] ?? ''));
  const partition = only(
    [...siblings, ...resources, ...principals.map(({ arn }) => arn)].map((arn) => /^arn:([\w-]+):/.exec(arn)?.[1] ?? ''),
  );
  const known = { Partition: partition ?? 'aws', Account: account, Region: region };
  return new Map(Object.entries(known).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const])));
}

/** ARNs of AWS Organizations name the management account and the organization, whoever's policy it is. */
function keeperParts(known: ReadonlyMap<string, string>, { kept = [] }: OrganizationNames): ReadonlyMap<string, string> {
  const owners = kept.flatMap(({ arn }) => /^arn:[^:]*:organizations::(\d{12}):organization\/o-(.+)$/.exec(arn) ?? []);
  const [account, organization] = owners.length === 3 ? owners.slice(1) : [];
  const parts = new Map([...known].filter(([name]) => name !== 'Account'));
  if (account !== undefined) parts.set('Account', account);
  if (organization !== undefined) parts.set('OrganizationId', organization);
  return parts;
}

/** The one text that is there, nothing counted; undefined where there are several. */
function only(texts: readonly string[]): string | undefined {
  const distinct = new Set(texts.filter((text) => text !== ''));
  return distinct.size === 1 ? [...distinct][0] : undefined;
}
