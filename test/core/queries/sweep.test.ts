import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { createOrganizationFrame } from '../../../server/src/core/queries/organizationFrame';
import type { QueryRequest, QuerySources } from '../../../server/src/core/queries/organizationFrame';
import { complete } from '../../../server/src/core/queries/progress';
import { sweep, sweepAgain } from '../../../server/src/core/queries/sweep';
import { askOrganization } from '../../../server/src/core/simulation/askOrganization';
import { tinyCatalog } from '../../support/tinyCatalog';

import { buildOrganization, organizations, requests } from './randomOrganization';
import '../../support/seeds';

const catalog = tinyCatalog();

/** What the engine says of every principal and request, one by one. */
function plainly(sources: QuerySources, asked: readonly QueryRequest[]): readonly string[] {
  const { principals } = complete(sweep(sources, []));
  return principals.flatMap(({ arn }) =>
    asked.map((request) => {
      const answer = askOrganization({ ...request, principal: arn }, sources);
      return answer.kind === 'answered' ? answer.trace.decision : answer.kind;
    }),
  );
}

describe('a sweep', () => {
  test('says what the engine says of every principal and request by itself', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(organizations, requests, (model, asked) => {
        const sources = { ...buildOrganization(model), catalog };
        const swept = complete(sweep(sources, asked));
        const answers = swept.principals.flatMap((_, principal) => asked.map((__, request) => swept.decisionOf(principal, request)));
        for (const answer of answers) seen.set(answer, (seen.get(answer) ?? 0) + 1);
        assert.deepEqual(answers, plainly(sources, asked));
        const frame = createOrganizationFrame(sources);
        const frames = asked.map((request) => frame.request(request));
        assert.deepEqual(
          swept.principals.flatMap((principal) => frames.map((request) => frame.decide(principal, request).decision)),
          answers,
        );
      }),
      { numRuns: 400, verbose: true },
    );
    assert.deepEqual([...seen.keys()].sort(), ['allowed', 'explicitDeny', 'implicitDeny', 'undetermined']);
  });

  test('after an edit of guardrails is equal to a new one', () => {
    fc.assert(
      fc.property(organizations, requests, fc.nat(2), (model, asked, edited) => {
        const before = buildOrganization(model);
        const first = complete(sweep({ ...before, catalog }, asked));
        const document = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } };
        const after = buildOrganization({
          ...model,
          scps: model.scps.map((scp, index) => (index === edited ? document : scp)),
          rootRcps: edited === 0 ? [1] : model.rootRcps,
        });
        // The same accounts, as an organization that is read again has them when only policies differ.
        const organization = { ...after.organization, accounts: before.organization.accounts };
        const load: typeof before.load = (reference) =>
          reference.kind === 'file' && reference.file.startsWith('scp') ? after.load(reference) : before.load(reference);
        const sources = { organization, load, catalog };
        const again = complete(sweepAgain(first, sources));
        assert.deepEqual(again.answers, complete(sweep(sources, asked)).answers);
      }),
      { numRuns: 150 },
    );
  });
});
