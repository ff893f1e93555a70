import type { JsonNode } from '../syntax/nodes';
import { message } from '../text/message';

import type { Account, OrganizationalUnit, Origin } from './organization';
import { accountFilePaths } from './organizationFiles';
import { expectFields, fieldsOf, originOf, requiredText, stringField, textField, textMapField, withNearest } from './organizationReader';
import type { Fields, OrganizationReader } from './organizationReader';
import type { Manifest } from './readManifest';
import { readAttach } from './readPolicyCatalogue';
import { syntheticIds } from './syntheticIds';

/** An account as the list of accounts has it, without what its folders hold. */
export type ListedAccount = Omit<Account, 'principals' | 'customerPolicies' | 'resources' | 'resourcesAreBroken'>;

/** Reads `accounts.jsonc`, and the shards in `accounts/`, in order of writing. */
export function readAccounts(reader: OrganizationReader, manifest: Manifest): readonly ListedAccount[] {
  const files = accountFilePaths(reader.paths);
  if (files.length === 0) {
    const text = message('there is no `accounts.jsonc` beside the manifest, so the organization has no accounts');
    reader.report(manifest.origin, 'missing-file', 'warning', text);
  }
  const context: AccountContext = { manifest, ous: ouPaths(manifest.root.organizationalUnits), seen: new Map() };
  return files.flatMap((file) => readAccountFile(reader, file, context));
}

interface AccountContext {
  readonly manifest: Manifest;
  /** Path by path, and path by id. */
  readonly ous: ReadonlyMap<string, string>;
  /** Ids met so far. */
  readonly seen: Map<string, Origin>;
}

function ouPaths(units: readonly OrganizationalUnit[], paths = new Map<string, string>()): ReadonlyMap<string, string> {
  for (const unit of units) {
    paths.set(unit.path, unit.path);
    paths.set(unit.id, unit.path);
    ouPaths(unit.organizationalUnits, paths);
  }
  return paths;
}

function readAccountFile(reader: OrganizationReader, file: string, context: AccountContext): readonly ListedAccount[] {
  const root = reader.parse(file)?.root;
  if (root === undefined) return [];
  if (root.kind !== 'array') {
    reader.report(originOf(file, root), 'wrong-type', 'error', message('a list of accounts is expected here'));
    return [];
  }
  return root.items.flatMap((item) => readAccount(reader, file, item, context) ?? []);
}

function readAccount(reader: OrganizationReader, file: string, node: JsonNode, context: AccountContext): ListedAccount | undefined {
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
  context.seen.set(usedId, origin);
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
