import type { Message } from '../text/message';

import type { Origin } from './organization';

/** Text of a node: a name as it is, or a message that the view translates. */
export type OutlineText = string | Message;

/** A place of an organization as a view shows it: plain data, no identity but `id`. What is below is made when it is asked for. */
export interface OutlineEntry {
  /** Stable, unique in the outline. */
  readonly id: string;
  readonly kind: OutlineKind;
  readonly label: OutlineText;
  readonly description: OutlineText;
  readonly tooltip: OutlineText;
  /** For screen readers: the label in a sentence. */
  readonly accessibleLabel: OutlineText;
  readonly badges: readonly OutlineBadge[];
  readonly origin: Origin | undefined;
  /** ARN of a user, a role or an account's root, who can ask for something. */
  readonly principal?: string;
  /** What an edit names: `/` and paths of OUs, ids of accounts; ARNs of users, groups and roles. */
  readonly target?: string;
  /** Of a policy: its reference, its file, or its ARN. */
  readonly policy?: string;
  readonly childCount: number;
  readonly children: readonly OutlineEntry[];
  /** Some of the children, without the others being made. */
  childrenIn(from: number, to: number): readonly OutlineEntry[];
  /** Those whose ids are wanted, without the others being made where their ids are known. */
  childrenWhere(isWanted: (id: string) => boolean): readonly OutlineEntry[];
}

export type OutlineKind =
  | 'organization'
  | 'root'
  | 'organizationalUnit'
  | 'account'
  | 'users'
  | 'groups'
  | 'roles'
  | 'policies'
  | 'resources'
  | 'user'
  | 'group'
  | 'role'
  | 'policy'
  | 'resource'
  | 'handshakes'
  | 'handshake'
  | 'delegation'
  | 'service'
  | 'permissionSets'
  | 'permissionSet'
  | 'level'
  | 'effective'
  | 'problem';

export type OutlineBadge =
  'management' | 'suspended' | 'delegated' | 'pending' | 'inherited' | 'disabled' | 'problem' | 'awsManaged' | 'attached' | 'full';

/** What an entry says of itself; everything may be left out that most have not. */
export interface EntryFacts {
  readonly id: string;
  readonly kind: OutlineKind;
  readonly label: OutlineText;
  readonly description?: OutlineText;
  readonly tooltip?: OutlineText;
  readonly accessibleLabel?: OutlineText;
  readonly badges?: readonly OutlineBadge[];
  readonly origin?: Origin | undefined;
  readonly principal?: string | undefined;
  readonly target?: string | undefined;
  readonly policy?: string | undefined;
}

/** Children that are there already, or can be made one by one. */
export interface EntryPart {
  readonly count: number;
  at(index: number): OutlineEntry;
  /** The id of a child that need not be made; where it is missing, they are made to see. */
  idAt?(index: number): string | undefined;
}

/** An item of the part for each of a list. */
export function partOf<Item>(
  items: readonly Item[],
  make: (item: Item, index: number) => OutlineEntry,
  idOf?: (item: Item) => string,
): EntryPart {
  const idAt = (index: number): string | undefined => {
    const item = items[index];
    return item === undefined ? undefined : idOf?.(item);
  };
  return {
    count: items.length,
    at(index) {
      const item = items[index];
      if (item === undefined) throw new RangeError(`no child ${index}`);
      return make(item, index);
    },
    ...(idOf === undefined ? {} : { idAt }),
  };
}

/** An entry whose children are the parts, one behind the other. */
export function createEntry(facts: EntryFacts, parts: readonly EntryPart[] = []): OutlineEntry {
  const childCount = parts.reduce((sum, { count }) => sum + count, 0);
  let all: readonly OutlineEntry[] | undefined;
  const childrenIn = (from: number, to: number): readonly OutlineEntry[] => {
    if (all !== undefined) return all.slice(from, to);
    const made: OutlineEntry[] = [];
    let before = 0;
    for (const part of parts) {
      const last = Math.min(part.count, to - before);
      for (let index = Math.max(0, from - before); index < last; index++) made.push(part.at(index));
      before += part.count;
    }
    return made;
  };
  return {
    id: facts.id,
    kind: facts.kind,
    label: facts.label,
    description: facts.description ?? '',
    tooltip: facts.tooltip ?? facts.label,
    accessibleLabel: facts.accessibleLabel ?? facts.label,
    badges: facts.badges ?? [],
    origin: facts.origin,
    ...(facts.principal === undefined ? {} : { principal: facts.principal }),
    ...(facts.target === undefined ? {} : { target: facts.target }),
    ...(facts.policy === undefined ? {} : { policy: facts.policy }),
    childCount,
    childrenIn,
    childrenWhere: (isWanted) =>
      all === undefined ? parts.flatMap((part) => wantedIn(part, isWanted)) : all.filter(({ id }) => isWanted(id)),
    get children() {
      return (all ??= childrenIn(0, childCount));
    },
  };
}

function wantedIn(part: EntryPart, isWanted: (id: string) => boolean): readonly OutlineEntry[] {
  const wanted: OutlineEntry[] = [];
  for (let index = 0; index < part.count; index++) {
    const id = part.idAt?.(index);
    if (id !== undefined && !isWanted(id)) continue;
    const entry = part.at(index);
    if (id !== undefined || isWanted(entry.id)) wanted.push(entry);
  }
  return wanted;
}
