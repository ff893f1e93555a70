import type { PatternElement } from '../policy/policy';
import { compileWildcard, matchWildcard } from '../policy/wildcard';
import type { Wildcard } from '../policy/wildcard';

/** `Action` or `NotAction`, ready to match. Actions are compared without regard to case, so everything is in lower case. */
export interface CompiledAction {
  readonly source: PatternElement;
  readonly negated: boolean;
  readonly patterns: readonly ActionPattern[];
}

/** One pattern: prefix and name match separately, so a wildcard of the name never reaches over the colon. */
export interface ActionPattern {
  readonly service: Wildcard;
  readonly name: Wildcard;
}

/** The action of a request, in lower case, with the keys under which an index finds what reaches it. */
export interface RequestAction {
  /** As the request spells it. */
  readonly text: string;
  readonly full: string;
  readonly service: string;
  readonly name: string;
  /** `s3:get`: the service and the first letters of the name. */
  readonly head: string;
  /** `s3:`. */
  readonly prefix: string;
}

const everything: ActionPattern = { service: { kind: 'any' }, name: { kind: 'any' } };

/** How many letters of an action's name the index tells apart. */
export const headLength = 3;

/** A request's action. */
export function readRequestAction(text: string): RequestAction {
  const full = text.toLowerCase();
  const colon = full.indexOf(':');
  const service = colon < 0 ? full : full.slice(0, colon);
  const name = colon < 0 ? '' : full.slice(colon + 1);
  return { text, full, service, name, head: `${service}:${name.slice(0, headLength)}`, prefix: `${service}:` };
}

export function compileAction(source: PatternElement): CompiledAction {
  const patterns = source.values.flatMap((value) => {
    const pattern = compileActionPattern(value.text);
    return pattern === undefined ? [] : [pattern];
  });
  return { source, negated: source.negated, patterns };
}

/** An action pattern; undefined for a text that can match no action. `*` alone, and `*:*`, are all actions. */
export function compileActionPattern(text: string): ActionPattern | undefined {
  if (/\s/.test(text)) return undefined;
  if (/^\*+$/.test(text)) return everything;
  const lower = text.toLowerCase();
  const colon = lower.indexOf(':');
  if (colon <= 0) return undefined;
  return { service: compileWildcard(lower.slice(0, colon)), name: compileWildcard(lower.slice(colon + 1)) };
}

/** Whether the element covers the action. */
export function matchAction(compiled: CompiledAction, action: RequestAction): boolean {
  const { patterns, negated } = compiled;
  for (let i = 0; i < patterns.length; i++) {
    const pattern = patterns[i];
    if (pattern !== undefined && matchActionPattern(pattern, action)) return !negated;
  }
  return negated;
}

export function matchActionPattern(pattern: ActionPattern, action: RequestAction): boolean {
  return matchWildcard(pattern.service, action.service) && matchWildcard(pattern.name, action.name);
}
