import { ownCopy } from '../text/ownCopy';

import type { Account } from './organization';
import type { ListPiece } from './plainAccounts';

/** What stays of a list of accounts when its text changed: those before the change, those behind it, and the piece between. */
export interface ChangedList {
  readonly before: readonly Account[];
  readonly piece: ListPiece;
  readonly after: readonly Account[];
  /** How far what is behind has moved. */
  readonly delta: number;
}

/** A text as one piece. */
export function wholeList(text: string): ListPiece {
  return { text, offset: 0, follows: false, leads: false };
}

export function changedList(earlier: string, accounts: readonly Account[], text: string): ChangedList {
  const most = Math.min(earlier.length, text.length);
  const same = commonStart(earlier, text, most);
  const sameEnd = commonEnd(earlier, text, most - same);
  const keepBefore = firstAt(accounts, ({ extent }) => extent.end > same);
  const keepAfter = Math.max(
    keepBefore,
    firstAt(accounts, ({ extent }) => extent.start >= earlier.length - sameEnd),
  );
  const delta = text.length - earlier.length;
  const from = accounts[keepBefore - 1]?.extent.end ?? 0;
  const follower = accounts[keepAfter];
  const to = follower === undefined ? text.length : follower.extent.start + delta;
  return {
    before: accounts.slice(0, keepBefore),
    // Pieces of the new text that are kept would keep all of it, with every edit another.
    piece: { text: ownCopy(text.slice(from, to)), offset: from, follows: keepBefore > 0, leads: follower !== undefined },
    after: accounts.slice(keepAfter),
    delta,
  };
}

export function movedAccount(account: Account, delta: number): Account {
  const { extent, origin } = account;
  return {
    ...account,
    extent: { start: extent.start + delta, end: extent.end + delta },
    origin: { file: origin.file, span: { start: origin.span.start + delta, end: origin.span.end + delta } },
  };
}

const block = 4096;

function commonStart(one: string, other: string, most: number): number {
  let at = 0;
  while (at + block <= most && one.slice(at, at + block) === other.slice(at, at + block)) at += block;
  while (at < most && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return at;
}

function commonEnd(one: string, other: string, most: number): number {
  const piece = (text: string, at: number): string => text.slice(text.length - at - block, text.length - at);
  let at = 0;
  while (at + block <= most && piece(one, at) === piece(other, at)) at += block;
  while (at < most && one.charCodeAt(one.length - at - 1) === other.charCodeAt(other.length - at - 1)) at += 1;
  return at;
}

/** The first of those that are sorted by it; the number of all where there is none. */
function firstAt(accounts: readonly Account[], isThere: (account: Account) => boolean): number {
  let low = 0;
  let high = accounts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const account = accounts[middle];
    if (account === undefined || isThere(account)) high = middle;
    else low = middle + 1;
  }
  return low;
}
