import { message } from '../text/message';
import type { Message } from '../text/message';
import { oncePer } from '../text/oncePer';

import type { Account, Organization } from './organization';
import { withNearest } from './organizationReader';

/** What an account may be called by: its 12-digit id, or a name that only it has. */
export interface NamedAccount {
  readonly id: string;
  readonly name: string;
}

export type AccountLookup<Found extends NamedAccount> =
  | { readonly kind: 'found'; readonly account: Found }
  | { readonly kind: 'notFound'; readonly code: 'unknown-account' | 'ambiguous-account'; readonly message: Message };

/** Accounts by id and by name; built once for many questions. */
export interface AccountIndex<Found extends NamedAccount> {
  find(idOrName: string): AccountLookup<Found>;
  /** Undefined where no account has the id. */
  byId(id: string): Found | undefined;
  /** Whether no other account is called so. */
  isAlone(name: string): boolean;
  /** No two accounts have the same id. */
  readonly idsDiffer: boolean;
}

export function createAccountIndex<Found extends NamedAccount>(accounts: readonly Found[]): AccountIndex<Found> {
  // Names are asked for less often than ids.
  let names: ReturnType<typeof namesOf<Found>> | undefined;
  const named = (): ReturnType<typeof namesOf<Found>> => (names ??= namesOf(accounts));
  const byId = new Map<string, Found>();
  for (const account of accounts) if (!byId.has(account.id)) byId.set(account.id, account);
  return {
    find(idOrName) {
      const byItsId = byId.get(idOrName);
      if (byItsId !== undefined) return { kind: 'found', account: byItsId };
      const { byName, namesakes } = named();
      const several = namesakes.get(idOrName);
      const only = byName.get(idOrName);
      if (several !== undefined) {
        const ids = several.map(({ id }) => id).join(', ');
        const text = message('several accounts are called `{0}`; use one of their ids: {1}', idOrName, ids);
        return { kind: 'notFound', code: 'ambiguous-account', message: text };
      }
      if (only !== undefined) return { kind: 'found', account: only };
      const candidates = /^[\d-]+$/.test(idOrName) ? byId.keys() : byName.keys();
      const text = withNearest(message('the organization has no account `{0}`', idOrName), idOrName, candidates);
      return { kind: 'notFound', code: 'unknown-account', message: text };
    },
    byId: (id) => byId.get(id),
    isAlone: (name) => named().byName.has(name) && !named().namesakes.has(name),
    idsDiffer: byId.size === accounts.length,
  };
}

/** Accounts by name, the first of each; and all who share one, as hardly anybody does. */
function namesOf<Found extends NamedAccount>(accounts: readonly Found[]) {
  const byName = new Map<string, Found>();
  const namesakes = new Map<string, Found[]>();
  for (const account of accounts) {
    const first = byName.get(account.name);
    if (first === undefined) byName.set(account.name, account);
    else namesakes.set(account.name, [...(namesakes.get(account.name) ?? [first]), account]);
  }
  return { byName, namesakes };
}

const indexOf: (accounts: readonly Account[]) => AccountIndex<Account> = oncePer(createAccountIndex);

/** The accounts of an organization, by what people call them. */
export function accountIndexOf({ accounts }: Pick<Organization, 'accounts'>): AccountIndex<Account> {
  return indexOf(accounts);
}
