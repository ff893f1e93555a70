import type { JsonNode } from '../core/syntax/nodes';
import { textOf, valueOf } from '../core/syntax/queries';

import { textsIn } from './terraformState';
import type { TerraformResource } from './terraformState';

/** A resource that an expression mentions, and what of it: `roots[0].id`. */
export interface Mention {
  readonly resource: TerraformResource;
  readonly attribute: string;
}

/** What an expression refers to. `isWhole`: it can come from nothing else. */
export interface Mentions {
  readonly found: readonly Mention[];
  readonly isWhole: boolean;
}

export interface References {
  /** Undefined where no configuration tells. */
  of(resource: TerraformResource, attribute: string): Mentions | undefined;
  /** Whether the configuration leaves an attribute out, so that it is the provider's to fill in; undefined: nobody tells. */
  isLeftOut(resource: TerraformResource, attribute: string): boolean | undefined;
  /** Key of the provider configuration, and the account that it names for itself. */
  providerOf(resource: TerraformResource): { readonly key: string; readonly account: string | undefined } | undefined;
}

/** Modules may call modules, but a circle is none. */
const maximumDepth = 20;
const nothing: Mentions = { found: [], isWhole: false };

/** Resolves what is known after apply only through the expressions in the `configuration` of a plan. */
export function createReferences(configuration: JsonNode | undefined, resources: readonly TerraformResource[]): References {
  const context: Context = { root: valueOf(configuration, 'root_module'), byStem: byStem(resources) };
  const providers = valueOf(configuration, 'provider_config');
  return {
    of(resource, attribute) {
      const expression = valueOf(valueOf(configOf(context, resource), 'expressions'), attribute);
      if (expression === undefined) return undefined;
      return resolve(context, { module: resource.module, index: resource.index }, referencesIn(expression), 0);
    },
    isLeftOut(resource, attribute) {
      const found = configOf(context, resource);
      return found === undefined ? undefined : valueOf(valueOf(found, 'expressions'), attribute) === undefined;
    },
    providerOf(resource) {
      const key = textOf(configOf(context, resource), 'provider_config_key');
      return key === undefined ? undefined : { key, account: accountOf(valueOf(providers, key)) };
    },
  };
}

interface Context {
  readonly root: JsonNode | undefined;
  /** By address without the resource's own instance. */
  readonly byStem: ReadonlyMap<string, readonly TerraformResource[]>;
}

/** The module that an expression stands in, and the instance of what it belongs to. */
interface Scope {
  readonly module: string;
  readonly index: string;
}

function byStem(resources: readonly TerraformResource[]): ReadonlyMap<string, readonly TerraformResource[]> {
  const stems = new Map<string, TerraformResource[]>();
  for (const resource of resources) {
    const stem = resource.index === '' ? resource.address : resource.address.slice(0, -(resource.index.length + 2));
    const list = stems.get(stem);
    if (list === undefined) stems.set(stem, [resource]);
    else list.push(resource);
  }
  return stems;
}

/** Names of the modules of an address, outermost first, each with its instance. */
function stepsOf(module: string): readonly { readonly name: string; readonly index: string }[] {
  return [...module.matchAll(/module\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?/g)].map((match) => ({
    name: match[1] ?? '',
    index: match[2] ?? '',
  }));
}

function moduleConfig({ root }: Context, module: string): JsonNode | undefined {
  let at = root;
  for (const { name } of stepsOf(module)) at = valueOf(valueOf(valueOf(at, 'module_calls'), name), 'module');
  return at;
}

function configOf(context: Context, { module, mode, type, name }: TerraformResource): JsonNode | undefined {
  const list = valueOf(moduleConfig(context, module), 'resources');
  if (list?.kind !== 'array') return undefined;
  return list.items.find(
    (node) => textOf(node, 'type') === type && textOf(node, 'name') === name && (textOf(node, 'mode') === 'data') === (mode === 'data'),
  );
}

/** All references of an expression, however deep; blocks and lists have theirs further in. */
function referencesIn(expression: JsonNode | undefined, depth = 0): readonly string[] {
  if (expression === undefined || depth > maximumDepth) return [];
  if (expression.kind === 'array') return expression.items.flatMap((item) => referencesIn(item, depth + 1));
  if (expression.kind !== 'object') return [];
  const own = valueOf(expression, 'references');
  if (own?.kind === 'array') return textsIn(own);
  return expression.members.flatMap(({ value }) => referencesIn(value, depth + 1));
}

/** Terraform names `a.b.id` and then `a.b` as well: the longest tells everything. */
function longest(references: readonly string[]): readonly string[] {
  return references.filter((one) => !references.some((other) => other.startsWith(`${one}.`) || other.startsWith(`${one}[`)));
}

const instance = '(?:\\[("(?:[^"\\\\]|\\\\.)*"|\\d+)\\])?';
const moduleForm = new RegExp(`^module\\.([\\w-]+)${instance}\\.([\\w-]+)`);
const resourceForm = new RegExp(`^((?:data\\.)?aws_\\w+\\.[\\w-]+)${instance}(?:\\.(.+))?$`);

function resolve(context: Context, scope: Scope, references: readonly string[], depth: number): Mentions {
  if (depth > maximumDepth) return nothing;
  const written = longest(references);
  const isKey = (reference: string): boolean => reference === 'each.key' || reference === 'count.index';
  const key = written.some(isKey) ? scope.index : '';
  const parts = written.filter((reference) => !isKey(reference)).map((reference) => resolveOne(context, scope, reference, key, depth));
  const found = parts.flatMap((part) => part.found);
  const isUnique = (mention: Mention, at: number): boolean =>
    found.findIndex(({ resource, attribute }) => resource === mention.resource && attribute === mention.attribute) === at;
  return { found: found.filter(isUnique), isWhole: parts.length > 0 && parts.every(({ isWhole }) => isWhole) };
}

function resolveOne(context: Context, scope: Scope, reference: string, key: string, depth: number): Mentions {
  const variable = /^var\.([\w-]+)/.exec(reference)?.[1];
  if (variable !== undefined) {
    const steps = stepsOf(scope.module);
    const call = steps.at(-1);
    const parent = steps.slice(0, -1).map(({ name, index }) => `module.${name}${index === '' ? '' : `[${index}]`}`);
    if (call === undefined) return nothing;
    const module = parent.join('.');
    const calls = valueOf(moduleConfig(context, module), 'module_calls');
    const expression = valueOf(valueOf(valueOf(calls, call.name), 'expressions'), variable);
    return resolve(context, { module, index: call.index }, referencesIn(expression), depth + 1);
  }
  const output = moduleForm.exec(reference);
  if (output !== null) {
    const [, name = '', , wanted = ''] = output;
    const call = moduleCall(context, scope.module, name);
    const isMany = ['for_each_expression', 'count_expression'].some((member) => valueOf(call, member) !== undefined);
    const index = output[2] ?? (isMany ? key : '');
    const module = `${scope.module === '' ? '' : `${scope.module}.`}module.${name}${index === '' ? '' : `[${index}]`}`;
    const expression = valueOf(valueOf(valueOf(moduleConfig(context, module), 'outputs'), wanted), 'expression');
    return resolve(context, { module, index: '' }, referencesIn(expression), depth + 1);
  }
  const resource = resourceForm.exec(reference);
  if (resource === null) return nothing;
  const [, stem = '', index = '', attribute = ''] = resource;
  const all = context.byStem.get(`${scope.module === '' ? '' : `${scope.module}.`}${stem}`) ?? [];
  const wanted = index === '' ? key : index;
  const exact = all.filter((one) => one.index === wanted);
  const chosen = exact.length > 0 ? exact : all;
  return { found: chosen.map((one) => ({ resource: one, attribute })), isWhole: chosen.length > 0 };
}

function moduleCall(context: Context, module: string, name: string): JsonNode | undefined {
  return valueOf(valueOf(moduleConfig(context, module), 'module_calls'), name);
}

/** A provider names its account by the role that it takes on, or as the only one that it may work in. */
function accountOf(provider: JsonNode | undefined): string | undefined {
  const expressions = valueOf(provider, 'expressions');
  const roles = valueOf(expressions, 'assume_role');
  const role = textOf(valueOf(roles?.kind === 'array' ? roles.items.at(-1) : roles, 'role_arn'), 'constant_value');
  const inRole = /^arn:[^:]*:iam::(\d{12}):/.exec(role ?? '')?.[1];
  if (inRole !== undefined) return inRole;
  const allowed = textsIn(valueOf(valueOf(expressions, 'allowed_account_ids'), 'constant_value'));
  return allowed.length === 1 && /^\d{12}$/.test(allowed[0] ?? '') ? allowed[0] : undefined;
}
