import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { listChanges } from '../../../server/src/core/queries/decisionChange';
import { diffOrganizations } from '../../../server/src/core/queries/diff';
import { complete } from '../../../server/src/core/queries/progress';
import { sweep } from '../../../server/src/core/queries/sweep';
import { whatCan } from '../../../server/src/core/queries/whatCan';
import { whoCan } from '../../../server/src/core/queries/whoCan';
import { askOrganization } from '../../../server/src/core/simulation/askOrganization';
import { tinyCatalog } from '../../support/tinyCatalog';

import { buildOrganization, organizations, requests } from './randomOrganization';
import type { OrganizationModel } from './randomOrganization';
import '../../support/seeds';

const catalog = tinyCatalog();
const allow = (Action: string, Resource: string): object => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } });
const deny = (Action: string): object => ({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action, Resource: '*' } });

const member = (...policies: readonly number[]) => ({ policies, boundary: undefined, team: undefined });
const model: OrganizationModel = {
  policies: [allow('s3:GetObject', 'arn:aws:s3:::media/*'), allow('s3:*', '*'), undefined],
  scps: [deny('s3:DeleteBucket')],
  rcps: [],
  rootScps: [],
  rootRcps: [],
  units: [{ scps: [0], rcps: [] }],
  accounts: [
    { unit: 0, scps: [], bucketPolicy: undefined, broken: false, users: [], roles: [] },
    { unit: 0, scps: [], bucketPolicy: undefined, broken: false, users: [member(0), member(1), member(2)], roles: [member()] },
  ],
};
const sources = { ...buildOrganization(model), catalog };
const nothingElse = { context: {}, contextIsComplete: true };

describe('who can', () => {
  test('answers for everybody as the engine does, and names the layer that decided', () => {
    fc.assert(
      fc.property(organizations, requests, (random, [asked]) => {
        if (asked === undefined) return;
        const there = { ...buildOrganization(random), catalog };
        for (const { principal, decision, blockedBy } of complete(whoCan(there, asked))) {
          const answer = askOrganization({ ...asked, principal: principal.arn }, there);
          assert.ok(answer.kind === 'answered');
          assert.equal(decision, answer.trace.decision);
          const denied = decision === 'explicitDeny' || decision === 'implicitDeny';
          assert.equal(blockedBy?.layer, denied ? answer.trace.decidedBy?.layer : undefined);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('tells who may, who may not and whom nobody knows about, root users included', () => {
    const answers = complete(whoCan(sources, { action: 's3:GetObject', resource: 'arn:aws:s3:::media/a', ...nothingElse }));
    assert.deepEqual(
      answers.map(({ decision }) => decision),
      ['allowed', 'allowed', 'allowed', 'undetermined', 'implicitDeny', 'allowed'],
    );
  });
});

describe('who can, of root users', () => {
  test('names the SCP that stops one, and the level without an allow', () => {
    const guarded = buildOrganization({ ...model, scps: [deny('s3:GetObject')], accounts: model.accounts });
    const answers = complete(whoCan({ ...guarded, catalog }, { action: 's3:GetObject', resource: 'arn:aws:s3:::media/a', ...nothingElse }));
    const roots = answers.filter(({ principal }) => principal.kind === 'root');
    assert.deepEqual(
      roots.map(({ principal, decision, blockedBy }) => [principal.arn, decision, blockedBy?.layer, blockedBy?.level, blockedBy?.policy]),
      [
        // SCPs do not reach the management account.
        ['arn:aws:iam::100000000000:root', 'allowed', undefined, undefined, undefined],
        ['arn:aws:iam::100000000001:root', 'explicitDeny', 'scp', 1, '0'],
      ],
    );
  });
});

describe('what can', () => {
  const rowsOf = (index: number) => {
    const user = sources.organization.accounts[1]?.principals.users[index];
    const account = sources.organization.accounts[1];
    assert.ok(user !== undefined && account !== undefined);
    return complete(whatCan(sources, { kind: 'user', arn: user.arn, account, user }, nothingElse));
  };

  test('counts an action as allowed when it is on some resource that a statement names', () => {
    const { rows } = rowsOf(0);
    assert.deepEqual(
      rows.flatMap(({ allowed }) => allowed),
      ['s3:GetObject', 'sts:GetCallerIdentity'],
    );
  });

  test('names what blocks the rest', () => {
    const { rows, blockers } = rowsOf(1);
    assert.ok(rows.some(({ service, denied }) => service === 's3' && denied.includes('s3:DeleteBucket')));
    assert.deepEqual(
      blockers.find(({ blocker }) => blocker.layer === 'scp'),
      { blocker: { layer: 'scp', level: 1, policy: '0', sid: undefined }, actions: 1 },
    );
  });
});

describe('what can, of what others open', () => {
  const user = { policies: [0], boundary: undefined, team: undefined };
  const account = (bucketPolicy: number | undefined, users: readonly (typeof user)[]) => ({
    unit: 0,
    scps: [],
    bucketPolicy,
    broken: false,
    users,
    roles: [],
  });
  // Whoever may read what belongs to another account only, and buckets that let one account in, or another.
  const elsewhere = { StringNotEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } };
  const open = (AWS: string): object => ({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket1/*' },
  });
  const answerFor = (allowed: string) => {
    const built = buildOrganization({
      ...model,
      scps: [],
      units: [{ scps: [], rcps: [] }],
      policies: [
        { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: elsewhere } },
        open(allowed),
      ],
      accounts: [account(undefined, [user]), account(1, [])],
    });
    const [first] = built.organization.accounts;
    const [member] = first?.principals.users ?? [];
    assert.ok(first !== undefined && member !== undefined);
    return complete(whatCan({ ...built, catalog }, { kind: 'user', arn: member.arn, account: first, user: member }, nothingElse));
  };

  test('tries a bucket that its own policy opens to the account', () => {
    const { rows } = answerFor('100000000000');
    assert.ok(rows.some(({ allowed }) => allowed.includes('s3:GetObject')));
    assert.ok(rows.some(({ denied }) => denied.includes('s3:PutObject')));
  });

  test('and not one that is open to others', () => {
    const { rows } = answerFor('100000000001');
    assert.ok(rows.some(({ denied }) => denied.includes('s3:GetObject')));
  });
});

describe('a diff', () => {
  test('of the same organization is empty', () => {
    const { principals, compared } = complete(diffOrganizations(sources, sources, nothingElse));
    assert.deepEqual([principals, compared.principals, compared.unchanged], [[], 0, 6]);
  });

  test('lists every decision that flips, and only those', () => {
    const after = { ...buildOrganization({ ...model, scps: [deny('s3:GetObject')] }), catalog };
    const changes = listChanges(complete(diffOrganizations(sources, after, nothingElse)));
    const of = (name: string) => changes.filter(({ principal }) => principal.endsWith(name));
    assert.deepEqual(
      [...new Set(of('user0').map(({ action, before, after: now }) => `${action} ${before} ${now}`))],
      ['s3:GetObject allowed explicitDeny'],
    );
    assert.ok(
      of('user1').some(({ action, before, after: now }) => action === 's3:DeleteBucket' && before === 'explicitDeny' && now === 'allowed'),
    );
    assert.deepEqual(of('role0'), []);
  });

  test('says who came and who went', () => {
    const [first, second] = model.accounts;
    assert.ok(first !== undefined && second !== undefined);
    const after = {
      ...buildOrganization({ ...model, accounts: [first, { ...second, users: second.users.slice(1), roles: [member(), member()] }] }),
      catalog,
    };
    const { added, removed } = complete(diffOrganizations(sources, after, nothingElse));
    assert.deepEqual([added.length, removed.length], [1, 1]);
  });
});

describe('a stepped query', () => {
  const many = {
    ...buildOrganization({
      ...model,
      accounts: Array.from(
        { length: 200 },
        () => model.accounts[1] ?? { unit: 0, scps: [], bucketPolicy: undefined, broken: false, users: [], roles: [] },
      ),
    }),
    catalog,
  };

  test('comes to its end in short steps, and says how far it is', () => {
    const query = whoCan(many, { action: 's3:GetObject', resource: 'arn:aws:s3:::media/a', ...nothingElse });
    const steps: number[] = [];
    const done: number[] = [];
    for (;;) {
      const start = performance.now();
      const step = query.next();
      steps.push(performance.now() - start);
      if (step.done === true) break;
      assert.equal(step.value.total, 1000);
      done.push(step.value.done);
    }
    assert.ok(done.length > 2);
    assert.deepEqual(
      done,
      [...done].sort((a, b) => a - b),
    );
    // The middle one, so that what else the machine does cannot fail the test.
    assert.ok((steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0) < 15);
  });

  test('that nobody steps any more is cancelled', () => {
    const query = sweep(
      many,
      Array.from({ length: 20 }, () => ({ action: 's3:GetObject', resource: '*', ...nothingElse })),
    );
    assert.equal(query.next().done, false);
    assert.equal(query.return(complete(sweep(sources, []))).done, true);
    assert.equal(query.next().done, true);
  });
});
