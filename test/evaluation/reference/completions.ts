import type { Catalog } from '../../../server/src/core/catalog/catalog';

import type { Question } from './candidates';
import { candidateValues } from './candidates';
import { operatorNameOf } from './conditions';
import { callerOfScenario, isMultivalued, stateOf } from './context';
import { hasSessionToken } from './hardRules';
import { applicablePolicies } from './layers';
import { splitArn } from './resources';
import type { PolicyJson, ScenarioJson, StatementJson } from './scenario';
import { documentOf, toList } from './scenario';
import { substitutes } from './unreadable';
import { variablesIn, variableVersion } from './variables';
import type { World } from './world';

/** One way to settle everything that is open. */
export interface Completion {
  /** The scenario, its unreadable policies replaced. */
  readonly scenario: ScenarioJson;
  readonly world: World;
  /** What the unknown keys were set to, by key in lower case. */
  readonly settled: ReadonlyMap<string, readonly string[] | undefined>;
  /** Everything else that was settled, as text. */
  readonly rest: string;
}

/** More completions than these are not enumerated. */
const mostCompletions = 6000;

/** All completions worth telling apart; undefined when there are too many. */
export function completionsOf(scenario: ScenarioJson, catalog: Catalog): readonly Completion[] | undefined {
  const questions = [...questionsOf(scenario, catalog), ...ruleQuestions(scenario)];
  const keys = [...new Set(questions.map(({ key }) => key.toLowerCase()))];
  const choices = keys.flatMap((key) => {
    const state = stateOf(key, scenario);
    return state.state === 'unknown' ? [[key, choicesFor(key, state.mayBeAbsent, questions, scenario, catalog)] as const] : [];
  });
  const resources = undocumentedResources(scenario, catalog);
  const scenarios = substitutes(scenario);
  const starReadings = asksLoneStar(scenario, catalog) ? [false, true] : [false];
  const caller = callerOfScenario(scenario);
  const lacksTask = caller.kind === 'root' && caller.isAssumed && (scenario.sessionPolicies ?? []).length === 0;
  const taskReadings = lacksTask ? [false, true] : [true];
  const readings = starReadings.flatMap((loneStarIsArn) => taskReadings.map((taskPolicySpares) => ({ loneStarIsArn, taskPolicySpares })));
  const count = choices.reduce((product, [, values]) => product * values.length, resources.length * scenarios.length * readings.length);
  if (count > mostCompletions) return undefined;
  return settle(choices).flatMap((settled) =>
    resources.flatMap((undocumented) =>
      readings.flatMap((reading) =>
        scenarios.map((substituted, index) => ({
          scenario: substituted,
          world: { ...worldOf(scenario, settled, catalog), undocumented, ...reading },
          settled,
          rest: JSON.stringify([undocumented, reading, index]),
        })),
      ),
    ),
  );
}

function worldOf(
  scenario: ScenarioJson,
  settled: Completion['settled'],
  catalog: Catalog,
): Omit<World, 'undocumented' | 'loneStarIsArn' | 'taskPolicySpares'> {
  return {
    resource: scenario.request.resource,
    isMultivalued: (key) => isMultivalued(scenario, key, catalog),
    values(key) {
      if (settled.has(key.toLowerCase())) return settled.get(key.toLowerCase());
      const state = stateOf(key, scenario);
      return state.state === 'value' ? state.values : undefined;
    },
  };
}

type Choices = readonly (readonly string[] | undefined)[];

/** Every combination of one choice per key. */
function settle(choices: readonly (readonly [key: string, Choices])[]): readonly Completion['settled'][] {
  let maps: readonly Completion['settled'][] = [new Map()];
  for (const [key, values] of choices) maps = maps.flatMap((map) => values.map((value) => new Map([...map, [key, value]])));
  return maps;
}

function choicesFor(key: string, mayBeAbsent: boolean, questions: readonly Question[], scenario: ScenarioJson, catalog: Catalog): Choices {
  const values = candidateValues(key, questions, scenario, catalog);
  const sets = isMultivalued(scenario, key, catalog) ? subsetsOf(values) : values.map((value) => [value]);
  return mayBeAbsent ? [undefined, ...sets] : sets;
}

/** All sets of one, two or all of the values. */
function subsetsOf(values: readonly string[]): readonly (readonly string[])[] {
  const pairs = values.flatMap((left, index) => values.slice(index + 1).map((right) => [left, right]));
  return [...values.map((value) => [value]), ...pairs, values];
}

/** What the rules beside all policies ask of it. */
function ruleQuestions(scenario: ScenarioJson): readonly Question[] {
  if (!hasSessionToken(scenario, callerOfScenario(scenario)) || !/^iam:/i.test(scenario.request.action)) return [];
  return [{ kind: 'condition', key: 'aws:MultiFactorAuthPresent', operator: 'Bool', expected: ['true'] }];
}

/** Everything that the statements ask of the context. */
function questionsOf(scenario: ScenarioJson, catalog: Catalog): readonly Question[] {
  return applicablePolicies(scenario, catalog).flatMap(({ policy }) => {
    const document = documentOf(policy);
    const hasVariables = document?.Version === variableVersion;
    return toList(document?.Statement).flatMap((statement) => [
      ...conditionQuestions(statement, hasVariables, scenario),
      ...(hasVariables ? resourcePatterns(statement).flatMap((text) => variableQuestions(text, [scenario.request.resource])) : []),
    ]);
  });
}

function conditionQuestions(statement: StatementJson, hasVariables: boolean, scenario: ScenarioJson): readonly Question[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) => {
      const expected = toList(values).map(String);
      const state = stateOf(key, scenario);
      const against = state.state === 'value' ? state.values : [];
      const variables = hasVariables ? expected.flatMap((text) => variableQuestions(text, against)) : [];
      return [{ kind: 'condition' as const, key, operator, expected }, ...variables];
    }),
  );
}

function variableQuestions(text: string, against: readonly string[]): readonly Question[] {
  return variablesIn(text).map((key) => ({ kind: 'variable', key, text, against }));
}

function resourcePatterns(statement: StatementJson): readonly string[] {
  return [...toList(statement.Resource), ...toList(statement.NotResource)];
}

/**
 * Semantics 3.2: an action without resource types is authorised on `*`, by the documents; some on an ARN that nobody lists.
 * When the context is not complete, an ARN of the same service that a statement names may be it.
 */
function undocumentedResources(scenario: ScenarioJson, catalog: Catalog): readonly (string | undefined)[] {
  const { action, resource, contextIsComplete } = scenario.request;
  if (resource !== '*' || catalog.action(action)?.resourceTypes.length !== 0) return [undefined];
  const caller = callerOfScenario(scenario);
  // Denials of this action print the resource.
  if (action.toLowerCase() === 'iam:listusers' && 'account' in caller) return [`arn:${caller.partition}:iam::${caller.account}:user/`];
  if (contextIsComplete !== false) return [undefined];
  const service = action.split(':')[0]?.toLowerCase();
  const patterns = applicablePolicies(scenario, catalog).flatMap(({ policy }) => statementsOf(policy).flatMap(resourcePatterns));
  const named = patterns.filter((pattern) => splitArn(pattern)[2] === service);
  return [undefined, ...new Set(named.map((pattern) => pattern.replaceAll(/[*?]/g, 'zz')))];
}

/** Whether a condition compares an ARN with `*` alone. */
function asksLoneStar(scenario: ScenarioJson, catalog: Catalog): boolean {
  return questionsOf(scenario, catalog).some(
    (question) =>
      question.kind === 'condition' && operatorNameOf(question.operator).base.startsWith('arn') && question.expected.includes('*'),
  );
}

const statementsOf = (policy: PolicyJson) => toList(documentOf(policy)?.Statement);
