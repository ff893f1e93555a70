import type { JsonNode } from '../syntax/nodes';
import { message } from '../text/message';
import { oncePer } from '../text/oncePer';

import { accountIndexOf } from './accountIndex';
import { changedList, movedAccount, wholeList } from './listPieces';
import type { Account, OrganizationalUnit } from './organization';
import { accountFilePaths } from './organizationFiles';
import { expectFields, fieldsOf, originOf, requiredText, stringField, textField, textMapField, withNearest } from './organizationReader';
import type { Fields, OrganizationReader } from './organizationReader';
import { empty, readPlainAccounts } from './plainAccounts';
import type { PlainAccountContext } from './plainAccounts';
import type { KnownList, ReadingMemory } from './readingMemory';
import type { Manifest } from './readManifest';
import { readAttach } from './readPolicyCatalogue';
import { syntheticIds } from './syntheticIds';

/** Reads `accounts.jsonc`, and the shards in `accounts/`, in order of writing. What the accounts' folders hold is not in them yet. */
export function readAccounts(reader: OrganizationReader, manifest: Manifest, memory: ReadingMemory): readonly Account[] {
  const files = accountFilePaths(reader.paths);
  if (files.length === 0) {
    const text = message('there is no `accounts.jsonc` beside the manifest, so the organization has no accounts');
    reader.report(manifest.origin, 'missing-file', 'warning', text);
  }
  const context: AccountContext = { manifest, ous: ousOf(manifest), seen: new Set() };
  const lists = files.map((file) => readPlainFile(reader, file, context, memory) ?? readAccountFile(reader, file, context));
  const [first = []] = lists;
  const listed = lists.length === 1 ? first : lists.flat();
  const before = memory.listed;
  // The same accounts are the same list: much is made of it.
  if (before?.length === listed.length && listed.every((account, index) => account === before[index])) return before;
  memory.listed = listed;
  return listed;
}

interface AccountContext {
  readonly manifest: Manifest;
  /** Path by path, and path by id. */
  readonly ous: ReadonlyMap<string, string>;
  /** Ids met so far. */
  readonly seen: Set<string>;
}

const ousOf: (manifest: Manifest) => ReadonlyMap<string, string> = oncePer(({ root }) => ouPaths(root.organizationalUnits));

function ouPaths(units: readonly OrganizationalUnit[], paths = new Map<string, string>()): ReadonlyMap<string, string> {
  for (const unit of units) {
    paths.set(unit.path, unit.path);
    paths.set(unit.id, unit.path);
    ouPaths(unit.organizationalUnits, paths);
  }
  return paths;
}

/** A list about which there is nothing to say; where its text changed, only what changed is read. */
function readPlainFile(
  reader: OrganizationReader,
  file: string,
  { manifest, ous, seen }: AccountContext,
  memory: ReadingMemory,
): readonly Account[] | undefined {
  const text = reader.files.read(file);
  if (text === undefined) return undefined;
  const context: PlainAccountContext = { file, ous, policies: manifest.policies };
  const known = memory.lists.get(file);
  const accounts =
    (known?.manifest === manifest ? readChange(known, text, context) : undefined) ?? readPlainAccounts(wholeList(text), context);
  memory.lists.delete(file);
  if (accounts === undefined || !areNew(accounts, seen)) return undefined;
  memory.lists.set(file, { text, manifest, accounts });
  for (const { id } of accounts) seen.add(id);
  return accounts;
}

function readChange(known: KnownList, text: string, context: PlainAccountContext): readonly Account[] | undefined {
  if (known.text === text) return known.accounts;
  const { before, piece, after, delta } = changedList(known.text, known.accounts, text);
  const between = readPlainAccounts(piece, context);
  if (between === undefined) return undefined;
  return [...before, ...between, ...(delta === 0 ? after : after.map((account) => movedAccount(account, delta)))];
}

function areNew(accounts: readonly Account[], seen: ReadonlySet<string>): boolean {
  return accountIndexOf({ accounts }).idsDiffer && (seen.size === 0 || accounts.every(({ id }) => !seen.has(id)));
}

function readAccountFile(reader: OrganizationReader, file: string, context: AccountContext): readonly Account[] {
  const root = reader.parse(file)?.root;
  if (root === undefined) return [];
  if (root.kind !== 'array') {
    reader.report(originOf(file, root), 'wrong-type', 'error', message('a list of accounts is expected here'));
    return [];
  }
  return root.items.flatMap((item) => readAccount(reader, file, item, context) ?? []);
}

function readAccount(reader: OrganizationReader, file: string, node: JsonNode, context: AccountContext): Account | undefined {
  const fields = fieldsOf(reader, file, node);
  if (fields === undefined) return undefined;
  expectFields(fields, ['name', 'id', 'email', 'ou', 'joined', 'state', 'attach', 'tags']);
  const id = readId(fields);
  const name = id === undefined ? requiredText(fields, 'name') : (textField(fields, 'name') ?? id);
  if (name === undefined) return undefined;
  const origin = originOf(file, stringField(fields, 'name') ?? node);
  const usedId = id ?? syntheticIds.account(name);
  if (context.seen.has(usedId)) {
    const text = id === undefined ? message('account `{0}` is there twice', name) : message('two accounts have the id `{0}`', usedId);
    reader.report(originOf(file, stringField(fields, 'id') ?? node), 'duplicate-account', 'error', text);
    return undefined;
  }
  context.seen.add(usedId);
  return {
    kind: 'account',
    id: usedId,
    idIsSynthetic: id === undefined,
    name,
    extent: { start: node.start, end: node.end },
    email: textField(fields, 'email'),
    ou: readOu(fields, context.ous),
    state: textField(fields, 'state') ?? 'ACTIVE',
    joined: textField(fields, 'joined'),
    tags: textMapField(fields, 'tags'),
    attach: readAttach(fields, context.manifest.policies),
    origin,
    ...empty,
  };
}

/** Twelve digits; the console's way of writing them, with dashes, is understood and reported. */
function readId(fields: Fields): string | undefined {
  const written = stringField(fields, 'id');
  if (written === undefined || written.text === '') return undefined;
  if (/^\d{12}$/.test(written.text)) return written.text;
  const digits = written.text.replaceAll('-', '');
  const understood = /^\d{12}$/.test(digits);
  const text = understood
    ? message('an account id is written without dashes: `{0}`', digits)
    : message('an account id has 12 digits; `{0}` has not', written.text);
  fields.reader.report(originOf(fields.file, written), 'invalid-id', understood ? 'warning' : 'error', text);
  return understood ? digits : undefined;
}

/** A path from the root, or the id of an OU. */
function readOu(fields: Fields, ous: ReadonlyMap<string, string>): string {
  const written = stringField(fields, 'ou');
  if (written === undefined) return '/';
  const path = written.text.length > 1 ? written.text.replace(/\/$/, '') : written.text;
  if (path === '/') return '/';
  const known = ous.get(path);
  if (known !== undefined) return known;
  const unknown = withNearest(message('the organization has no organizational unit `{0}`', path), path, ous.values());
  fields.reader.report(originOf(fields.file, written), 'unknown-organizational-unit', 'error', unknown);
  return path;
}
