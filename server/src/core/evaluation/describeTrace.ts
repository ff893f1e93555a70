import { message } from '../text/message';
import type { Message } from '../text/message';
import { awsDenialMessage } from './awsDenialMessage';
import type { DecidedBy, Layer, LayerDecision } from './decision';
import { describeKnownDecision, levelName, policyNoun } from './describeVerdict';
import type { LevelNames } from './describeVerdict';
import type { ContextTrace, StatementTrace, Trace } from './trace';

export type { LevelNames } from './describeVerdict';

/** A trace in words: the only wording of decisions, for the lens, the panel, the hover and the command line. */
export interface TraceDescription {
  /** The decision in one sentence. */
  readonly headline: Message;
  /** At most 40 characters, for a lens or a hint; the arguments are cut to fit. */
  readonly short: Message;
  /** What AWS itself would print; undefined unless denied. AWS prints English in every language. */
  readonly awsMessage: string | undefined;
  /** In the order of `trace.layers`. */
  readonly layers: readonly LayerDescription[];
  /** In the order of `trace.statements`. */
  readonly statements: readonly StatementDescription[];
  /** In the order of `trace.context`. */
  readonly context: readonly ContextDescription[];
  readonly notes: readonly Message[];
  readonly problems: readonly Message[];
}

export interface LayerDescription {
  readonly label: Message;
  readonly explanation: Message;
}

export interface StatementDescription {
  /** `policy#Sid`. */
  readonly label: Message;
  readonly layerLabel: Message;
  /** Undefined for a statement that matched. */
  readonly reason: Message | undefined;
  readonly decided: boolean;
}

export interface ContextDescription {
  /** The value, or that it is absent or unknown. */
  readonly values: Message;
  readonly origin: Message;
  /** Values that would allow and deny, where a key matters and that can be said. */
  readonly examples: Message | undefined;
}

/** Puts a trace into words. */
export function describeTrace(trace: Trace, names: LevelNames = {}): TraceDescription {
  return {
    headline: describeWithChain(trace, describeDecision(trace, names)),
    short: shortOfHop(trace) ?? shortDecision(trace, names),
    awsMessage: awsDenialMessage(trace),
    layers: trace.layers.map((layer) => ({ label: layerLabel(layer, trace, names), explanation: explainLayer(layer, trace) })),
    statements: trace.statements.map((statement) => ({
      label: message('{0}#{1}', statement.policy, statement.sid ?? statement.statement),
      layerLabel: layerLabel(statement, trace, names),
      reason: statement.reason,
      decided: isDeciding(statement, trace.decidedBy),
    })),
    context: trace.context.map(describeContext),
    notes: trace.notes,
    problems: trace.problems,
  };
}

/** Which step of a chain of roles decides, before why. */
function describeWithChain({ chain, decision, possibleDecisions }: Trace, why: Message): Message {
  if (chain === undefined) return why;
  const { hops, decidedAt } = chain;
  if (decidedAt === undefined) return message('After taking {0}: {1}', hops.map(({ role }) => role).join(', '), why);
  const role = hops[decidedAt]?.role ?? '';
  if (decision === 'undetermined' && (possibleDecisions.length === 0 || possibleDecisions.includes('allowed'))) {
    return message('Role {0} of {1}, {2}, can perhaps not be taken: {3}', decidedAt + 1, hops.length, role, why);
  }
  return message('Role {0} of {1}, {2}, cannot be taken: {3}', decidedAt + 1, hops.length, role, why);
}

function shortOfHop({ chain, decision }: Trace): Message | undefined {
  if (chain?.decidedAt === undefined) return undefined;
  const role = chain.hops[chain.decidedAt]?.role ?? '';
  const name = cut(role.slice(role.lastIndexOf('/') + 1));
  return decision === 'undetermined' ? message('perhaps not as {0}', name) : message('cannot become {0}', name);
}

function isDeciding(statement: StatementTrace, by: DecidedBy | null): boolean {
  return (
    by !== null &&
    by.statement === statement.statement &&
    by.layer === statement.layer &&
    by.level === statement.level &&
    by.policyIndex === statement.policyIndex
  );
}

function describeDecision(trace: Trace, names: LevelNames): Message {
  const { decision } = trace;
  return decision === 'undetermined' ? describeOpenDecision(trace) : describeKnownDecision({ ...trace, decision }, names);
}

function describeOpenDecision({ missingContextKeys, possibleDecisions, problems, notes, statements }: Trace): Message {
  const keys = missingContextKeys.join(', ');
  const denied = possibleDecisions.length > 0 && !possibleDecisions.includes('allowed');
  if (keys !== '') return denied ? message('Denied in any case; by what depends on {0}', keys) : message('Depends on {0}', keys);
  if (denied) return message('Denied in any case; by what is not known');
  const reason = problems[0] ?? statements.find(({ match }) => match === 'unknown')?.reason ?? notes[0];
  return reason === undefined ? message('Not known') : message('Not known: {0}', reason);
}

const longestArgument = 24;

function shortDecision(trace: Trace, names: LevelNames): Message {
  const { decision, decidedBy, missingContextKeys, rule } = trace;
  switch (decision) {
    case 'allowed':
      return decidedBy === null ? message('allowed') : message('allowed by {0}', cut(shortName(decidedBy)));
    case 'explicitDeny':
      return decidedBy === null ? message('denied') : message('denied by {0}', cut(shortName(decidedBy)));
    case 'implicitDeny':
      if (rule !== undefined) return message('denied by a rule of AWS');
      if (decidedBy === null) return message('denied');
      if (decidedBy.layer === 'scp') return message('no SCP allows it at {0}', cutMessage(levelName(decidedBy, trace, names)));
      return shortLack(decidedBy.layer);
    case 'undetermined': {
      const [key] = missingContextKeys;
      return key === undefined ? message('not known') : message('depends on {0}', cut(key));
    }
  }
}

function shortName({ policy, statement, sid }: DecidedBy): string {
  return sid ?? `${policy ?? ''}#${statement ?? 0}`;
}

function shortLack(layer: Layer): Message {
  switch (layer) {
    case 'identity':
      return message('no identity policy allows it');
    case 'permissionsBoundary':
      return message('the permissions boundary lacks it');
    case 'session':
      return message('no session policy allows it');
    case 'resource':
      return message('no resource policy allows it');
    case 'vpcEndpoint':
      return message('the endpoint policy lacks it');
    case 'scp':
    case 'rcp':
      return message('denied');
  }
}

function cut(text: string): string {
  return text.length <= longestArgument ? text : `${text.slice(0, longestArgument - 1)}…`;
}

/** Level names come from people and are cut; our own are short. */
function cutMessage(name: Message): Message {
  const [argument] = name.args;
  if (name.template !== '{0}' || typeof argument !== 'string') return name;
  return argument.length <= 14 ? name : message('{0}', `${argument.slice(0, 13)}…`);
}

function layerLabel({ layer, level }: Pick<LayerDecision, 'layer' | 'level'>, trace: Trace, names: LevelNames): Message {
  if (level !== null) return message('{0}: {1}', layerName(layer), levelName({ layer, level }, trace, names));
  return layerName(layer);
}

/** The layer as a heading. */
function layerName(layer: Layer): Message {
  switch (layer) {
    case 'identity':
      return message('Identity policies');
    case 'permissionsBoundary':
      return message('Permissions boundary');
    case 'session':
      return message('Session policies');
    case 'resource':
      return message('Resource policy');
    case 'scp':
      return message('SCP');
    case 'rcp':
      return message('RCP');
    case 'vpcEndpoint':
      return message('VPC endpoint policy');
  }
}

function explainLayer({ layer, decision }: LayerDecision, { request }: Trace): Message {
  switch (decision) {
    case 'allowed':
      return layer === 'rcp' ? message('nothing here denies {0}', request.action) : message('allows {0}', request.action);
    case 'explicitDeny':
      return message('denies {0} explicitly', request.action);
    case 'implicitDeny':
      return message('no {0} allows {1}', policyNoun(layer), request.action);
    case 'undetermined':
      return message('whether it allows or denies {0} depends on what is not known', request.action);
    case 'notApplicable':
      return message('does not apply');
  }
}

function describeContext(context: ContextTrace): ContextDescription {
  return { values: describeValues(context), origin: describeOrigin(context), examples: describeExamples(context) };
}

function describeValues({ state, values }: ContextTrace): Message {
  if (state === 'absent') return message('absent');
  return state === 'unknown' ? message('unknown') : message('{0}', values.join(', '));
}

function describeOrigin({ origin, state, matters }: ContextTrace): Message {
  if (state === 'unknown') return matters ? message('changes the decision') : message('does not matter');
  switch (origin) {
    case 'given':
      return message('given');
    case 'principal':
      return message('from the principal');
    case 'resource':
      return message('from the resource');
    case 'organization':
      return message('from the organization');
    case 'request':
      return message('from the request');
    case 'none':
      return message('not in the request');
  }
}

function describeExamples({ matters, allowedWith, deniedWith }: ContextTrace): Message | undefined {
  if (!matters || allowedWith === undefined || deniedWith === undefined) return undefined;
  return message('allowed with {0}, denied with {1}', exampleOf(allowedWith), exampleOf(deniedWith));
}

function exampleOf(values: readonly string[]): Message {
  return values.length === 0 ? message('the key absent') : message('{0}', values.join(', '));
}
