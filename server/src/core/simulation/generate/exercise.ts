import type { CompiledStatement } from '../../evaluation/compile';
import type { Trace } from '../../evaluation/trace';
import { message } from '../../text/message';
import type { Message } from '../../text/message';

import { actionCandidates } from './actionCandidates';
import type { Answered, Ground, GroundPrincipal, TestRequest } from './ground';
import { principalCandidates } from './principalCandidates';
import { isOnResource, resourceCandidates } from './resourceCandidates';
import type { ResourcePlace } from './resourceCandidates';
import { escapeStatement, satisfyConditions, templatesIn, withVariablesGiven } from './solveContext';

/** A request with its answer. */
export interface Asked extends Answered {
  readonly request: TestRequest;
}

/** A request that a statement applies to, or why there is none. */
export type Exercise =
  | {
      readonly kind: 'exercised';
      readonly asked: Asked;
      readonly principal: GroundPrincipal;
      /** Whether the statement itself is what decides, as far as one of its layer can. */ readonly decides: boolean;
    }
  | { readonly kind: 'unexercised'; readonly reason: Message };

/** How many requests are asked for one statement. */
const budget = 60;

/** Finds a request that a statement applies to; best one that it decides. */
export function exercise(statement: CompiledStatement, policy: readonly CompiledStatement[], ground: Ground): Exercise {
  if (statement.effect === undefined) return unexercised(message('Effect is neither Allow nor Deny'));
  if (statement.action === undefined) return unexercised(message('the statement has no Action'));
  if (actionCandidates(statement, ground.layer, ground.catalog).length === 0)
    return unexercised(message('no action is known that it covers'));
  const plain = search(statement, policy, ground, false);
  if (plain.kind === 'exercised' || statement.conditions.length === 0) return plain;
  const contradicting = search(statement, policy, ground, true);
  return contradicting.kind === 'exercised' ? contradicting : plain;
}

function search(statement: CompiledStatement, policy: readonly CompiledStatement[], ground: Ground, contradicting: boolean): Exercise {
  let best: Exercise | undefined;
  let reason: Message | undefined;
  let left = budget;
  for (const { start, principal } of allStarts(statement, ground)) {
    const solved = satisfyConditions(statement, start, ground, contradicting);
    if (solved.kind === 'unsolved') {
      reason ??= message('no value of {0} satisfies its conditions', solved.key);
      continue;
    }
    if (--left < 0) break;
    const asked = askKnown(solved.request, statement, policy, ground);
    if (!applies(statement, asked.trace, ground)) {
      reason = ownTrace(statement, asked.trace, ground)?.reason ?? reason;
      continue;
    }
    const decides = isDecisive(statement, asked, ground);
    if (decides) return { kind: 'exercised', asked, principal, decides };
    best ??= { kind: 'exercised', asked, principal, decides };
  }
  return best ?? unexercised(reason ?? message('no request was found that it applies to'));
}

function* allStarts(
  statement: CompiledStatement,
  ground: Ground,
): Generator<{ readonly start: TestRequest; readonly principal: GroundPrincipal }> {
  const actions = actionCandidates(statement, ground.layer, ground.catalog);
  for (const principal of principalCandidates(statement, ground)) {
    for (const action of actions) for (const start of startsOf(statement, principal, action, ground)) yield { start, principal };
  }
}

function unexercised(reason: Message): Exercise {
  return { kind: 'unexercised', reason };
}

/** The requests of a caller for an action, one for each resource that comes into question; conditions are not looked at yet. */
function startsOf(statement: CompiledStatement, principal: GroundPrincipal, action: string, ground: Ground): readonly TestRequest[] {
  const place = placeFor(principal, ground);
  const bare: TestRequest = { principal: principal.name, action, resource: '*', context: {} };
  const known = withVariablesGiven(bare, templatesIn(statement), ground);
  const { context } = ground.prepare(known);
  const candidates = resourceCandidates(statement, action, { place, context, catalog: ground.catalog });
  return onTheirResources(candidates, ground)
    .slice(0, 6)
    .map((resource) => withOwner({ ...known, resource }, ground));
}

/** What a resource is filled up with: a policy on a resource has its owner's account, any other the caller's. */
export function placeFor(principal: GroundPrincipal, ground: Ground): ResourcePlace {
  const [, partition = 'aws', , , account = ''] = principal.arn.split(':');
  const own = isOnResource(ground.layer) || account === '' ? ground.account : account;
  const region = partition === 'aws-cn' ? 'cn-north-1' : partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';
  return { account: own, partition, region };
}

/** In an organization a policy on a resource is on that one, and on what lies in it. */
function onTheirResources(candidates: readonly string[], { resources }: Ground): readonly string[] {
  if (resources.length === 0) return candidates;
  const arns = resources.map(({ arn }) => arn);
  const theirs = candidates.filter((candidate) => arns.some((arn) => candidate === arn || candidate.startsWith(`${arn}/`)));
  return [...new Set([...theirs, ...arns, ...arns.filter((arn) => arn.startsWith('arn:aws:s3:::')).map((arn) => `${arn}/example`)])];
}

/** Names the owner of a resource whose ARN does not, where a policy on resources is asked without an organization. */
export function withOwner(request: TestRequest, ground: Ground): TestRequest {
  const account = request.resource.split(':')[4];
  if (!isOnResource(ground.layer) || ground.principals.some(({ place }) => place !== undefined) || account !== '') return request;
  return { ...request, resourceAccount: ground.account };
}

/**
 * Asks, and gives a value to every key without which nobody could say. Other denials of the same policy are avoided where keys decide them
 * that the statement does not ask for, so that it shows what it is there for.
 */
export function askKnown(
  request: TestRequest,
  statement: CompiledStatement | undefined,
  policy: readonly CompiledStatement[],
  ground: Ground,
): Asked {
  let asked = settled(request, ground);
  if (statement === undefined) return asked;
  const fixed = new Set(statement.conditions.map(({ lookupKey }) => lookupKey));
  for (let round = 0; round < 3 && asked.trace.decision === 'explicitDeny' && !isDecisive(statement, asked, ground); round++) {
    const { trace } = asked;
    const denying = policy.find((other) => other !== statement && other.effect === 'Deny' && applies(other, trace, ground));
    const escaped = denying === undefined ? undefined : escapeStatement(denying, asked.request, fixed, ground);
    if (escaped === undefined) return asked;
    asked = settled(escaped, ground);
  }
  return asked;
}

/** The same request with the keys given that the answer hangs on, such that it is allowed if it can be. */
function settled(request: TestRequest, ground: Ground): Asked {
  let asked: Asked = { request, ...ground.ask(request) };
  for (let round = 0; round < 3 && asked.trace.decision === 'undetermined'; round++) {
    const given = Object.fromEntries(
      asked.trace.context
        .filter(({ matters, state }) => matters && state === 'unknown')
        .flatMap(({ key, allowedWith, deniedWith }) => {
          const values = allowedWith !== undefined && allowedWith.length > 0 ? allowedWith : deniedWith;
          return values === undefined || values.length === 0 ? [] : [[key, values.length === 1 ? (values[0] ?? '') : values] as const];
        }),
    );
    if (Object.keys(given).length === 0) return asked;
    const more: TestRequest = { ...asked.request, context: { ...asked.request.context, ...given } };
    asked = { request: more, ...ground.ask(more) };
  }
  return asked;
}

/** Whether a statement of the policy applies to what was asked. */
export function applies(statement: CompiledStatement, trace: Trace, ground: Ground): boolean {
  return trace.statements.some((one) => one.statement === statement.source.index && one.match === 'matched' && ground.isOwn(one));
}

/** How the statement met what was asked. */
export function ownTrace(statement: CompiledStatement, trace: Trace, ground: Ground): Trace['statements'][number] | undefined {
  return trace.statements.find((one) => one.statement === statement.source.index && ground.isOwn(one));
}

/**
 * Whether the statement is what decides. An Allow of a layer that only limits, and one that has to come beside an identity policy's, never
 * decide by themselves: they must let the request through.
 */
export function isDecisive(statement: CompiledStatement, { request, trace }: Pick<Asked, 'request' | 'trace'>, ground: Ground): boolean {
  const { decidedBy } = trace;
  if (statement.effect === 'Allow' && trace.decision === 'allowed' && isNeeded(request, ground)) return true;
  const wanted = statement.effect === 'Allow' ? 'allowed' : 'explicitDeny';
  if (decidedBy === null || decidedBy.statement !== statement.source.index || trace.decision !== wanted) return false;
  return trace.statements.some(
    (one) =>
      ground.isOwn(one) &&
      one.layer === decidedBy.layer &&
      one.level === decidedBy.level &&
      one.policyIndex === decidedBy.policyIndex &&
      one.statement === decidedBy.statement,
  );
}

/** Whether the layer's own Allow is needed, whatever other policies allow. */
function isNeeded(request: TestRequest, ground: Ground): boolean {
  if (ground.layer === 'identity') return false;
  if (ground.layer !== 'resource') return true;
  const { sameAccount, resourcePolicyMustGrant } = ground.prepare(request);
  return !sameAccount || resourcePolicyMustGrant;
}
