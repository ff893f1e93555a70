import { isAccountId } from '../policy/arn';
import { lowerPolicy } from '../policy/lowerPolicy';
import type { Policy } from '../policy/policy';
import type { JsonNode, ObjectNode } from '../syntax/nodes';
import { itemsOf, memberOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { ContextValue, PolicyInput } from './request';

/** Finds the document of a policy that AWS manages, by its ARN. */
export type ResolveManagedPolicy = (arn: string) => Policy | undefined;

/** What reads the members of a scenario, and gathers what is wrong with them. */
export interface Reader {
  readonly problems: Message[];
  readonly resolveManaged: ResolveManagedPolicy;
  report(problem: Message): undefined;
  rejectUnknown(node: ObjectNode, known: readonly string[]): void;
  text(node: ObjectNode, field: string, need: 'required' | 'optional'): string | undefined;
}

export function createReader(resolveManaged: ResolveManagedPolicy): Reader {
  const problems: Message[] = [];
  const report = (problem: Message): undefined => {
    problems.push(problem);
    return undefined;
  };
  return {
    problems,
    resolveManaged,
    report,
    rejectUnknown: (node, known) => {
      const seen = new Set<string>();
      for (const { key } of node.members) {
        if (!known.includes(key.text)) report(message('unknown field `{0}`', key.text));
        else if (seen.has(key.text)) report(message('the field `{0}` stands twice', key.text));
        seen.add(key.text);
      }
    },
    text: (node, field, need) => {
      const value = valueOf(node, field);
      if (value?.kind === 'string') return value.text;
      if (value !== undefined) return report(message('`{0}` must be a string', field));
      return need === 'required' ? report(message('`{0}` is missing', field)) : undefined;
    },
  };
}

export function readAccount(node: ObjectNode, field: string, reader: Reader): string | undefined {
  const account = reader.text(node, field, 'optional');
  if (account !== undefined && !isAccountId(account)) return reader.report(message('`{0}` is no account id', account));
  return account;
}

export function readContext(node: JsonNode | undefined, reader: Reader): Readonly<Record<string, ContextValue>> {
  if (node === undefined) return {};
  if (node.kind !== 'object') {
    reader.report(message('`{0}` must be an object', 'context'));
    return {};
  }
  const entries = node.members.flatMap(({ key, value }): readonly (readonly [string, ContextValue])[] => {
    const read = readContextValue(value);
    if (read !== undefined) return [[key.text, read]];
    reader.report(message('the context value of `{0}` must be a string, a number, a boolean or a list of these', key.text));
    return [];
  });
  return Object.fromEntries(entries);
}

function readContextValue(node: JsonNode | undefined): ContextValue | undefined {
  if (node?.kind !== 'array') return readScalar(node);
  const values = node.items.map(readScalar);
  const known = values.flatMap((value) => (value === undefined ? [] : [value]));
  return known.length === values.length ? known : undefined;
}

/** Numbers stay as they are written, so that no digit is lost. */
function readScalar(node: JsonNode | undefined): string | boolean | undefined {
  if (node?.kind === 'string' || node?.kind === 'number') return node.text;
  return node?.kind === 'boolean' ? node.value : undefined;
}

export function readSingle(node: ObjectNode, field: string, reader: Reader): PolicyInput | undefined {
  const value = valueOf(node, field);
  return value === undefined ? undefined : readPolicy(value, reader);
}

export function readList(node: ObjectNode, field: string, reader: Reader): readonly PolicyInput[] | undefined {
  const value = valueOf(node, field);
  if (value === undefined) return undefined;
  if (value.kind !== 'array') return reader.report(message('`{0}` must be a list', field));
  return itemsOf(value).map((item) => readPolicy(item, reader));
}

export function readLevels(node: ObjectNode, field: string, reader: Reader): readonly (readonly PolicyInput[])[] | undefined {
  const value = valueOf(node, field);
  if (value === undefined) return undefined;
  if (value.kind !== 'array') return reader.report(message('`{0}` must be a list of lists, one per level', field));
  return value.items.map((level) => {
    if (level.kind === 'array') return level.items.map((item) => readPolicy(item, reader));
    reader.report(message('`{0}` must be a list of lists, one per level', field));
    return [];
  });
}

/** A document, `{ "name", "document" }`, or the ARN of a policy that AWS manages. What cannot be read makes its layer unknown. */
function readPolicy(node: JsonNode, reader: Reader): PolicyInput {
  if (node.kind === 'string') return { name: node.text, policy: reader.resolveManaged(node.text) };
  const isWrapped = node.kind === 'object' && memberOf(node, 'document') !== undefined && memberOf(node, 'Statement') === undefined;
  if (node.kind !== 'object' || !isWrapped) return { name: undefined, policy: readDocument(node) };
  reader.rejectUnknown(node, ['name', 'document']);
  const document = valueOf(node, 'document');
  const name = reader.text(node, 'name', 'optional');
  if (document?.kind === 'string') return { name: name ?? document.text, policy: reader.resolveManaged(document.text) };
  return { name, policy: readDocument(document) };
}

/** A policy document; undefined for what has no statements at all. */
function readDocument(node: JsonNode | undefined): Policy | undefined {
  const statement = valueOf(node, 'Statement');
  return statement?.kind === 'object' || statement?.kind === 'array' ? lowerPolicy(node) : undefined;
}
