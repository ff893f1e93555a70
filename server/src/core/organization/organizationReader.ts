import type { JsonNode, JsonSyntax, MemberNode, ObjectNode, StringNode, SyntaxProblemCode } from '../syntax/nodes';
import { parseJson } from '../syntax/parseJson';
import { valueOf } from '../syntax/queries';
import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Span } from '../text/span';

import type { OrganizationProblem, Origin } from './organization';
import { resolvePath } from './organizationFiles';
import type { OrganizationFiles } from './organizationFiles';
import type { ReadingMemory } from './readingMemory';

/** What the parts of one reading share: the files, each parsed once, and the problems found so far. */
export interface OrganizationReader {
  readonly files: OrganizationFiles;
  /** All paths, sorted. */
  readonly paths: readonly string[];
  readonly problems: readonly OrganizationProblem[];
  /** Whether it is one of the paths. */
  isListed(file: string): boolean;
  exists(file: string): boolean;
  /** What a path written in a file means; the same few are written tens of thousands of times. */
  resolve(fromFile: string, written: string): string;
  /** Whether another reading may follow, for which parts of this one are kept with the texts they were read from. */
  readonly isFollowed: boolean;
  /** Whether a part of a file is no JSON, so that something may be lost there; the ends count as inside. */
  isBroken(file: string, within?: Span): boolean;
  /** The tree of a file as far as there is one; its syntax problems are reported once. */
  parse(file: string): JsonSyntax | undefined;
  report(origin: Origin, code: string, severity: OrganizationProblem['severity'], text: Message): void;
}

export function createReader(files: OrganizationFiles, memory?: ReadingMemory): OrganizationReader {
  const { sorted, known } = pathsOf(files, memory);
  return {
    ...createParsing(files),
    files,
    paths: sorted,
    isListed: (file) => known.has(file),
    exists: (file) => known.has(file) || files.read(file) !== undefined,
    resolve: createResolve(),
    isFollowed: memory !== undefined,
  };
}

/** The paths as they were, when they are the same. */
function pathsOf(files: OrganizationFiles, memory: ReadingMemory | undefined): NonNullable<ReadingMemory['paths']> {
  const listed = files.list();
  const before = memory?.paths;
  if (before?.listed.length === listed.length && listed.every((path, index) => path === before.listed[index])) return before;
  const sorted = [...listed].sort();
  const paths = { listed, sorted, known: new Set(sorted) };
  if (memory !== undefined) memory.paths = paths;
  return paths;
}

/** The trees of files, and the problems found in them. */
export function createParsing(files: OrganizationFiles): Pick<OrganizationReader, 'problems' | 'parse' | 'isBroken' | 'report'> {
  const problems: OrganizationProblem[] = [];
  const problemsOf = new Map<string, JsonSyntax['problems']>();
  // The tree read last: to keep all of them would take more memory than the organization.
  let last: { readonly file: string; readonly syntax: JsonSyntax | undefined } | undefined;
  const report: OrganizationReader['report'] = ({ file, span }, code, severity, text) => {
    problems.push({ code, severity, file, span, message: text });
  };
  return {
    problems,
    report,
    parse(file) {
      if (last?.file === file) return last.syntax;
      const text = files.read(file);
      const syntax = text === undefined ? undefined : parseJson(text);
      last = { file, syntax };
      if (problemsOf.has(file)) return syntax;
      problemsOf.set(file, syntax?.problems ?? []);
      for (const problem of syntax?.problems ?? []) report({ file, span: problem.span }, problem.code, 'error', problem.message);
      return syntax;
    },
    isBroken(file, within) {
      const found = problemsOf.get(file) ?? [];
      return found.some(
        ({ code, span }) => isFatal(code) && (within === undefined || (span.start <= within.end && within.start <= span.end)),
      );
    },
  };
}

function createResolve(): OrganizationReader['resolve'] {
  const below = new Map<string, Map<string, string>>();
  /** The file that was asked about last, and what its folder and those above it know. */
  let current: { readonly file: string; readonly levels: readonly FolderPaths[] } | undefined;
  return (fromFile, written) => {
    if (current?.file !== fromFile) current = { file: fromFile, levels: levelsOf(fromFile, below) };
    // From thousands of folders the same path leads to the same file, once it has left them.
    let up = 0;
    while (up < current.levels.length - 1 && written.startsWith('../', 3 * up)) up += 1;
    const rest = up === 0 ? written : written.slice(3 * up);
    const level = current.levels[up];
    const known = level?.paths.get(rest);
    if (known !== undefined) return known;
    const path = resolvePath(`${level?.folder ?? ''}-`, rest);
    level?.paths.set(rest, path);
    return path;
  };
}

interface FolderPaths {
  /** With a slash behind it; empty: the organization's own. */
  readonly folder: string;
  readonly paths: Map<string, string>;
}

/** The folder of a file, then those above it. */
function levelsOf(file: string, below: Map<string, Map<string, string>>): readonly FolderPaths[] {
  const parts = file.split('/').slice(0, -1);
  return Array.from({ length: parts.length + 1 }, (_, up) => {
    const folder = parts
      .slice(0, parts.length - up)
      .map((part) => `${part}/`)
      .join('');
    const paths = below.get(folder) ?? new Map<string, string>();
    below.set(folder, paths);
    return { folder, paths };
  });
}

function isFatal(code: SyntaxProblemCode): boolean {
  return code === 'invalid-json' || code === 'nesting-too-deep' || code === 'empty-document';
}

export function originOf(file: string, { start, end }: Span): Origin {
  return { file, span: { start, end } };
}

/** An object of one file, whose members are asked for by name. */
export interface Fields {
  readonly reader: OrganizationReader;
  readonly file: string;
  readonly node: ObjectNode;
}

/** The object as fields; anything else is reported, once, and has none. */
export function fieldsOf(reader: OrganizationReader, file: string, node: JsonNode | undefined): Fields | undefined {
  if (node?.kind === 'object') return { reader, file, node };
  if (node !== undefined) reader.report(originOf(file, node), 'wrong-type', 'error', message('an object is expected here'));
  return undefined;
}

/** Reports members that nobody reads, with the name that was probably meant. */
export function expectFields({ reader, file, node }: Fields, names: readonly string[]): void {
  for (const { key } of node.members) {
    if (names.includes(key.text) || key.text === '$schema') continue;
    reader.report(originOf(file, key), 'unknown-field', 'warning', withNearest(message('unknown field `{0}`', key.text), key.text, names));
  }
}

/** The message, and which known names are nearest to the one given. */
export function withNearest(text: Message, name: string, candidates: Iterable<string>): Message {
  return withNames(text, nearestNames(name, candidates));
}

const meant = '{0}; did you mean {1}?';

/** The message, and what may have been meant. */
export function withNames(text: Message, names: readonly string[]): Message {
  return names.length === 0 ? text : message('{0}; did you mean {1}?', text, names.map((name) => `\`${name}\``).join(', '));
}

/** The names that a message says may have been meant. */
export function namesMeant({ template, args }: Message): readonly string[] {
  const [, names] = args;
  if (template !== meant || typeof names !== 'string') return [];
  return [...names.matchAll(/`([^`]*)`/g)].map(([, name = '']) => name);
}

export function stringField({ reader, file, node }: Fields, name: string): StringNode | undefined {
  const value = valueOf(node, name);
  if (value === undefined || value.kind === 'string') return value;
  reader.report(originOf(file, value), 'wrong-type', 'error', message('`{0}` must be a string', name));
  return undefined;
}

export function textField(fields: Fields, name: string): string | undefined {
  return stringField(fields, name)?.text;
}

/** A text that must be there and not empty. */
export function requiredText(fields: Fields, name: string): string | undefined {
  const value = valueOf(fields.node, name);
  const text = textField(fields, name);
  if (text !== undefined && text !== '') return text;
  if (value === undefined || text === '') {
    const { reader, file, node } = fields;
    reader.report(originOf(file, value ?? headOf(node)), 'missing-field', 'error', message('`{0}` is missing', name));
  }
  return undefined;
}

export function numberField({ reader, file, node }: Fields, name: string): number | undefined {
  const value = valueOf(node, name);
  if (value === undefined) return undefined;
  if (value.kind === 'number' && Number.isFinite(Number(value.text))) return Number(value.text);
  reader.report(originOf(file, value), 'wrong-type', 'error', message('`{0}` must be a number', name));
  return undefined;
}

export function booleanField({ reader, file, node }: Fields, name: string): boolean | undefined {
  const value = valueOf(node, name);
  if (value === undefined || value.kind === 'boolean') return value?.value;
  reader.report(originOf(file, value), 'wrong-type', 'error', message('`{0}` must be true or false', name));
  return undefined;
}

/** The items of a list; a lone value counts as a list of one, and is reported. */
export function listField({ reader, file, node }: Fields, name: string): readonly JsonNode[] {
  const value = valueOf(node, name);
  if (value === undefined) return [];
  if (value.kind === 'array') return value.items;
  reader.report(originOf(file, value), 'wrong-type', 'error', message('`{0}` must be a list', name));
  return value.kind === 'null' ? [] : [value];
}

/** The strings of a list; other items are reported and left out. */
export function stringsField(fields: Fields, name: string): readonly StringNode[] {
  return listField(fields, name).flatMap((item) => {
    if (item.kind === 'string') return [item];
    fields.reader.report(originOf(fields.file, item), 'wrong-type', 'error', message('`{0}` must hold strings only', name));
    return [];
  });
}

/** The members of an object that maps names to something. */
export function membersField({ reader, file, node }: Fields, name: string): readonly MemberNode[] {
  const value = valueOf(node, name);
  if (value === undefined) return [];
  if (value.kind === 'object') return value.members;
  reader.report(originOf(file, value), 'wrong-type', 'error', message('`{0}` must be an object', name));
  return [];
}

/** A map of names to texts, such as tags; numbers and booleans are taken as written. */
export function textMapField(fields: Fields, name: string): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  for (const { key, value } of membersField(fields, name)) {
    if (value?.kind === 'string' || value?.kind === 'number') entries.push([key.text, value.text]);
    else if (value?.kind === 'boolean') entries.push([key.text, String(value.value)]);
    else {
      fields.reader.report(
        originOf(fields.file, value ?? key),
        'wrong-type',
        'error',
        message('`{0}` must be a string', `${name}.${key.text}`),
      );
    }
  }
  return Object.fromEntries(entries);
}

/** Where an object that lacks something is underlined: its first character, not all of it. */
function headOf({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + 1) };
}
