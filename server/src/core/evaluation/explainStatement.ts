import { variablesOf } from '../policy/policyVariable';
import type { Span } from '../text/span';
import { message } from '../text/message';
import type { Message } from '../text/message';
import { matchAction, matchActionPattern } from './actions';
import type { CompiledStatement } from './compile';
import { evaluateCondition, templatesOf } from './conditions/condition';
import type { CompiledCondition } from './conditions/condition';
import { lookUp } from './context';
import type { EvaluationContext } from './context';
import type { Layer } from './decision';
import type { PreparedRequest } from './prepareRequest';
import { matchResourcePattern } from './resources';
import type { CompiledResource } from './resources';
import { hasPrincipals, matchPrincipalElement, matchResourceElement, principalCertainty } from './statement';
import { no, open, yes } from './ternary';
import type { Ternary } from './ternary';
import type { StatementTrace } from './trace';

/** How one statement met the request, by the same matchers that decide. */
export type StatementMatch = Pick<StatementTrace, 'match' | 'element' | 'elementSpan' | 'reason'>;

const matched: StatementMatch = { match: 'matched', element: undefined, elementSpan: undefined, reason: undefined };

/** The first element that does not match; where none is certain not to, the first that is open. */
export function explainStatement(
  statement: CompiledStatement,
  prepared: PreparedRequest,
  layer: Layer,
  boundaryAttached: boolean,
): StatementMatch {
  const { context } = prepared;
  if (statement.effect === undefined) return failed(no, 'Effect', undefined, message('Effect is neither Allow nor Deny'));
  let firstOpen: StatementMatch | undefined;
  if (hasPrincipals(layer)) {
    const level = matchPrincipalElement(statement, prepared, layer, boundaryAttached);
    const certainty = principalCertainty(statement, level, context);
    if (certainty !== yes) {
      const failure = failed(certainty, 'Principal', statement.principal?.source.keySpan, principalReason(statement, prepared));
      if (certainty === no) return failure;
      firstOpen = failure;
    }
  }
  if (statement.action === undefined || !matchAction(statement.action, prepared.action)) {
    return failed(no, 'Action', statement.action?.source.keySpan, actionReason(statement, prepared));
  }
  const resource = matchResourceElement(statement, prepared, context, layer);
  if (resource !== yes) {
    const failure = failed(resource, 'Resource', statement.resource?.source.keySpan, resourceReason(statement, prepared, layer, resource));
    if (resource === no) return failure;
    firstOpen ??= failure;
  }
  for (const condition of statement.conditions) {
    const result = evaluateCondition(condition, context);
    if (result === yes) continue;
    const failure = failed(result, 'Condition', condition.source.key.span, conditionReason(condition, context, result));
    if (result === no) return failure;
    firstOpen ??= failure;
  }
  return firstOpen ?? matched;
}

function failed(
  result: Ternary,
  element: NonNullable<StatementTrace['element']>,
  elementSpan: Span | undefined,
  reason: Message,
): StatementMatch {
  return { match: result === open ? 'unknown' : 'notMatched', element, elementSpan, reason };
}

/** The caller as text, for sentences. */
export function callerText({ request }: PreparedRequest): string {
  return typeof request.principal === 'string' ? request.principal : request.principal.federated;
}

function principalReason(statement: CompiledStatement, prepared: PreparedRequest): Message {
  if (statement.principal === undefined) return message('the statement has no Principal');
  if (statement.principal.canonicalUsers) return message('nobody can tell offline whose canonical user id it is');
  if (statement.principal.negated) return message('NotPrincipal leaves out {0}', callerText(prepared));
  return message('Principal does not name {0}', callerText(prepared));
}

function actionReason({ action }: CompiledStatement, prepared: PreparedRequest): Message {
  if (action === undefined) return message('the statement has no Action');
  if (action.negated) {
    const index = action.patterns.findIndex((pattern) => matchActionPattern(pattern, prepared.action));
    return message('NotAction leaves out {0}', action.source.values[index]?.text ?? prepared.action.text);
  }
  return message('Action does not match {0}', listValues(action.source.values));
}

/** A list short enough for one line. */
function listValues(values: readonly { readonly text: string }[]): string {
  let list = '';
  for (let i = 0; i < values.length && i < 3; i++) list += i === 0 ? (values[i]?.text ?? '') : `, ${values[i]?.text ?? ''}`;
  return values.length > 3 ? `${list}, …` : list;
}

function resourceReason({ resource }: CompiledStatement, prepared: PreparedRequest, layer: Layer, result: Ternary): Message {
  if (resource === undefined) return message('the statement has no Resource');
  if (result === open) return openResourceReason(resource, prepared, layer);
  if (resource.negated) {
    const index = resource.patterns.findIndex(
      (pattern) => matchResourcePattern(pattern, prepared.resource, prepared.context, layer) === yes,
    );
    return message('NotResource leaves out {0}', resource.source.values[index]?.text ?? prepared.resource.text);
  }
  return message('Resource does not match {0}', listValues(resource.source.values));
}

function openResourceReason(resource: CompiledResource, prepared: PreparedRequest, layer: Layer): Message {
  for (const pattern of resource.patterns) {
    if (pattern.kind === 'any' || pattern.template === undefined) continue;
    if (matchResourcePattern(pattern, prepared.resource, prepared.context, layer) !== open) continue;
    const keys = variablesOf(pattern.template).map(({ key }) => key);
    return message('whether Resource matches depends on {0}', keys.join(', '));
  }
  return message('no reference lists a resource for {0}; AWS may still authorise it on this one', prepared.action.text);
}

function conditionReason(condition: CompiledCondition, context: EvaluationContext, result: Ternary): Message {
  const operator = condition.source.operator.text;
  const key = condition.source.key.text;
  if (condition.operator === undefined) return message('AWS has no condition operator `{0}`', operator);
  const slot = lookUp(context, condition.lookupKey);
  if (result === open) return openConditionReason(condition, context, key);
  if (slot.multivalued && condition.operator.set === 'none' && condition.operator.family.kind !== 'null') {
    return message('{0} takes several values; without ForAnyValue or ForAllValues the condition never holds', key);
  }
  if (slot.state === 'absent') return message('{0} does not hold: the request has no {1}', operator, key);
  if (condition.invalid) return message('{0} cannot read a value of {1}', operator, key);
  if (slot.state !== 'value') return message('{0} does not hold: the request carries {1}', operator, key);
  return message('{0} does not hold: {1} is {2}', operator, key, slot.values.join(', '));
}

function openConditionReason(condition: CompiledCondition, context: EvaluationContext, key: string): Message {
  const slot = lookUp(context, condition.lookupKey);
  if (slot.state !== 'value') return message('{0} is not known', key);
  const unknown = templatesOf(condition)
    .flatMap(variablesOf)
    .find((variable) => lookUp(context, variable.lookupKey).state !== 'value');
  return unknown === undefined ? message('AWS does not say whether `*` is an ARN pattern') : message('{0} is not known', unknown.key);
}
