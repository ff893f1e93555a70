import { message } from '../text/message';
import type { Message } from '../text/message';
import type { DecidedBy, Decision, Layer, LayerDecision } from './decision';
import type { Trace } from './trace';

/** Names of the levels of SCPs and RCPs, root first, where the organization gives them. */
export interface LevelNames {
  readonly scp?: readonly string[];
  readonly rcp?: readonly string[];
}

/** What a decision that does not hang on anything unknown is told by. */
type KnownDecision = Pick<Trace, 'decidedBy' | 'rule' | 'layers'> & {
  readonly decision: Exclude<Decision, 'undetermined'>;
  readonly request: Pick<Trace['request'], 'action'>;
};

/**
 * The headline of a trace, without the trace; undefined where only that tells it: what an undetermined decision depends on, and how many levels there are
 * when they have no names.
 */
export function describeVerdict(
  { decision, decidedBy, action, rule }: Pick<Trace, 'decision' | 'decidedBy' | 'rule'> & { readonly action: string },
  names: LevelNames = {},
): Message | undefined {
  if (decision === 'undetermined') return undefined;
  if (decidedBy !== null && decidedBy.level !== null && givenName(decidedBy, names) === undefined) return undefined;
  return describeKnownDecision({ decision, decidedBy, rule, request: { action }, layers: [] }, names);
}

/** A decision in one sentence. */
export function describeKnownDecision(known: KnownDecision, names: LevelNames): Message {
  const { decision, decidedBy, request, rule } = known;
  switch (decision) {
    case 'allowed':
      if (rule !== undefined) return message('Allowed: {0}', rule);
      return decidedBy === null
        ? message('Allowed: the root user needs no policy')
        : message('Allowed by {0}', statementName(decidedBy, known, names));
    case 'explicitDeny':
      if (decidedBy === null) return message('Denied');
      return message('Denied by {0}', statementName(decidedBy, known, names));
    case 'implicitDeny':
      if (rule !== undefined) return message('Denied: {0}', rule);
      if (decidedBy === null) return message('Denied');
      if (decidedBy.level === null) return message('Denied: no {0} allows {1}', policyNoun(decidedBy.layer), request.action);
      return message('Denied: no {0} at {1} allows {2}', policyNoun(decidedBy.layer), levelName(decidedBy, known, names), request.action);
  }
}

/** The deciding statement with its policy and place. */
function statementName(by: DecidedBy, trace: Pick<Trace, 'layers'>, names: LevelNames): Message {
  const name = `${by.policy ?? ''}#${by.sid ?? by.statement ?? 0}`;
  if (by.level !== null) return message('{0}, {1} at {2}', name, policyNoun(by.layer), levelName(by, trace, names));
  return message('{0} ({1})', name, policyNoun(by.layer));
}

/** One policy of the layer, inside a sentence. */
export function policyNoun(layer: Layer): Message {
  switch (layer) {
    case 'identity':
      return message('identity-based policy');
    case 'permissionsBoundary':
      return message('permissions boundary');
    case 'session':
      return message('session policy');
    case 'resource':
      return message('resource-based policy');
    case 'scp':
      return message('service control policy');
    case 'rcp':
      return message('resource control policy');
    case 'vpcEndpoint':
      return message('VPC endpoint policy');
  }
}

/** The given name of a level; else root, account, and numbers between. */
export function levelName(place: Pick<LayerDecision, 'layer' | 'level'>, trace: Pick<Trace, 'layers'>, names: LevelNames): Message {
  const { layer, level } = place;
  const given = givenName(place, names);
  if (given !== undefined) return message('{0}', given);
  const last = Math.max(...trace.layers.filter((entry) => entry.layer === layer).map((entry) => entry.level ?? 0));
  if (level === null || level === 0) return message('the root');
  return level === last ? message('the account') : message('level {0}', level + 1);
}

function givenName({ layer, level }: Pick<LayerDecision, 'layer' | 'level'>, names: LevelNames): string | undefined {
  return level === null ? undefined : (layer === 'rcp' ? names.rcp : names.scp)?.[level];
}
