import { matchAction } from './actions';
import type { CompiledStatement } from './compile';
import { evaluateCondition } from './conditions/condition';
import { assumed } from './context';
import type { EvaluationContext } from './context';
import type { Layer } from './decision';
import type { PreparedRequest } from './prepareRequest';
import { principalLevel } from './principals';
import type { PrincipalLevel } from './principals';
import { matchResource } from './resources';
import { isGatewayEndpointService } from './serviceRules/policyKinds';
import { and, no, yes } from './ternary';
import type { Ternary } from './ternary';

/** Whether statements of a layer say whom they mean. Elsewhere a principal element has no place and is passed over. */
export function hasPrincipals(layer: Layer): boolean {
  return layer === 'resource' || layer === 'rcp' || layer === 'vpcEndpoint';
}

/** Whether a statement's action, resource and conditions match. `actionIsKnown`: an index has matched the action already. */
export function matchStatement(
  statement: CompiledStatement,
  prepared: PreparedRequest,
  context: EvaluationContext,
  layer: Layer,
  actionIsKnown: boolean,
): Ternary {
  let result: Ternary = yes;
  if (!statement.coversAll) {
    if (!actionIsKnown && (statement.action === undefined || !matchAction(statement.action, prepared.action))) return no;
    result = matchResourceElement(statement, prepared, context, layer);
    if (result === no) return no;
  }
  const { conditions } = statement;
  for (let i = 0; i < conditions.length; i++) {
    const condition = conditions[i];
    if (condition === undefined) continue;
    result = and(result, evaluateCondition(condition, context));
    if (result === no) return no;
  }
  return result;
}

/** A resource policy may leave the resource out: it means the resource it is attached to. */
export function matchResourceElement(
  statement: CompiledStatement,
  prepared: PreparedRequest,
  context: EvaluationContext,
  layer: Layer,
): Ternary {
  if (statement.resource !== undefined) return matchResource(statement.resource, prepared.resource, context, layer);
  return hasPrincipals(layer) && layer !== 'rcp' ? yes : no;
}

/** How closely a statement of a layer with principals names the caller. */
export function matchPrincipalElement(
  statement: CompiledStatement,
  prepared: PreparedRequest,
  layer: Layer,
  boundaryAttached: boolean,
): PrincipalLevel {
  const { principal, effect } = statement;
  if (principal === undefined || effect === undefined) return 'none';
  const level = principalLevel(principal, prepared.caller, effect, boundaryAttached && layer !== 'rcp');
  // In the policy of a gateway endpoint an account means its root user alone, who is named directly.
  const delegates = level === 'account' || level === 'perhapsAccount';
  return delegates && layer === 'vpcEndpoint' && isGatewayEndpointService(prepared.action.service) ? 'none' : level;
}

/** A canonical user id may or may not be the caller's account: an open question. */
export function principalCertainty(statement: CompiledStatement, level: PrincipalLevel, context: EvaluationContext): Ternary {
  if (level === 'none') return no;
  return (level === 'perhapsAccount' || level === 'perhapsDirect') && statement.principal !== undefined
    ? assumed(context, statement.principal)
    : yes;
}
