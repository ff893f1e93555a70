import { CompletionItemKind } from 'vscode-languageserver-types';

import { accountIndexOf } from '../../core/organization/accountIndex';
import { principalName } from '../../core/organization/findPrincipal';
import type { Organization } from '../../core/organization/organization';
import { permissionSetOf } from '../../core/organization/readIdentityCenter';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';
import { oncePer } from '../../core/text/oncePer';

import type { Proposal } from '../completion/completionItem';
import type { ServiceContext } from '../serviceContext';

/** Somebody who may ask, as a test names them. */
export interface NamedPrincipal {
  readonly name: string;
  readonly arn: string;
  readonly kind: Message;
  /** What is typed is looked for in it, in lower case. */
  readonly searched: string;
}

/** Everybody whom a test may name in an organization; built once for each reading. */
export const principalsOf: (organization: Organization) => readonly NamedPrincipal[] = oncePer((organization) => {
  const accounts = accountIndexOf(organization);
  return organization.accounts.flatMap((account) => {
    const called = accounts.isAlone(account.name) ? account.name : account.id;
    const { users, roles } = account.principals;
    const sets = roles.flatMap(({ name, arn }) => {
      const set = permissionSetOf(name);
      return set === undefined ? [] : [named(`permission-set/${set}@${called}`, arn, message('permission set'))];
    });
    return [
      ...users.map((user) => named(principalName(organization, account, user), user.arn, message('user'))),
      ...roles.map((role) => named(principalName(organization, account, role), role.arn, message('role'))),
      ...sets,
      named(`${called}/root`, `arn:aws:iam::${account.id}:root`, message('root user')),
    ];
  });
});

function named(name: string, arn: string, kind: Message): NamedPrincipal {
  return { name, arn, kind, searched: `${name} ${arn}`.toLowerCase() };
}

/** More than this nobody scrolls through; the list is asked for again with each letter. */
const most = 200;

/** Proposals for who asks, and whether there are more. By ARN once one is begun, else by name; services and `anonymous` behind them. */
export function proposePrincipals(
  typed: string,
  organization: Organization | undefined,
  { catalog, translate }: ServiceContext,
): { readonly proposals: readonly Proposal[]; readonly isPartial: boolean } {
  const word = typed.toLowerCase();
  const byArn = word.startsWith('arn:');
  const known = organization === undefined ? [] : principalsOf(organization);
  const found = firstOf(known, most, ({ searched }) => searched.includes(word));
  const people = found.items.map(({ name, arn, kind }): Proposal => {
    const label = byArn ? arn : name;
    return {
      label,
      kind: CompletionItemKind.Class,
      detail: translate(kind),
      description: byArn ? name : arn,
      filter: `${label} ${byArn ? name : arn}`,
      rank: `${label.toLowerCase().startsWith(word) ? '1' : '2'}${label}`,
    };
  });
  const services = firstOf(catalog.servicePrincipals(), most, (name) => name.includes(word));
  const others: readonly Proposal[] = [
    { label: 'anonymous', kind: CompletionItemKind.Constant, detail: translate(message('a request that nobody signed')), rank: '7' },
    ...services.items.map((label) => ({
      label,
      kind: CompletionItemKind.Module,
      detail: translate(message('a service of AWS')),
      rank: `8${label}`,
    })),
  ];
  const templates = ['user/${1:NAME}', 'role/${1:NAME}'].map((end, index): Proposal => ({
    label: `arn:aws:iam::ACCOUNT:${end.replace(/\$\{1:(\w+)\}/, '$1')}`,
    snippet: `arn:aws:iam::\${2:111122223333}:${end}`,
    kind: CompletionItemKind.Reference,
    rank: `${organization === undefined ? '0' : '9'}${index}`,
  }));
  const isPartial = known.length > most || services.isPartial;
  // Several permission sets of one role share its ARN.
  return { proposals: distinct([...people, ...templates, ...(byArn ? [] : others)]), isPartial };
}

function firstOf<Item>(
  items: readonly Item[],
  count: number,
  fits: (item: Item) => boolean,
): { readonly items: readonly Item[]; readonly isPartial: boolean } {
  const found: Item[] = [];
  for (const item of items) {
    if (!fits(item)) continue;
    if (found.length === count) return { items: found, isPartial: true };
    found.push(item);
  }
  return { items: found, isPartial: false };
}

function distinct(proposals: readonly Proposal[]): readonly Proposal[] {
  return [...new Map(proposals.map((proposal) => [proposal.label, proposal])).values()];
}
