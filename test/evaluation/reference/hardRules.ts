import type { Catalog } from '../../../server/src/core/catalog/catalog';

import type { Caller } from './callers';
import type { ScenarioJson } from './scenario';

const unsignedCalls = /^(s3|sqs|sns|execute-api):|^lambda:invokefunctionurl$/;

/** Semantics 2.6: calls that no policy can allow. */
export function forbiddenOutright({ request }: ScenarioJson, caller: Caller, catalog: Catalog): boolean {
  const action = request.action.toLowerCase();
  if (isOwnedByAws(action, request.resource, catalog)) return true;
  switch (caller.kind) {
    case 'root':
      return action === 'sts:assumerole';
    case 'role':
      return action === 'sts:getfederationtoken' || action === 'sts:getsessiontoken';
    case 'federatedUser':
      return action.startsWith('iam:') || action.startsWith('sts:');
    case 'anonymous':
      return !unsignedCalls.test(action);
    case 'external':
      return action !== 'sts:assumerolewithsaml' && action !== 'sts:assumerolewithwebidentity';
    default:
      return false;
  }
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
