import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { evaluate } from '../../../server/src/core/evaluation/evaluate';
import type { ContextValue } from '../../../server/src/core/evaluation/request';
import type { Trace } from '../../../server/src/core/evaluation/trace';
import { findPrincipal } from '../../../server/src/core/organization/findPrincipal';
import { lowerPolicy } from '../../../server/src/core/policy/lowerPolicy';
import type { Policy } from '../../../server/src/core/policy/policy';
import { fileKey, indexAttachments } from '../../../server/src/core/queries/attachments';
import { blockedActions } from '../../../server/src/core/queries/blockedActions';
import type { PolicyEffects } from '../../../server/src/core/queries/blockedActions';
import { createGuardrails } from '../../../server/src/core/queries/guardrails';
import type { MemberPrincipal } from '../../../server/src/core/queries/members';
import type { QuerySources } from '../../../server/src/core/queries/organizationFrame';
import { complete } from '../../../server/src/core/queries/progress';
import { askOrganization } from '../../../server/src/core/simulation/askOrganization';
import { gatherPolicies } from '../../../server/src/core/simulation/gatherPolicies';
import { nodeFromValue } from '../../../server/src/core/syntax/nodeFromValue';
import { tinyCatalog } from '../../support/tinyCatalog';

import { buildOrganization, organizations } from './randomOrganization';
import type { OrganizationModel } from './randomOrganization';
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

/** A policy with its conditions left out, on all resources. */
function plain(value: object): object {
  const bare: unknown = JSON.parse(
    JSON.stringify(value, (key, part: unknown) => (key === 'Condition' ? undefined : key === 'Resource' ? '*' : part)),
  );
  return typeof bare === 'object' && bare !== null ? bare : {};
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
    assert.ok(blockedSeen > 200 && asked > 50, `${blockedSeen} ${asked}`);
  });

  test('is all that guardrails without conditions, on all resources, keep from everybody', () => {
    let partly = 0;
    fc.assert(
      fc.property(organizations, (model) => {
        const sources = {
          ...buildOrganization({
            ...model,
            policies: model.policies.map((value) => (value === undefined ? undefined : plain(value))),
            scps: model.scps.map(plain),
            rcps: model.rcps.map(plain),
          }),
          catalog,
        };
        for (const index of model.policies.keys()) {
          const policy = sources.load({ kind: 'file', file: `p${index}`, origin: sources.organization.origin })?.policy;
          if (policy === undefined) continue;
          const { grants, attached } = effectsOf(sources, policy, fileKey(`p${index}`));
          for (const { pattern, blocked, total } of grants) {
            const found = new Set(blocked.flatMap(({ names }) => names));
            if (found.size > 0 && found.size < total) partly += 1;
            for (const action of pattern === undefined
              ? []
              : catalog.expandAction(pattern).filter((name, at) => at % 3 === 0 && !/^(organizations|sts):/.test(name))) {
              const keptFrom = attached.every(({ arn }) => isKept(sources, arn, action));
              if (keptFrom && !mayBypass(action, attached, sources)) assert.ok(found.has(action), `${action} is kept from all`);
              if (found.has(action)) assert.ok(keptFrom, `${action} is not kept from all`);
            }
          }
        }
      }),
      { numRuns: 40, endOnFailure: true },
    );
    assert.ok(partly > 20, String(partly));
  });

  test('takes one decision per kind of principal and action, and none for those that are of a kind seen before', () => {
    const { organization, load } = buildOrganization(wide(2000));
    let loads = 0;
    const sources = { organization, load: (reference: Parameters<typeof load>[0]) => ((loads += 1), load(reference)), catalog };
    const policy = load({ kind: 'file', file: 'p0', origin: organization.origin })?.policy;
    assert.ok(policy !== undefined);
    const { grants, principals, decisions } = effectsOf(sources, policy, fileKey('p0'));
    assert.equal(principals, 4000);
    const [grant] = grants;
    assert.ok(grant !== undefined && grant.total > 30);
    assert.ok(grant.blocked.flatMap(({ names }) => names).every((name) => !name.startsWith('s3:')));
    assert.ok(grant.blocked.length > 0);
    // Two OUs with users and roles each; each action of STS is of a kind of its own.
    assert.ok(decisions <= 4 * (3 + catalog.actionNames('sts').length), String(decisions));
    assert.ok(loads <= 20, String(loads));
  });
});

/** Many accounts in two OUs below the same SCP, whose users and roles all have one policy. */
function wide(count: number): OrganizationModel {
  const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', NotAction: 's3:*', Resource: '*' } };
  const allow = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
  const member = { policies: [0], boundary: undefined, team: undefined };
  return {
    policies: [allow],
    scps: [deny],
    rcps: [],
    rootScps: [],
    rootRcps: [],
    units: [
      { scps: [0], rcps: [] },
      { scps: [0], rcps: [] },
    ],
    accounts: Array.from({ length: count + 1 }, (_, index) => ({
      unit: index % 2,
      scps: [],
      bucketPolicy: undefined,
      broken: false,
      users: index === 0 ? [] : [member],
      roles: index === 0 ? [] : [member],
    })),
  };
}

/** Whether the guardrails alone deny an action on its resources: as if the principal were granted everything. */
function isKept(sources: QuerySources, principal: string, action: string): boolean {
  const found = findPrincipal(sources.organization, principal);
  assert.ok(found.kind === 'found');
  const request = { principal: found.principal, action, resource: '*' };
  const { policies, facts } = gatherPolicies(sources.organization, request, sources.load);
  const { decision } = evaluate(
    { principal, action, resource: '*', context: {}, contextIsComplete: false },
    { ...policies, identityPolicies: [{ name: 'all', policy: everythingAllowed }], resourceControlPolicies: [] },
    catalog,
    facts,
  );
  return decision === 'explicitDeny' || decision === 'implicitDeny';
}

/** A resource policy that nobody rules out may let somebody past the boundary. */
function mayBypass(action: string, attached: readonly MemberPrincipal[], { organization }: QuerySources): boolean {
  const isBounded = attached.some((principal) => principal.kind !== 'root' && boundaryReference(principal) !== undefined);
  const hasPolicies = attached.some(({ account }) => account.resourcesAreBroken || account.resources.length > 0);
  return isBounded && (hasPolicies || organization.manifestIsBroken || /^(kms|sts):/.test(action));
}

function boundaryReference(principal: Exclude<MemberPrincipal, { readonly kind: 'root' }>): unknown {
  return principal.kind === 'user' ? principal.user.boundary : principal.role.boundary;
}

const everythingAllowed = lowerPolicy(nodeFromValue({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }));
