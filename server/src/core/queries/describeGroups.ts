import { accessLevelMessage } from '../catalog/accessLevelMessage';
import type { Layer } from '../evaluation/decision';
import { message } from '../text/message';
import type { Message } from '../text/message';

import type { ChangeDecider, Say } from './decisionChange';
import type { ActionGroup, ChangeGroup, RequestGroup } from './groupChanges';

/** All that changes in one direction, in words. */
export interface DirectionDescription {
  readonly direction: Say;
  /** `Newly denied (12)`. */
  readonly heading: Message;
  readonly groups: readonly GroupDescription[];
}

/** One group, in words. */
export interface GroupDescription {
  readonly group: ChangeGroup;
  /** Who, and by what: `pipeline: user/etl, denied by SCP data-only#OnlyData at Data`. */
  readonly heading: Message;
  /** Who alone: `pipeline: user/etl`. */
  readonly who: Message;
  /** What each of the requests was and is, in a few words: `allowed`, `denied by SCP data-only#OnlyData at Data`. */
  readonly before: Message;
  readonly after: Message;
  /** What: `s3:{GetObject, PutObject} on arn:aws:s3:::media/*`. */
  readonly lines: readonly Message[];
}

/** How many names stand in a line before the rest is counted. */
export interface GroupLimits {
  readonly principals: number;
  readonly actions: number;
  readonly resources: number;
}

const usual: GroupLimits = { principals: 5, actions: 12, resources: 4 };

/** Groups in words, a part for each direction that something changes in. */
export function describeGroups(groups: readonly ChangeGroup[], limits: GroupLimits = usual): readonly DirectionDescription[] {
  const directions = [...new Set(groups.map(({ after }) => after))];
  return directions.map((direction) => {
    const ofDirection = groups.filter(({ after }) => after === direction);
    const count = ofDirection.reduce((sum, { changes, principals }) => sum + changes * principals.length, 0);
    return {
      direction,
      heading: directionHeading(direction, count),
      groups: ofDirection.map((group) => ({
        group,
        heading: message('{0}: {1}, {2}', accountName(group), principalsOf(group, limits.principals), reasonOf(group)),
        who: message('{0}: {1}', accountName(group), principalsOf(group, limits.principals)),
        before: sideOf(group, group.before),
        after: sideOf(group, group.after),
        lines: group.requests.map((requests) => describeRequests(requests, limits)),
      })),
    };
  });
}

function directionHeading(direction: Say, count: number): Message {
  switch (direction) {
    case 'allowed':
      return message('Newly allowed ({0})', count);
    case 'denied':
      return message('Newly denied ({0})', count);
    case 'undetermined':
      return message('Newly undetermined ({0})', count);
  }
}

function accountName({ account: { id, name } }: ChangeGroup): string {
  return name === id ? id : `${name} ${id}`;
}

/** Principals as they are called in their account: `user/etl`, `role/path/admin`, `root`. */
function principalsOf({ principals }: ChangeGroup, limit: number): Message {
  return listed(
    principals.map((arn) => arn.slice(arn.lastIndexOf(':') + 1)),
    limit,
  );
}

function listed(names: readonly string[], limit: number): Message {
  // One more is named sooner than counted.
  if (names.length <= limit + 1) return message('{0}', names.join(', '));
  return message('{0} and {1} more', names.slice(0, limit).join(', '), names.length - limit);
}

function reasonOf({ after, before, decidedBy }: ChangeGroup): Message {
  if (decidedBy === null) return message('depends on what is not known');
  const isDenial = after === 'denied' || before === 'denied';
  const why = isDenial ? describeDenial(decidedBy) : message('allowed by {0}', statementOf(decidedBy));
  // Of what is allowed from now on, it is the end of a denial that explains.
  return isDenial && after !== 'denied' ? message('until now {0}', why) : why;
}

function sideOf({ decidedBy }: ChangeGroup, say: Say): Message {
  switch (say) {
    case 'allowed':
      return message('allowed');
    case 'denied':
      return decidedBy === null ? message('denied') : describeDenial(decidedBy);
    case 'undetermined':
      return message('depends on what is not known');
  }
}

/** What denies, in a few words: `denied by SCP data-only#OnlyData at Data`. */
export function describeDenial(decidedBy: ChangeDecider): Message {
  const { layer, policy, place } = decidedBy;
  if (policy === null) {
    if (place !== null) return message('no {0} at {1} allows it', layerMessage(layer), place);
    return message('no {0} allows it', layerMessage(layer));
  }
  return message('denied by {0}', statementOf(decidedBy));
}

function statementOf({ layer, policy, statement, sid, place }: ChangeDecider): Message {
  const name = policy === null ? '' : `${policy}#${sid ?? statement ?? 0}`;
  return place === null ? message('{0} {1}', layerMessage(layer), name) : message('{0} {1} at {2}', layerMessage(layer), name, place);
}

/** A policy of a layer, as short as people say it. */
function layerMessage(layer: Layer): Message {
  switch (layer) {
    case 'scp':
      return message('SCP');
    case 'rcp':
      return message('RCP');
    case 'identity':
      return message('identity-based policy');
    case 'permissionsBoundary':
      return message('permissions boundary');
    case 'session':
      return message('session policy');
    case 'resource':
      return message('resource-based policy');
    case 'vpcEndpoint':
      return message('VPC endpoint policy');
  }
}

function describeRequests({ actions, resources }: RequestGroup, limits: GroupLimits): Message {
  const what = joined(actions.map((group) => describeActions(group, limits.actions)));
  return resources === undefined ? what : message('{0} on {1}', what, listed(resources, limits.resources));
}

function joined(parts: readonly Message[]): Message {
  const [first, ...rest] = parts;
  if (first === undefined) return message('');
  return rest.reduce((before, part) => message('{0}, {1}', before, part), first);
}

function describeActions(group: ActionGroup, limit: number): Message {
  const { service } = group;
  switch (group.kind) {
    case 'service':
      return message('{0} ({1} actions)', `${service}:*`, group.count);
    case 'accessLevel':
      return message('{0}: all of {1} ({2})', service, accessLevelMessage(group.accessLevel), group.count);
    case 'actions': {
      const [only] = group.names;
      if (group.names.length === 1 && only !== undefined) return message('{0}', `${service}:${only}`);
      return message('{0}', `${service}:{${shortened(group.names, limit)}}`);
    }
  }
}

function shortened(names: readonly string[], limit: number): string {
  if (names.length <= limit + 1) return names.join(', ');
  return `${names.slice(0, limit).join(', ')}, … +${names.length - limit}`;
}
