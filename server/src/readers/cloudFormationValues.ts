import type { JsonNode, ObjectNode } from '../core/syntax/nodes';
import { textOf, valueOf } from '../core/syntax/queries';

import type { Template, TemplateResource } from './cloudFormationTemplate';
import { physicalText } from './cloudFormationNames';

/**
 * What a value comes to. A resource of the templates is known as itself even where its id is not; parameters are unknown, for whoever
 * deploys the template may give them any value.
 */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'resource'; readonly resource: TemplateResource; /** `Ref`, or what `Fn::GetAtt` gets. */ readonly attribute: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** The templates of a folder, which may import from each other. */
export interface Templates {
  readonly all: ReadonlyMap<string, Template>;
  /** By the name of the export; undefined for one that several have. */
  readonly exports: ReadonlyMap<string, { readonly template: Template; readonly node: JsonNode } | undefined>;
  /** What was found out already: names of names would be made again and again, and a circle never ends. */
  readonly known: { readonly texts: Map<string, string | undefined>; readonly exports: Map<string, Value> };
}

const unknown: Value = { kind: 'unknown' };
const text = (written: string): Value => ({ kind: 'text', text: written });
/** Functions in functions. */
const maximumDepth = 60;
/** No template is longer, so no text of one is. */
const maximumLength = 1_000_000;

export function createTemplates(list: readonly Template[]): Templates {
  const all = new Map(list.map((template) => [template.file, template]));
  const exports = new Map<string, { readonly template: Template; readonly node: JsonNode } | undefined>();
  const nothingKnown = (): Templates['known'] => ({ texts: new Map(), exports: new Map() });
  const without: Templates = { all, exports: new Map(), known: nothingKnown() };
  for (const template of list) {
    const outputs = valueOf(template.root, 'Outputs');
    for (const { value } of outputs?.kind === 'object' ? outputs.members : []) {
      const name = evaluate(without, template, valueOf(valueOf(value, 'Export'), 'Name'));
      const node = valueOf(value, 'Value');
      if (name.kind !== 'text' || node === undefined || valueOf(value, 'Condition') !== undefined) continue;
      exports.set(name.text, exports.has(name.text) ? undefined : { template, node });
    }
  }
  return { all, exports, known: nothingKnown() };
}

/** The function of an object that is nothing but one. */
function functionIn(node: JsonNode): { readonly name: string; readonly argument: JsonNode | undefined } | undefined {
  if (node.kind !== 'object') return undefined;
  const [only, ...more] = node.members;
  if (only === undefined || more.length > 0) return undefined;
  const name = only.key.text;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument: only.value } : undefined;
}

export function evaluate(templates: Templates, template: Template, node: JsonNode | undefined, depth = 0): Value {
  if (node === undefined) return { kind: 'absent' };
  if (depth > maximumDepth) return unknown;
  switch (node.kind) {
    case 'string':
      // Such a reference is looked up when the stack is deployed.
      return node.text.includes('{{resolve:') ? unknown : text(node.text);
    case 'number':
      return text(node.text);
    case 'boolean':
      return text(String(node.value));
    case 'object': {
      const call = functionIn(node);
      return call === undefined ? unknown : callFunction({ templates, template, depth: depth + 1 }, call.name, call.argument);
    }
    default:
      return unknown;
  }
}

interface Scope {
  readonly templates: Templates;
  readonly template: Template;
  readonly depth: number;
}

function callFunction(scope: Scope, name: string, argument: JsonNode | undefined): Value {
  const items = argument?.kind === 'array' ? argument.items : [];
  switch (name) {
    case 'Ref':
      return argument?.kind === 'string' ? reference(scope.template, argument.text) : unknown;
    case 'Fn::GetAtt':
      if (argument?.kind === 'string') return attributeOf(scope.template, argument.text);
      return attributeOf(scope.template, items.map((item) => (item.kind === 'string' ? item.text : '')).join('.'));
    case 'Fn::Sub':
      return substitute(scope, argument);
    case 'Fn::Join':
      return join(scope, items);
    case 'Fn::Select':
      return select(scope, items);
    case 'Fn::FindInMap':
      return findInMap(scope, items);
    case 'Fn::ImportValue': {
      const wanted = textIn(scope, argument);
      return wanted === undefined ? unknown : importValue(scope, wanted);
    }
    default:
      return unknown;
  }
}

function importValue({ templates, depth }: Scope, name: string): Value {
  const { exports } = templates.known;
  const found = templates.exports.get(name);
  if (found === undefined) return unknown;
  const known = exports.get(name);
  if (known !== undefined) return known;
  exports.set(name, unknown);
  const value = evaluate(templates, found.template, found.node, depth);
  exports.set(name, value);
  return value;
}

/** A text, where a resource has one that the template alone decides. */
function textIn({ templates, template, depth }: Scope, node: JsonNode | undefined): string | undefined {
  return textOfValue(templates, evaluate(templates, template, node, depth), depth);
}

export function textOfValue(templates: Templates, value: Value, depth = 0): string | undefined {
  if (value.kind === 'text') return value.text;
  if (value.kind !== 'resource' || depth > maximumDepth) return undefined;
  const template = templates.all.get(value.resource.template);
  const { texts: found } = templates.known;
  const key = `${value.resource.key}.${value.attribute}`;
  if (template === undefined || found.has(key)) return found.get(key);
  found.set(key, undefined);
  const property = (name: string): string | undefined =>
    textOfValue(templates, evaluate(templates, template, valueOf(value.resource.properties, name), depth + 1), depth + 1);
  const has = (name: string): boolean => valueOf(value.resource.properties, name) !== undefined;
  const result = physicalText(value.resource.type, value.attribute, template.account, property, has);
  found.set(key, result);
  return result;
}

function reference({ resources, account }: Template, name: string): Value {
  const resource = resources.get(name);
  if (resource !== undefined) return { kind: 'resource', resource, attribute: 'Ref' };
  if (name === 'AWS::NoValue') return { kind: 'absent' };
  if (name === 'AWS::Partition') return text('aws');
  if (name === 'AWS::URLSuffix') return text('amazonaws.com');
  return name === 'AWS::AccountId' && account !== undefined ? text(account) : unknown;
}

function attributeOf({ resources }: Template, written: string): Value {
  const dot = written.indexOf('.');
  const resource = dot < 0 ? undefined : resources.get(written.slice(0, dot));
  return resource === undefined ? unknown : { kind: 'resource', resource, attribute: written.slice(dot + 1) };
}

function substitute(scope: Scope, argument: JsonNode | undefined): Value {
  const [first, variables] = argument?.kind === 'array' ? argument.items : [argument];
  if (first?.kind !== 'string' || first.text.includes('{{resolve:')) return unknown;
  const valueOfName = (name: string): Value => {
    const given = valueOf(variables, name);
    if (given !== undefined) return evaluate(scope.templates, scope.template, given, scope.depth);
    return name.includes('.') ? attributeOf(scope.template, name) : reference(scope.template, name);
  };
  const whole = /^\$\{([^!}][^}]*)\}$/.exec(first.text)?.[1];
  if (whole !== undefined) return valueOfName(whole.trim());
  let isKnown = true;
  const result = first.text.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    // `${!aws:username}` is for IAM to fill in.
    if (literal !== '') return `\${${name}}`;
    const known = textOfValue(scope.templates, valueOfName(name.trim()), scope.depth);
    if (known === undefined) isKnown = false;
    return known ?? '';
  });
  return isKnown && result.length <= maximumLength ? text(result) : unknown;
}

function join(scope: Scope, [delimiter, list]: readonly JsonNode[]): Value {
  if (delimiter?.kind !== 'string') return unknown;
  const parts = texts(scope, list);
  const joined = parts?.join(delimiter.text);
  return joined === undefined || joined.length > maximumLength ? unknown : text(joined);
}

/** The texts of a list; undefined when one of them, or the list, is not known. */
function texts(scope: Scope, list: JsonNode | undefined): readonly string[] | undefined {
  if (list?.kind === 'array') {
    const values = list.items.map((item) => evaluate(scope.templates, scope.template, item, scope.depth));
    const known = values.filter(({ kind }) => kind !== 'absent').map((value) => textOfValue(scope.templates, value, scope.depth));
    const all = known.flatMap((one) => one ?? []);
    return all.length === known.length ? all : undefined;
  }
  const call = list === undefined ? undefined : functionIn(list);
  if (call?.name !== 'Fn::Split' || call.argument?.kind !== 'array') return undefined;
  const [delimiter, source] = call.argument.items;
  const whole = textIn(scope, source);
  return delimiter?.kind === 'string' && delimiter.text !== '' ? whole?.split(delimiter.text) : undefined;
}

function select(scope: Scope, [index, list]: readonly JsonNode[]): Value {
  const at = Number(textIn(scope, index));
  if (!Number.isInteger(at) || at < 0) return unknown;
  // One that is known may be chosen from among others that are not, unless one of them may be absent.
  if (list?.kind === 'array' && list.items.every((item) => functionIn(item)?.name !== 'Fn::If')) {
    const item = list.items[at];
    return item === undefined ? unknown : evaluate(scope.templates, scope.template, item, scope.depth);
  }
  const chosen = texts(scope, list)?.[at];
  return chosen === undefined ? unknown : text(chosen);
}

function findInMap(scope: Scope, [map, first, second]: readonly JsonNode[]): Value {
  const names = [map, first, second].map((node) => textIn(scope, node));
  let at = valueOf(scope.template.root, 'Mappings');
  for (const name of names) at = name === undefined ? undefined : valueOf(at, name);
  // A map holds no functions.
  return at === undefined || at.kind === 'object' ? unknown : evaluate(scope.templates, scope.template, at, scope.depth);
}

/** The document of a property: its text; undefined when a part of it is not known. */
export function documentOf(templates: Templates, template: Template, node: JsonNode | undefined): string | undefined {
  if (node?.kind === 'string') return node.text.includes('{{resolve:') ? undefined : node.text;
  const call = node === undefined ? undefined : functionIn(node);
  const toJson = call?.name === 'Fn::ToJsonString' ? call.argument : undefined;
  if (call !== undefined && toJson === undefined) return textOfValue(templates, evaluate(templates, template, node));
  const plain = toPlain({ templates, template, depth: 0 }, toJson ?? node);
  return plain.isKnown && typeof plain.value === 'object' ? `${JSON.stringify(plain.value, undefined, 2)}\n` : undefined;
}

interface Plain {
  readonly isKnown: boolean;
  /** Undefined: absent. */
  readonly value: unknown;
}

function toPlain(scope: Scope, node: JsonNode | undefined): Plain {
  const inner: Scope = { ...scope, depth: scope.depth + 1 };
  if (node === undefined || node.kind === 'null' || scope.depth > maximumDepth) return { isKnown: false, value: undefined };
  if (node.kind === 'boolean') return { isKnown: true, value: node.value };
  if (node.kind === 'number') {
    const number = Number(node.text);
    return { isKnown: true, value: String(number) === node.text ? number : node.text };
  }
  if (node.kind === 'array') {
    const items = node.items.map((item) => toPlain(inner, item));
    return { isKnown: items.every(({ isKnown }) => isKnown), value: items.flatMap(({ value }) => (value === undefined ? [] : [value])) };
  }
  if (node.kind === 'object' && functionIn(node) === undefined) return objectToPlain(inner, node);
  const value = evaluate(scope.templates, scope.template, node, scope.depth);
  if (value.kind === 'absent') return { isKnown: true, value: undefined };
  const known = textOfValue(scope.templates, value, scope.depth);
  return { isKnown: known !== undefined, value: known };
}

function objectToPlain(scope: Scope, node: ObjectNode): Plain {
  const members = node.members.map(({ key, value }) => ({ name: key.text, ...toPlain(scope, value) }));
  // A function beside other members adds what nobody knows.
  const isKnown = members.every((member) => member.isKnown && !member.name.startsWith('Fn::'));
  return { isKnown, value: Object.fromEntries(members.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))) };
}

/** Tags, those whose key and value are known. */
export function tagsOf(templates: Templates, template: Template, node: JsonNode | undefined): Readonly<Record<string, string>> {
  const entries = (node?.kind === 'array' ? node.items : []).flatMap((tag) => {
    const value = textOfValue(templates, evaluate(templates, template, valueOf(tag, 'Value')));
    const key = textOf(tag, 'Key');
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}
