import { parseJson } from '../syntax/parseJson';
import { valueFromNode } from '../syntax/valueFromNode';

import type { Organization, OrganizationPolicy } from './organization';

/** A policy by id, reference, ARN or name; a name that several have names none. Those that AWS manages are nobody's to draft. */
export function policyNamed({ policies }: Organization, name: string): OrganizationPolicy | undefined {
  const all = [...policies.values()].filter(({ file }) => file !== undefined);
  const id = name.startsWith('arn:') ? name.split('/').at(-1) : name;
  const exact = all.find((policy) => policy.id === id || policy.reference === name);
  if (exact !== undefined) return exact;
  const named = all.filter((policy) => policy.name === name);
  return named.length === 1 ? named[0] : undefined;
}

/** Layout, comments and the order of members do not matter; undefined where one of them is no JSON. */
export function differ(one: string | undefined, other: string | undefined): boolean | undefined {
  const [before, after] = [documentOf(one), documentOf(other)];
  return before === undefined || after === undefined ? undefined : canonical(before.value) !== canonical(after.value);
}

/** The value of a text; undefined where it is no JSON. */
export function documentOf(text: string | undefined): { readonly value: unknown } | undefined {
  const syntax = text === undefined ? undefined : parseJson(text);
  if (syntax?.root === undefined || syntax.problems.some(({ code }) => code === 'invalid-json')) return undefined;
  return { value: valueFromNode(syntax.root) };
}

/** A text that two values share when they say the same, whatever the order of their members. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? '';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
