import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { planEdit } from '../../../../server/src/core/edits/organization/planEdit';
import type { EditPlan, OrganizationEdit } from '../../../../server/src/core/edits/organization/organizationEdit';
import { applyChanges } from '../../../../server/src/core/edits/organization/applyPlan';
import { effectivePolicies } from '../../../../server/src/core/organization/effectivePolicies';
import { filesFrom } from '../../../../server/src/core/organization/organizationFiles';
import { readOrganization } from '../../../../server/src/core/organization/readOrganization';
import { english } from '../../../../server/src/core/text/message';

const manifest = `// Ours.
{
  "organization": { "id": "o-a1b2c3d4e5", "managementAccount": "company" },
  "root": {
    "id": "r-ab12",
    "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" },
    "attach": ["scp/FullAWSAccess", "scp/deny-leave"],
    "ous": [
      { "name": "Engineer", "id": "ou-ab12-11111111" }, // builders
      // The Data team.
      { "name": "Data", "attach": ["scp/FullAWSAccess", "scp/data-only"], "ous": [{ "name": "Lakes/Ponds" }] },
    ],
  },
  "policies": {
    "scp/deny-leave": { "id": "p-1a2b3c4d", "file": "policies/scp/deny-leave.json" },
  },
}
`;
const accounts = `[
  { "name": "company", "id": "111111111111", "email": "root@example.com" }, // pays
  { "name": "pipeline", "id": "222222222222", "ou": "/Data" },
  { "name": "pond", "id": "333333333333", "ou": "/Data/Lakes~1Ponds", "attach": ["scp/pond"] }
]
`;
const principals = `{
  "users": [
    { "name": "bot", "managed": ["./policies/bot.json", "arn:aws:iam::aws:policy/ReadOnlyAccess"] },
    { "name": "ann" }
  ]
}
`;
const deny = '{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*" } }';
const start = new Map([
  ['organization.jsonc', manifest],
  ['accounts.jsonc', accounts],
  ['policies/scp/deny-leave.json', deny],
  ['policies/scp/data-only.json', deny],
  ['policies/scp/pond.json', deny],
  ['guardrails/region.scp.json', deny],
  ['iam/pipeline/principals.jsonc', principals],
  ['iam/pipeline/policies/bot.json', deny],
]);

function planned(edit: OrganizationEdit, files: ReadonlyMap<string, string> = start): EditPlan {
  const { organization } = readOrganization(files);
  assert.ok(organization !== undefined);
  return planEdit({ organization, files: filesFrom(files) }, edit);
}

/** The files after an edit, and each line that came or went. */
function done(edit: OrganizationEdit, files: ReadonlyMap<string, string> = start) {
  const plan = planned(edit, files);
  assert.ok(plan.kind === 'plan', plan.kind === 'refused' ? english(plan.reason) : '');
  const after = applyChanges(filesFrom(files), plan.changes);
  const diff: string[] = [];
  for (const [file, text] of after) {
    const [before, now] = [(files.get(file) ?? '').split('\n'), text.split('\n')];
    for (const line of before) if (!now.includes(line)) diff.push(`- ${line.trim()}`);
    for (const line of now) if (!before.includes(line)) diff.push(`+ ${line.trim()}`);
  }
  const all = new Map([...files, ...after]);
  const read = readOrganization(all);
  assert.ok(read.organization !== undefined);
  return { plan, diff, all, organization: read.organization, problems: read.problems.map(({ code }) => code) };
}

function refusal(edit: OrganizationEdit, files: ReadonlyMap<string, string> = start): string {
  const plan = planned(edit, files);
  assert.equal(plan.kind, 'refused');
  return plan.kind === 'refused' ? english(plan.reason) : '';
}

describe('organizational units', () => {
  test('a new one is one line, behind the last, in the way of the file', () => {
    assert.deepEqual(done({ kind: 'createOrganizationalUnit', parent: '/', name: 'Sand/box' }).diff, ['+ { "name": "Sand/box" },']);
    const below = done({ kind: 'createOrganizationalUnit', parent: '/Data', name: 'Lab' });
    assert.deepEqual(
      below.organization.root.organizationalUnits[1]?.organizationalUnits.map(({ path }) => path),
      ['/Data/Lakes~1Ponds', '/Data/Lab'],
    );
    assert.deepEqual(below.problems, []);
    const first = done({ kind: 'createOrganizationalUnit', parent: '/Engineer', name: 'Web' });
    assert.deepEqual(first.diff, [
      '- { "name": "Engineer", "id": "ou-ab12-11111111" }, // builders',
      '+ { "name": "Engineer", "id": "ou-ab12-11111111", "ous": [{ "name": "Web" }] }, // builders',
    ]);
  });

  test('one of the same name beside it is refused, and so is one without a name', () => {
    assert.match(refusal({ kind: 'createOrganizationalUnit', parent: '/', name: 'Data' }), /there already/);
    assert.match(refusal({ kind: 'createOrganizationalUnit', parent: '/', name: ' ' }), /has a name/);
    assert.match(refusal({ kind: 'createOrganizationalUnit', parent: '/Nowhere', name: 'x' }), /no `\/Nowhere`/);
  });

  test('another name takes the accounts below along', () => {
    const { organization, diff, problems } = done({ kind: 'renameOrganizationalUnit', target: '/Data', name: 'Facts' });
    assert.deepEqual(
      organization.accounts.map(({ ou }) => ou),
      ['/', '/Facts', '/Facts/Lakes~1Ponds'],
    );
    assert.equal(diff.length, 6);
    assert.deepEqual(problems, []);
  });

  test('only an empty one is deleted', () => {
    assert.deepEqual(done({ kind: 'deleteOrganizationalUnit', target: '/Engineer' }).diff, [
      '- { "name": "Engineer", "id": "ou-ab12-11111111" }, // builders',
    ]);
    assert.match(refusal({ kind: 'deleteOrganizationalUnit', target: '/Data' }), /2 accounts and 1 units/);
  });

  test('one that moves takes what is in it along, and says that AWS cannot do it', () => {
    const { organization, plan, problems } = done({ kind: 'moveOrganizationalUnit', target: '/Data', parent: '/Engineer' });
    assert.deepEqual(
      organization.accounts.map(({ ou }) => ou),
      ['/', '/Engineer/Data', '/Engineer/Data/Lakes~1Ponds'],
    );
    assert.deepEqual(problems, []);
    assert.match(plan.kind === 'plan' ? plan.notes.map(english).join() : '', /AWS cannot move/);
    assert.match(refusal({ kind: 'moveOrganizationalUnit', target: '/Data', parent: '/Data/Lakes~1Ponds' }), /in itself/);
  });
});

describe('accounts', () => {
  test('a move is one line', () => {
    const { diff, organization } = done({ kind: 'moveAccounts', targets: ['222222222222'], parent: '/Engineer' });
    assert.deepEqual(diff, [
      '- { "name": "pipeline", "id": "222222222222", "ou": "/Data" },',
      '+ { "name": "pipeline", "id": "222222222222", "ou": "/Engineer" },',
    ]);
    const levels = effectivePolicies(organization, '222222222222').scpLevels?.map(({ name }) => name);
    assert.deepEqual(levels, ['Root', 'Engineer', 'pipeline']);
  });

  test('several move at once; those that lie there already stay out of it', () => {
    const { organization } = done({ kind: 'moveAccounts', targets: ['222222222222', '333333333333', '111111111111'], parent: '/' });
    assert.deepEqual(
      organization.accounts.map(({ ou }) => ou),
      ['/', '/', '/'],
    );
    assert.match(refusal({ kind: 'moveAccounts', targets: ['222222222222'], parent: '/Data' }), /there already/);
    assert.match(refusal({ kind: 'moveAccounts', targets: ['222222222222'], parent: '333333333333' }), /lies in the root/);
  });

  test('a new one stands behind the last, which gets the comma', () => {
    const { diff, problems } = done({ kind: 'createAccount', parent: '/Data', name: 'lab', email: 'lab@example.com', id: '' });
    assert.deepEqual(diff, [
      '- { "name": "pond", "id": "333333333333", "ou": "/Data/Lakes~1Ponds", "attach": ["scp/pond"] }',
      '+ { "name": "pond", "id": "333333333333", "ou": "/Data/Lakes~1Ponds", "attach": ["scp/pond"] },',
      '+ { "name": "lab", "email": "lab@example.com", "ou": "/Data", "joined": "CREATED" }',
    ]);
    assert.deepEqual(problems, []);
    assert.match(refusal({ kind: 'createAccount', parent: '/', name: 'x', email: 'ROOT@example.com', id: '' }), /same email/);
    assert.match(refusal({ kind: 'createAccount', parent: '/', name: 'x', email: '', id: '1234' }), /12 digits/);
    assert.match(refusal({ kind: 'createAccount', parent: '/', name: 'pond', email: '', id: '' }), /twice/);
  });
});

describe('policies', () => {
  test('the first SCP of a place leaves FullAWSAccess beside it, as AWS does', () => {
    const { diff, organization } = done({ kind: 'attachPolicies', policies: ['scp/pond'], target: '222222222222' });
    assert.deepEqual(diff, [
      '- { "name": "pipeline", "id": "222222222222", "ou": "/Data" },',
      '+ { "name": "pipeline", "id": "222222222222", "ou": "/Data", "attach": ["scp/FullAWSAccess", "scp/pond"] },',
    ]);
    assert.equal(effectivePolicies(organization, '222222222222').scpLevels?.at(-1)?.policies.length, 2);
  });

  test('what is attached already is not attached again, and what is not there not at all', () => {
    assert.match(refusal({ kind: 'attachPolicies', policies: ['scp/deny-leave'], target: '/' }), /already/);
    assert.match(refusal({ kind: 'attachPolicies', policies: ['scp/FullAWSAccess'], target: '/Engineer' }), /already/);
    assert.match(refusal({ kind: 'attachPolicies', policies: ['scp/none'], target: '/' }), /no policy/);
  });

  test('a file becomes a policy of the organization', () => {
    const { diff, organization, problems } = done({
      kind: 'attachFile',
      file: 'guardrails/region.scp.json',
      type: 'scp',
      target: '/Engineer',
    });
    assert.deepEqual(diff, [
      '- { "name": "Engineer", "id": "ou-ab12-11111111" }, // builders',
      '+ { "name": "Engineer", "id": "ou-ab12-11111111", "attach": ["scp/FullAWSAccess", "scp/region"] }, // builders',
      '+ "scp/region": { "file": "guardrails/region.scp.json" },',
    ]);
    assert.deepEqual(problems, []);
    assert.equal(organization.policies.get('scp/region')?.file, 'guardrails/region.scp.json');
  });

  test('one is taken off; the last SCP stays', () => {
    const { diff } = done({ kind: 'detachPolicy', policy: 'scp/deny-leave', target: '/' });
    assert.deepEqual(diff, ['- "attach": ["scp/FullAWSAccess", "scp/deny-leave"],', '+ "attach": ["scp/FullAWSAccess"],']);
    assert.match(refusal({ kind: 'detachPolicy', policy: 'scp/pond', target: '333333333333' }), /at least one SCP/);
    assert.match(refusal({ kind: 'detachPolicy', policy: 'scp/FullAWSAccess', target: '/Engineer' }), /at least one SCP/);
    assert.match(refusal({ kind: 'detachPolicy', policy: 'rcp/RCPFullAWSAccess', target: '/' }), /nobody/);
    assert.match(refusal({ kind: 'detachPolicy', policy: 'scp/pond', target: '/' }), /not attached/);
  });

  test('a new document is written before what refers to it', () => {
    const { plan, organization, problems } = done({ kind: 'createPolicy', type: 'rcp', name: 'tls', target: '/Data' });
    assert.deepEqual(plan.kind === 'plan' ? plan.changes.map(({ file }) => file) : [], ['policies/rcp/tls.json', 'organization.jsonc']);
    assert.match(plan.kind === 'plan' ? plan.notes.map(english).join() : '', /not enabled/);
    assert.deepEqual(organization.root.organizationalUnits[1]?.attach, ['scp/FullAWSAccess', 'scp/data-only', 'rcp/tls']);
    assert.deepEqual(problems, []);
    assert.match(refusal({ kind: 'createPolicy', type: 'scp', name: 'pond', target: undefined }), /twice/);
    assert.match(refusal({ kind: 'createPolicy', type: 'scp', name: '../x', target: undefined }), /policy name/);
  });

  test('disabling a type takes off what is attached of it, as AWS does; enabling says what AWS attaches', () => {
    const off = done({ kind: 'disablePolicyType', type: 'scp' });
    assert.match(off.plan.kind === 'plan' ? off.plan.notes.map(english).join() : '', /5 attachments are lost/);
    assert.deepEqual(off.problems, []);
    assert.equal(effectivePolicies(off.organization, '333333333333').scpLevels, undefined);
    const on = done({ kind: 'enablePolicyType', type: 'scp' }, off.all);
    const levels = effectivePolicies(on.organization, '333333333333').scpLevels;
    assert.deepEqual(
      levels?.map(({ policies }) => policies.map(({ reference }) => reference).join()),
      ['scp/FullAWSAccess', 'scp/FullAWSAccess', 'scp/FullAWSAccess', 'scp/FullAWSAccess'],
    );
    assert.match(refusal({ kind: 'enablePolicyType', type: 'scp' }), /already/);
    assert.match(refusal({ kind: 'disablePolicyType', type: 'tag' }), /not enabled/);
    assert.deepEqual(done({ kind: 'enablePolicyType', type: 'tag' }).diff, [
      '- "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" },',
      '+ "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED", "TAG_POLICY": "ENABLED" },',
    ]);
  });
});

describe('principals', () => {
  const ann = 'arn:aws:iam::222222222222:user/ann';
  const bot = 'arn:aws:iam::222222222222:user/bot';

  test('a policy is attached by the path from the file, or by its ARN', () => {
    const { diff, problems } = done({ kind: 'attachToPrincipal', policy: 'iam/pipeline/policies/bot.json', principal: ann });
    assert.deepEqual(diff, ['- { "name": "ann" }', '+ { "name": "ann", "managed": ["./policies/bot.json"] }']);
    assert.deepEqual(problems, []);
    const managed = done({ kind: 'attachToPrincipal', policy: 'arn:aws:iam::aws:policy/IAMFullAccess', principal: bot });
    assert.match(managed.diff[1] ?? '', /"arn:aws:iam::aws:policy\/ReadOnlyAccess", "arn:aws:iam::aws:policy\/IAMFullAccess"\] },$/);
    assert.match(refusal({ kind: 'attachToPrincipal', policy: 'iam/pipeline/policies/bot.json', principal: bot }), /already/);
    assert.match(refusal({ kind: 'attachToPrincipal', policy: 'guardrails/none.json', principal: ann }), /no file/);
  });

  test('and taken off', () => {
    const { diff } = done({ kind: 'detachFromPrincipal', policy: 'iam/pipeline/policies/bot.json', principal: bot });
    assert.match(diff[1] ?? '', /"managed": \["arn:aws:iam::aws:policy\/ReadOnlyAccess"\]/);
    assert.match(refusal({ kind: 'detachFromPrincipal', policy: 'x.json', principal: bot }), /not attached/);
  });
});

test('a broken file is not edited, and says so', () => {
  const broken = new Map([...start, ['accounts.jsonc', accounts.replace(/\]\n$/, '')]]);
  assert.match(refusal({ kind: 'createAccount', parent: '/', name: 'x', email: '', id: '' }, broken), /no valid JSON/);
  const brokenManifest = new Map([...start, ['organization.jsonc', manifest.replace('"policyTypes": {', '"policyTypes": {{')]]);
  assert.match(refusal({ kind: 'createOrganizationalUnit', parent: '/', name: 'x' }, brokenManifest), /no valid JSON/);
});

test('lists of every layout take an item and give it back', () => {
  const layouts = [
    '["scp/FullAWSAccess"]',
    '[ "scp/FullAWSAccess", ]',
    '[\n  "scp/FullAWSAccess"\n]',
    '[\n  "scp/FullAWSAccess", // all\n]',
    '[\r\n\t"scp/FullAWSAccess" /* all */\r\n]',
    '[\n  // all\n  "scp/FullAWSAccess"\n  // end\n]',
  ];
  for (const layout of layouts) {
    const text = `{ "organization": { "managementAccount": "a" }, "root": { "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" }, "attach": ${layout} } }`;
    const files = new Map([
      ['organization.json', text],
      ['accounts.json', '[{ "name": "a" }]'],
      ['policies/scp/x.json', deny],
    ]);
    const { all, organization } = done({ kind: 'attachPolicies', policies: ['scp/x'], target: '/' }, files);
    assert.deepEqual(organization.root.attach, ['scp/FullAWSAccess', 'scp/x'], layout);
    const back = done({ kind: 'detachPolicy', policy: 'scp/x', target: '/' }, all);
    assert.equal(back.all.get('organization.json'), text, layout);
  }
});
