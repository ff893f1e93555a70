import { variablesOf } from '../policy/policyVariable';
import { matchAction } from './actions';
import {
  applicableLevels,
  boundaryLevel,
  identityLevel,
  rcpLevels,
  resourceLevel,
  scanOptions,
  scpLevels,
  sessionLevel,
  vpcEndpointLevel,
} from './applicability';
import type { ApplicableLevel } from './applicability';
import { settle } from './completions';
import type { SettledKey, Settlement } from './completions';
import type { CompiledStatement } from './compile';
import { templatesOf } from './conditions/condition';
import { lookUp } from './context';
import { decideKnown } from './decideKnown';
import type { Verdict } from './decideKnown';
import { decidedBy } from './decidedBy';
import type { Decision, Layer, LayerDecision, MatchedStatement } from './decision';
import { explainStatement } from './explainStatement';
import { decidingRule, notesOn } from './notes';
import type { CompiledLevel, CompiledPolicySet } from './policySet';
import { requestProblems } from './prepareRequest';
import type { PreparedRequest } from './prepareRequest';
import { anyAllow, createTally, scanLevel } from './scan';
import type { Tally } from './scan';
import { message } from '../text/message';
import type { Message } from '../text/message';
import { no, open, yes } from './ternary';
import type { ContextTrace, StatementTrace, Trace } from './trace';

/** The answer to a request with every reason: the same decision as `decide`, by the same matchers. */
export function explain(prepared: PreparedRequest, set: CompiledPolicySet): Trace {
  const known = decideKnown(prepared, set, prepared.context);
  const settlement: Settlement =
    known.decision === 'undetermined' ? settle(prepared, set, { stopEarly: false }) : { verdict: known, possible: [], keys: [] };
  const { verdict } = settlement;
  const levels = applicableLevels(prepared, set);
  const { statements, reachable } = traceStatements(prepared, set, levels);
  const undetermined = verdict.decision === 'undetermined';
  return {
    decision: verdict.decision,
    decidedBy: decidedBy(verdict),
    matchedStatements: statements.flatMap(matchedStatement),
    missingContextKeys: undetermined ? settlement.keys.filter(({ matters }) => matters).map(({ key }) => spelling(prepared, key)) : [],
    layers: layerDecisions(prepared, set),
    problems: [...requestProblems(prepared), ...policyProblems(levels)],
    request: prepared.request,
    statements,
    context: traceContext(prepared, reachable, verdict, settlement.keys),
    notes: notesOn(prepared, set, reachable),
    possibleDecisions: undetermined ? settlement.possible : [],
    rule: verdict.statement === undefined && !undetermined ? decidingRule(prepared) : undefined,
  };
}

/** Every statement with its reason, and beside them the statements whose action covers the request's: conditions and doubts come from those. */
function traceStatements(
  prepared: PreparedRequest,
  set: CompiledPolicySet,
  levels: readonly ApplicableLevel[],
): { readonly statements: readonly StatementTrace[]; readonly reachable: readonly CompiledStatement[] } {
  const boundaryAttached = set.permissionsBoundary !== undefined;
  const traces: StatementTrace[] = [];
  const reachable: CompiledStatement[] = [];
  for (const { layer, index, level } of levels) {
    for (let policyIndex = 0; policyIndex < level.policies.length; policyIndex++) {
      const policy = level.policies[policyIndex];
      if (policy === undefined) continue;
      for (const statement of policy.compiled.statements) {
        const { source } = statement;
        const { match, element, elementSpan, reason } = explainStatement(statement, prepared, layer, boundaryAttached);
        // Whatever failed at or after the action has told already whether that matches.
        const isBeforeAction = match === 'notMatched' && (element === 'Effect' || element === 'Principal');
        if (element !== 'Action' && (!isBeforeAction || coversAction(statement, prepared))) reachable.push(statement);
        traces.push({
          layer,
          level: index,
          policy: policy.name,
          policyIndex,
          statement: source.index,
          sid: source.sid?.text ?? null,
          effect: statement.effect,
          span: { start: source.start, end: source.end },
          uri: policy.uri,
          match,
          element,
          elementSpan,
          reason,
        });
      }
    }
  }
  return { statements: traces, reachable };
}

function coversAction({ action }: CompiledStatement, prepared: PreparedRequest): boolean {
  return action !== undefined && matchAction(action, prepared.action);
}

function matchedStatement({ layer, level, policy, policyIndex, statement, sid, effect, match }: StatementTrace): MatchedStatement[] {
  return match === 'matched' && effect !== undefined ? [{ layer, level, policy, policyIndex, statement, sid, effect }] : [];
}

/** One entry per layer, one per level for SCPs and RCPs, in the order in which a decision is looked for. */
function layerDecisions(prepared: PreparedRequest, set: CompiledPolicySet): readonly LayerDecision[] {
  const tally = createTally();
  const decisionOf = (level: CompiledLevel): Decision => {
    scanLevel(level, prepared, prepared.context, scanOptions(prepared, set, level.layer), tally);
    // The task policy of an AssumeRoot session only denies.
    return tallyDecision(tally, level.layer === 'rcp' || (level.layer === 'session' && prepared.caller.kind === 'root'));
  };
  const levels = (layer: Layer, list: readonly CompiledLevel[]): readonly LayerDecision[] =>
    list.length === 0
      ? [{ layer, level: null, decision: 'notApplicable' }]
      : list.map((level, index) => ({ layer, level: index, decision: decisionOf(level) }));
  const single = (layer: Layer, level: CompiledLevel | undefined, missing: LayerDecision['decision']): LayerDecision => ({
    layer,
    level: null,
    decision: level === undefined ? missing : decisionOf(level),
  });
  const { caller } = prepared;
  const needsResource = !('account' in caller) || !prepared.sameAccount || prepared.resourcePolicyMustGrant;
  return [
    ...levels('rcp', rcpLevels(prepared, set)),
    ...levels('scp', scpLevels(prepared, set)),
    single('vpcEndpoint', vpcEndpointLevel(prepared, set), 'notApplicable'),
    single('resource', resourceLevel(prepared, set), needsResource && set.resource === undefined ? 'implicitDeny' : 'notApplicable'),
    single('identity', identityLevel(prepared, set), 'notApplicable'),
    single('permissionsBoundary', boundaryLevel(prepared, set), 'notApplicable'),
    single('session', sessionLevel(prepared, set), caller.kind === 'federatedUser' ? 'implicitDeny' : 'notApplicable'),
  ];
}

function tallyDecision(tally: Tally, onlyDenies: boolean): Decision {
  if (tally.deny === yes) return 'explicitDeny';
  const allow = onlyDenies ? yes : anyAllow(tally);
  if (tally.deny === open || allow === open) return 'undetermined';
  return allow === no ? 'implicitDeny' : 'allowed';
}

function policyProblems(levels: readonly ApplicableLevel[]): readonly Message[] {
  return levels.flatMap(({ level }) =>
    level.policies
      .filter(({ compiled }) => compiled.unreadable !== undefined)
      .map(({ name }) => message('the policy {0} cannot be read; what it says is unknown', name)),
  );
}

/** AWS's spelling of a key where the catalog knows it, else the policy's. */
function spelling({ facts }: PreparedRequest, key: string): string {
  const known = facts.catalog.conditionKey(key)?.name;
  return known === undefined || known.includes('${') ? key : known;
}

/** The keys that statements on the action ask for, each with its value and where that came from. */
function traceContext(
  prepared: PreparedRequest,
  reachable: readonly CompiledStatement[],
  verdict: Verdict,
  settled: readonly SettledKey[],
): readonly ContextTrace[] {
  const traces = new Map<string, ContextTrace>();
  const decisive = new Set(verdict.statement === undefined ? [] : keysOf(verdict.statement).map((key) => key.toLowerCase()));
  for (const statement of reachable) {
    if (statement.conditions.length === 0 && !hasTemplates(statement)) continue;
    for (const key of keysOf(statement)) {
      const lookupKey = key.toLowerCase();
      if (!traces.has(lookupKey)) traces.set(lookupKey, traceKey(prepared, key, decisive.has(lookupKey), settled));
    }
  }
  for (const { key, lookupKey } of settled) {
    if (!traces.has(lookupKey)) traces.set(lookupKey, traceKey(prepared, key, false, settled));
  }
  return [...traces.values()];
}

function hasTemplates(statement: CompiledStatement): boolean {
  return statement.resource?.patterns.some((pattern) => pattern.kind === 'arn' && pattern.template !== undefined) === true;
}

/** The keys of a statement's conditions and variables, as it spells them. */
function keysOf(statement: CompiledStatement): readonly string[] {
  const inConditions = statement.conditions.flatMap((condition) => [
    condition.source.key.text,
    ...templatesOf(condition).flatMap((template) => variablesOf(template).map(({ key }) => key)),
  ]);
  const inResources = (statement.resource?.patterns ?? []).flatMap((pattern) =>
    pattern.kind === 'arn' && pattern.template !== undefined ? variablesOf(pattern.template).map(({ key }) => key) : [],
  );
  return [...inConditions, ...inResources];
}

function traceKey(prepared: PreparedRequest, key: string, decisive: boolean, settled: readonly SettledKey[]): ContextTrace {
  const lookupKey = key.toLowerCase();
  const slot = lookUp(prepared.context, lookupKey);
  const found = settled.find((candidate) => candidate.lookupKey === lookupKey);
  const isKnown = slot.state === 'value' || slot.state === 'absent';
  return {
    key,
    state: slot.state === 'present' ? 'unknown' : slot.state,
    values: slot.values,
    origin: slot.origin,
    matters: isKnown ? decisive : found?.matters === true,
    ...(found?.allowedWith === undefined ? {} : { allowedWith: found.allowedWith }),
    ...(found?.deniedWith === undefined ? {} : { deniedWith: found.deniedWith }),
  };
}
