import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import type { Catalog } from '../../../server/src/core/catalog/catalog';
import { compileAction } from '../../../server/src/core/evaluation/actions';
import type { Decision } from '../../../server/src/core/evaluation/decision';
import { attachedStatements, bearingStatements, differences } from '../../../server/src/core/queries/bearingStatements';
import { listChanges } from '../../../server/src/core/queries/decisionChange';
import { diffOrganizations } from '../../../server/src/core/queries/diff';
import { exampleResources, namedExample, namingStatements } from '../../../server/src/core/queries/exampleResources';
import { everybodyOf } from '../../../server/src/core/queries/members';
import { createOrganizationFrame } from '../../../server/src/core/queries/organizationFrame';
import type { QuerySources } from '../../../server/src/core/queries/organizationFrame';
import { complete } from '../../../server/src/core/queries/progress';
import type { QueryContext } from '../../../server/src/core/queries/whatCan';
import { realCatalog } from '../../support/realCatalog';

import { buildOrganization, organizations } from './randomOrganization';
import type { OrganizationModel } from './randomOrganization';
import '../../support/seeds';

// Services with rules of AWS's own, services with one endpoint, services that RCPs reach, and others.
const services = [
  'athena',
  'cloudfront',
  'dynamodb',
  'ec2',
  'glue',
  'iam',
  'kms',
  'lambda',
  'logs',
  'organizations',
  's3',
  'secretsmanager',
  'sqs',
  'sts',
];

/** A catalog with some of the actions only, another few each time. */
function partOfCatalog(every: number, offset: number): Catalog {
  const catalog = realCatalog();
  const names = new Map(services.map((service) => [service, catalog.actionNames(service).filter((_, index) => index % every === offset)]));
  return { ...catalog, services: () => services, actionNames: (service) => names.get(service) ?? [] };
}

const outcomeOf = (decision: Decision): string => (decision.endsWith('Deny') ? 'denied' : decision);

/** Every action of the catalog on every example, decided by itself for everybody in both versions. */
function plainly(before: QuerySources, after: QuerySources, known: QueryContext): readonly string[] {
  const { catalog } = before;
  const [then, now] = [createOrganizationFrame(before), createOrganizationFrame(after)];
  const attached = differences(complete(attachedStatements(then, { spent: 0 })), complete(attachedStatements(now, { spent: 0 })));
  const later = new Map([...everybodyOf(after.organization)].map((principal) => [principal.arn, principal]));
  const found: string[] = [];
  for (const principal of everybodyOf(before.organization)) {
    const counterpart = later.get(principal.arn);
    if (counterpart === undefined) continue;
    const [one, other] = [bearingStatements(then, principal, new WeakMap()), bearingStatements(now, counterpart, new WeakMap())];
    const scope = { partition: 'aws', account: principal.account.id, region: 'us-east-1' };
    const bearers = attached.flatMap(({ arn, statement: { action } }) =>
      action === undefined ? [] : [{ action: compileAction(action), examples: [namedExample(catalog, arn, scope)] }],
    );
    const statements = [...one.values(), ...other.values(), ...attached.map(({ statement }) => statement)];
    const naming = [...namingStatements(catalog, statements, scope), ...bearers];
    for (const action of catalog.services().flatMap((service) => catalog.actionNames(service))) {
      for (const { pattern, resource } of exampleResources(catalog, action, naming, scope)) {
        const asked = { action, resource, ...known };
        const was = then.decide(principal, then.request(asked)).decision;
        const is = now.decide(counterpart, now.request(asked)).decision;
        if (outcomeOf(was) !== outcomeOf(is)) found.push(`${principal.arn} ${action} ${pattern} ${was} ${is}`);
      }
    }
  }
  return found.sort();
}

function quickly(before: QuerySources, after: QuerySources, known: QueryContext): readonly string[] {
  const changes = listChanges(complete(diffOrganizations(before, after, known)));
  return changes.map((change) => [change.principal, change.action, change.resourcePattern, change.before, change.after].join(' ')).sort();
}

const statement = (part: object): object => ({ Version: '2012-10-17', Statement: { Effect: 'Deny', Resource: '*', ...part } });
const edits = fc.constantFrom(
  statement({ NotAction: ['s3:*', 'iam:*'] }),
  statement({ NotAction: ['s3:Get*', 'ec2:*'], Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } } }),
  statement({ NotAction: 'sts:*', Resource: ['arn:aws:s3:::bucket1/*', 'arn:aws:glue:*:*:table/a*'] }),
  statement({ NotAction: 'kms:*', Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }),
  statement({ Action: '*', Resource: 'arn:aws:*:eu-*:*:*' }),
  statement({ Effect: 'Allow', NotAction: 'organizations:*' }),
);

/**
 * Two versions of an organization: policies, guardrails, what is attached to the root, and the buckets' policies differ. A bucket listed in
 * one version only changes its owner, which a diff of statements does not follow.
 */
const versions = fc
  .record({ one: organizations, other: organizations, edit: edits, at: fc.nat(2), policies: fc.boolean(), place: fc.nat(2) })
  .map(({ one, other, edit, at, policies, place }): readonly [OrganizationModel, OrganizationModel] => [
    one,
    {
      ...one,
      policies: policies
        ? one.policies.map((policy, index) => (index === at ? edit : index === 5 ? other.policies[5] : policy))
        : one.policies,
      scps: one.scps.map((scp, index) => (index === at ? edit : scp)),
      rcps: place === 0 ? other.rcps : one.rcps,
      rootScps: place === 1 ? [at] : one.rootScps,
      accounts: one.accounts.map((account, index) =>
        place === 2 && account.bucketPolicy !== undefined
          ? { ...account, bucketPolicy: other.accounts[index]?.bucketPolicy ?? account.bucketPolicy }
          : account,
      ),
    },
  ]);

const isFull = process.env.GATEHOUSE_FULL === '1';
const seed = 1_804_218_921;

describe('a diff in classes', () => {
  let flips = 0;
  const isTheSame = fc.property(versions, fc.nat(24), fc.boolean(), ([one, other], offset, contextIsComplete) => {
    const catalog = partOfCatalog(25, offset);
    const [before, after] = [
      { ...buildOrganization(one), catalog },
      { ...buildOrganization(other), catalog },
    ];
    const known = { context: {}, contextIsComplete };
    const expected = plainly(before, after, known);
    flips += expected.length;
    assert.deepEqual(quickly(before, after, known), expected);
  });

  test('is the same as every action on every resource by itself', () => {
    fc.assert(isTheSame, { numRuns: isFull ? 200 : 20, endOnFailure: true, seed });
    assert.ok(flips > 200, `only ${flips} decisions flipped`);
  });

  test('tells the actions by which a root user repairs the policy of a bucket from others', () => {
    fc.assert(isTheSame, { numRuns: 1, endOnFailure: true, seed, path: '254' });
  });
});
