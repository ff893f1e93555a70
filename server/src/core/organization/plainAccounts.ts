import { PlainCursor } from '../syntax/plainCursor';

import type { Account } from './organization';
import { originOf } from './organizationReader';
import { readPlainTexts } from './plainPrincipals';
import type { PolicyCatalogue } from './readPolicyCatalogue';
import { syntheticIds } from './syntheticIds';

/** What an account's entry is read with. */
export interface PlainAccountContext {
  readonly file: string;
  /** Path by path, and path by id. */
  readonly ous: ReadonlyMap<string, string>;
  readonly policies: PolicyCatalogue;
}

/** A piece of a list of accounts: all of it, or what stands between entries that are known. */
export interface ListPiece {
  readonly text: string;
  /** Where it begins in the file. */
  readonly offset: number;
  /** An entry stands right before it, and right behind it. */
  readonly follows: boolean;
  readonly leads: boolean;
}

/** The accounts of a piece about which there is nothing to say; undefined where something is unusual or wrong. */
export function readPlainAccounts(piece: ListPiece, context: PlainAccountContext): readonly Account[] | undefined {
  const cursor = new PlainCursor(piece.text);
  const accounts: Account[] = [];
  if (!piece.follows && !cursor.take(0x5b)) return undefined;
  for (let isFirst = !piece.follows; ; isFirst = false) {
    if (!isFirst && !cursor.take(0x2c)) break;
    if (piece.leads && cursor.isAtEnd()) return accounts;
    if (!cursor.isNext(0x7b)) break;
    const account = readAccount(cursor, piece.offset, context);
    if (account === undefined) return undefined;
    accounts.push(account);
  }
  return !piece.leads && cursor.take(0x5d) && cursor.isAtEnd() ? accounts : undefined;
}

interface Draft {
  name?: string | undefined;
  nameStart: number;
  nameEnd: number;
  id?: string | undefined;
  email?: string | undefined;
  ou?: string | undefined;
  state?: string | undefined;
  joined?: string | undefined;
  attach?: readonly string[] | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
}

function readAccount(cursor: PlainCursor, offset: number, context: PlainAccountContext): Account | undefined {
  const draft: Draft = { nameStart: 0, nameEnd: 0 };
  if (!cursor.object((key) => readField(cursor, draft, key))) return undefined;
  const extent = { start: offset + cursor.start, end: offset + cursor.end };
  const { name, id } = draft;
  if (name === undefined || (id !== undefined && !/^\d{12}$/.test(id))) return undefined;
  const ou = draft.ou === undefined || draft.ou === '/' ? '/' : context.ous.get(draft.ou);
  const attach = draft.attach ?? none;
  if (ou === undefined || !attach.every((reference, index) => context.policies.has(reference) && attach.indexOf(reference) === index))
    return undefined;
  return {
    kind: 'account',
    id: id ?? syntheticIds.account(name),
    idIsSynthetic: id === undefined,
    name,
    extent,
    email: draft.email,
    ou,
    state: draft.state ?? 'ACTIVE',
    joined: draft.joined,
    tags: draft.tags ?? noTags,
    attach,
    origin: originOf(context.file, { start: offset + draft.nameStart, end: offset + draft.nameEnd }),
    ...empty,
  };
}

// Tens of thousands have none of something, and need no list each to say so.
const none: readonly never[] = [];
const noTags: Readonly<Record<string, string>> = {};

/** An account that nothing is known of but its entry. */
export const empty = {
  principals: { users: none, groups: none, roles: none },
  customerPolicies: none,
  resources: none,
  resourcesAreBroken: false,
} as const;

/** False for a field that is there twice: which one counts is for the tree to say. */
function readField(cursor: PlainCursor, draft: Draft, key: string): boolean {
  switch (key) {
    case 'name':
      if (draft.name !== undefined || (draft.name = cursor.string()) === undefined) return false;
      draft.nameStart = cursor.start;
      draft.nameEnd = cursor.end;
      return draft.name !== '';
    case 'id':
      return draft.id === undefined && (draft.id = cursor.string()) !== undefined;
    case 'email':
      return draft.email === undefined && (draft.email = cursor.string()) !== undefined;
    case 'ou':
      return draft.ou === undefined && (draft.ou = cursor.string()) !== undefined;
    case 'state':
      return draft.state === undefined && (draft.state = cursor.string()) !== undefined;
    case 'joined':
      return draft.joined === undefined && (draft.joined = cursor.string()) !== undefined;
    case 'tags':
      return draft.tags === undefined && (draft.tags = readPlainTexts(cursor)) !== undefined;
    case 'attach':
      return draft.attach === undefined && (draft.attach = readTexts(cursor)) !== undefined;
    default:
      return false;
  }
}

function readTexts(cursor: PlainCursor): readonly string[] | undefined {
  const texts: string[] = [];
  const isRead = cursor.list(() => {
    const text = cursor.string();
    if (text !== undefined) texts.push(text);
    return text !== undefined;
  });
  return isRead ? texts : undefined;
}
