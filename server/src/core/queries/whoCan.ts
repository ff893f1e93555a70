import type { Decision, Layer } from '../evaluation/decision';
import type { Verdict } from '../evaluation/decideKnown';

import { countEverybody, everybodyOf } from './members';
import type { MemberPrincipal } from './members';
import { openOrganizationFrame } from './organizationFrame';
import type { QueryRequest, QuerySources } from './organizationFrame';
import { costOf, isDue, partOf, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** What one principal may, and for a denial where it comes from. */
export interface WhoCanAnswer {
  readonly principal: MemberPrincipal;
  readonly decision: Decision;
  readonly blockedBy: Blocker | undefined;
}

/** The layer that denies, or that lacks the allow. */
export interface Blocker {
  readonly layer: Layer;
  /** Place of the SCP or RCP level, root first. */
  readonly level: number | undefined;
  /** The policy of an explicit deny. */
  readonly policy: string | undefined;
  readonly sid: string | undefined;
}

/** Who of an organization may do an action on a resource: users, roles and, account by account, the root user, whom guardrails and resource policies alone limit. */
export function* whoCan(sources: QuerySources, request: QueryRequest): SteppedQuery<readonly WhoCanAnswer[]> {
  const meter: Meter = { spent: 0 };
  const total = countEverybody(sources.organization);
  const frame = yield* partOf({ done: 0, total }, openOrganizationFrame(sources, meter));
  const asked = frame.request(request);
  const answers: WhoCanAnswer[] = [];
  for (const principal of everybodyOf(sources.organization)) {
    const verdict = frame.decide(principal, asked);
    answers.push({ principal, decision: verdict.decision, blockedBy: blockerOf(verdict) });
    meter.spent += verdict.decision === 'undetermined' ? costOf.settle : costOf.decide * 2;
    // After the root user comes another account.
    if (principal.kind === 'root') meter.spent += costOf.account;
    if (isDue(meter)) yield pause(meter, answers.length, total);
  }
  return answers;
}

/** What a verdict says of where a denial comes from. */
export function blockerOf({ decision, layer, levelIndex, level, statement }: Verdict): Blocker | undefined {
  if (layer === undefined || decision === 'allowed' || decision === 'undetermined') return undefined;
  const policy = statement === undefined ? undefined : level?.policies.find(({ compiled }) => compiled.statements.includes(statement));
  return { layer, level: levelIndex, policy: policy?.name, sid: statement?.source.sid?.text };
}
