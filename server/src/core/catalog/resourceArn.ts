import { matchesPattern, patternsOverlap } from '../policy/wildcard';
import type { Catalog, ResourceType } from './catalog';

/**
 * The resource types that an ARN may be an instance of, the most specific first. A variable of a template stops at `/`, and crosses
 * it only where no type fits otherwise (`role/path/name`, keys of objects). Types whose template leaves the service open are not
 * looked for. Wildcards in the ARN are text like any other here; `resourceTypesReachedBy` gives them their meaning.
 */
export function resourceTypesOfArn(catalog: Catalog, arn: string): readonly ResourceType[] {
  const parts = splitArn(arn);
  if (parts === undefined) return [];
  const candidates = catalog.resourceTypesOfArnService(parts[2] ?? '');
  const close = candidates.filter((type) => fits(type.arn, parts, matchesPath));
  const found =
    close.length > 0
      ? close
      : candidates.filter((type) => fits(type.arn, parts, matchesSegment) && mayBePath(catalog, type, parts[5] ?? ''));
  return bySpecificity(found);
}

/** The resource types of a service that an ARN pattern of a policy can reach, the most specific first; all of them for `*`. */
export function resourceTypesReachedBy(catalog: Catalog, service: string, pattern: string): readonly ResourceType[] {
  const types = catalog.resourceTypes(service);
  if (pattern === '*') return bySpecificity(types);
  const parts = splitArn(pattern);
  if (parts === undefined) return [];
  return bySpecificity(types.filter((type) => fits(type.arn, parts, overlapsSegment) && mayBePath(catalog, type, parts[5] ?? '')));
}

/** The six parts of an ARN; the last keeps its colons. */
function splitArn(arn: string): readonly string[] | undefined {
  const parts = arn.split(':');
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

type SegmentMatcher = (template: string, written: string) => boolean;

function fits(template: string, parts: readonly string[], matches: SegmentMatcher): boolean {
  return splitArn(template)?.every((segment, index) => matches(segment, parts[index] ?? '')) ?? false;
}

const matchesSegment: SegmentMatcher = (template, written) => matchesPattern(asGlob(template), written);
const overlapsSegment: SegmentMatcher = (template, written) => patternsOverlap(asGlob(template), written);

/** Whether a template matches step by step between slashes. */
const matchesPath: SegmentMatcher = (template, written) => {
  const wanted = template.split('/');
  const steps = written.split('/');
  return wanted.length === steps.length && wanted.every((step, index) => matchesSegment(step, steps[index] ?? ''));
};

/** A segment of a template as a glob: every variable stands for at least one character. */
function asGlob(template: string): string {
  return template.replace(/\$\{[^}]*\}/g, '?*');
}

/**
 * Whether the last part of an ARN has no more slashes than the type allows. Where another type of the service goes on behind a slash
 * (bucket and object, table and index), the shorter one ends before it; a role, which none continues, may have a path.
 */
function mayBePath(catalog: Catalog, type: ResourceType, path: string): boolean {
  const continued = catalog.resourceTypes(type.service).some(({ arn }) => arn.startsWith(`${type.arn}/`));
  return !continued || countSlashes(path) <= countSlashes(type.arn);
}

function countSlashes(text: string): number {
  return text.split('/').length;
}

/** Templates with more literal text in their last part first. */
function bySpecificity(types: readonly ResourceType[]): readonly ResourceType[] {
  const literal = ({ arn }: ResourceType) => (splitArn(arn)?.[5] ?? '').replace(/\$\{[^}]*\}/g, '').length;
  return [...types].sort((a, b) => literal(b) - literal(a));
}
