import type { Catalog } from '../../../server/src/core/catalog/catalog';

import type { Caller } from './callers';
import { stateOf } from './context';
import type { ScenarioJson } from './scenario';
import type { World } from './world';

const unsignedCalls = /^(s3|sqs|sns|execute-api):|^lambda:invokefunction(url)?$/;
const fromOutside = /^sts:(assumerolewithsaml|assumerolewithwebidentity|tagsession|setsourceidentity)$/;

/** Semantics 2.6: calls that no policy can allow. */
export function forbiddenOutright(scenario: ScenarioJson, caller: Caller, world: World, catalog: Catalog): boolean {
  const { request } = scenario;
  const action = request.action.toLowerCase();
  if (isOwnedByAws(action, request.resource, catalog)) return true;
  switch (caller.kind) {
    case 'root':
      return action === 'sts:assumerole' || action === 'sts:assumeroot';
    case 'role':
      return action === 'sts:getfederationtoken' || action === 'sts:getsessiontoken';
    case 'federatedUser':
      return action.startsWith('iam:') || action.startsWith('sts:');
    case 'anonymous':
      return !unsignedCalls.test(action);
    case 'external':
      return !fromOutside.test(action);
    case 'user':
      return hasSessionToken(scenario, caller) && exceedsSessionToken(action, world);
    case 'service':
      return false;
  }
}

/** Only a given issue time tells that a user's credentials are temporary. */
export function hasSessionToken(scenario: ScenarioJson, caller: Caller): boolean {
  return caller.kind === 'user' && stateOf('aws:TokenIssueTime', scenario).state === 'value';
}

/** What credentials of GetSessionToken cannot do. */
function exceedsSessionToken(action: string, world: World): boolean {
  const withMfa = world.values('aws:MultiFactorAuthPresent')?.[0]?.toLowerCase() === 'true';
  return (action.startsWith('sts:') && action !== 'sts:assumerole') || (action.startsWith('iam:') && !withMfa);
}

function isOwnedByAws(action: string, resource: string, catalog: Catalog): boolean {
  if (/^arn:[^:]+:iam::aws:policy\//.test(resource)) return /^iam:(create|delete|tag|untag)policy/.test(action) || isSetDefault(action);
  if (/^arn:[^:]+:iam::\d+:role\/aws-reserved\//.test(resource)) {
    const level = catalog.action(action)?.accessLevel;
    return action === 'iam:passrole' || (action.startsWith('iam:') && level !== 'read' && level !== 'list');
  }
  return /:alias\/aws\//.test(resource) && /^kms:(create|update|delete)alias$/.test(action);
}

const isSetDefault = (action: string) => action === 'iam:setdefaultpolicyversion';
