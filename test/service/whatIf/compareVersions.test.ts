import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { english } from '../../../server/src/core/text/message';
import { compareVersions } from '../../../server/src/service/whatIf/compareVersions';
import type { Patience } from '../../../server/src/service/whatIf/compareVersions';
import { decisionsText, isComplete } from '../../../server/src/service/whatIf/decisionsText';
import { buildOrganization } from '../../core/queries/randomOrganization';
import { tinyCatalog } from '../../support/tinyCatalog';

const catalog = tinyCatalog();
const policy = (Effect: string, Action: string) => ({ Version: '2012-10-17', Statement: { Effect, Action, Resource: '*' } });

/** Two hundred accounts of which each has ten users, each with policies of its own; the SCP above them changes. */
function versions() {
  const build = (denied: string) =>
    buildOrganization({
      policies: [policy('Allow', 's3:*'), policy('Allow', 'ec2:*')],
      scps: [policy('Deny', denied)],
      rcps: [],
      rootScps: [0],
      rootRcps: [],
      units: [{ scps: [], rcps: [] }],
      accounts: Array.from({ length: 200 }, () => ({
        unit: 0,
        scps: [],
        bucketPolicy: undefined,
        broken: false,
        users: Array.from({ length: 10 }, (_, index) => ({ policies: [index % 2], boundary: undefined, team: undefined })),
        roles: [],
      })),
    });
  return { organizations: { before: build('s3:GetObject'), after: build('s3:PutObject') }, who: 'everybody', requests: [] } as const;
}

const patient: Patience = { now: () => 0, budget: 1, pause: () => Promise.resolve(), isCancelled: () => false };

describe('a comparison of decisions', () => {
  test('that has all the time looks at everybody', async () => {
    const compared = await compareVersions(versions(), catalog, patient);
    assert.ok(isComplete(compared));
    assert.equal(compared.diff.compared.principals, 2200);
  });

  test('ends when its time is up, with what it knows, and says what it has not compared', async () => {
    let time = 0;
    const compared = await compareVersions(versions(), catalog, { ...patient, budget: 25, now: () => time++ });
    assert.ok(!isComplete(compared));
    const { done, total } = compared.looked;
    assert.ok(done > 0 && done < total, `${done} of ${total}`);
    assert.equal(compared.diff.compared.principals, done);
    const text = decisionsText(compared, catalog, english);
    assert.match(
      text.after.join('\n'),
      new RegExp(`compared in the time there was: .*not compared: ${total - done} of ${total} principals`),
    );
    assert.equal(text.before.length, text.after.length);
  });

  test('lets others have their turn, and stops when nobody waits any more', async () => {
    let turns = 0;
    const compared = await compareVersions(versions(), catalog, {
      ...patient,
      pause: () => Promise.resolve(void turns++),
      isCancelled: () => turns >= 3,
    });
    assert.equal(turns, 3);
    assert.ok(!isComplete(compared));
  });
});
