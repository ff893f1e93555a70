import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import { message } from '../../core/text/message';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { keyItem, valueItem } from './completionItem';
import type { CompletionPlace } from './completionPlace';

/** The members that a `Principal` may have. */
export function completePrincipalTypes(place: CompletionPlace): CompletionItem[] {
  return ['AWS', 'Service', 'Federated', 'CanonicalUser']
    .filter((name) => !place.siblings.includes(name))
    .map((name, index) => keyItem(place, { label: name, kind: CompletionItemKind.Property, rank: String(index), continues: true }, '"$1"'));
}

/** Principals of a type: accounts, users and roles of the organization, service principals. */
export function completePrincipals(
  place: CompletionPlace,
  type: string | undefined,
  { catalog, translate }: ServiceContext,
  names: OrganizationNames,
): CompletionItem[] {
  if (type === 'Service') {
    return catalog.servicePrincipals().map((name) => valueItem(place, { label: name, kind: CompletionItemKind.Module, rank: name }));
  }
  if (type === 'Federated') {
    return ['accounts.google.com', 'cognito-identity.amazonaws.com', 'graph.facebook.com', 'www.amazon.com'].map((name) =>
      valueItem(place, { label: name, kind: CompletionItemKind.Module, rank: name }),
    );
  }
  const everyone = valueItem(place, {
    label: '*',
    kind: CompletionItemKind.Value,
    detail: translate(message('everyone, anonymous callers included')),
    rank: '0',
  });
  if (type !== 'AWS') return type === undefined ? [everyone] : [];
  const accounts = names.accounts.map(({ id, name }) =>
    valueItem(place, {
      label: `arn:aws:iam::${id}:root`,
      kind: CompletionItemKind.Folder,
      detail: translate(message('account {0}', name)),
      rank: `1${name}`,
    }),
  );
  const principals = names.principals.map(({ arn, label }) =>
    valueItem(place, { label: arn, kind: CompletionItemKind.Class, detail: label, rank: `2${label}` }),
  );
  return [everyone, ...accounts, ...principals];
}
