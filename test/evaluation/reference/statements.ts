import type { Catalog } from '../../../server/src/core/catalog/catalog';

import { coversAction } from './actions';
import { holds } from './conditions';
import { callerOfScenario, ownerOf } from './context';
import type { PlacedPolicy } from './layers';
import { applicablePolicies } from './layers';
import type { Level } from './principals';
import { reachedLevel } from './principals';
import { coversResource } from './resources';
import type { ScenarioJson, StatementJson } from './scenario';
import { documentOf, toList } from './scenario';
import type { World } from './world';

/** A statement that applies to the request. */
export interface Match extends PlacedPolicy {
  readonly statement: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  /** How closely it names the caller; undefined in policies that name nobody. */
  readonly reach: Level | undefined;
}

/** Every statement that applies, in the order rcp, scp, vpcEndpoint, resource, identity, permissionsBoundary, session. */
export function matchingStatements(scenario: ScenarioJson, world: World, catalog: Catalog): readonly Match[] {
  return applicablePolicies(scenario, catalog).flatMap((placed) => {
    const document = documentOf(placed.policy);
    return toList(document?.Statement).flatMap((statement, index) => matchOf(statement, index, document?.Version, placed, scenario, world));
  });
}

/** Semantics 3: principal, action, resource and condition must all fit. */
function matchOf(
  statement: StatementJson,
  index: number,
  version: string | undefined,
  placed: PlacedPolicy,
  scenario: ScenarioJson,
  world: World,
): readonly Match[] {
  const { layer } = placed;
  const { action } = scenario.request;
  const effect = statement.Effect;
  if (effect !== 'Allow' && effect !== 'Deny') return [];
  const namesPrincipals = layer === 'resource' || layer === 'rcp' || layer === 'vpcEndpoint';
  const reach = namesPrincipals
    ? reachedLevel(statement, {
        caller: callerOfScenario(scenario),
        hasBoundary: layer !== 'rcp' && scenario.permissionsBoundary !== undefined,
        accountMeansRoot: layer === 'vpcEndpoint' && /^(s3|dynamodb):/i.test(action),
      })
    : undefined;
  if (namesPrincipals && reach === undefined) return [];
  if (!coversAction(statement, action)) return [];
  if (!coversResource(statement, { layer, version, action, world, owner: ownerOf(scenario, callerOfScenario(scenario)) })) return [];
  if (!holds(statement.Condition, version, world)) return [];
  return [{ ...placed, statement: index, sid: statement.Sid ?? null, effect, reach }];
}
