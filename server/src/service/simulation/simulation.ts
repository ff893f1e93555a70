import { describeTrace } from '../../core/evaluation/describeTrace';
import type { StatementTrace, Trace } from '../../core/evaluation/trace';
import { createCompiledPolicies } from '../../core/simulation/compiledPolicies';
import { explainStanding } from '../../core/simulation/standingRequest';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';
import type { Location, SimulateParams, SimulateResult } from '../../protocol/requests';

import type { LivePolicies } from '../decisions/livePolicies';
import { placeOf } from '../statementPlace';
import type { DocumentStore } from '../documentStore';
import type { OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { readQuestion, standingQuestion } from './question';
import type { Question, QuestionGround } from './question';
import type { DecidedQuestion } from './saveAsTest';

/** Answers what forms and lenses ask. */
export interface Simulation {
  /** The organizations have been read before. */
  simulate(params: SimulateParams, context: ServiceContext): Promise<SimulateResult>;
  /** The bare decision; or the first thing that is wrong with the question. */
  decide(params: SimulateParams, context: ServiceContext): Promise<DecidedQuestion | { readonly unclear: Message }>;
}

export interface SimulationSources {
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly policies: LivePolicies;
  /** What a file of tests is asked of; undefined for any other file. */
  readonly groundOf: (uri: string, context: ServiceContext) => Promise<QuestionGround | undefined>;
}

export function createSimulation(sources: SimulationSources): Simulation {
  const read = async (params: SimulateParams, context: ServiceContext): Promise<Question> => {
    const texts = await context.texts();
    const ground = params.uri === undefined ? undefined : await sources.groundOf(params.uri, context);
    return readQuestion(params, { ...sources, texts, ground, organizationSetting: context.settings.organization });
  };
  return {
    async simulate(params, context) {
      const question = await read(params, context);
      if (question.kind === 'unclear') return unclear(question, context);
      const places = { ...sources, texts: await context.texts() };
      return describe(answer(question, context), question, context, ({ uri, span }) => placeOf(uri, span, places));
    },
    async decide(params, context) {
      const question = await read(params, context);
      if (question.kind === 'ready') return { ...answer(question, context), policies: question.policies };
      return { unclear: Object.values(question.problems)[0] ?? message('this request is not understood') };
    },
  };
}

type ReadyQuestion = Extract<Question, { readonly kind: 'ready' }>;
type UnclearQuestion = Extract<Question, { readonly kind: 'unclear' }>;

function answer(question: ReadyQuestion, { catalog }: ServiceContext): Trace {
  return explainStanding(standingQuestion(question, catalog), createCompiledPolicies());
}

function describe(
  trace: Trace,
  question: ReadyQuestion,
  { translate }: ServiceContext,
  locationOfStatement: (statement: StatementTrace) => Location | null,
): SimulateResult {
  const words = describeTrace(trace, question.levelNames);
  const statements = trace.statements.map((statement, index) => {
    const description = words.statements[index];
    return {
      label: description === undefined ? '' : translate(description.label),
      policy: statement.policy,
      layerLabel: description === undefined ? '' : translate(description.layerLabel),
      effect: statement.effect ?? ('' as const),
      match: statement.match,
      reason: description?.reason === undefined ? '' : translate(description.reason),
      decided: description?.decided === true,
      location: locationOfStatement(statement),
    };
  });
  const deciding = statements.find(({ decided }) => decided);
  return {
    decision: trace.decision,
    headline: translate(words.headline),
    awsMessage: words.awsMessage ?? '',
    short: translate(words.short),
    decidedBy: deciding === undefined ? null : { label: deciding.label, location: deciding.location },
    layers: trace.layers.map(({ layer, level, decision }, index) => {
      const description = words.layers[index];
      return {
        layer: level === null ? layer : `${layer}[${level}]`,
        label: description === undefined ? layer : translate(description.label),
        decision,
        explanation: description === undefined ? '' : translate(description.explanation),
        decided: trace.decidedBy !== null && trace.decidedBy.layer === layer && trace.decidedBy.level === level,
      };
    }),
    statements,
    context: trace.context.map(({ key, state, matters }, index) => {
      const description = words.context[index];
      const origin = [description?.origin, description?.examples].flatMap((text) => (text === undefined ? [] : [translate(text)]));
      return { key, values: description === undefined ? '' : translate(description.values), origin: origin.join(' · '), matters, state };
    }),
    missingContextKeys: trace.missingContextKeys,
    notes: [...words.problems, ...words.notes].map(translate),
    fieldProblems: {},
  };
}

/** What is wrong with the question, by field; everything else says nothing. */
function unclear({ problems }: UnclearQuestion, { translate }: ServiceContext): SimulateResult {
  return {
    decision: 'undetermined',
    headline: '',
    awsMessage: '',
    short: '',
    decidedBy: null,
    layers: [],
    statements: [],
    context: [],
    missingContextKeys: [],
    notes: [],
    fieldProblems: Object.fromEntries(Object.entries(problems).map(([field, problem]) => [field, translate(problem)])),
  };
}
