import type { Layer } from '../../../server/src/core/evaluation/decision';

import type { OneOrMany, PrincipalJson, Scalar, StatementJson } from '../reference/scenario';
import type { RandomKey } from './keys';
import { randomCondition } from './randomConditions';
import { randomPrincipalElement } from './randomPrincipals';
import type { RandomSource } from './randomSource';
import type { RandomRequest } from './requests';
import { allActions } from './requests';

/** What statements are made for. */
export interface StatementSetting {
  readonly request: RandomRequest;
  readonly keys: readonly RandomKey[];
  readonly context: Readonly<Record<string, OneOrMany<Scalar>>>;
}

/** A statement near the request: each element fits it with the probability given. */
export function randomStatement(
  layer: Layer,
  effect: 'Allow' | 'Deny',
  fit: number,
  setting: StatementSetting,
  random: RandomSource,
): StatementJson {
  const { request, keys, context } = setting;
  const hasCondition = keys.length > 0 && random.chance(effect === 'Deny' ? 0.55 : 0.35);
  return {
    ...(random.chance(0.3) ? { Sid: `S${random.below(100)}` } : {}),
    Effect: effect,
    ...principalElement(layer, effect, fit, request, random),
    ...actionElement(request.action, random.chance(fit), layer, random),
    ...resourceElement(layer, random.chance(fit), request, random),
    ...(hasCondition ? { Condition: randomCondition(keys, context, random) } : {}),
  };
}

function principalElement(
  layer: Layer,
  effect: 'Allow' | 'Deny',
  fit: number,
  request: RandomRequest,
  random: RandomSource,
): { Principal?: PrincipalJson; NotPrincipal?: PrincipalJson } {
  if (layer === 'rcp') return { Principal: '*' };
  if (layer === 'vpcEndpoint') return { Principal: random.chance(0.8) ? '*' : randomPrincipalElement(request, random.chance(fit), random) };
  if (layer !== 'resource') return {};
  const isNegated = random.chance(effect === 'Deny' ? 0.15 : 0.02) && request.caller.kind !== 'external';
  const element = randomPrincipalElement(request, random.chance(isNegated ? 0.6 : fit), random);
  return isNegated ? { NotPrincipal: element } : { Principal: element };
}

function oneOrMany(first: string, others: readonly string[], random: RandomSource): OneOrMany<string> {
  if (random.chance(0.6)) return random.chance(0.7) ? first : [first];
  const list = [first, ...random.sample(others, 1 + random.below(2))];
  return random.sample(list, list.length);
}

function actionElement(
  action: string,
  fits: boolean,
  layer: Layer,
  random: RandomSource,
): { Action?: OneOrMany<string>; NotAction?: OneOrMany<string> } {
  const others = allActions.filter((other) => other !== action);
  if (layer !== 'rcp' && random.chance(0.08)) {
    return { NotAction: fits ? oneOrMany(random.pick(others), others, random) : oneOrMany(actionPattern(action, random), others, random) };
  }
  return {
    Action: fits ? oneOrMany(actionPattern(action, random), others, random) : oneOrMany(nearMiss(action, others, random), others, random),
  };
}

function actionPattern(action: string, random: RandomSource): string {
  const [prefix = '', name = ''] = action.split(':');
  const cut = 1 + random.below(name.length);
  return random.weighted([
    [6, action],
    [3, `${prefix}:*`],
    [3, '*'],
    [3, `${prefix}:${name.slice(0, cut)}*`],
    [2, `${prefix}:*${name.slice(cut)}`],
    [1, `${prefix}:${name.slice(0, cut - 1)}?${name.slice(cut)}`],
    [1, action.toLowerCase()],
    [1, action.toUpperCase()],
    [1, '*:*'],
  ]);
}

function nearMiss(action: string, others: readonly string[], random: RandomSource): string {
  const [prefix = '', name = ''] = action.split(':');
  return random.weighted([
    [6, random.pick(others)],
    [1, `${prefix}:${name}?`],
    [1, `${prefix}:${name.slice(1)}*`],
    [1, `${prefix}: ${name}`],
    [1, `${prefix}${name}`],
  ]);
}

function resourceElement(
  layer: Layer,
  fits: boolean,
  request: RandomRequest,
  random: RandomSource,
): { Resource?: OneOrMany<string>; NotResource?: OneOrMany<string> } {
  const { resource } = request;
  const isTrust = layer === 'resource' && request.action.startsWith('sts:');
  if (isTrust || (layer === 'resource' && random.chance(0.05))) return {};
  const misses = missedResources(request);
  if (random.chance(0.07)) {
    return {
      NotResource: fits
        ? oneOrMany(random.pick(misses), misses, random)
        : oneOrMany(resourcePattern(resource, layer, random), misses, random),
    };
  }
  return {
    Resource: fits ? oneOrMany(resourcePattern(resource, layer, random), misses, random) : oneOrMany(random.pick(misses), misses, random),
  };
}

function resourcePattern(resource: string, layer: Layer, random: RandomSource): string {
  if (resource === '*') return random.chance(0.85) ? '*' : random.pick(forNoResource);
  const parts = resource.split(':');
  const tail = parts.slice(5).join(':');
  const cut = random.below(tail.length + 1);
  const start = parts.slice(0, 5).join(':');
  const loose = parts.map((part, index) => ((index === 3 || index === 4) && part !== '' ? '*' : part)).join(':');
  const isShortAllowed = layer !== 'rcp' && layer !== 'session';
  return random.weighted([
    [6, '*'],
    [5, resource],
    [3, `${start}:${tail.slice(0, cut)}*`],
    [2, `${start}:*${tail.slice(cut)}`],
    [2, loose],
    [1, `${start}:*`],
    [1, cut < tail.length ? `${start}:${tail.slice(0, cut)}?${tail.slice(cut + 1)}` : resource],
    [isShortAllowed ? 1 : 0, `arn:aws:${parts[2] ?? ''}:*`],
    [isShortAllowed ? 1 : 0, `arn:aws:${(parts[2] ?? '').slice(0, 2)}*`],
    [0.5, `arn:aws:${parts[2] ?? ''}:*:${tail}`],
    [tail.includes('alice') ? 6 : 0, `${start}:${tail.replace('alice', '${aws:username}')}`],
    [tail.includes('alice') ? 3 : 0, `${start}:${tail.replace('alice', "${aws:PrincipalTag/team, 'alice'}")}`],
    [0.5, `${start}:\${aws:username}*`],
  ]);
}

/** Patterns for actions without resource types. */
const forNoResource = [
  'arn:aws:s3:::*',
  'arn:aws:sqs:us-east-1:111122223333:*',
  'arn:aws:iam::111122223333:user/*',
  'arn:aws:iam::*:user/',
  'arn:aws:organizations::*:account/*',
  'arn:aws:organizations::999999999999:account/*',
];

function missedResources({ resource }: RandomRequest): readonly string[] {
  if (resource === '*') return ['arn:aws:ec2:us-east-1:111122223333:instance/*', 'arn:aws:s3:::media'];
  return [
    `${resource}x`,
    resource.toUpperCase().replace(/^ARN:AWS/, 'arn:aws'),
    resource.replace(/\d{12}/, '777788889999').replace('media', 'other'),
    'arn:aws:s3:::elsewhere/*',
    'arn:aws:sqs:us-east-1:111122223333:other',
    resource.slice(0, -1),
    `${resource.split(':').slice(0, 5).join(':')}:\${aws:PrincipalTag/nobody}`,
  ];
}
