import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { PolicyType } from '../../core/policy/policyType';
import { itemsOf, valueOf } from '../../core/syntax/queries';
import { message } from '../../core/text/message';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { arnSnippet } from './arnTemplate';
import { keyItem, rawItem, valueItem } from './completionItem';
import type { Proposal } from './completionItem';
import type { PolicyPlace } from './completionPlace';
import { accountProposals, principalProposals } from './organizationValues';

/**
 * The members that a `Principal` of that type of policy may have. An RCP's principal is `*` alone.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
 */
function principalTypes(type: PolicyType): readonly string[] {
  if (type === 'rcp') return [];
  if (type === 'delegation') return ['AWS'];
  if (type === 'trust') return ['AWS', 'Service', 'Federated'];
  return ['AWS', 'Service', 'Federated', 'CanonicalUser'];
}

/** Keys of a `Principal` that are not there yet. */
export function completePrincipalTypes(place: PolicyPlace): CompletionItem[] {
  return principalTypes(place.type)
    .filter((name) => !place.siblings.includes(name))
    .map((name, index) => keyItem(place, { label: name, kind: CompletionItemKind.Property, rank: String(index), continues: true }, '"$1"'));
}

/** Principals of a type: accounts, users and roles of the organization by name, services, providers of identities. */
export function completePrincipals(
  place: PolicyPlace,
  type: string | undefined,
  context: ServiceContext,
  names: OrganizationNames,
): CompletionItem[] {
  if (type === undefined) return [valueItem(place, everyone(place, context)), ...principalObjects(place)];
  const taken = new Set(place.siblings);
  return proposalsOf(type, place, context, names)
    .filter(({ label }) => !taken.has(label))
    .map((proposal) => valueItem(place, proposal));
}

function proposalsOf(type: string, place: PolicyPlace, context: ServiceContext, names: OrganizationNames): readonly Proposal[] {
  switch (type) {
    case 'AWS':
      return [everyone(place, context), ...(place.type === 'rcp' ? [] : awsPrincipals(context, names))];
    case 'Service':
      return context.catalog.servicePrincipals().map((label) => ({ label, kind: CompletionItemKind.Module, rank: label }));
    case 'Federated':
      return federated(place, names);
    case 'CanonicalUser':
      return [
        {
          label: context.translate(message('canonical user id')),
          snippet: '${1:0123456789abcdef}',
          kind: CompletionItemKind.Value,
          rank: '0',
        },
      ];
    default:
      return [];
  }
}

/** In a trust policy everyone is the last thing one wants. */
function everyone({ type }: PolicyPlace, { translate }: ServiceContext): Proposal {
  return {
    label: '*',
    kind: CompletionItemKind.Value,
    detail: translate(message('everyone, anonymous callers included')),
    rank: type === 'trust' ? '9' : '0',
  };
}

/** The object that a principal is where it is not everyone. */
function principalObjects(place: PolicyPlace): CompletionItem[] {
  if (place.quotes !== 'none') return [];
  return principalTypes(place.type).map((name, index) =>
    rawItem(
      place,
      { label: `{ "${name}": … }`, kind: CompletionItemKind.Snippet, rank: `1${index}`, filter: name, continues: true },
      `{ "${name}": "$1" }`,
    ),
  );
}

function awsPrincipals({ translate }: ServiceContext, names: OrganizationNames): readonly Proposal[] {
  const accounts = accountProposals(names).map(({ label, description = '', rank }) => ({
    label: `arn:aws:iam::${label}:root`,
    kind: CompletionItemKind.Folder,
    detail: translate(message('account {0}', description)),
    description,
    filter: `arn:aws:iam::${label}:root ${description}`,
    rank,
  }));
  const forms = [':root', ':role/${RoleName}', ':user/${UserName}'].map((end, index) => form(`arn:aws:iam::\${Account}${end}`, index));
  return [...accounts, ...principalProposals(names), ...forms];
}

function form(template: string, index: number): Proposal {
  return { label: template, snippet: arnSnippet(template), kind: CompletionItemKind.Reference, rank: `8${index}` };
}

/**
 * Providers of identities: OIDC providers by ARN, the four that need none, SAML providers. What the actions of the statement cannot use is
 * left out. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html>
 */
function federated({ statement }: PolicyPlace, { accounts }: OrganizationNames): readonly Proposal[] {
  const actions = itemsOf(valueOf(statement, 'Action')).flatMap((node) => (node.kind === 'string' ? [node.text.toLowerCase()] : []));
  const usesSaml = actions.includes('sts:assumerolewithsaml');
  const usesWeb = actions.includes('sts:assumerolewithwebidentity');
  const account: ReadonlyMap<string, string> = new Map(
    accounts.length === 1 && accounts[0] !== undefined ? [['Account', accounts[0].id]] : [],
  );
  const provider = (end: string, rank: string): Proposal => {
    const label = `arn:aws:iam::\${Account}:${end}`;
    return { label, snippet: arnSnippet(label, account), kind: CompletionItemKind.Reference, rank };
  };
  const web = [
    ...['token.actions.githubusercontent.com', 'gitlab.com', '${OidcProviderUrl}'].map((url, index) =>
      provider(`oidc-provider/${url}`, `1${index}`),
    ),
    ...['accounts.google.com', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'www.amazon.com'].map((label): Proposal => ({
      label,
      kind: CompletionItemKind.Module,
      rank: `3${label}`,
    })),
  ];
  return [...(usesSaml && !usesWeb ? [] : web), ...(usesWeb && !usesSaml ? [] : [provider('saml-provider/${ProviderName}', '2')])];
}
