import type { Catalog } from '../catalog/catalog';
import { parseArn } from '../policy/arn';
import type { Policy } from '../policy/policy';
import { patternsOverlap } from '../policy/wildcard';
import { message } from '../text/message';
import type { Message } from '../text/message';
import { readRequestAction } from './actions';
import { accountOf, readCaller } from './caller';
import type { OperationRequest, OperationResource, RequestCheck } from './operations';
import type { AuthorizationRequest, PolicyInput, PolicySet } from './request';
import { resourceOwner } from './serviceRules/resourceOwner';

/** Which policies bear on each check of an operation. */
export interface ResourcePolicies {
  readonly policiesOf: (check: AuthorizationRequest) => PolicySet;
  readonly problems: readonly Message[];
}

/**
 * The policies of the resources that an operation names: a resource's own where it gives any, else those of the scenario where there is
 * only one resource, or one owner, that they can be of. Where there are more, nobody knows whose they are.
 */
export function policiesOfResources(
  request: OperationRequest,
  checks: readonly RequestCheck[],
  policies: PolicySet,
  catalog: Catalog,
): ResourcePolicies {
  const problems: Message[] = [];
  const shared = sharedPolicy(request, checks, policies, problems);
  const ownerOf = (check: AuthorizationRequest) => ownerOfCheck(check, policies.managementAccount);
  const controls = sharedControls(request, checks, policies, catalog, ownerOf, problems);
  const policiesOf = (check: AuthorizationRequest): PolicySet => {
    const own = request.resources.find(({ arn }) => arn === check.resource);
    return {
      ...policies,
      resourcePolicy: own?.resourcePolicy ?? shared(check),
      resourceControlPolicies: own?.resourceControlPolicies ?? controls,
    };
  };
  return { policiesOf, problems };
}

function sharedPolicy(
  request: OperationRequest,
  checks: readonly RequestCheck[],
  { resourcePolicy }: PolicySet,
  problems: Message[],
): (check: AuthorizationRequest) => PolicyInput | undefined {
  if (resourcePolicy === undefined) return () => undefined;
  const own = new Set(request.resources.flatMap(({ arn, resourcePolicy: given }) => (given === undefined ? [] : [arn])));
  const takes = checks.filter(({ action, resource }) => resource !== undefined && !own.has(resource) && takesPolicy(action, resource));
  const holders = [...new Set(takes.map(({ action, resource = '' }) => holderOf(action, resource)))];
  const [only] = holders;
  if (only === undefined) {
    problems.push(message('no resource of `{0}` can have the given `resourcePolicy`; it is left out', request.operation));
    return () => undefined;
  }
  const holder = holders.length === 1 ? only : holderNamedBy(resourcePolicy.policy, holders);
  const isTaker = ({ action, resource }: AuthorizationRequest) => takesPolicy(action, resource);
  if (holder !== undefined) {
    return (check) => (isTaker(check) && holderOf(check.action, check.resource) === holder ? resourcePolicy : undefined);
  }
  problems.push(
    message('`{0}` does not say which resource it belongs to ({1}); give each resource its own', 'resourcePolicy', holders.join(', ')),
  );
  const unknown: PolicyInput = { name: 'resourcePolicy', policy: undefined };
  return (check) => (isTaker(check) ? unknown : undefined);
}

/**
 * Whether a policy of the resource may bear on the check. No policy can be attached to the alias of a key, and IAM reads the trust
 * policy of a role for nothing but taking the role.
 * <https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html>
 */
function takesPolicy(action: string, resource: string): boolean {
  const { service } = readRequestAction(action);
  const arn = parseArn(resource);
  if (service === 'organizations') return true;
  return arn !== undefined && service !== 'iam' && !(arn.service === 'kms' && arn.resource.startsWith('alias/'));
}

/** What the policy is attached to: an object has its bucket's, and all that AWS Organizations manages has the delegation policy. */
function holderOf(action: string, resource: string): string {
  if (readRequestAction(action).service === 'organizations') return 'organizations';
  return /^(arn:[^:]*:s3:::[^/]+)\/./.exec(resource)?.[1] ?? resource;
}

/** The one resource that the statements of a policy name; undefined when they name none, several, or all. */
function holderNamedBy(policy: Policy | undefined, holders: readonly string[]): string | undefined {
  const elements = policy?.statements.map(({ resource }) => resource) ?? [];
  const patterns = elements.flatMap((element) =>
    element === undefined || element.negated ? ['*'] : element.values.map(({ text }) => text),
  );
  const named = holders.filter((holder) =>
    patterns.some((pattern) => patternsOverlap(pattern, holder) || pattern.startsWith(`${holder}/`)),
  );
  return named.length === 1 ? named[0] : undefined;
}

function sharedControls(
  request: OperationRequest,
  checks: readonly RequestCheck[],
  { resourceControlPolicies, managementAccount }: PolicySet,
  catalog: Catalog,
  ownerOf: (check: AuthorizationRequest) => string | undefined,
  problems: Message[],
): PolicySet['resourceControlPolicies'] {
  if (resourceControlPolicies === undefined) return undefined;
  const own = new Set(request.resources.flatMap(hasOwnControls));
  const owners = checks.flatMap(({ action, resource, request: check }) => {
    if (check === undefined || resource === undefined || own.has(resource)) return [];
    if (!catalog.supportsRcp(readRequestAction(action).service)) return [];
    const owner = ownerOf(check);
    return owner !== undefined && owner === managementAccount ? [] : [owner ?? '?'];
  });
  const different = [...new Set(owners)];
  if (different.length <= 1) return resourceControlPolicies;
  problems.push(
    message(
      '`{0}` does not say which owner it belongs to ({1}); give each resource its own',
      'resourceControlPolicies',
      different.join(', '),
    ),
  );
  return [[{ name: 'resourceControlPolicies', policy: undefined }]];
}

function hasOwnControls({ arn, resourceControlPolicies }: OperationResource): readonly string[] {
  return resourceControlPolicies === undefined ? [] : [arn];
}

function ownerOfCheck(check: AuthorizationRequest, managementAccount: string | undefined): string | undefined {
  const caller = accountOf(readCaller(check));
  return resourceOwner(readRequestAction(check.action).full, parseArn(check.resource), check.resourceAccount, caller, managementAccount);
}
