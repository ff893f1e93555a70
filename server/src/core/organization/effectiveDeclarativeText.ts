import type { JsonPath } from '../syntax/queries';

import type { EffectiveDeclarativePolicy, JsonValue, ValueOrigin } from './declarativePolicy';

/** A line of the text, with what stands in it. */
export interface DeclarativeLine {
  /** Into the effective policy; a closing bracket belongs to what it closes. */
  readonly path: JsonPath;
  /** Who made it so; none for a bracket or a group. */
  readonly origins: readonly ValueOrigin[];
}

export interface EffectiveDeclarativeText {
  /** JSON with two blanks a level, without a line break at its end. */
  readonly text: string;
  /** By line, from 0. */
  readonly lines: readonly DeclarativeLine[];
}

/** The effective policy as a text, every line of which knows where it comes from. */
export function effectiveDeclarativeText(policy: EffectiveDeclarativePolicy): EffectiveDeclarativeText {
  const origins = originsByPath(policy);
  const written: { readonly text: string; readonly path: JsonPath }[] = [];
  write(policy.document, [], '', '', written);
  return {
    text: written.map(({ text }) => text).join('\n'),
    lines: written.map(({ path }) => ({ path, origins: origins.get(keyOf(path)) ?? [] })),
  };
}

/** Who made a place of the effective policy what it is: a setting, or an item of its list. */
export function originsAt(policy: EffectiveDeclarativePolicy, path: JsonPath): readonly ValueOrigin[] {
  return originsByPath(policy).get(keyOf(path)) ?? [];
}

function originsByPath({ settings }: EffectiveDeclarativePolicy): ReadonlyMap<string, readonly ValueOrigin[]> {
  const origins = new Map<string, readonly ValueOrigin[]>();
  for (const setting of settings) {
    origins.set(keyOf(setting.path), setting.origins);
    setting.items?.forEach((item, index) => origins.set(keyOf([...setting.path, index]), item.origins));
  }
  return origins;
}

function keyOf(path: JsonPath): string {
  return JSON.stringify(path);
}

/** As `JSON.stringify` does it, line by line; `head` is the name before the value, `tail` the comma behind it. */
function write(value: JsonValue, path: JsonPath, head: string, tail: string, lines: { text: string; path: JsonPath }[]): void {
  const blanks = '  '.repeat(path.length);
  const entries = entriesOf(value);
  if (entries === undefined || entries.length === 0) {
    lines.push({ text: `${blanks}${head}${JSON.stringify(value)}${tail}`, path });
    return;
  }
  const isList = Array.isArray(value);
  lines.push({ text: `${blanks}${head}${isList ? '[' : '{'}`, path });
  entries.forEach(([key, inner], index) => {
    const comma = index === entries.length - 1 ? '' : ',';
    write(inner, [...path, key], typeof key === 'string' ? `${JSON.stringify(key)}: ` : '', comma, lines);
  });
  lines.push({ text: `${blanks}${isList ? ']' : '}'}${tail}`, path });
}

function entriesOf(value: JsonValue): readonly (readonly [string | number, JsonValue])[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
