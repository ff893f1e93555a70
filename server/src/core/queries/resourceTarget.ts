import type { Layer } from '../evaluation/decision';
import { admitsShortArn } from '../evaluation/resources';
import type { CompiledResource, ResourcePattern } from '../evaluation/resources';
import { no, not, open, or, yes } from '../evaluation/ternary';
import type { Ternary } from '../evaluation/ternary';
import { isAccountId, splitArn } from '../policy/arn';
import type { Statement } from '../policy/policy';
import { coversPattern, patternsOverlap } from '../policy/wildcard';
import { oncePer } from '../text/oncePer';

// A statement that grants speaks of many resources at once. What is above it blocks the grant only where it blocks each of them.

/** All resources that a pattern of a statement can match, or more than those, never fewer. */
export interface ResourceTarget {
  /** The pattern, variables standing for anything; `*`: any resource, and none in particular. */
  readonly text: string;
  /** The six parts of an ARN; undefined for any resource. */
  readonly parts: readonly string[] | undefined;
}

const anyResource: ResourceTarget = { text: '*', parts: undefined };

/** What a granting statement speaks of, one target per pattern; nothing for a statement without resources, which grants nothing. */
export function targetsOf({ resource }: Statement): readonly ResourceTarget[] {
  if (resource === undefined) return [];
  if (resource.negated) return [anyResource];
  const texts = new Set(resource.values.map(({ text }) => withoutVariables(text)));
  return [...texts].some((text) => /^\*+$/.test(text)) ? [anyResource] : [...texts].map(targetOf);
}

/** Whose all resources of a target are, where its ARN says so. */
export function accountOfTarget({ parts }: ResourceTarget): string | undefined {
  const account = parts?.[4] ?? '';
  return isAccountId(account) ? account : undefined;
}

/** The ARN of the bucket that a target is, or lies in: buckets have no account in theirs. */
export function bucketOfTarget({ text }: ResourceTarget): string | undefined {
  return /^(arn:[^:*?]+:s3:::[^/*?]+)(?:\/|$)/.exec(text)?.[1];
}

/**
 * Whether a `Resource` or `NotResource` of a layer matches every resource of a target (yes), none (no), or perhaps some. `namesNone`: the
 * action may be authorised on `*` alone, which an ARN matches only as far as nobody knows better.
 */
export function matchTarget(compiled: CompiledResource, target: ResourceTarget, layer: Layer, namesNone: boolean): Ternary {
  let result: Ternary = no;
  for (const pattern of compiled.patterns) result = or(result, matchPattern(pattern, target, layer, namesNone));
  return compiled.negated ? not(result) : result;
}

function matchPattern(pattern: ResourcePattern, target: ResourceTarget, layer: Layer, namesNone: boolean): Ternary {
  if (pattern.kind === 'any') return yes;
  if (pattern.short && !admitsShortArn(layer, pattern.text)) return no;
  if (namesNone || target.parts === undefined) return open;
  const { wide, parts, hasVariables } = readPattern(pattern);
  if (!hasVariables && target.parts.every((part, index) => coversPattern(parts[index] ?? '*', part))) return yes;
  return patternsOverlap(wide, target.text) ? open : no;
}

/** A pattern as texts to compare; `wide` matches at least what it matches. */
const readPattern: (pattern: ResourcePattern) => {
  readonly wide: string;
  readonly parts: readonly string[];
  readonly hasVariables: boolean;
} = oncePer(({ text }) => {
  const { text: wide, parts = [] } = targetOf(withoutVariables(text));
  return { wide, parts, hasVariables: text.includes('${') };
});

function targetOf(text: string): ResourceTarget {
  const parts = splitArn(text);
  if (parts.length >= 6) return { text, parts };
  return { text: `${text}*`, parts: [...[0, 1, 2, 3, 4].map((index) => parts[index] ?? '*'), '*'] };
}

function withoutVariables(text: string): string {
  return text.includes('${') ? text.replace(/\$\{[^}]*\}?/g, '*') : text;
}
