import type { JsonNode } from '../core/syntax/nodes';
import { itemsOf, textOf, valueOf } from '../core/syntax/queries';

import type { Draft } from './draft';
import { createReferences } from './terraformReferences';
import type { Mention, References } from './terraformReferences';
import { textsIn } from './terraformState';
import type { TerraformResource, TerraformSide, TerraformSource } from './terraformState';

/** What the parts of one reading share. */
export interface TerraformContext {
  readonly draft: Draft;
  /** Of a type: what Terraform manages, then what data sources say. */
  of(...types: readonly string[]): readonly TerraformResource[];
  references(resource: TerraformResource): References;
  /** Whether a plan takes away what has this id. */
  isGone(id: string): boolean;
  /** The 12-digit id of the account that a resource lies in, or undefined. */
  accountOf(resource: TerraformResource): string | undefined;
}

export type ReadSide = readonly (readonly [source: TerraformSource, side: TerraformSide])[];

export function createContext(draft: Draft, sides: ReadSide): TerraformContext {
  const byType = new Map<string, TerraformResource[]>();
  const references = new Map<string, References>();
  const all = sides.flatMap(([, { resources }]) => resources);
  for (const [source, side] of sides) references.set(source.file, createReferences(source.configuration, side.resources));
  for (const mode of ['managed', 'data'] as const) {
    for (const resource of all) {
      if (resource.mode !== mode) continue;
      const list = byType.get(resource.type);
      if (list === undefined) byType.set(resource.type, [resource]);
      else list.push(resource);
    }
  }
  const none = createReferences(undefined, []);
  const referencesOf = (resource: TerraformResource): References => references.get(resource.file) ?? none;
  return {
    draft,
    of: (...types) => types.flatMap((type) => byType.get(type) ?? []),
    references: referencesOf,
    isGone: (id) => sides.some(([, { gone }]) => gone.has(id)),
    accountOf: createAccountOf(all, referencesOf),
  };
}

/**
 * The account that an ARN has; else the one that the provider names; else the only one that this provider's other resources have. A state
 * as `terraform show` writes it does not tell providers apart, so nothing follows from other resources there.
 */
function createAccountOf(all: readonly TerraformResource[], references: (resource: TerraformResource) => References) {
  const providerOf = (resource: TerraformResource): string | undefined => {
    const key = references(resource).providerOf(resource)?.key ?? (resource.provider === '' ? undefined : resource.provider);
    return key === undefined ? undefined : `${resource.file} ${key}`;
  };
  const accounts = new Map<string, Set<string>>();
  for (const resource of all) {
    const provider = providerOf(resource);
    const account = resource.type === 'aws_caller_identity' ? text(resource, 'account_id') : accountIn(text(resource, 'arn'));
    if (provider !== undefined && account !== undefined) accounts.set(provider, (accounts.get(provider) ?? new Set()).add(account));
  }
  return (resource: TerraformResource): string | undefined => {
    const told = accountIn(text(resource, 'arn')) ?? references(resource).providerOf(resource)?.account;
    if (told !== undefined) return told;
    const known = accounts.get(providerOf(resource) ?? '');
    return known?.size === 1 ? [...known][0] : undefined;
  };
}

export function accountIn(arn: string | undefined): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1];
}

/** A text that is there and says something. */
export function text({ values }: TerraformResource, name: string): string | undefined {
  return textOf(values, name) || undefined;
}

export function texts({ values }: TerraformResource, name: string): readonly string[] {
  return textsIn(valueOf(values, name));
}

/** Whether an attribute, or a part of it, is known after apply only, or of a type that it cannot have. */
export function isUnknown(resource: TerraformResource, name: string, type: 'string' | 'array'): boolean {
  const written = valueOf(resource.values, name);
  if (written !== undefined && written.kind !== 'null' && written.kind !== type) return true;
  if (written?.kind === 'array' && written.items.some(({ kind }) => kind === 'null')) return true;
  return holdsTrue(valueOf(resource.unknown, name));
}

/** `after_unknown` has the form of the value, with `true` where nobody knows. */
function holdsTrue(unknown: JsonNode | undefined, depth = 0): boolean {
  if (unknown?.kind === 'boolean') return unknown.value;
  if (depth > 20) return false;
  if (unknown?.kind === 'array') return unknown.items.some((item) => holdsTrue(item, depth + 1));
  return unknown?.kind === 'object' && unknown.members.some(({ value }) => holdsTrue(value, depth + 1));
}

export function tagsOf({ values }: TerraformResource): Readonly<Record<string, string>> {
  const all = valueOf(values, 'tags_all');
  const tags = all?.kind === 'object' && all.members.length > 0 ? all : valueOf(values, 'tags');
  if (tags?.kind !== 'object') return {};
  return Object.fromEntries(tags.members.flatMap(({ key, value }) => (value?.kind === 'string' ? [[key.text, value.text] as const] : [])));
}

/** The objects of a list of blocks. */
export function blocks({ values }: TerraformResource, name: string) {
  return itemsOf(valueOf(values, name)).filter(({ kind }) => kind === 'object');
}

/** What a resource is known by: its id, or where it stands while it has none. */
export function keyOf(resource: TerraformResource): string {
  return text(resource, 'id') ?? addressKey(resource);
}

export function addressKey({ file, address }: TerraformResource): string {
  return `${file}#${address}`;
}

/** Keys that an attribute may have; undefined: any. */
export interface Choice {
  readonly keys: readonly string[] | undefined;
  readonly certain: boolean;
}

/** The key that an attribute holds, or those that its expression can come from. */
export function choose(
  { references }: TerraformContext,
  resource: TerraformResource,
  attribute: string,
  keyIn: (mention: Mention) => string | undefined,
): Choice {
  const written = text(resource, attribute);
  if (written !== undefined) return { keys: [written], certain: true };
  const mentions = references(resource).of(resource, attribute);
  if (mentions === undefined || !mentions.isWhole) return { keys: undefined, certain: false };
  const keys = mentions.found.map(keyIn);
  const known = [...new Set(keys.flatMap((key) => key ?? []))];
  return keys.includes(undefined) ? { keys: undefined, certain: false } : { keys: known, certain: known.length === 1 };
}
