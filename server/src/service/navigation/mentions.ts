import { readStatementName } from '../../core/simulation/decidingStatement';
import type { StatementName } from '../../core/simulation/decidingStatement';
import type { ArrayNode, JsonNode, ObjectNode, StringNode } from '../../core/syntax/nodes';
import { memberOf, nodeAt, offsetInString, statementsOf, textOf, valueOf } from '../../core/syntax/queries';
import type { JsonPath } from '../../core/syntax/queries';
import type { Span } from '../../core/text/span';

import type { FileRole } from './fileRole';

/** What a piece of a string names. */
export type MentionMeaning =
  /** A policy of the organization's catalogue, `scp/deny-leave`. */
  | { readonly kind: 'organizationPolicy'; readonly reference: string }
  /** A file by its path relative to the file it is written in; `orBelowOrganization`: or to the organization's folder. */
  | { readonly kind: 'file'; readonly written: string; readonly orBelowOrganization: boolean }
  /** The ARN or the name of a policy that AWS manages, or the ARN of one of an account's own. */
  | { readonly kind: 'managedPolicy'; readonly arnOrName: string }
  /** A statement as a test's `by` names it. */
  | { readonly kind: 'statement'; readonly name: StatementName }
  /** The Sid of a statement at its own place; `container`: the name of the policy when it stands inside another file. */
  | { readonly kind: 'sid'; readonly container: string | undefined; readonly index: number; readonly sid: string }
  | { readonly kind: 'account'; readonly idOrName: string }
  | { readonly kind: 'organizationalUnit'; readonly idOrPath: string }
  /** The root, or the organization, by id. */
  | { readonly kind: 'id'; readonly id: string }
  /** Somebody of the model, by ARN or as tests write it. */
  | { readonly kind: 'principal'; readonly written: string }
  | { readonly kind: 'group'; readonly name: string }
  /** The element of a policy that stands for the whole document. */
  | { readonly kind: 'document' }
  /** What a file of the organization declares here: only the organization as read knows. */
  | { readonly kind: 'declared' };

/** A piece of a string that names something. */
export interface Mention {
  readonly meaning: MentionMeaning;
  readonly node: StringNode;
  /** In the decoded text. */
  readonly from: number;
  readonly to: number;
}

/** Where the piece stands in the file. */
export function spanOfMention({ node, from, to }: Mention): Span {
  return { start: offsetInString(node, from), end: offsetInString(node, to) };
}

/** A string of a file and its place in it. For a key, the path ends with it. */
export interface Site {
  readonly path: JsonPath;
  readonly isKey: boolean;
  readonly node: StringNode;
  readonly root: JsonNode | undefined;
}

/** What a string of a file names; its place in the file decides, and the text of the whole is not looked at. */
export function mentionsOf(role: FileRole, site: Site): readonly Mention[] {
  const statement = site.path.indexOf('Statement');
  const whole = (meaning: MentionMeaning): Mention => ({ meaning, node: site.node, from: 0, to: site.node.text.length });
  // A policy's own grammar holds wherever a document stands, in a file of its own or inside another one.
  if (role === 'policy' || (statement > 0 && !(site.isKey && statement === site.path.length - 1))) return inPolicy(role, site, statement);
  switch (role) {
    case 'manifest':
      return inManifest(site, whole);
    case 'accounts':
      return inAccounts(site, whole);
    case 'principals':
      return inPrincipals(site, whole);
    case 'resources':
      return site.path.length === 2 && site.path[1] === 'policy' && !site.isKey ? policyReference(site.node) : [];
    case 'test':
      return inTest(site);
  }
}

/** All mentions of a file, in order of writing. */
export function allMentions(role: FileRole, root: JsonNode | undefined): readonly Mention[] {
  const mentions: Mention[] = [];
  const visit = (node: JsonNode, path: (string | number)[]): void => {
    if (node.kind === 'string') mentions.push(...mentionsOf(role, { path, isKey: false, node, root }));
    else if (node.kind === 'array') node.items.forEach((item, index) => visit(item, [...path, index]));
    else if (node.kind === 'object') {
      for (const { key, value } of node.members) {
        const below = [...path, key.text];
        mentions.push(...mentionsOf(role, { path: below, isKey: true, node: key, root }));
        if (value !== undefined) visit(value, below);
      }
    }
  };
  if (root !== undefined) visit(root, []);
  return mentions;
}

/** The string at an offset and its place; undefined where no string stands. */
export function siteAt(root: JsonNode | undefined, offset: number): Site | undefined {
  const { path, node, keyOf } = nodeAt(root, offset);
  return node?.kind === 'string' ? { path, isKey: keyOf !== undefined, node, root } : undefined;
}

type Whole = (meaning: MentionMeaning) => Mention;

function inManifest({ path, isKey, node }: Site, whole: Whole): readonly Mention[] {
  const [top, second, third] = path;
  const last = path.at(-1);
  if (isKey) return top === 'policies' && path.length === 2 ? [organizationPolicy(node)] : [];
  if (top === 'root' && isListed(path, 'attach')) return [organizationPolicy(node)];
  if (top === 'policies' && third === 'file') return [whole({ kind: 'file', written: node.text, orBelowOrganization: false })];
  if (top === 'delegationPolicy') return [whole({ kind: 'file', written: node.text, orBelowOrganization: false })];
  if (top === 'organization' && second === 'managementAccount') return [whole({ kind: 'account', idOrName: node.text })];
  if (top === 'delegatedAdministrators' && path.length >= 2) return [whole({ kind: 'account', idOrName: node.text })];
  if (last === 'id' && top === 'root' && path.length > 2) return [whole({ kind: 'organizationalUnit', idOrPath: node.text })];
  if (last === 'id' && (top === 'root' || top === 'organization')) return [whole({ kind: 'id', id: node.text })];
  return last === 'name' && top === 'root' ? [whole({ kind: 'declared' })] : [];
}

function inAccounts({ path, isKey, node }: Site, whole: Whole): readonly Mention[] {
  if (isKey) return [];
  if (path.length >= 2 && isListed(path, 'attach')) return [organizationPolicy(node)];
  if (path.length !== 2) return [];
  switch (path[1]) {
    case 'id':
      return [whole({ kind: 'account', idOrName: node.text })];
    case 'name':
      return [whole({ kind: 'declared' })];
    case 'ou':
      return [whole({ kind: 'organizationalUnit', idOrPath: node.text })];
    default:
      return [];
  }
}

function inPrincipals({ path, isKey, node }: Site, whole: Whole): readonly Mention[] {
  if (isKey) return [];
  const last = path.at(-1);
  if (isListed(path, 'managed') || last === 'boundary' || last === 'trust') return policyReference(node);
  if (last === 'document' && path.includes('inline')) return [whole({ kind: 'file', written: node.text, orBelowOrganization: false })];
  if (isListed(path, 'groups')) return [whole({ kind: 'group', name: node.text })];
  return last === 'name' && !path.includes('inline') ? [whole({ kind: 'declared' })] : [];
}

function inTest({ path, isKey, node }: Site): readonly Mention[] {
  if (isKey) return [];
  const [top, , field] = path;
  if (top === 'organization' && path.length === 1) {
    return [{ meaning: { kind: 'file', written: node.text, orBelowOrganization: false }, node, from: 0, to: node.text.length }];
  }
  if (top === 'policies') return policyReference(node);
  if (top === 'context') return identifiersIn(node);
  if (top !== 'tests') return [];
  switch (field) {
    case 'principal':
      return principalIn(node);
    case 'by':
      return statementIn(node);
    case 'resourceAccount':
      return node.text === '' ? [] : [{ meaning: { kind: 'account', idOrName: node.text }, node, from: 0, to: node.text.length }];
    case 'resource':
    case 'context':
      return identifiersIn(node);
    default:
      return [];
  }
}

function inPolicy(role: FileRole, site: Site, statementAt: number): readonly Mention[] {
  const { path, isKey, node } = site;
  if (path.length === 1 && isKey)
    return documentElements.has(node.text) ? [{ meaning: { kind: 'document' }, node, from: 0, to: node.text.length }] : [];
  if (statementAt < 0 || isKey) return [];
  const [listed, ...rest] = path.slice(statementAt + 1);
  const index = typeof listed === 'number' ? listed : 0;
  const element = typeof listed === 'number' ? rest[0] : listed;
  if (element === 'Sid') {
    const container = role === 'policy' ? undefined : containerOf(role, site, statementAt);
    return [{ meaning: { kind: 'sid', container, index, sid: node.text }, node, from: 0, to: node.text.length }];
  }
  return typeof element === 'string' && namingElements.has(element) ? identifiersIn(node) : [];
}

const documentElements: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const namingElements: ReadonlySet<string> = new Set(['Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition']);

/** A statement of a file, with or without a Sid. */
export interface WrittenStatement {
  /** Name of the policy, when its document stands inside another file. */
  readonly container: string | undefined;
  readonly index: number;
  readonly node: JsonNode;
  readonly sid: StringNode | undefined;
}

/** The statements of a file: of the policy that it is, or of the policies that stand in it. */
export function statementsIn(role: FileRole, root: JsonNode | undefined): readonly WrittenStatement[] {
  const statements: WrittenStatement[] = [];
  const add = (node: JsonNode, container: string | undefined): void => {
    statementsOf(node).forEach((statement, index) => {
      const sid = valueOf(statement, 'Sid');
      statements.push({ container, index, node: statement, sid: sid?.kind === 'string' ? sid : undefined });
    });
  };
  if (root === undefined || role === 'manifest' || role === 'accounts' || role === 'test') return [];
  if (role === 'policy') add(root, undefined);
  else visitDocuments(root, [], (node, path) => add(node, containerOf(role, { path, root }, path.length)));
  return statements;
}

function visitDocuments(node: JsonNode, path: JsonPath, visit: (node: JsonNode, path: JsonPath) => void): void {
  if (node.kind === 'array') node.items.forEach((item, index) => visitDocuments(item, [...path, index], visit));
  else if (node.kind === 'object') {
    if (memberOf(node, 'Statement') !== undefined) visit(node, path);
    else for (const { key, value } of node.members) if (value !== undefined) visitDocuments(value, [...path, key.text], visit);
  }
}

/** What a document inside a principals or resources file is called: `etl/extra`, `etl/trust`, the resource's ARN. */
function containerOf(role: FileRole, { path, root }: Pick<Site, 'path' | 'root'>, statementAt: number): string | undefined {
  const nodes = nodesOn(root, path.slice(0, statementAt));
  if (role === 'resources') return textOf(nodes[1], 'arn');
  const inline = path.indexOf('inline');
  const listed = typeof path[statementAt - 1] === 'number';
  const member = inline >= 0 ? inline : listed ? statementAt - 2 : statementAt - 1;
  const owner = textOf(nodes[member], 'name');
  if (owner === undefined) return undefined;
  if (inline >= 0) return `${owner}/${textOf(nodes[inline + 2], 'name') ?? ''}`;
  return path[member] === 'trust' ? `${owner}/trust` : owner;
}

/** The nodes from the root along a path; the n-th is what the first n steps lead to. */
function nodesOn(root: JsonNode | undefined, path: JsonPath): readonly (JsonNode | undefined)[] {
  const nodes: (JsonNode | undefined)[] = [root];
  let node: JsonNode | undefined = root;
  for (const step of path) {
    node = stepInto(node, step);
    nodes.push(node);
  }
  return nodes;
}

function stepInto(node: JsonNode | undefined, step: string | number): JsonNode | undefined {
  if (typeof step === 'number') return isArray(node) ? node.items[step] : undefined;
  return isObject(node) ? node.members.find(({ key }) => key.text === step)?.value : undefined;
}

function isArray(node: JsonNode | undefined): node is ArrayNode {
  return node?.kind === 'array';
}

function isObject(node: JsonNode | undefined): node is ObjectNode {
  return node?.kind === 'object';
}

/** A value of a member, alone or in its list. */
function isListed(path: JsonPath, member: string): boolean {
  return path.at(-1) === member || (typeof path.at(-1) === 'number' && path.at(-2) === member);
}

/** The piece is the name: the type before it is no part of what one renames. */
function organizationPolicy(node: StringNode): Mention {
  const slash = node.text.indexOf('/');
  return { meaning: { kind: 'organizationPolicy', reference: node.text }, node, from: slash + 1, to: node.text.length };
}

function policyReference(node: StringNode): readonly Mention[] {
  const { text } = node;
  const whole = { node, from: 0, to: text.length };
  if (!text.startsWith('arn:') && /[/\\]|\.jsonc?$/i.test(text)) {
    return [{ meaning: { kind: 'file', written: text, orBelowOrganization: false }, ...whole }];
  }
  return [{ meaning: { kind: 'managedPolicy', arnOrName: text }, ...whole }];
}

function statementIn(node: StringNode): readonly Mention[] {
  const name = readStatementName(node.text);
  if (name === undefined) return [];
  const hash = node.text.lastIndexOf('#');
  const statement: Mention = { meaning: { kind: 'statement', name }, node, from: hash + 1, to: node.text.length };
  const file = { node, from: 0, to: name.file.length };
  return name.file.startsWith('arn:')
    ? [{ meaning: { kind: 'managedPolicy', arnOrName: name.file }, ...file }, statement]
    : [{ meaning: { kind: 'file', written: name.file, orBelowOrganization: true }, ...file }, statement];
}

/** `pipeline/user/bot`: the account before the first `/user/` or `/role/`, and the principal; ARNs as anywhere. */
function principalIn(node: StringNode): readonly Mention[] {
  const { text } = node;
  if (text.startsWith('arn:')) return identifiersIn(node);
  const account = /^(.*?)\/(?:user|role)\/./.exec(text)?.[1] ?? /^(.+)\/root$/.exec(text)?.[1];
  const at = /^permission-set\/.+@(.+)$/.exec(text)?.[1];
  const principal: Mention = { meaning: { kind: 'principal', written: text }, node, from: 0, to: text.length };
  if (at !== undefined)
    return [{ meaning: { kind: 'account', idOrName: at }, node, from: text.length - at.length, to: text.length }, principal];
  if (account === undefined) return [principal];
  return [{ meaning: { kind: 'account', idOrName: account }, node, from: 0, to: account.length }, principal];
}

const identifier = /(?<![\w-])(?:\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}|[or]-[0-9a-z]{4,32})(?![\w-])/g;

/** Ids of accounts, OUs, roots and organizations, users and roles, and managed policies, in a value. */
function identifiersIn(node: StringNode): readonly Mention[] {
  const { text } = node;
  if (text.length < 6) return [];
  const mentions: Mention[] = [];
  for (const found of text.matchAll(identifier)) {
    const [id] = found;
    mentions.push({ meaning: meaningOfId(id), node, from: found.index, to: found.index + id.length });
  }
  const whole = { node, from: 0, to: text.length };
  if (/^arn:[^:]*:iam::[^:]*:policy\//.test(text)) mentions.push({ meaning: { kind: 'managedPolicy', arnOrName: text }, ...whole });
  else if (/^arn:[^:]*:(?:iam|sts)::\d{12}:(?:user|role|assumed-role)\//.test(text)) {
    mentions.push({ meaning: { kind: 'principal', written: text }, ...whole });
  }
  return mentions;
}

function meaningOfId(id: string): MentionMeaning {
  if (id.startsWith('ou-')) return { kind: 'organizationalUnit', idOrPath: id };
  return /^\d/.test(id) ? { kind: 'account', idOrName: id } : { kind: 'id', id };
}
