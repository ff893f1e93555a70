import { performance } from 'node:perf_hooks';

import { lowerPolicy } from '../../server/src/core/policy/lowerPolicy';
import { fileKey, indexAttachments } from '../../server/src/core/queries/attachments';
import { blockedActions } from '../../server/src/core/queries/blockedActions';
import { createGuardrails } from '../../server/src/core/queries/guardrails';
import { complete } from '../../server/src/core/queries/progress';
import { nodeFromValue } from '../../server/src/core/syntax/nodeFromValue';
import { buildOrganization } from '../core/queries/randomOrganization';
import { realCatalog } from '../support/realCatalog';

import { goal, median, milliseconds, report } from './table';

const catalog = realCatalog();
const dataOnly = {
  Version: '2012-10-17',
  Statement: { Effect: 'Deny', NotAction: ['s3:*', 'glue:*', 'athena:*', 'iam:*', 'sts:*'], Resource: '*' },
};
const spares = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: ['ec2:*', 'rds:Create*'], Resource: '*' } };

/** Like PowerUserAccess: everything but some services, on everything. */
const powerUser = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    { Effect: 'Allow', Action: ['iam:CreateServiceLinkedRole', 'iam:ListRoles', 'organizations:DescribeOrganization'], Resource: '*' },
  ],
};

function measure(accounts: number): { readonly first: number; readonly index: number; readonly decisions: number } {
  const member = { policies: [0], boundary: undefined, team: undefined };
  const { organization, load } = buildOrganization({
    policies: [powerUser],
    scps: [dataOnly, spares],
    rcps: [],
    rootScps: [1],
    rootRcps: [],
    units: [
      { scps: [0], rcps: [] },
      { scps: [0], rcps: [] },
    ],
    // The first is the management account, which no SCP reaches: nothing would be blocked for everybody.
    accounts: Array.from({ length: accounts + 1 }, (_, index) => ({
      unit: index % 2,
      scps: [],
      bucketPolicy: undefined,
      broken: false,
      users: [],
      roles: index === 0 ? [] : [member],
    })),
  });
  const policy = lowerPolicy(nodeFromValue(powerUser));
  const runs: number[] = [];
  const indexing: number[] = [];
  let decisions = 0;
  for (let run = 0; run < 7; run++) {
    const started = performance.now();
    const attached = complete(indexAttachments(organization, { spent: 0 })).identity.get(fileKey('p0')) ?? [];
    const indexed = performance.now();
    decisions = complete(blockedActions(createGuardrails({ organization, load, catalog }), policy, attached, { spent: 0 })).decisions;
    runs.push(performance.now() - indexed);
    indexing.push(indexed - started);
  }
  return { first: median(runs), index: median(indexing), decisions };
}

const rows = [5, 1000, 10_000].map((accounts) => {
  const { first, index, decisions } = measure(accounts);
  return [
    `${accounts.toLocaleString('en')} accounts`,
    milliseconds(index),
    milliseconds(first),
    String(decisions),
    accounts === 5 ? goal('≤ 200 ms', first <= 200) : '',
  ];
});

report({
  title: 'What a policy comes to',
  intro:
    'A policy like PowerUserAccess, of more than 20,000 actions, that a role of every account has: what SCPs block of it for everybody.',
  columns: ['Organization', 'Who has it', 'What is blocked, first asked', 'Decisions', 'Goal'],
  rows,
});
