import { isAlias, isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Alias, Document, Pair, Scalar, YAMLMap } from 'yaml';

import type { OrganizationReader } from '../core/organization/organizationReader';
import type { JsonNode, MemberNode, ObjectNode, StringNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';
import type { Span } from '../core/text/span';

/** Trouble with the YAML itself. */
export interface YamlProblem {
  readonly code: 'invalid-yaml' | 'duplicate-key' | 'unknown-alias' | 'too-many-aliases' | 'nesting-too-deep';
  readonly span: Span;
  readonly message: Message;
}

/** A YAML text as the tree that JSON has, each node at its place in the text. */
export interface YamlSyntax {
  /** Undefined when the text holds no value at all. */
  readonly root: JsonNode | undefined;
  readonly problems: readonly YamlProblem[];
  /** Whether something may be lost. */
  readonly isBroken: boolean;
}

/** How many nodes aliases may add: enough for any template that people write, and no bomb. */
const maxAliasNodes = 50_000;

/**
 * Parses YAML. An alias becomes what its anchor has, `<<` is merged, and a tag becomes the long form of CloudFormation: `!Ref X` is
 * `{ "Ref": "X" }`, `!Sub X` is `{ "Fn::Sub": "X" }`, and so is any other. It never throws.
 */
export function parseYaml(text: string): YamlSyntax {
  try {
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false, prettyErrors: false, strict: true });
    const problems = document.errors.map(({ pos: [start, end], message: words }): YamlProblem => {
      return { code: 'invalid-yaml', span: { start, end }, message: message('this is no YAML: {0}', words) };
    });
    const lowering = createLowering(document, problems);
    const root = document.contents === null ? undefined : lowering.lower(document.contents);
    return { root, problems, isBroken: problems.some(({ code }) => code !== 'duplicate-key') };
  } catch {
    // The parser goes as deep as the text does, and the stack ends somewhere.
    const problem = { code: 'nesting-too-deep', span: { start: 0, end: 1 }, message: message('this YAML cannot be read') } as const;
    return { root: undefined, problems: [problem], isBroken: true };
  }
}

/** The YAML of a file, its trouble reported; undefined when there is no such file. */
export function readYaml(reader: OrganizationReader, file: string, prepare: (text: string) => string = same): YamlSyntax | undefined {
  const text = reader.files.read(file);
  if (text === undefined) return undefined;
  const syntax = parseYaml(prepare(text));
  for (const { code, span, message: words } of syntax.problems) {
    reader.report({ file, span }, code, code === 'duplicate-key' ? 'warning' : 'error', words);
  }
  return syntax;
}

function same(text: string): string {
  return text;
}

/** The text of a scalar as written, quoted or not: an account's id is a number in YAML, and its name may be one. */
export function scalarText(node: JsonNode | undefined): string | undefined {
  if (node?.kind === 'string' || node?.kind === 'number') return node.text;
  return node?.kind === 'boolean' ? String(node.value) : undefined;
}

/** The text of a member that is a scalar. */
export function scalarOf(node: JsonNode | undefined, name: string): string | undefined {
  return scalarText(valueOf(node, name));
}

/** A tree as plain data. */
export function dataOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map(({ key, value }) => [key.text, value === undefined ? null : dataOf(value)]));
    case 'array':
      return node.items.map(dataOf);
    case 'number':
      return Number.isFinite(Number(node.text)) ? Number(node.text) : node.text;
    case 'string':
      return node.text;
    case 'boolean':
      return node.value;
    case 'null':
      return null;
  }
}

/** What each alias stands for: an anchor may be set anew, so the last one before the alias counts. */
function aliasTargets(document: Document): ReadonlyMap<Alias, unknown> {
  const anchors = new Map<string, unknown>();
  const targets = new Map<Alias, unknown>();
  visit(document, (_, node) => {
    if (isAlias(node)) targets.set(node, anchors.get(node.source));
    else if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) anchors.set(node.anchor, node);
  });
  return targets;
}

interface Lowering {
  lower(node: unknown): JsonNode;
}

function createLowering(document: Document, problems: YamlProblem[]): Lowering {
  const targets = aliasTargets(document);
  const open = new Set<unknown>();
  let aliasDepth = 0;
  let aliasNodes = 0;
  const report = (code: YamlProblem['code'], span: Span, words: Message): void => {
    // A bomb has thousands of aliases, and one word about it is enough.
    if (code === 'too-many-aliases' && problems.some((problem) => problem.code === code)) return;
    problems.push({ code, span, message: words });
  };

  const lower = (node: unknown): JsonNode => {
    const span = spanOf(node);
    if (aliasDepth > 0 && ++aliasNodes > maxAliasNodes) {
      report('too-many-aliases', span, message('the aliases of this file stand for too much to be read'));
      return { kind: 'null', ...span };
    }
    if (isAlias(node)) return followAlias(node, span);
    if (open.has(node)) return { kind: 'null', ...span };
    open.add(node);
    const lowered = tagged(tagOf(node), untagged(node, span), span);
    open.delete(node);
    return lowered;
  };

  const followAlias = (alias: Alias, span: Span): JsonNode => {
    const target = targets.get(alias);
    if (target === undefined || open.has(target)) {
      report('unknown-alias', span, message('this alias stands for nothing that can be read'));
      return { kind: 'null', ...span };
    }
    aliasDepth += 1;
    const lowered = lower(target);
    aliasDepth -= 1;
    return lowered;
  };

  const untagged = (node: unknown, span: Span): JsonNode => {
    if (isMap(node)) return lowerMap(node, span);
    if (isSeq(node)) return { kind: 'array', items: node.items.map(lower), ...span };
    return isScalar(node) ? lowerScalar(node, span) : { kind: 'null', ...span };
  };

  const lowerMap = ({ items }: YAMLMap<unknown, unknown>, span: Span): ObjectNode => {
    const members: MemberNode[] = [];
    const merged: MemberNode[] = [];
    const seen = new Set<string>();
    for (const { key, value } of items) {
      const name = keyOf(key);
      const lowered = value === null ? undefined : lower(value);
      if (name.text === '<<') merged.push(...mergedMembers(lowered));
      else {
        if (seen.has(name.text)) report('duplicate-key', name, message('`{0}` is there twice; the last one counts', name.text));
        seen.add(name.text);
        members.push({ key: name, colon: undefined, value: lowered, start: name.start, end: Math.max(name.end, lowered?.end ?? 0) });
      }
    }
    // What is written here counts more than what is merged, and of that the first.
    const inherited = merged.filter(({ key }) => !seen.has(key.text) && seen.add(key.text));
    return { kind: 'object', members: [...members, ...inherited], ...span };
  };

  return { lower };
}

function keyOf(key: Pair['key']): StringNode {
  const text = isScalar(key) ? (typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))) : '';
  return { kind: 'string', text, ...spanOf(key) };
}

function mergedMembers(node: JsonNode | undefined): readonly MemberNode[] {
  if (node?.kind === 'array') return node.items.flatMap(mergedMembers);
  return node?.kind === 'object' ? node.members : [];
}

function lowerScalar({ value, source }: Scalar, span: Span): JsonNode {
  if (typeof value === 'string') return { kind: 'string', text: value, ...span };
  if (typeof value === 'boolean') return { kind: 'boolean', value, ...span };
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', text: source ?? String(value), ...span };
  return { kind: 'null', ...span };
}

/** Where a node stands, without the blanks after it. */
function spanOf(node: unknown): Span {
  const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined;
  const [start, end] = range ?? [0, 0];
  return { start, end };
}

function tagOf(node: unknown): string | undefined {
  const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined;
  return tag === undefined || tag.length < 2 || !tag.startsWith('!') ? undefined : tag.slice(1);
}

function tagged(tag: string | undefined, value: JsonNode, { start, end }: Span): JsonNode {
  if (tag === undefined) return value;
  const text = tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`;
  const key: StringNode = { kind: 'string', text, start, end: start };
  return { kind: 'object', members: [{ key, colon: undefined, value, start, end }], start, end };
}
