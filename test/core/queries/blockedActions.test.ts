import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { evaluate } from '../../../server/src/core/evaluation/evaluate';
import type { ContextValue } from '../../../server/src/core/evaluation/request';
import type { Trace } from '../../../server/src/core/evaluation/trace';
import type { Policy } from '../../../server/src/core/policy/policy';
import { fileKey, indexAttachments } from '../../../server/src/core/queries/attachments';
import { blockedActions } from '../../../server/src/core/queries/blockedActions';
import type { PolicyEffects } from '../../../server/src/core/queries/blockedActions';
import { createGuardrails } from '../../../server/src/core/queries/guardrails';
import type { MemberPrincipal } from '../../../server/src/core/queries/members';
import type { QuerySources } from '../../../server/src/core/queries/organizationFrame';
import { complete } from '../../../server/src/core/queries/progress';
import { askOrganization } from '../../../server/src/core/simulation/askOrganization';
import { tinyCatalog } from '../../support/tinyCatalog';

import { buildOrganization, organizations } from './randomOrganization';
import '../../support/seeds';

const catalog = tinyCatalog();

function effectsOf(sources: QuerySources, policy: Policy, key: string): PolicyEffects & { readonly attached: readonly MemberPrincipal[] } {
  const meter = { spent: 0 };
  const attached = complete(indexAttachments(sources.organization, meter)).identity.get(key) ?? [];
  return { ...complete(blockedActions(createGuardrails(sources), policy, attached, meter)), attached };
}

const tried: readonly string[] = [
  '*',
  'arn:aws:s3:::bucket1/red/a',
  'arn:aws:s3:::bucket2/b',
  'arn:aws:s3:::user1/a',
  'arn:aws:s3:::bucket1',
  'arn:aws:iam::100000000001:user/x',
  'arn:aws:iam::100000000001:role/role0',
  'arn:aws:iam::999999999999:role/x',
  'arn:aws:ec2:eu-west-1:100000000002:instance/i-1',
  'arn:aws:kms:eu-west-1:100000000001:key/k',
];
const contexts: readonly Readonly<Record<string, ContextValue>>[] = [
  {},
  { 'aws:RequestedRegion': 'eu-west-1', 'aws:SourceIp': '203.0.113.9' },
  { 'aws:RequestedRegion': 'us-east-1', 'aws:SourceIp': '198.51.100.9' },
];

/** Whether the statement alone might grant the request, to somebody without limits. */
function mightGrant(policy: Policy, index: number, arn: string, action: string, resource: string, context: (typeof contexts)[number]) {
  const statement = policy.statements[index];
  const alone = { ...policy, statements: statement === undefined ? [] : [{ ...statement, conditions: [] }] };
  // Of another account's resource the policy decides half; as if it were at home it decides the whole.
  const request = { principal: arn, action, resource, resourceAccount: arn.split(':')[4] ?? '', context, contextIsComplete: false };
  const { decision } = evaluate(request, { identityPolicies: [{ name: 'p', policy: alone }] }, catalog);
  return decision === 'allowed' || decision === 'undetermined';
}

function serviceOf(arn: string): string | undefined {
  return arn.split(':')[2];
}

/** Denied for certain, if not for a certain reason. */
function isDenied({ decision, possibleDecisions }: Trace): boolean {
  if (decision === 'undetermined') return possibleDecisions.length > 0 && !possibleDecisions.includes('allowed');
  return decision !== 'allowed';
}

describe('what is blocked for everybody who has a policy', () => {
  test('is denied by the engine, to each of them, on all resources of the statement and in every context', () => {
    let blockedSeen = 0;
    let asked = 0;
    fc.assert(
      fc.property(organizations, (model) => {
        const sources = { ...buildOrganization(model), catalog };
        for (const index of model.policies.keys()) {
          const key = `p${index}`;
          const policy = sources.load({ kind: 'file', file: key, origin: sources.organization.origin })?.policy;
          if (policy === undefined) continue;
          const { grants, attached } = effectsOf(sources, policy, fileKey(key));
          for (const { span, blocked } of grants) {
            const statement = policy.statements.findIndex(
              ({ effect, action }) => effect === 'Allow' && action?.values.some((value) => value.span === span),
            );
            const names = blocked.flatMap((part) => part.names);
            blockedSeen += names.length;
            for (const action of names.filter((name, at) => at % 7 === 0 || name === 's3:GetObject' || name.startsWith('sts:'))) {
              for (const { arn } of attached) {
                for (const resource of tried.filter(
                  (one) => one === '*' || serviceOf(one) === action.split(':')[0]?.replace('sts', 'iam'),
                )) {
                  for (const context of contexts) {
                    if (!mightGrant(policy, statement, arn, action, resource, context)) continue;
                    asked += 1;
                    const answer = askOrganization({ principal: arn, action, resource, context, contextIsComplete: false }, sources);
                    assert.ok(answer.kind === 'answered' && isDenied(answer.trace), `${arn} ${action} ${resource}`);
                  }
                }
              }
            }
          }
        }
      }),
      { numRuns: 50, endOnFailure: true },
    );
    assert.ok(blockedSeen > 500 && asked > 500, `${blockedSeen} ${asked}`);
  });
});
