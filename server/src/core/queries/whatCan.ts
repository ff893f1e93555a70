import type { AccessLevel } from '../catalog/catalog';
import { decide } from '../evaluation/decide';
import type { Verdict } from '../evaluation/decideKnown';
import type { ContextValue } from '../evaluation/request';

import { listActions } from './actionReach';
import { exampleResources, namingStatements } from './exampleResources';
import type { ResourceScope } from './exampleResources';
import type { MemberPrincipal } from './members';
import { openResources } from './openResources';
import { openOrganizationFrame } from './organizationFrame';
import type { OrganizationFrame, QuerySources } from './organizationFrame';
import { costOf, isDue, partOf, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { blockerOf } from './whoCan';
import type { Blocker } from './whoCan';

/** What is known of the context of all the requests. */
export interface QueryContext {
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

/** Counts of the actions of a service and access level: each allowed on some resource, perhaps, or on none that was tried. */
export interface WhatCanRow {
  readonly service: string;
  readonly accessLevel: AccessLevel;
  readonly allowed: readonly string[];
  readonly undetermined: readonly string[];
  readonly denied: readonly string[];
}

export interface WhatCanAnswer {
  readonly rows: readonly WhatCanRow[];
  /** What blocks the denied actions, most first. */
  readonly blockers: readonly { readonly blocker: Blocker; readonly actions: number }[];
  readonly total: number;
}

interface Row {
  readonly service: string;
  readonly accessLevel: AccessLevel;
  readonly allowed: string[];
  readonly undetermined: string[];
  readonly denied: string[];
}

/**
 * What a principal may do, over every action of the catalog. An action on resources is tried on a resource of each of its types in the
 * principal's account, on what the patterns of the principal's statements name, and on every resource whose own policy, in whichever
 * account, allows it to the principal; it is allowed when one of them is.
 */
export function* whatCan(sources: QuerySources, principal: MemberPrincipal, known: QueryContext): SteppedQuery<WhatCanAnswer> {
  const { catalog } = sources;
  const meter: Meter = { spent: 0 };
  const total = catalog.counts.actions;
  const start = { done: 0, total };
  const frame = yield* partOf(start, openOrganizationFrame(sources, meter));
  const { actions } = yield* partOf(start, listActions(catalog, meter));
  const decideOn = decisionsOf(frame, principal, known, meter);
  const scope: ResourceScope = {
    partition: principal.arn.split(':')[1] ?? 'aws',
    account: principal.account.id,
    region: regionOf(known),
    managementAccount: sources.organization.managementAccount,
  };
  const own = decideOn.identity.identity.policies.flatMap(({ compiled }) => compiled.statements.map(({ source }) => source));
  const naming = [
    ...namingStatements(catalog, own, scope),
    ...(yield* partOf(start, openResources(frame, decideOn.caller, scope.region, meter))),
  ];
  const rows = new Map<string, Row>();
  const blockers = new Map<string, { blocker: Blocker; actions: number }>();
  let done = 0;
  for (const { text: name } of [...actions.values()].flat()) {
    const action = catalog.action(name);
    if (action === undefined) continue;
    done += 1;
    let best: 'allowed' | 'undetermined' | 'denied' = 'denied';
    let blocker: Blocker | undefined;
    for (const { resource } of exampleResources(catalog, name, naming, scope)) {
      const verdict = decideOn.verdict(name, resource);
      if (isDue(meter)) yield pause(meter, done, total);
      if (verdict.decision === 'allowed') {
        best = 'allowed';
        break;
      }
      if (verdict.decision === 'undetermined') best = 'undetermined';
      blocker ??= blockerOf(verdict);
    }
    const key = `${action.service} ${action.accessLevel}`;
    const row = rows.get(key) ?? { service: action.service, accessLevel: action.accessLevel, allowed: [], undetermined: [], denied: [] };
    rows.set(key, row);
    row[best].push(name);
    if (best === 'denied' && blocker !== undefined) count(blockers, blocker);
    meter.spent += costOf.caller;
    if (isDue(meter)) yield pause(meter, done, total);
  }
  return { rows: [...rows.values()], blockers: [...blockers.values()].sort((a, b) => b.actions - a.actions), total: done };
}

/** Everything about the principal is made ready once. */
function decisionsOf(frame: OrganizationFrame, principal: MemberPrincipal, known: QueryContext, meter: Meter) {
  const account = frame.account(principal.account);
  const identity = frame.identity(principal);
  const requestFor = (action: string, resource: string) => frame.request({ action, resource, ...known });
  meter.spent += costOf.account + costOf.compile;
  return {
    identity,
    caller: frame.prepare(principal, account, requestFor('sts:GetCallerIdentity', '*')).caller,
    verdict(action: string, resource: string): Verdict {
      const request = requestFor(action, resource);
      const verdict = decide(frame.prepare(principal, account, request), frame.set(identity, account, request));
      meter.spent += verdict.decision === 'undetermined' ? costOf.settle : costOf.decide * 4;
      return verdict;
    },
  };
}

function count(blockers: Map<string, { blocker: Blocker; actions: number }>, blocker: Blocker): void {
  const key = JSON.stringify(blocker);
  const counted = blockers.get(key) ?? { blocker, actions: 0 };
  counted.actions += 1;
  blockers.set(key, counted);
}

/** The Region of the requests: the given one, else the first of the public partition. */
function regionOf({ context }: QueryContext): string {
  for (const [key, value] of Object.entries(context))
    if (key.toLowerCase() === 'aws:requestedregion' && typeof value === 'string') return value;
  return 'us-east-1';
}
