import type { OrganizationReader } from '../core/organization/organizationReader';
import type { JsonNode, MemberNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';
import type { Span } from '../core/text/span';

import { scalarText } from './yaml';

/** The files of a store; iam-collect writes their paths in lower case, and a copy may have changed that. */
export interface Store {
  readonly reader: OrganizationReader;
  /** The path as it is on disk, or undefined. */
  pathOf(path: string): string | undefined;
  /** The value of a file; undefined when it is not there, or is no JSON at all. */
  json(path: string): JsonNode | undefined;
  /** Whether a part of a file is no JSON, so that something may be lost there. */
  isBroken(path: string, within?: Span): boolean;
  /** Names of the folders and files right below a folder, in lower case. */
  below(folder: string): readonly string[];
}

export function openStore(reader: OrganizationReader): Store {
  const paths = new Map(reader.paths.map((path) => [path.toLowerCase(), path]));
  const children = new Map<string, Set<string>>();
  for (const path of paths.keys()) {
    const parts = path.split('/');
    for (let depth = 0; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const names = children.get(folder) ?? new Set();
      children.set(folder, names.add(parts[depth] ?? ''));
    }
  }
  const pathOf = (path: string): string | undefined => paths.get(path.toLowerCase());
  return {
    reader,
    pathOf,
    json(path) {
      const real = pathOf(path);
      return real === undefined ? undefined : reader.parse(real)?.root;
    },
    isBroken: (path, within) => reader.isBroken(pathOf(path) ?? path, within),
    below: (folder) => [...(children.get(folder.toLowerCase()) ?? [])],
  };
}

/** The members of an object; anything else in its place is reported. */
export function membersIn({ reader, pathOf }: Store, path: string, node: JsonNode | undefined): readonly MemberNode[] {
  if (node?.kind === 'object') return node.members;
  if (node !== undefined) {
    const span = { start: node.start, end: Math.min(node.end, node.start + 1) };
    reader.report({ file: pathOf(path) ?? path, span }, 'wrong-type', 'error', message('an object is expected here'));
  }
  return [];
}

/** The text of the first of some members that has one. */
export function firstText(node: JsonNode | undefined, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = scalarText(valueOf(node, name));
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

/** The first of some members that is there. */
export function firstValue(node: JsonNode | undefined, ...names: readonly string[]): JsonNode | undefined {
  for (const name of names) {
    const value = valueOf(node, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Ids or ARNs of a list, whether they stand there alone or in objects; undefined when there is no list. */
export function textsIn(node: JsonNode | undefined, ...names: readonly string[]): readonly string[] | undefined {
  if (node?.kind !== 'array') return undefined;
  return node.items.flatMap((item) => scalarText(item) ?? firstText(item, ...names) ?? []);
}

/** Tags as a map, or as the list of `Key` and `Value` that AWS gives. */
export function tagsIn(node: JsonNode | undefined): Readonly<Record<string, string>> {
  const tags: (readonly [string, string])[] = [];
  if (node?.kind === 'object') {
    for (const { key, value } of node.members) tags.push([key.text, scalarText(value) ?? '']);
  } else if (node?.kind === 'array') {
    for (const item of node.items) {
      const key = firstText(item, 'Key', 'key');
      if (key !== undefined) tags.push([key, firstText(item, 'Value', 'value') ?? '']);
    }
  }
  return Object.fromEntries(tags);
}

/** A name as a path has it, decoded; `%` that begins no code stays. */
export function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The last part of an ARN's resource, or the whole of what is no ARN. */
export function lastPart(idOrArn: string): string {
  return idOrArn.split('/').at(-1) ?? idOrArn;
}

/** A file seen from `iam/ACCOUNT/principals.jsonc` and `resources/ACCOUNT/resources.jsonc`. */
export function fromAccountFolder(path: string): string {
  return `../../${path}`;
}
