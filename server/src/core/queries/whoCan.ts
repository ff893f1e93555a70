import type { Decision, Layer } from '../evaluation/decision';
import type { Verdict } from '../evaluation/decideKnown';
import { membersOf, createOrganizationFrame } from './organizationFrame';
import type { MemberPrincipal, QueryRequest, QuerySources } from './organizationFrame';
import { costOf, workPerStep } from './progress';
import type { SteppedQuery } from './progress';

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

/** Who of an organization may do an action on a resource: users and roles. The root user is limited by nothing but guardrails, and is not listed. */
export function* whoCan(sources: QuerySources, request: QueryRequest): SteppedQuery<readonly WhoCanAnswer[]> {
  const frame = createOrganizationFrame(sources);
  const asked = frame.request(request);
  const principals = [...membersOf(sources.organization)];
  const answers: WhoCanAnswer[] = [];
  let spent = 0;
  for (const principal of principals) {
    const verdict = frame.decide(principal, asked);
    answers.push({ principal, decision: verdict.decision, blockedBy: blockerOf(verdict) });
    spent += verdict.decision === 'undetermined' ? costOf.settle : costOf.decide;
    if (spent <= workPerStep) continue;
    spent = 0;
    yield { done: answers.length, total: principals.length };
  }
  return answers;
}

/** What a verdict says of where a denial comes from. */
export function blockerOf({ decision, layer, levelIndex, level, statement }: Verdict): Blocker | undefined {
  if (layer === undefined || decision === 'allowed' || decision === 'undetermined') return undefined;
  const policy = statement === undefined ? undefined : level?.policies.find(({ compiled }) => compiled.statements.includes(statement));
  return { layer, level: levelIndex, policy: policy?.name, sid: statement?.source.sid?.text };
}
