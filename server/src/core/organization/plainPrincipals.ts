import { PlainCursor } from '../syntax/plainCursor';
import type { Span } from '../text/span';

import type { AccountPrincipals, Group, InlinePolicy, PolicyReference, Role, User } from './organization';
import { originOf } from './organizationReader';
import { readPolicyReference } from './policyReferences';
import type { ReferenceContext } from './policyReferences';
import type { PrincipalsContext } from './readPrincipals';

/**
 * The users, groups and roles of a `principals.jsonc` about which there is nothing to say, read without a tree: what the reading of the tree
 * gives, in a quarter of the time. Undefined where something is unusual or wrong.
 */
export function readPlainPrincipals(context: PrincipalsContext, file: string): AccountPrincipals | undefined {
  const text = context.reader.files.read(file);
  if (text === undefined) return undefined;
  let failed = false;
  const fail = (): void => void (failed = true);
  const references: ReferenceContext = { ...context, reader: { ...context.reader, report: fail }, file };
  const reading: Reading = { context, cursor: new PlainCursor(text), file, references, prefixes: new Map(), fail };
  const lists = new Map<string, readonly Draft[]>();
  const isRead = reading.cursor.object((key) => {
    if (key === '$schema') return reading.cursor.skip();
    if ((key !== 'users' && key !== 'groups' && key !== 'roles') || lists.has(key)) return false;
    const drafts: Draft[] = [];
    lists.set(key, drafts);
    return reading.cursor.list(() => readDraft(reading.cursor, key, drafts));
  });
  if (!isRead || !reading.cursor.isAtEnd()) return undefined;
  const users = (lists.get('users') ?? []).map((draft) => userOf(reading, draft));
  const groups = (lists.get('groups') ?? []).map((draft): Group => ({ kind: 'group', ...baseOf(reading, draft, 'group') }));
  const roles = (lists.get('roles') ?? []).map((draft) => roleOf(reading, draft));
  return failed ? undefined : { users, groups, roles };
}

interface Reading {
  readonly context: PrincipalsContext;
  readonly cursor: PlainCursor;
  readonly file: string;
  readonly references: ReferenceContext;
  readonly prefixes: Map<string, string>;
  /** Something would be reported: the tree tells where. */
  readonly fail: () => void;
}

/** A policy as it is written: a text, or a document. */
interface Written extends Span {
  readonly text: string | undefined;
}

interface Draft {
  name?: Written | undefined;
  path?: string | undefined;
  managed?: readonly Written[] | undefined;
  inline?: readonly { readonly name: Written; readonly document: Written }[] | undefined;
  boundary?: Written | undefined;
  trust?: Written | undefined;
  groups?: readonly string[] | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
  console?: boolean | undefined;
  accessKeys?: number | undefined;
  maxSession?: number | undefined;
}

const fieldsOfKind: Readonly<Record<'users' | 'groups' | 'roles', ReadonlySet<string>>> = {
  users: new Set(['name', 'path', 'console', 'accessKeys', 'groups', 'tags', 'managed', 'inline', 'boundary']),
  groups: new Set(['name', 'path', 'managed', 'inline']),
  roles: new Set(['name', 'path', 'trust', 'tags', 'managed', 'inline', 'boundary', 'maxSession']),
};

function readDraft(cursor: PlainCursor, kind: 'users' | 'groups' | 'roles', drafts: Draft[]): boolean {
  const draft: Draft = {};
  const known = fieldsOfKind[kind];
  drafts.push(draft);
  return cursor.object((key) => known.has(key) && readField(cursor, draft, key)) && draft.name !== undefined;
}

/** False for a field that is there twice: which one counts is for the tree to say. */
function readField(cursor: PlainCursor, draft: Draft, key: string): boolean {
  switch (key) {
    case 'name':
      return draft.name === undefined && (draft.name = readText(cursor)) !== undefined && draft.name.text !== '';
    case 'path':
      return draft.path === undefined && (draft.path = cursor.string()) !== undefined;
    case 'managed':
      return draft.managed === undefined && (draft.managed = readItems(cursor, readPolicy)) !== undefined;
    case 'inline':
      return draft.inline === undefined && (draft.inline = readItems(cursor, readInline)) !== undefined;
    case 'boundary':
      return draft.boundary === undefined && (draft.boundary = readPolicy(cursor)) !== undefined;
    case 'trust':
      return draft.trust === undefined && (draft.trust = readPolicy(cursor)) !== undefined;
    case 'groups':
      return draft.groups === undefined && (draft.groups = readItems(cursor, () => cursor.string())) !== undefined;
    case 'tags':
      return draft.tags === undefined && (draft.tags = readPlainTexts(cursor)) !== undefined;
    case 'console':
      return draft.console === undefined && (draft.console = readBoolean(cursor)) !== undefined;
    case 'accessKeys':
      return draft.accessKeys === undefined && (draft.accessKeys = readNumber(cursor)) !== undefined;
    default:
      return draft.maxSession === undefined && (draft.maxSession = readNumber(cursor)) !== undefined;
  }
}

function readText(cursor: PlainCursor): Written | undefined {
  const text = cursor.string();
  return text === undefined ? undefined : { text, start: cursor.start, end: cursor.end };
}

function readPolicy(cursor: PlainCursor): Written | undefined {
  if (!cursor.isNext(0x7b)) return readText(cursor);
  return cursor.skip() ? { text: undefined, start: cursor.start, end: cursor.end } : undefined;
}

function readItems<Item>(cursor: PlainCursor, read: (cursor: PlainCursor) => Item | undefined): readonly Item[] | undefined {
  const items: Item[] = [];
  const isRead = cursor.list(() => {
    const item = read(cursor);
    if (item !== undefined) items.push(item);
    return item !== undefined;
  });
  return isRead ? items : undefined;
}

function readInline(cursor: PlainCursor): { readonly name: Written; readonly document: Written } | undefined {
  let name: Written | undefined;
  let document: Written | undefined;
  const isRead = cursor.object((key) => {
    if (key === 'name' && name === undefined) return (name = readText(cursor)) !== undefined && name.text !== '';
    return key === 'document' && document === undefined && (document = readPolicy(cursor)) !== undefined;
  });
  return isRead && name !== undefined && document !== undefined ? { name, document } : undefined;
}

/** A map of names to texts. */
export function readPlainTexts(cursor: PlainCursor): Readonly<Record<string, string>> | undefined {
  const texts: Record<string, string> = {};
  const isRead = cursor.object((key) => {
    const text = cursor.string();
    // As a name it is no entry of its own, and the number of one would come first.
    if (text === undefined || key === '__proto__') return false;
    texts[key] = text;
    return true;
  });
  return isRead ? texts : undefined;
}

function readBoolean(cursor: PlainCursor): boolean | undefined {
  const word = cursor.word();
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}

function readNumber(cursor: PlainCursor): number | undefined {
  const word = cursor.word();
  return word !== undefined && /^[-\d]/.test(word) && Number.isFinite(Number(word)) ? Number(word) : undefined;
}

function baseOf(reading: Reading, draft: Draft, kind: 'user' | 'group' | 'role') {
  const { file, context } = reading;
  const name = draft.name?.text ?? '';
  const path = normalPath(draft.path ?? '/');
  const managed: PolicyReference[] = [];
  for (const written of draft.managed ?? []) {
    const reference = referenceOf(reading, written, name);
    if (reference !== undefined) managed.push(reference);
  }
  return {
    name,
    path,
    arn: arnPrefix(reading, context.accountId, `${kind}${path}`) + name,
    managed,
    inline: draft.inline?.map((inline) => inlineOf(reading, inline, name)) ?? none,
    origin: originOf(file, draft.name ?? { start: 0, end: 0 }),
  };
}

/** The beginning that the ARNs of many have in common, made once: joined anew each would keep its parts. */
function arnPrefix({ prefixes }: Reading, accountId: string, kindAndPath: string): string {
  const known = prefixes.get(kindAndPath) ?? `arn:aws:iam::${accountId}:${kindAndPath}`;
  prefixes.set(kindAndPath, known);
  return known;
}

// Tens of thousands have none of something, and need no list each to say so.
const none: readonly never[] = [];
const noTags: Readonly<Record<string, string>> = {};

function userOf(reading: Reading, draft: Draft): User {
  const base = baseOf(reading, draft, 'user');
  return {
    kind: 'user',
    ...base,
    groups: draft.groups ?? none,
    boundary: referenceOf(reading, draft.boundary, base.name),
    tags: draft.tags ?? noTags,
    console: draft.console ?? false,
    accessKeys: draft.accessKeys ?? 0,
  };
}

function roleOf(reading: Reading, draft: Draft): Role {
  const base = baseOf(reading, draft, 'role');
  return {
    kind: 'role',
    ...base,
    trust: referenceOf(reading, draft.trust, `${base.name}/trust`),
    boundary: referenceOf(reading, draft.boundary, base.name),
    tags: draft.tags ?? noTags,
    maxSession: draft.maxSession,
  };
}

function inlineOf(
  reading: Reading,
  { name, document }: { readonly name: Written; readonly document: Written },
  principal: string,
): InlinePolicy {
  const { file } = reading;
  const called = name.text ?? '';
  const origin = originOf(file, name);
  if (document.text === undefined) {
    return { name: called, origin, reference: { kind: 'embedded', name: `${principal}/${called}`, origin: originOf(file, document) } };
  }
  // Nobody can inline a policy that AWS manages: it is always a file.
  const { reader } = reading.context;
  const path = reader.resolve(file, document.text);
  if (!reader.exists(path)) reading.fail();
  return { name: called, origin, reference: { kind: 'file', file: path, origin: originOf(file, document) } };
}

function referenceOf(reading: Reading, written: Written | undefined, name: string): PolicyReference | undefined {
  if (written === undefined) return undefined;
  const { file } = reading;
  const { start, end, text } = written;
  if (text === undefined) return { kind: 'embedded', name, origin: originOf(file, written) };
  return readPolicyReference(reading.references, { kind: 'string', start, end, text }, name);
}

/** `/`, or `/team/` however it was written. */
export function normalPath(path: string): string {
  if (path === '/') return path;
  const inner = path.replace(/^\/+|\/+$/g, '');
  return inner === '' ? '/' : `/${inner}/`;
}
