import type { JsonNode, StringNode } from '../syntax/nodes';
import { valueOf } from '../syntax/queries';
import { message } from '../text/message';

import type { AccountPrincipals, CustomerPolicy, Group, InlinePolicy, PolicyReference, Role, User } from './organization';
import { stemOf } from './organizationFiles';
import {
  booleanField,
  expectFields,
  fieldsOf,
  listField,
  numberField,
  originOf,
  requiredText,
  stringField,
  stringsField,
  textField,
  textMapField,
  withNearest,
} from './organizationReader';
import type { Fields, OrganizationReader } from './organizationReader';
import { normalPath, readPlainPrincipals } from './plainPrincipals';
import { readPolicyReference } from './policyReferences';
import type { ManagedPolicyNames, ReferenceContext } from './policyReferences';

/** The account whose folder is read. */
export interface PrincipalsContext {
  readonly reader: OrganizationReader;
  readonly accountId: string;
  readonly customerPolicies: readonly CustomerPolicy[];
  readonly catalog: ManagedPolicyNames | undefined;
}

/** The account's own managed policies: the documents in its folder `policies/`. */
export function readCustomerPolicies(accountId: string, files: readonly string[]): readonly CustomerPolicy[] {
  return files
    .filter((file) => /^iam\/[^/]+\/policies\/[^/]+\.jsonc?$/i.test(file))
    .map((file) => {
      const name = stemOf(file);
      const origin = { file, span: { start: 0, end: 0 } };
      return { name, arn: `arn:aws:iam::${accountId}:policy/${name}`, reference: { kind: 'file', file, origin } };
    });
}

/** Users, groups and roles: `principals.jsonc`, or one file each in `users/`, `groups/` and `roles/`. */
export function readPrincipals(context: PrincipalsContext, files: readonly string[]): AccountPrincipals {
  const users: User[] = [];
  const groups: Group[] = [];
  const roles: Role[] = [];
  for (const file of files) {
    const [, , part, name] = file.split('/');
    if (part === undefined || !/\.jsonc?$/i.test(file)) continue;
    if (part !== 'policies') reportAccessKeys(context.reader, file);
    const isList = /^principals\.jsonc?$/i.test(part);
    const plain = isList ? readPlainPrincipals(context, file) : undefined;
    if (plain !== undefined) {
      for (const user of plain.users) users.push(user);
      for (const group of plain.groups) groups.push(group);
      for (const role of plain.roles) roles.push(role);
      continue;
    }
    const root = isList ? context.reader.parse(file)?.root : undefined;
    if (root !== undefined) {
      const fields = fieldsOf(context.reader, file, root);
      if (fields === undefined) continue;
      expectFields(fields, ['users', 'groups', 'roles']);
      users.push(...entries(listField(fields, 'users'), (node) => readUser(context, file, node)));
      groups.push(...entries(listField(fields, 'groups'), (node) => readGroup(context, file, node)));
      roles.push(...entries(listField(fields, 'roles'), (node) => readRole(context, file, node)));
    } else if (name !== undefined && (part === 'users' || part === 'groups' || part === 'roles')) {
      const nodes = oneOrMany(context.reader.parse(file)?.root);
      if (part === 'users') users.push(...entries(nodes, (node) => readUser(context, file, node)));
      else if (part === 'groups') groups.push(...entries(nodes, (node) => readGroup(context, file, node)));
      else roles.push(...entries(nodes, (node) => readRole(context, file, node)));
    }
  }
  return { users, groups, roles };
}

/**
 * Long-lived keys belong in no file. The ones that AWS's documentation shows end in EXAMPLE.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes>
 */
function reportAccessKeys(reader: OrganizationReader, file: string): void {
  for (const match of (reader.files.read(file) ?? '').matchAll(/(?<![A-Z0-9])AKIA[A-Z2-7]{16}(?![A-Z0-9])/g)) {
    if (match[0].endsWith('EXAMPLE')) continue;
    const span = { start: match.index, end: match.index + match[0].length };
    const text = message(
      '`{0}` is the id of an access key: a key in a file is one that others may find; say how many there are by `accessKeys`',
      match[0],
    );
    reader.report({ file, span }, 'access-key', 'warning', text);
  }
}

function oneOrMany(node: JsonNode | undefined): readonly JsonNode[] {
  if (node === undefined) return [];
  return node.kind === 'array' ? node.items : [node];
}

function entries<Entry>(nodes: readonly JsonNode[], read: (node: JsonNode) => Entry | undefined): readonly Entry[] {
  return nodes.flatMap((node) => read(node) ?? []);
}

function readUser(context: PrincipalsContext, file: string, node: JsonNode): User | undefined {
  const fields = fieldsOf(context.reader, file, node);
  if (fields === undefined) return undefined;
  expectFields(fields, ['name', 'path', 'console', 'accessKeys', 'groups', 'tags', 'managed', 'inline', 'boundary']);
  const base = readBase(context, fields, 'user');
  if (base === undefined) return undefined;
  return {
    kind: 'user',
    ...base,
    groups: stringsField(fields, 'groups').map(({ text }) => text),
    boundary: readOne(context, fields, 'boundary', base.name),
    tags: textMapField(fields, 'tags'),
    console: booleanField(fields, 'console') ?? false,
    accessKeys: numberField(fields, 'accessKeys') ?? 0,
  };
}

function readGroup(context: PrincipalsContext, file: string, node: JsonNode): Group | undefined {
  const fields = fieldsOf(context.reader, file, node);
  if (fields === undefined) return undefined;
  expectFields(fields, ['name', 'path', 'managed', 'inline']);
  const base = readBase(context, fields, 'group');
  return base === undefined ? undefined : { kind: 'group', ...base };
}

function readRole(context: PrincipalsContext, file: string, node: JsonNode): Role | undefined {
  const fields = fieldsOf(context.reader, file, node);
  if (fields === undefined) return undefined;
  expectFields(fields, ['name', 'path', 'trust', 'tags', 'managed', 'inline', 'boundary', 'maxSession']);
  const base = readBase(context, fields, 'role');
  if (base === undefined) return undefined;
  return {
    kind: 'role',
    ...base,
    trust: readOne(context, fields, 'trust', `${base.name}/trust`),
    boundary: readOne(context, fields, 'boundary', base.name),
    tags: textMapField(fields, 'tags'),
    maxSession: numberField(fields, 'maxSession'),
  };
}

function readBase(context: PrincipalsContext, fields: Fields, kind: 'user' | 'group' | 'role') {
  const name = requiredText(fields, 'name');
  if (name === undefined) return undefined;
  const path = normalPath(textField(fields, 'path') ?? '/');
  const managed = listField(fields, 'managed').flatMap((node) => readReference(context, fields, node, name) ?? []);
  // What a broken entry lost may have been a policy: the principal has one that nobody knows.
  const origin = originOf(fields.file, fields.node);
  const lost: readonly PolicyReference[] = context.reader.isBroken(fields.file, fields.node)
    ? [{ kind: 'unresolved', text: name, origin }]
    : [];
  return {
    name,
    path,
    arn: `arn:aws:iam::${context.accountId}:${kind}${path}${name}`,
    managed: [...managed, ...lost],
    inline: readInline(context, fields, name),
    origin: originOf(fields.file, stringField(fields, 'name') ?? fields.node),
  };
}

function readReference(context: PrincipalsContext, { file }: Fields, node: JsonNode, name: string): PolicyReference | undefined {
  const { reader, customerPolicies, catalog } = context;
  const referenceContext: ReferenceContext = { reader, file, customerPolicies, catalog };
  return readPolicyReference(referenceContext, node, name);
}

function readOne(context: PrincipalsContext, fields: Fields, member: string, name: string): PolicyReference | undefined {
  const node = valueOf(fields.node, member);
  return node === undefined ? undefined : readReference(context, fields, node, name);
}

/** Inline policies: `{ "name", "document" }`, the document embedded or a path to it. */
function readInline(context: PrincipalsContext, parent: Fields, principal: string): readonly InlinePolicy[] {
  return listField(parent, 'inline').flatMap((node) => {
    const fields = fieldsOf(context.reader, parent.file, node);
    if (fields === undefined) return [];
    expectFields(fields, ['name', 'document']);
    const name = requiredText(fields, 'name');
    const written: JsonNode | undefined = valueOf(fields.node, 'document');
    if (name === undefined) return [];
    const origin = originOf(parent.file, stringField(fields, 'name') ?? node);
    if (written === undefined) {
      context.reader.report(origin, 'missing-field', 'error', message('`{0}` is missing', 'document'));
      return [{ name, origin, reference: { kind: 'unresolved', text: `${principal}/${name}`, origin } }];
    }
    const reference =
      written.kind === 'string' ? inlineFile(context, fields, written) : readReference(context, fields, written, `${principal}/${name}`);
    return reference === undefined ? [] : [{ name, origin, reference }];
  });
}

/** What an inline policy names is always a file: nobody can inline a policy that AWS manages. */
function inlineFile({ reader }: PrincipalsContext, { file }: Fields, { text, start, end }: StringNode): PolicyReference {
  const path = reader.resolve(file, text);
  const origin = originOf(file, { start, end });
  if (!reader.exists(path)) {
    const missing = withNearest(message('there is no file `{0}`', path), path, reader.paths);
    reader.report(origin, 'missing-file', 'error', missing);
  }
  return { kind: 'file', file: path, origin };
}

/** Reports names that are there twice (IAM compares them without regard to case) and groups that are not there. */
export function checkPrincipals(reader: OrganizationReader, principals: AccountPrincipals): void {
  for (const list of [principals.users, principals.groups, principals.roles]) {
    const seen = new Set<string>();
    for (const { name, origin } of list) {
      const key = name.toLowerCase();
      if (seen.has(key)) reader.report(origin, 'duplicate-principal', 'error', message('`{0}` is there twice in this account', name));
      seen.add(key);
    }
  }
  const groups = new Set(principals.groups.map(({ name }) => name.toLowerCase()));
  for (const user of principals.users) {
    for (const group of user.groups) {
      if (groups.has(group.toLowerCase())) continue;
      const names = principals.groups.map(({ name }) => name);
      const unknown = withNearest(message('the account has no group `{0}`', group), group, names);
      reader.report(user.origin, 'unknown-group', 'error', unknown);
    }
  }
}
