import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';

import type { OrganizationProblem, Origin } from '../core/organization/organization';
import type { JsonNode, MemberNode, ObjectNode, StringNode } from '../core/syntax/nodes';
import { maximumDepth, parseJson } from '../core/syntax/parseJson';
import { textOf, valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';
import type { Span } from '../core/text/span';

/** A template of CloudFormation. */
export interface Template {
  readonly file: string;
  readonly root: JsonNode | undefined;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** 12 digits in the template's path: the account that it is for. */
  readonly account: string | undefined;
  /** True when a part of it could not be read, or may become something else: it may hold anything. */
  readonly incomplete: boolean;
  readonly problems: readonly OrganizationProblem[];
}

export interface TemplateResource {
  readonly template: string;
  readonly logicalId: string;
  /** What the pieces of a draft know it by. */
  readonly key: string;
  readonly type: string;
  readonly properties: JsonNode | undefined;
  /** Whether a condition decides if there is one. */
  readonly conditional: boolean;
  readonly origin: Origin;
}

/** Cheap: whether a text may be a template at all. */
export function looksLikeTemplate(text: string): boolean {
  return /\bResources["']?\s*:/.test(text) && /\bAWS::\w+::/.test(text);
}

/** Reads a template in JSON or YAML; undefined when there are no resources in it, and never were. */
export function readTemplate(file: string, text: string): Template | undefined {
  if (!looksLikeTemplate(text)) return undefined;
  const problems: OrganizationProblem[] = [];
  const report: Report = ({ start, end }, code, severity, words) => {
    problems.push({ code, severity, file, span: { start, end }, message: words });
  };
  const root = text.trimStart().startsWith('{') ? readJson(text, report) : readYaml(text, report);
  const list = valueOf(root, 'Resources');
  // One that cannot be read at all may hold anything.
  if (list?.kind !== 'object' && problems.length === 0) return undefined;
  const resources = list?.kind === 'object' ? readResources(file, list, report) : new Map<string, TemplateResource>();
  reportTransforms(root, resources, report);
  const account = /(?<!\d)\d{12}(?!\d)/.exec(file)?.[0];
  return { file, root, resources, account, incomplete: problems.length > 0, problems };
}

function readResources(file: string, list: ObjectNode, report: Report): ReadonlyMap<string, TemplateResource> {
  const resources = new Map<string, TemplateResource>();
  for (const { key, value } of list.members) {
    const id = key.text;
    const type = textOf(value, 'Type');
    if (id.startsWith('Fn::')) {
      // `Fn::ForEach::…` and `Fn::Transform` make resources that stand nowhere.
      report(key, 'unknown-resources', 'warning', message('which resources `{0}` makes is not told, so what is attached is unknown', id));
    } else if (resources.has(id)) {
      report(key, 'duplicate-resource', 'error', message('`{0}` is there twice; the first is taken', id));
    } else if (type === undefined) {
      report(key, 'wrong-type', 'error', message('`{0}` is no resource: it has no `Type`', id));
    } else {
      const properties = valueOf(value, 'Properties');
      const conditional = valueOf(value, 'Condition') !== undefined;
      const origin = { file, span: { start: key.start, end: key.end } };
      resources.set(id, { template: file, logicalId: id, key: `${file}#${id}`, type, properties, conditional, origin });
    }
  }
  return resources;
}

type Report = (span: Span, code: string, severity: 'error' | 'warning', words: OrganizationProblem['message']) => void;

/** Transforms of AWS's that leave resources of other kinds as they are. */
const harmless = /^AWS::(Serverless-|LanguageExtensions$|CodeDeployBlueGreen$|SecretsManager-|ServiceCatalog)/;

function reportTransforms(root: JsonNode | undefined, resources: ReadonlyMap<string, TemplateResource>, report: Report): void {
  const written = valueOf(root, 'Transform');
  for (const node of written?.kind === 'array' ? written.items : written === undefined ? [] : [written]) {
    if (node.kind === 'string' && harmless.test(node.text)) continue;
    const name = node.kind === 'string' ? node.text : (textOf(node, 'Name') ?? 'Transform');
    report(node, 'unknown-transform', 'warning', message('`{0}` may change the template, so what is attached is unknown', name));
  }
  for (const { properties } of resources.values()) {
    const added = properties?.kind === 'object' ? properties.members.find(({ key }) => key.text === 'Fn::Transform') : undefined;
    if (added === undefined) continue;
    const text = message('`{0}` may change the template, so what is attached is unknown', 'Fn::Transform');
    report(added.key, 'unknown-transform', 'warning', text);
  }
}

function readJson(text: string, report: Report): JsonNode | undefined {
  const { root, problems } = parseJson(text);
  for (const problem of problems) {
    if (problem.code !== 'comment-not-permitted' && problem.code !== 'trailing-comma') {
      report(problem.span, problem.code, 'error', problem.message);
    }
  }
  return root;
}

/** More nodes than any template has: aliases of aliases may stand for billions. */
const maximumNodes = 200_000;

function readYaml(text: string, report: Report): JsonNode | undefined {
  try {
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false, prettyErrors: false });
    for (const { pos, message: words } of document.errors) {
      report({ start: pos[0], end: pos[1] }, 'invalid-yaml', 'error', message('this template cannot be read: {0}', words));
    }
    const conversion: Conversion = { document, count: 0, isTooDeep: false };
    const root = document.contents === null ? undefined : convert(conversion, document.contents, 0);
    if (conversion.count > maximumNodes) {
      report({ start: 0, end: 0 }, 'too-large', 'error', message('this template repeats itself too often to be read'));
    }
    if (conversion.isTooDeep)
      report({ start: 0, end: 0 }, 'nesting-too-deep', 'error', message('this template is nested too deeply to be read'));
    return root;
  } catch {
    // The parser walks nested lists recursively; thousands of them overflow it.
    report({ start: 0, end: 0 }, 'nesting-too-deep', 'error', message('this template is nested too deeply to be read'));
    return undefined;
  }
}

interface Conversion {
  readonly document: Document.Parsed;
  count: number;
  isTooDeep: boolean;
}

/** A YAML node as JSON has it; short tags become the functions that they stand for. */
function convert(conversion: Conversion, node: Node, depth: number): JsonNode {
  conversion.count += 1;
  const span = spanOf(node);
  if (depth > maximumDepth) conversion.isTooDeep = true;
  if (conversion.count > maximumNodes || depth > maximumDepth) return { kind: 'null', ...span };
  if (isAlias(node)) {
    const target = node.resolve(conversion.document);
    return target === undefined ? { kind: 'null', ...span } : convert(conversion, target, depth + 1);
  }
  const plain = convertPlain(conversion, node, span, depth);
  const name = functionOf(node.tag);
  if (name === undefined) return plain;
  const value: JsonNode = plain.kind === 'null' ? { kind: 'string', ...span, text: '' } : plain;
  return { kind: 'object', ...span, members: [member({ kind: 'string', ...span, text: name }, value)] };
}

function convertPlain(conversion: Conversion, node: Node, span: Span, depth: number): JsonNode {
  const inner = (value: unknown): JsonNode => (isNode(value) ? convert(conversion, value, depth + 1) : { kind: 'null', ...span });
  if (isSeq(node)) return { kind: 'array', ...span, items: node.items.map(inner) };
  if (isMap(node)) {
    const members: MemberNode[] = [];
    for (const { key, value } of node.items) {
      const name = isNode(key) ? convert(conversion, key, depth + 1) : undefined;
      if (name === undefined || name.kind === 'object' || name.kind === 'array') continue;
      const text = name.kind === 'null' ? '' : name.kind === 'boolean' ? String(name.value) : name.text;
      members.push(member({ kind: 'string', start: name.start, end: name.end, text }, inner(value)));
    }
    return { kind: 'object', ...span, members };
  }
  if (!isScalar(node)) return { kind: 'null', ...span };
  const { value, source } = node;
  if (typeof value === 'string') return { kind: 'string', ...span, text: value };
  if (typeof value === 'boolean') return { kind: 'boolean', ...span, value };
  // As written: an account id may begin with a zero.
  if (typeof value === 'number' || typeof value === 'bigint') return { kind: 'number', ...span, text: source ?? String(value) };
  return { kind: 'null', ...span };
}

function member(key: StringNode, value: JsonNode): ObjectNode['members'][number] {
  return { start: key.start, end: Math.max(key.end, value.end), key, colon: key.end, value };
}

function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value);
}

function spanOf({ range }: Node): Span {
  return range === undefined || range === null ? { start: 0, end: 0 } : { start: range[0], end: range[1] };
}

/** `!Sub` → `Fn::Sub`; undefined for no tag, or one of YAML's own. */
function functionOf(tag: string | undefined): string | undefined {
  if (tag === undefined || !tag.startsWith('!') || tag.length === 1) return undefined;
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}
