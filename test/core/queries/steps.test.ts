import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import type { Organization } from '../../../server/src/core/organization/organization';
import type { LoadPolicy } from '../../../server/src/core/organization/policyLoader';
import { diffOrganizations } from '../../../server/src/core/queries/diff';
import { everybodyOf } from '../../../server/src/core/queries/members';
import type { QuerySources } from '../../../server/src/core/queries/organizationFrame';
import { complete } from '../../../server/src/core/queries/progress';
import type { SteppedQuery } from '../../../server/src/core/queries/progress';
import { sweep, sweepAgain } from '../../../server/src/core/queries/sweep';
import type { Sweep } from '../../../server/src/core/queries/sweep';
import { whatCan } from '../../../server/src/core/queries/whatCan';
import { whoCan } from '../../../server/src/core/queries/whoCan';
import { runBetween } from '../../../server/src/service/sweep';
import { tinyCatalog } from '../../support/tinyCatalog';

import { buildOrganization } from './randomOrganization';

// What a step does is counted, not timed: how often it looks at a principal or an account, and how many policies it asks for.
const work = { looks: 0, loads: 0 };

const accounts = 600;
const users = 100;
const catalog = tinyCatalog();
const policy = (Action: string, Effect = 'Allow') => ({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } });

/** A large organization that counts who looks at it. */
function countedSources(denied: string): QuerySources {
  const user = { policies: [0, 1], boundary: undefined, team: undefined };
  const { organization, load } = buildOrganization({
    policies: [policy('s3:GetObject'), policy('ec2:*')],
    scps: [policy(denied, 'Deny')],
    rcps: [],
    rootScps: [0],
    rootRcps: [],
    units: [{ scps: [], rcps: [] }],
    accounts: Array.from({ length: accounts }, () => ({
      unit: 0,
      scps: [],
      bucketPolicy: 1,
      broken: false,
      users: Array.from({ length: users }, () => user),
      roles: [],
    })),
  });
  const counted = (load: LoadPolicy): LoadPolicy => {
    return (reference) => {
      work.loads += 1;
      return load(reference);
    };
  };
  return { organization: countLooks(organization), load: counted(load), catalog };
}

function countLooks(organization: Organization): Organization {
  const looking = <Value>(value: Value): Value => {
    work.looks += 1;
    return value;
  };
  return {
    ...organization,
    accounts: organization.accounts.map((account) => ({
      ...account,
      get id() {
        return looking(account.id);
      },
      principals: {
        ...account.principals,
        users: account.principals.users.map((user) => ({
          ...user,
          get arn() {
            return looking(user.arn);
          },
        })),
      },
    })),
  };
}

const everything = { context: {}, contextIsComplete: true };
const requests = ['s3:GetObject', 's3:DeleteBucket', 'ec2:StartInstances'].map((action) => ({ action, resource: '*', ...everything }));

describe('a query over sixty thousand principals', () => {
  let sources: QuerySources;
  let edited: QuerySources;
  let earlier: Sweep;
  const queries: Readonly<Record<string, () => SteppedQuery<unknown>>> = {
    sweep: () => sweep(sources, requests),
    'a sweep again': () =>
      sweepAgain(earlier, { ...edited, organization: { ...edited.organization, accounts: sources.organization.accounts } }),
    'who can': () => whoCan(sources, { action: 's3:GetObject', resource: 'arn:aws:s3:::media/a', ...everything }),
    'what can': () => whatCan(sources, firstOf(sources), everything),
    'a diff': () => diffOrganizations(sources, sources, everything),
  };

  before(() => {
    sources = countedSources('s3:Put*');
    edited = countedSources('s3:Get*');
    earlier = complete(sweep(sources, requests));
  });

  for (const [name, start] of Object.entries(queries)) {
    test(`comes in steps that each do little, and says how far it is: ${name}`, () => {
      const query = start();
      const most = { looks: 0, loads: 0 };
      let reached = 0;
      let total: number | undefined;
      let steps = 0;
      for (let ended = false; !ended; steps++) {
        work.looks = 0;
        work.loads = 0;
        const step = query.next();
        most.looks = Math.max(most.looks, work.looks);
        most.loads = Math.max(most.loads, work.loads);
        ended = step.done === true;
        if (step.done === true) break;
        assert.ok(step.value.done >= reached && step.value.done <= step.value.total, `${step.value.done} after ${reached}`);
        assert.equal(step.value.total, (total ??= step.value.total));
        reached = step.value.done;
      }
      assert.ok(steps > 1);
      // A step that lists everybody, or makes every account ready, looks at 60,000 principals or asks for 2,400 policies.
      assert.ok(most.looks < 20_000, `${most.looks} looks in a step`);
      assert.ok(most.loads < 2200, `${most.loads} policies in a step`);
      if (name !== 'what can') assert.ok(reached > (total ?? 0) / 2, `reported ${reached} of ${total}`);
    });

    test(`does nothing more once it is cancelled: ${name}`, async () => {
      const reports: number[] = [];
      const after = (delay: number, run: () => void): (() => void) => {
        const timer = setTimeout(run, delay);
        return () => clearTimeout(timer);
      };
      const running = runBetween(start(), after, ({ done }) => {
        reports.push(done);
        if (reports.length === 2) running.cancel();
      });
      assert.equal(await running.result, undefined);
      work.looks = 0;
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.deepEqual([reports.length, work.looks], [2, 0]);
    });
  }
});

function firstOf({ organization }: QuerySources) {
  const [first] = everybodyOf(organization);
  assert.ok(first !== undefined);
  return first;
}
