import type { Layer } from '../../../server/src/core/evaluation/decision';

import type { Token } from './glob';
import { matchesGlob, sourceOf, tokensOf } from './glob';
import type { StatementJson } from './scenario';
import { toList } from './scenario';
import { resolve } from './variables';
import type { World } from './world';

/** What a resource pattern is read by: the policy it stands in, and the request. */
export interface ResourceReading {
  readonly layer: Layer;
  readonly version: string | undefined;
  readonly action: string;
  readonly world: World;
  readonly owner: string | undefined;
}

/** Whether `Resource` or `NotResource` covers the resource; a resource-based policy that has neither means the resource it is on. */
export function coversResource(statement: StatementJson, reading: ResourceReading): boolean {
  if (statement.Resource !== undefined) return toList(statement.Resource).some((pattern) => matchesResource(pattern, reading));
  if (statement.NotResource !== undefined) return !toList(statement.NotResource).some((pattern) => matchesResource(pattern, reading));
  return reading.layer === 'resource';
}

function matchesResource(pattern: string, reading: ResourceReading): boolean {
  if (pattern === '*') return true;
  const { resource } = reading.world;
  if (resource === '*') return matchesNoResource(pattern, reading);
  return matchesArn(pattern, resource, reading);
}

function matchesArn(pattern: string, resource: string, reading: ResourceReading): boolean {
  const segments = completed(splitArn(pattern), pattern, reading.layer);
  const last = segments === undefined ? undefined : resolve(segments[5] ?? '', reading.version, reading.world);
  if (segments === undefined || last === undefined) return false;
  const first = segments.slice(0, 5);
  const asked = splitArn(resource);
  const bySegments = first.every((segment, index) => matchesGlob(segment, asked[index] ?? '')) && matches(last, asked[5] ?? '');
  return bySegments || matchesAcross(pattern, resource, reading);
}

/** Semantics 3.2: an action without resource types knows only `*`, with two documented exceptions (3.2 and A9). */
function matchesNoResource(pattern: string, reading: ResourceReading): boolean {
  const { action, world, owner } = reading;
  if (world.undocumented !== undefined) return matchesArn(pattern, world.undocumented, reading);
  if (action.toLowerCase() === 's3:listallmybuckets') return /^arn:[^:*]+:s3:::\*$/.test(pattern);
  if (action.toLowerCase() !== 'organizations:createaccount') return false;
  const segments = splitArn(pattern);
  return /^arn:[^:]+:organizations::[^:]+:account\/\*$/.test(pattern) && matchesGlob(segments[4] ?? '', owner ?? '');
}

/** The first five parts between colons, and the rest. */
export function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** Short ARNs are filled up with `*`, where the kind of policy admits them. */
function completed(segments: readonly string[], pattern: string, layer: Layer): readonly string[] | undefined {
  if (segments.length >= 6) return segments;
  if (!admitsShortArn(pattern, layer)) return undefined;
  return [...segments, ...Array<string>(6 - segments.length).fill('*')];
}

function admitsShortArn(pattern: string, layer: Layer): boolean {
  switch (layer) {
    case 'identity':
    case 'permissionsBoundary':
      return true;
    case 'resource':
    case 'vpcEndpoint':
      return /[*?]/.test(pattern);
    case 'scp':
      return pattern.endsWith('*');
    case 'rcp':
    case 'session':
      return false;
  }
}

const matches = (tokens: readonly Token[], text: string) => new RegExp(`^${sourceOf(tokens)}$`, 's').test(text);

/** A2: a `*` that ends one of the first five segments may reach over colons; one inside a segment never does. */
function matchesAcross(pattern: string, resource: string, { version, world }: ResourceReading): boolean {
  const segments = splitArn(pattern);
  const sources: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const tokens = index < 5 ? tokensOf(segment) : resolve(segment, version, world);
    if (tokens === undefined) return false;
    if (index >= 5) sources.push(sourceOf(tokens));
    else if (segment.endsWith('*')) sources.push(`${sourceOf(tokens.slice(0, -1), '[^:]')}.*`);
    else sources.push(sourceOf(tokens, '[^:]'));
  }
  return new RegExp(`^${sources.join(':')}$`, 's').test(resource);
}
