import type { AccessLevel } from '../catalog/catalog';
import type { ContextValue } from '../evaluation/request';
import { decide } from '../evaluation/decide';
import type { Statement } from '../policy/policy';

import { exampleResources } from './exampleResources';
import { createOrganizationFrame } from './organizationFrame';
import type { MemberPrincipal, QuerySources } from './organizationFrame';
import { costOf, workPerStep } from './progress';
import type { SteppedQuery } from './progress';
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

/**
 * What a principal may do, over every action of the catalog. An action on resources is tried on a resource of each of its types in the
 * principal's account, and on what the patterns of the principal's statements name; it is allowed when one of them is.
 */
export function* whatCan(sources: QuerySources, principal: MemberPrincipal, known: QueryContext): SteppedQuery<WhatCanAnswer> {
  const { catalog } = sources;
  const frame = createOrganizationFrame(sources);
  const account = frame.account(principal.account);
  const identity = frame.identity(principal);
  const statements: readonly Statement[] = identity.identity.policies.flatMap(({ compiled }) =>
    compiled.statements.map(({ source }) => source),
  );
  const scope = { partition: principal.arn.split(':')[1] ?? 'aws', account: principal.account.id, region: regionOf(known) };
  const actions = catalog.services().flatMap((service) => catalog.actionNames(service));
  const rows = new Map<
    string,
    { service: string; accessLevel: AccessLevel; allowed: string[]; undetermined: string[]; denied: string[] }
  >();
  const blockers = new Map<string, { blocker: Blocker; actions: number }>();
  let spent = 0;
  for (const [index, name] of actions.entries()) {
    const action = catalog.action(name);
    if (action === undefined) continue;
    let best: 'allowed' | 'undetermined' | 'denied' = 'denied';
    let blocker: Blocker | undefined;
    for (const { resource } of exampleResources(catalog, name, statements, scope)) {
      const request = frame.request({ action: name, resource, ...known });
      const verdict = decide(frame.prepare(principal, account, request), frame.set(identity, account, request));
      spent += verdict.decision === 'undetermined' ? costOf.settle : costOf.decide * 2;
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
    if (best === 'denied' && blocker !== undefined) {
      const blockerKey = JSON.stringify(blocker);
      const counted = blockers.get(blockerKey) ?? { blocker, actions: 0 };
      counted.actions += 1;
      blockers.set(blockerKey, counted);
    }
    if (spent <= workPerStep) continue;
    spent = 0;
    yield { done: index + 1, total: actions.length };
  }
  return { rows: [...rows.values()], blockers: [...blockers.values()].sort((a, b) => b.actions - a.actions), total: actions.length };
}

/** The Region of the requests: the given one, else the first of the public partition. */
function regionOf({ context }: QueryContext): string {
  for (const [key, value] of Object.entries(context))
    if (key.toLowerCase() === 'aws:requestedregion' && typeof value === 'string') return value;
  return 'us-east-1';
}
