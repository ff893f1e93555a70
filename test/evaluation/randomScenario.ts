import type { Layer } from '../../server/src/core/evaluation/decision';

import { keysFor, randomContext } from './random/keys';
import type { RandomSource } from './random/randomSource';
import { createRandom } from './random/randomSource';
import type { StatementSetting } from './random/randomStatements';
import { randomStatement } from './random/randomStatements';
import type { RandomRequest } from './random/requests';
import { abroad, home, management, randomRequest } from './random/requests';
import type { DocumentJson, PolicyJson, ScenarioJson, StatementJson } from './reference/scenario';

/**
 * A scenario that a seed decides: first a request, then policies near it, so that every decision comes about and every
 * kind of policy has its part in some.
 */
export function randomScenario(seed: number): ScenarioJson {
  const random = createRandom(seed);
  const request = randomRequest(random);
  const isComplete = random.chance(0.8);
  const keys = random.sample(keysFor(request), isComplete ? 5 : 3);
  const context = {
    ...(request.principalArn === undefined ? {} : { 'aws:PrincipalArn': request.principalArn }),
    ...(request.isAssumedRoot ? { 'aws:AssumedRoot': random.pick(['true', 'true', 'True']) } : {}),
    ...randomContext(keys, random),
  };
  const setting: StatementSetting = { request, keys, context };
  const make = createPolicies(setting, random);
  return {
    name: `seed ${seed}`,
    request: {
      principal: request.principal,
      action: request.action,
      resource: request.resource,
      ...(request.tellsOwner ? { resourceAccount: request.owner } : {}),
      context,
      ...(isComplete ? {} : { contextIsComplete: false }),
    },
    ...callerPolicies(request, make, random),
    ...resourcePolicies(request, make, random),
    ...organizationPolicies(request, make, random),
    ...(random.chance(0.1)
      ? { vpcEndpointPolicies: [random.chance(0.2) ? fullAccess('vpcEndpoint') : make('vpcEndpoint', 0.8, 0.15)] }
      : {}),
  };
}

/** Makes a policy of some kind that allows with one probability and denies with another. */
type MakePolicy = (layer: Layer, allows: number, denies: number) => PolicyJson;

const unreadable = 'arn:aws:iam::aws:policy/NobodyKnowsThisPolicy';

function createPolicies(setting: StatementSetting, random: RandomSource): MakePolicy {
  return (layer, allows, denies) => {
    if (random.chance(0.006)) return unreadable;
    const statements: StatementJson[] = [];
    const add = (effect: 'Allow' | 'Deny', fit: number) => statements.push(randomStatement(layer, effect, fit, setting, random));
    if (random.chance(allows)) add('Allow', 0.94);
    if (random.chance(0.35)) add(layer === 'rcp' ? 'Deny' : 'Allow', 0.6);
    if (random.chance(denies)) add('Deny', 0.93);
    else if (random.chance(0.2)) add('Deny', 0.4);
    const [only] = statements;
    const shuffled = random.sample(statements, statements.length);
    const document: DocumentJson = {
      ...random.weighted([
        [88, { Version: '2012-10-17' }],
        [6, { Version: '2008-10-17' }],
        [6, {}],
      ]),
      Statement: only !== undefined && statements.length === 1 && random.chance(0.3) ? only : shuffled,
    };
    return random.chance(0.15) ? { name: `policy-${random.below(1000)}`, document } : document;
  };
}

function fullAccess(layer: Layer): DocumentJson {
  const statement = { Effect: 'Allow', ...(layer === 'vpcEndpoint' ? { Principal: '*' } : {}), Action: '*', Resource: '*' };
  return { Version: '2012-10-17', Statement: [statement] };
}

function callerPolicies({ caller }: RandomRequest, make: MakePolicy, random: RandomSource): Partial<ScenarioJson> {
  const isSession = caller.kind === 'role' || caller.kind === 'federatedUser';
  const isAssumedRoot = caller.kind === 'root' && caller.isAssumed;
  const count = random.weighted([
    [1, 0],
    [6, 1],
    [2, 2],
  ]);
  return {
    identityPolicies: Array.from({ length: count }, () => make('identity', 0.8, 0.06)),
    ...(random.chance(0.28) ? { permissionsBoundary: make('permissionsBoundary', 0.78, 0.1) } : {}),
    ...(random.chance(caller.kind === 'federatedUser' || isAssumedRoot ? 0.85 : isSession ? 0.3 : 0.05)
      ? {
          sessionPolicies: Array.from({ length: 1 + random.below(2) }, () =>
            isAssumedRoot ? make('session', 0.1, 0.35) : make('session', 0.7, 0.08),
          ),
        }
      : {}),
  };
}

function resourcePolicies(request: RandomRequest, make: MakePolicy, random: RandomSource): Partial<ScenarioJson> {
  if (request.resource === '*') return {};
  const isHome = 'account' in request.caller && request.caller.account === request.owner;
  const mustHave = !isHome || /^(kms|sts):/.test(request.action);
  return random.chance(mustHave ? 0.93 : 0.45) ? { resourcePolicy: make('resource', mustHave ? 0.92 : 0.7, 0.08) } : {};
}

function organizationPolicies(request: RandomRequest, make: MakePolicy, random: RandomSource): Partial<ScenarioJson> {
  const levelsOf = (layer: Layer, list: () => readonly PolicyJson[]) =>
    Array.from({ length: 1 + random.below(3) }, () => (layer === 'rcp' && random.chance(0.4) ? [] : list()));
  const scpLevel = (): readonly PolicyJson[] => {
    if (random.chance(0.02)) return [];
    const full = random.chance(0.7) ? [fullAccess('scp')] : [];
    return full.length > 0 && random.chance(0.5) ? full : [...full, make('scp', 0.85, 0.12)];
  };
  const owner = request.owner;
  return {
    ...(random.chance(0.35) ? { serviceControlPolicies: levelsOf('scp', scpLevel) } : {}),
    ...(random.chance(0.3) ? { resourceControlPolicies: levelsOf('rcp', () => [make('rcp', 0, 0.3)]) } : {}),
    ...(random.chance(0.3) ? { managementAccount: random.pick([management, management, home, owner, abroad]) } : {}),
  };
}
