import { compileAction } from '../evaluation/actions';
import type { Caller } from '../evaluation/caller';
import { principalLevel } from '../evaluation/principals';
import type { Account, PolicyReference } from '../organization/organization';

import { namedExample } from './exampleResources';
import type { NamingStatement } from './exampleResources';
import type { OrganizationFrame } from './organizationFrame';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/**
 * What resource and trust policies of an organization open to a caller, in whichever account: the actions of statements that allow and
 * name the caller, or its account, each with the resource that has the policy.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
 */
export function* openResources(
  frame: OrganizationFrame,
  caller: Caller,
  region: string,
  meter: Meter,
): SteppedQuery<readonly NamingStatement[]> {
  const { organization, catalog } = frame.sources;
  const found: NamingStatement[] = [];
  for (const [position, account] of organization.accounts.entries()) {
    for (const { arn, policy } of attachedPolicies(account)) {
      const scope = { partition: arn.split(':')[1] ?? 'aws', account: account.id, region };
      const text = policy === undefined ? undefined : frame.input(policy, arn).policy;
      for (const { source, effect, principal } of text === undefined ? [] : frame.compile(text).statements) {
        if (effect !== 'Allow' || source.action === undefined || principal === undefined) continue;
        if (principalLevel(principal, caller, effect, false) === 'none') continue;
        // Such a policy speaks of its resource and of what is in it, and one that names no resource of its resource.
        const patterns = new Set([
          arn,
          ...(source.resource?.values ?? []).map(({ text }) => text).filter((text) => text.startsWith('arn:')),
        ]);
        found.push({
          action: compileAction(source.action),
          examples: [...patterns].map((pattern) => namedExample(catalog, pattern, scope)),
        });
      }
      meter.spent += costOf.compile;
      if (isDue(meter)) yield pause(meter, position, organization.accounts.length);
    }
  }
  return found;
}

/** What an account's resources and roles have for a policy of their own; undefined: a trust policy that the organization does not tell. */
export function* attachedPolicies({ resources, principals }: Account): Generator<AttachedPolicy> {
  for (const { arn, policy } of resources) if (policy !== undefined) yield { arn, policy };
  for (const { arn, trust } of principals.roles) yield { arn, policy: trust };
}

/** A policy reference with what the policy is attached to. */
export interface AttachedPolicy {
  readonly arn: string;
  readonly policy: PolicyReference | undefined;
}
