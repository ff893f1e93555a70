import { splitArn } from '../policy/arn';
import type { Arn } from '../policy/arn';
import type { PatternElement } from '../policy/policy';
import { parseTemplate, substitute, unknownVariable } from '../policy/policyVariable';
import type { Template } from '../policy/policyVariable';
import { compileWildcard, hasWildcard, matchWildcard } from '../policy/wildcard';
import type { Wildcard } from '../policy/wildcard';
import { assumed, variableValue } from './context';
import type { EvaluationContext } from './context';
import type { Layer } from './decision';
import { no, not, open, or, toTernary, yes } from './ternary';
import type { Ternary } from './ternary';

/** `Resource` or `NotResource`, ready to match. */
export interface CompiledResource {
  readonly source: PatternElement;
  readonly negated: boolean;
  readonly patterns: readonly ResourcePattern[];
}

/** One pattern: all resources, or an ARN whose first five parts match one to one. */
export type ResourcePattern = { readonly kind: 'any'; readonly text: string } | ResourceArnPattern;

export interface ResourceArnPattern {
  readonly kind: 'arn';
  readonly text: string;
  /** The first five parts with their colons, when none holds a wildcard: one comparison instead of five. */
  readonly head: string | undefined;
  readonly leading: readonly Wildcard[];
  readonly resource: Wildcard;
  /** Variables stand in the sixth part only. */
  readonly template: Template | undefined;
  /** Fewer than six parts as written. */
  readonly short: boolean;
  /** All parts at every colon, when a star at the end of one of the first five may reach over colons (decision A2). */
  readonly crossing: readonly Wildcard[] | undefined;
}

/** The resource that a request names. */
export interface RequestResource {
  readonly text: string;
  /** Undefined for `*` and for a text that is no ARN. */
  readonly arn: Arn | undefined;
  /** False: an ARN of a resource type that the action does not accept, which only `*` matches. */
  readonly fitsAction: boolean;
  /** For `*`: a resource that AWS is known to authorise the action on, though no reference lists it. */
  readonly knownArn: Arn | undefined;
  /** For `*`: whether an ARN of the action's service might be what AWS authorises on. */
  readonly mayBeUndocumented: boolean;
  /** Prefix of the action. */
  readonly service: string;
}

export function compileResource(source: PatternElement, withVariables: boolean): CompiledResource {
  return { source, negated: source.negated, patterns: source.values.map((value) => compileResourcePattern(value.text, withVariables)) };
}

/** A resource pattern; fewer than six parts are filled up with stars (where the policy type admits that, see `admitsShortArn`). */
export function compileResourcePattern(text: string, withVariables: boolean): ResourcePattern {
  if (/^\*+$/.test(text)) return { kind: 'any', text };
  const parts = splitArn(text);
  const short = parts.length < 6;
  const last = short ? '*' : (parts[5] ?? '');
  const template = withVariables && !short ? parseTemplate(last) : undefined;
  const leading = [0, 1, 2, 3, 4].map((index) => compileWildcard(parts[index] ?? '*'));
  const literal = leading.every((part) => part.kind === 'exact');
  const mayCross = parts.slice(0, 5).some((part) => part.endsWith('*')) && template === undefined;
  return {
    kind: 'arn',
    text,
    head: literal ? `${parts.slice(0, 5).join(':')}:` : undefined,
    leading,
    resource: compileWildcard(last),
    template,
    short,
    crossing: mayCross ? text.split(':').map(compileWildcard) : undefined,
  };
}

/** Whether the element covers the request's resource. */
export function matchResource(compiled: CompiledResource, resource: RequestResource, context: EvaluationContext, layer: Layer): Ternary {
  let result: Ternary = no;
  const { patterns } = compiled;
  for (let i = 0; i < patterns.length && result !== yes; i++) {
    const pattern = patterns[i];
    if (pattern !== undefined) result = or(result, matchResourcePattern(pattern, resource, context, layer));
  }
  return compiled.negated ? not(result) : result;
}

/** Whether one pattern covers the request's resource. */
export function matchResourcePattern(
  pattern: ResourcePattern,
  resource: RequestResource,
  context: EvaluationContext,
  layer: Layer,
): Ternary {
  if (pattern.kind === 'any') return yes;
  if (pattern.short && !admitsShortArn(layer, pattern.text)) return no;
  if (resource.text === '*') return matchUnnamed(pattern, resource, context);
  if (resource.arn === undefined || !resource.fitsAction) return no;
  return matchArn(pattern, resource.arn, context);
}

/** Whether a pattern of fewer than six parts matches anything: it is completed with stars in identity policies and boundaries; the other kinds are stricter. */
export function admitsShortArn(layer: Layer, text: string): boolean {
  switch (layer) {
    case 'identity':
    case 'permissionsBoundary':
      return true;
    case 'resource':
    case 'vpcEndpoint':
      return hasWildcard(text);
    case 'scp':
      return text.endsWith('*');
    case 'session':
    case 'rcp':
      return false;
  }
}

/**
 * The request names no resource (`*`). By the documentation only `*` matches then, but AWS is seen to authorise some such
 * actions on an ARN of the service; which, only a few are known.
 */
function matchUnnamed(pattern: ResourceArnPattern, resource: RequestResource, context: EvaluationContext): Ternary {
  const known = resource.knownArn === undefined ? no : matchArn(pattern, resource.knownArn, context);
  if (known !== no) return known;
  if (!resource.mayBeUndocumented || !concernsService(pattern, resource.service)) return no;
  // A variable without a value leaves a pattern that matches nothing, documented or not.
  const fillable = pattern.template === undefined || substitute(pattern.template, (key) => variableValue(context, key), true) !== undefined;
  return fillable ? assumed(context, undocumentedResourceFact(pattern)) : no;
}

/** The open question whether AWS authorises an action without resource types on what a pattern names. */
export function undocumentedResourceFact(pattern: ResourceArnPattern): string {
  return `resource ${pattern.text}`;
}

/** Whether a pattern could name something of a service. */
export function concernsService(pattern: ResourceArnPattern, service: string): boolean {
  const part = pattern.leading[2];
  return part !== undefined && matchWildcard(part, service);
}

function matchArn(pattern: ResourceArnPattern, arn: Arn, context: EvaluationContext): Ternary {
  if (!matchHead(pattern, arn)) return pattern.crossing === undefined ? no : toTernary(matchCrossing(pattern.crossing, arn.text));
  if (pattern.template === undefined) {
    if (matchWildcard(pattern.resource, arn.resource)) return yes;
    return pattern.crossing === undefined ? no : toTernary(matchCrossing(pattern.crossing, arn.text));
  }
  const text = substitute(pattern.template, (key) => variableValue(context, key), true);
  if (text === unknownVariable) return open;
  // A variable without a value makes the pattern match nothing, in NotResource as well (decision A23).
  return toTernary(text !== undefined && matchWildcard(compileWildcard(text), arn.resource));
}

function matchHead(pattern: ResourceArnPattern, arn: Arn): boolean {
  if (pattern.head !== undefined) return pattern.head === arn.head;
  const [prefix, partition, service, region, account] = pattern.leading;
  return (
    prefix !== undefined &&
    matchWildcard(prefix, 'arn') &&
    partition !== undefined &&
    matchWildcard(partition, arn.partition) &&
    service !== undefined &&
    matchWildcard(service, arn.service) &&
    region !== undefined &&
    matchWildcard(region, arn.region) &&
    account !== undefined &&
    matchWildcard(account, arn.account)
  );
}

/** Whether only a star that reaches over a colon makes the pattern match; the answer then rests on one recent sentence of AWS's. */
export function matchesOnlyByCrossing(pattern: ResourcePattern, arn: Arn | undefined): boolean {
  if (pattern.kind === 'any' || pattern.crossing === undefined || arn === undefined) return false;
  if (matchHead(pattern, arn) && matchWildcard(pattern.resource, arn.resource)) return false;
  return matchCrossing(pattern.crossing, arn.text);
}

/**
 * Parts against parts, where a star at the end of a part may swallow the parts after it: the same walk as in a wildcard,
 * over parts instead of characters.
 */
function matchCrossing(patterns: readonly Wildcard[], text: string): boolean {
  const parts = text.split(':');
  let p = 0;
  let t = 0;
  let crossedAt = -1;
  let resumeAt = 0;
  while (t < parts.length) {
    const pattern = patterns[p];
    if (pattern !== undefined && matchWildcard(pattern, parts[t] ?? '')) {
      p++;
      t++;
      if (endsWithStar(pattern)) {
        crossedAt = p;
        resumeAt = t;
      }
    } else if (crossedAt >= 0) {
      p = crossedAt;
      t = ++resumeAt;
    } else return false;
  }
  return p === patterns.length;
}

function endsWithStar(pattern: Wildcard): boolean {
  return pattern.kind === 'any' || pattern.kind === 'prefix' || (pattern.kind === 'glob' && pattern.text.endsWith('*'));
}
