import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  attachablePoliciesRequest,
  compareOrganizationsRequest,
  draftsRequest,
  effectivePoliciesRequest,
  findInOrganizationRequest,
  organizationChildrenRequest,
  organizationOutlineRequest,
  organizationWayRequest,
  planConversionRequest,
  planNewOrganizationRequest,
  planOrganizationEditRequest,
  policyTypesRequest,
  proposeDraftsRequest,
  simulateRequest,
  virtualDocumentRequest,
} from '../../server/src/protocol/requests';
import type { EffectiveNode, OrganizationEditParams, OutlineNode } from '../../server/src/protocol/requests';
import { startPair } from '../support/lspPair';

type Pair = Awaited<ReturnType<typeof startPair>>;

const folder = 'file:///workspace/org';
const deny = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'No', Effect: 'Deny', Action: action, Resource: '*' }] });
const manifest = `{
  "organization": { "id": "o-a1b2c3d4e5", "name": "Company", "managementAccount": "company" },
  "root": {
    "id": "r-ab12",
    "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED", "TAG_POLICY": "ENABLED" },
    "attach": ["scp/FullAWSAccess", "scp/deny-leave", "tag/cost"],
    "ous": [
      { "name": "Engineer", "id": "ou-ab12-11111111" },
      { "name": "Data", "id": "ou-ab12-22222222", "attach": ["tag/data"] } // facts
    ]
  },
  "policies": { "scp/deny-leave": { "id": "p-1a2b3c4d", "file": "policies/scp/deny-leave.json" } },
  "delegatedAdministrators": { "securityhub.amazonaws.com": ["audit"] }
}
`;
const files: Readonly<Record<string, string>> = {
  'org/organization.jsonc': manifest,
  'org/accounts.jsonc': `[
  { "name": "company", "id": "111111111111", "email": "root@example.com" },
  { "name": "audit", "id": "222222222222", "ou": "/Engineer", "state": "SUSPENDED" },
  { "name": "pipeline", "id": "333333333333", "ou": "/Data", "tags": { "team": "lake" } }
]
`,
  'org/handshakes.jsonc': '[{ "id": "h-abcdef12", "state": "OPEN", "party": "new@example.com" }, { "id": "h-2", "state": "ACCEPTED" }]',
  'org/identity-center.jsonc':
    '{ "permissionSets": [{ "name": "Admin", "managed": ["AdministratorAccess"] }], "assignments": [{ "permissionSet": "Admin", "account": "pipeline" }] }',
  'org/policies/scp/deny-leave.json': deny('organizations:LeaveOrganization'),
  'org/policies/tag/cost.json':
    '{ "tags": { "CostCenter": { "tag_key": { "@@assign": "CostCenter" }, "tag_value": { "@@assign": ["100"] } } } }',
  'org/policies/tag/data.json': '{ "tags": { "CostCenter": { "tag_value": { "@@append": ["200"] } } } }',
  'org/iam/pipeline/principals.jsonc': '{ "users": [{ "name": "bot" }] }',
  'org/iam/pipeline/policies/read.json': deny('s3:PutObject'),
};

describe('the Organizations view', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair({ files });
  });
  after(() => pair.close());

  const children = async (id: string, filter?: string): Promise<readonly OutlineNode[]> =>
    (await pair.send(organizationChildrenRequest, { id, from: 0, to: 100, ...(filter === undefined ? {} : { filter }) })).nodes;
  const labels = (nodes: readonly OutlineNode[]): readonly string[] => nodes.map(({ label, description }) => `${label} | ${description}`);

  test('begins with the organization; rows come as they are asked for, page by page', async () => {
    const { roots, problems } = await pair.send(organizationOutlineRequest, {});
    assert.equal(problems, 1, 'a suspended account administers a service');
    assert.deepEqual(labels(roots), ['Company | o-a1b2c3d4e5 · all features']);
    assert.equal(roots[0]?.folder, folder);
    assert.deepEqual(labels(await children('o-a1b2c3d4e5')), [
      'Root | r-ab12 · SCP on · RCP off · tag on · 2/10 SCPs',
      'Policies (3) | ',
      'Pending invitations (1) | ',
      'Delegated administrators and trusted access (1) | ',
      'Permission sets (1) | ',
    ]);
    assert.deepEqual(labels(await children('r-ab12')), [
      'Attached policies (3) | ',
      'company | 111111111111 · management account (SCPs do not apply)',
      'Engineer | ou-ab12-11111111 · 1/10 SCPs',
      'Data | ou-ab12-22222222 · 1/10 SCPs',
    ]);
    const page = await pair.send(organizationChildrenRequest, { id: 'r-ab12', from: 1, to: 2 });
    assert.deepEqual([page.childCount, labels(page.nodes).length], [4, 1]);
    const [audit] = (await children('ou-ab12-11111111')).filter(({ kind }) => kind === 'account');
    assert.deepEqual(audit?.badges, ['delegated', 'suspended', 'problem']);
    assert.deepEqual(await children('nothing'), []);
  });

  test('finds by name, tag, email address, id and ARN, and shows the way', async () => {
    const find = async (query: string) => (await pair.send(findInOrganizationRequest, { query, limit: 20 })).matches;
    assert.deepEqual((await find('bot'))[0]?.way, [
      'o-a1b2c3d4e5',
      'r-ab12',
      'ou-ab12-22222222',
      '333333333333',
      '333333333333 users',
      '333333333333 user /bot',
    ]);
    assert.equal((await find('team=lake'))[0]?.label, 'pipeline');
    assert.equal((await find('root@'))[0]?.label, 'company');
    assert.equal((await find('2222222222'))[0]?.label, 'audit');
    assert.equal((await find('arn:aws:iam::333333333333:role/aws-reserved'))[0]?.kind, 'role');
    const kinds = await pair.send(findInOrganizationRequest, { query: '', limit: 20, kinds: ['organizationalUnit'] });
    assert.deepEqual(
      kinds.matches.map(({ target }) => target),
      ['/Engineer', '/Data'],
    );
    const { nodes } = await pair.send(organizationWayRequest, { way: (await find('bot'))[0]?.way ?? [] });
    assert.deepEqual(
      nodes.map(({ label }) => label),
      ['Company', 'Root', 'Data', 'pipeline', 'Users (1)', 'bot'],
    );
  });

  test('a filter leaves the way to what has the word', async () => {
    assert.deepEqual(
      (await children('r-ab12', 'pipeline')).map(({ label }) => label),
      ['Data'],
    );
    assert.deepEqual(
      (await children('ou-ab12-22222222', 'pipeline')).map(({ label }) => label),
      ['pipeline'],
    );
    assert.ok((await children('333333333333', 'pipeline')).length > 1, 'what was found is shown with what is in it');
  });

  test('tells what is effective level by level, and what declarative policies amount to', async () => {
    const effective = await pair.send(effectivePoliciesRequest, { folder, target: '333333333333' });
    const lines: string[] = [];
    const walk = (nodes: readonly EffectiveNode[], depth: number): void => {
      for (const node of nodes) {
        lines.push(`${' '.repeat(depth)}${node.label}: ${node.description}`);
        if (node.kind !== 'level') walk(node.children, depth + 1);
      }
    };
    walk(effective?.nodes ?? [], 0);
    assert.deepEqual(lines, [
      'SCP: 4 policies',
      ' Root: FullAWSAccess, deny-leave',
      ' Data: FullAWSAccess',
      ' pipeline: FullAWSAccess',
      'TAG: 2 policies',
      ' Effective policy: all levels as one, with origins',
      ' Root: cost',
      ' Data: data',
    ]);
    const uri = effective?.nodes[1]?.children[0]?.documentUri ?? '';
    const text = (await pair.send(virtualDocumentRequest, { uri }))?.text ?? '';
    assert.match(text, /"100", \/\/ cost at Root/);
    assert.match(text, /"200" \/\/ data at Data/);
    const management = await pair.send(effectivePoliciesRequest, { folder, target: '111111111111' });
    assert.equal(management?.nodes[0]?.description, 'do not reach the management account');
    assert.equal(await pair.send(effectivePoliciesRequest, { folder, target: '/Nowhere' }), null);
  });

  const plan = (edit: OrganizationEditParams) => pair.send(planOrganizationEditRequest, { folder, edit });

  test('shows what an edit comes to before it is written: the policies of those concerned, and the lines', async () => {
    const moved = await plan({ kind: 'moveAccounts', targets: ['333333333333'], parent: '/Engineer' });
    assert.ok(moved.kind === 'plan');
    assert.equal(moved.title, 'Move pipeline to /Engineer');
    assert.match(moved.before, /pipeline \(333333333333\)\n {2}in \/Data\n[^]*SCP {2}at Data: FullAWSAccess[^]*TAG {2}at Data: data/);
    assert.match(moved.after, /in \/Engineer\n[^]*SCP {2}at Engineer: FullAWSAccess/);
    assert.doesNotMatch(moved.after, /TAG {2}at Data/);
    assert.match(moved.after, /accounts\.jsonc\n[^]*"ou": "\/Engineer", "tags"/);
    assert.deepEqual(moved.files, [
      {
        uri: `${folder}/accounts.jsonc`,
        newText: null,
        edits: [{ range: { start: { line: 3, character: 52 }, end: { line: 3, character: 59 } }, newText: '"/Engineer"' }],
      },
    ]);
    const created = await plan({ kind: 'createPolicy', type: 'scp', name: 'regions', target: '/Data' });
    assert.ok(created.kind === 'plan');
    assert.deepEqual(
      created.files.map(({ uri, newText }) => [uri, newText !== null]),
      [
        [`${folder}/policies/scp/regions.json`, true],
        [`${folder}/organization.jsonc`, false],
      ],
    );
    assert.match(created.before, /policies\/scp\/regions\.json \(not there yet\)/);
    assert.match(created.after, /SCP {2}at Data: FullAWSAccess, regions/);
  });

  test('refuses what AWS would refuse, what is not there and what is not understood', async () => {
    const reason = async (edit: OrganizationEditParams): Promise<string> => {
      const answer = await plan(edit);
      return answer.kind === 'refused' ? answer.reason : 'planned';
    };
    assert.match(await reason({ kind: 'detachPolicy', policy: 'scp/FullAWSAccess', target: '/Data' }), /at least one SCP/);
    assert.match(await reason({ kind: 'createOrganizationalUnit', parent: '/', name: 'x'.repeat(129) }), /128 characters/);
    assert.match(await reason({ kind: 'createAccount', parent: '/', name: 'y'.repeat(51), email: '', id: '' }), /50 characters/);
    assert.match(await reason({ kind: 'explode' }), /not understood/);
    assert.match(await reason({ kind: 'attachFile', uri: 'file:///elsewhere/x.json', type: 'scp', target: '/' }), /not understood/);
    const nowhere = await pair.send(planOrganizationEditRequest, { folder: 'file:///nowhere', edit: { kind: 'explode' } });
    assert.equal(nowhere.kind, 'refused');
  });

  test('an OU of the sixth level is refused, and the fifth is not', async () => {
    const deep = await startPair({
      files: {
        ...files,
        'org/organization.jsonc': manifest.replace(
          '"id": "ou-ab12-11111111" }',
          '"id": "ou-ab12-11111111", "ous": [{ "name": "2", "ous": [{ "name": "3", "ous": [{ "name": "4" }] }] }] }',
        ),
      },
    });
    const create = (parent: string) =>
      deep.send(planOrganizationEditRequest, { folder, edit: { kind: 'createOrganizationalUnit', parent, name: 'next' } });
    assert.equal((await create('/Engineer/2/3/4')).kind, 'plan');
    await deep.write(
      'org/organization.jsonc',
      manifest.replace(
        '"id": "ou-ab12-11111111" }',
        '"id": "ou-ab12-11111111", "ous": [{ "name": "2", "ous": [{ "name": "3", "ous": [{ "name": "4", "ous": [{ "name": "5" }] }] }] }] }',
      ),
    );
    const refused = await create('/Engineer/2/3/4/5');
    assert.match(refused.kind === 'refused' ? refused.reason : '', /5 levels deep/);
    await deep.close();
  });

  test('offers what is not attached yet, and the policy types', async () => {
    const { policies } = await pair.send(attachablePoliciesRequest, { folder, target: '/Engineer' });
    assert.deepEqual(
      policies.map(({ policy }) => policy),
      ['rcp/RCPFullAWSAccess', 'scp/deny-leave', 'tag/cost', 'tag/data'].filter((one) => policies.some(({ policy }) => policy === one)),
    );
    assert.ok(!policies.some(({ policy }) => policy === 'scp/FullAWSAccess'));
    const forBot = await pair.send(attachablePoliciesRequest, { folder, target: 'arn:aws:iam::333333333333:user/bot' });
    assert.equal(forBot.policies[0]?.policy, 'iam/pipeline/policies/read.json');
    assert.ok(forBot.policies.length > 1000, 'the policies that AWS manages');
    const { types } = await pair.send(policyTypesRequest, { folder });
    assert.equal(types.length, 15);
    assert.deepEqual(
      types.filter(({ enabled }) => enabled).map(({ type }) => type),
      ['scp', 'tag'],
    );
  });

  test('a new organization is files that can be read, and never lies over others', async () => {
    const wanted = { folder: 'file:///workspace/new', name: 'New "one"', managementAccount: 'main', email: '', enableScps: true };
    const created = await pair.send(planNewOrganizationRequest, wanted);
    assert.ok(created.kind === 'plan');
    assert.deepEqual(
      created.files.map(({ uri }) => uri),
      ['file:///workspace/new/accounts.jsonc', 'file:///workspace/new/organization.jsonc'],
    );
    assert.match(created.after, /New "one"/);
    const taken = await pair.send(planNewOrganizationRequest, { ...wanted, folder });
    assert.match(taken.kind === 'refused' ? taken.reason : '', /is there already/);
  });
});

describe('drafts of deployed policies', () => {
  const bundle = (...lines: readonly (readonly [string, object, object])[]): string =>
    lines.map(([op, input, out]) => JSON.stringify({ op, in: input, out })).join('\n');
  const summary = { Id: 'p-11111111', Name: 'Deny leave', Type: 'SERVICE_CONTROL_POLICY', AwsManaged: false };
  const full = { Id: 'p-FullAWSAccess', Name: 'FullAWSAccess', Type: 'SERVICE_CONTROL_POLICY', AwsManaged: true };
  const deployed = bundle(
    ['describe-organization', {}, { Organization: { Id: 'o-a1b2c3d4e5', FeatureSet: 'ALL', MasterAccountId: '111111111111' } }],
    ['list-roots', {}, { Roots: [{ Id: 'r-ab12', Name: 'Root', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] }],
    ['list-organizational-units-for-parent', { ParentId: 'r-ab12' }, { OrganizationalUnits: [] }],
    [
      'list-accounts',
      {},
      {
        Accounts: [
          { Id: '111111111111', Name: 'company' },
          { Id: '222222222222', Name: 'pipeline' },
        ],
      },
    ],
    ['list-accounts-for-parent', { ParentId: 'r-ab12' }, { Accounts: [{ Id: '111111111111' }, { Id: '222222222222' }] }],
    ['list-policies', { Filter: 'SERVICE_CONTROL_POLICY' }, { Policies: [summary, full] }],
    [
      'describe-policy',
      { PolicyId: 'p-11111111' },
      { Policy: { PolicySummary: summary, Content: deny('organizations:LeaveOrganization') } },
    ],
    ['list-targets-for-policy', { PolicyId: 'p-11111111' }, { Targets: [{ TargetId: 'r-ab12' }] }],
    [
      'list-targets-for-policy',
      { PolicyId: 'p-FullAWSAccess' },
      { Targets: ['r-ab12', '111111111111', '222222222222'].map((TargetId) => ({ TargetId })) },
    ],
  );
  const source = 'file:///workspace/deployed.organization.jsonl';
  const bound = { policyFiles: [{ glob: 'scps/*.json', type: 'scp', policy: 'p-11111111' }] };
  const question = {
    principal: 'arn:aws:iam::222222222222:root',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::bucket/key',
    context: {},
    contextIsComplete: false,
  };

  test('stand in the place of what they are bound to, and differ from it', async () => {
    const pair = await startPair({
      files: { 'deployed.organization.jsonl': deployed, 'scps/deny-leave.json': deny('s3:*') },
      settings: bound,
    });
    const { roots } = await pair.send(organizationOutlineRequest, {});
    assert.equal(roots[0]?.folder, source);
    assert.ok(roots[0]?.badges.includes('foreign'));
    const { drafts } = await pair.send(draftsRequest, { folder: source });
    assert.deepEqual(
      drafts.map(({ uri, differs }) => [uri, differs]),
      [['file:///workspace/scps/deny-leave.json', true]],
    );
    const before = await pair.send(virtualDocumentRequest, { uri: drafts[0]?.deployedUri ?? '' });
    assert.match(before?.text ?? '', /LeaveOrganization/);
    const denied = await pair.send(simulateRequest, question);
    assert.equal(denied.decision, 'explicitDeny', denied.headline);
    assert.equal(denied.decidedBy?.location?.uri, 'file:///workspace/scps/deny-leave.json');

    await pair.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { gatehouse: { ...bound, answers: 'deployed' } },
    });
    assert.notEqual((await pair.send(simulateRequest, question)).decision, 'explicitDeny');
    assert.deepEqual((await pair.send(draftsRequest, { folder: source })).drafts, []);
    await pair.close();
  });

  test('an unsaved draft counts, and drift goes when both say the same', async () => {
    const pair = await startPair({
      files: { 'deployed.organization.jsonl': deployed, 'scps/deny-leave.json': deny('s3:*') },
      settings: bound,
    });
    await pair.open('scps/deny-leave.json', deny('organizations:LeaveOrganization').replace('{', '{\n '));
    const { drafts } = await pair.send(draftsRequest, { folder: source });
    assert.deepEqual(
      drafts.map(({ differs }) => differs),
      [false],
    );
    assert.notEqual((await pair.send(simulateRequest, question)).decision, 'explicitDeny');
    await pair.close();
  });

  test('are proposed by content, and by name', async () => {
    const pair = await startPair({
      files: {
        'deployed.organization.jsonl': deployed,
        'guardrails/a.json': deny('organizations:LeaveOrganization'),
        'policies/deny_leave.scp.json': deny('s3:*'),
        'other.json': '{ "Statement": [] }',
      },
    });
    const { proposals } = await pair.send(proposeDraftsRequest, { folder: source });
    assert.deepEqual(proposals.map(({ uri, policy, reason }) => [uri.split('/').at(-1), policy, reason]).sort(), [
      ['a.json', 'p-11111111', 'content'],
      ['deny_leave.scp.json', 'p-11111111', 'name'],
    ]);
    await pair.close();
  });

  test('an organization of another tool is not edited, but converted', async () => {
    const pair = await startPair({ files: { 'deployed.organization.jsonl': deployed } });
    const edit = { kind: 'createOrganizationalUnit', parent: '/', name: 'x' };
    const refused = await pair.send(planOrganizationEditRequest, { folder: source, edit });
    assert.match(refused.kind === 'refused' ? refused.reason : '', /convert it/);
    const converted = await pair.send(planConversionRequest, { folder: source });
    assert.ok(converted.kind === 'plan');
    assert.deepEqual(converted.files.map(({ uri }) => uri).sort(), [
      'file:///workspace/deployed/accounts.jsonc',
      'file:///workspace/deployed/organization.jsonc',
      'file:///workspace/deployed/policies/scp/Deny-leave.json',
    ]);
    assert.equal(converted.files.at(-1)?.uri, 'file:///workspace/deployed/organization.jsonc');
    await pair.close();
  });

  test('two organizations lie side by side and compare', async () => {
    const pair = await startPair({ files: { 'deployed.organization.jsonl': deployed, ...files } });
    const { roots } = await pair.send(organizationOutlineRequest, {});
    assert.deepEqual(roots.map((root) => root.folder).sort(), [source, folder]);
    const { text } = await pair.send(compareOrganizationsRequest, { before: source, after: folder });
    assert.match(text, /Engineer/);
    await pair.close();
  });
});

describe('organizations of other tools', () => {
  test('Landing Zone Accelerator is read as it lies; what an editor holds counts', async () => {
    const organization = 'enable: true\norganizationalUnits:\n  - name: Security\n  - name: Workloads\n';
    const pair = await startPair({
      files: {
        'lza/organization-config.yaml': organization,
        'lza/accounts-config.yaml':
          'mandatoryAccounts:\n  - name: Management\n    email: m@example.com\n    organizationalUnit: Root\nworkloadAccounts:\n  - name: App\n    email: a@example.com\n    organizationalUnit: Workloads\n',
      },
    });
    const find = async (query: string): Promise<readonly string[]> =>
      (await pair.send(findInOrganizationRequest, { query, limit: 10 })).matches.map(({ kind, label }) => `${kind} ${label}`);
    assert.deepEqual(await find('App'), ['account App']);
    assert.deepEqual(await find('Sandbox'), []);
    await pair.connection.sendNotification('gatehouse/bufferChanged', {
      uri: 'file:///workspace/lza/organization-config.yaml',
      text: `${organization}  - name: Sandbox\n`,
    });
    assert.deepEqual(await find('Sandbox'), ['organizationalUnit Sandbox']);
    await pair.close();
  });

  test('a file that only looks like one is none', async () => {
    const pair = await startPair({ files: { 'x/organization.yml': 'name: our company\n', 'y/terraform.tfstate': '{ "version": 4 }' } });
    assert.deepEqual(await pair.send(organizationOutlineRequest, {}), { roots: [], problems: 0 });
    await pair.close();
  });

  test('the setting names a folder of templates', async () => {
    const template = {
      Resources: {
        Org: { Type: 'AWS::Organizations::Organization', Properties: { FeatureSet: 'ALL' } },
        Unit: {
          Type: 'AWS::Organizations::OrganizationalUnit',
          Properties: { Name: 'Apps', ParentId: { 'Fn::GetAtt': ['Org', 'RootId'] } },
        },
      },
    };
    const pair = await startPair({ files: { 'infra/org.template.json': JSON.stringify(template) }, settings: { organization: 'infra' } });
    const { matches } = await pair.send(findInOrganizationRequest, { query: 'Apps', limit: 5 });
    assert.deepEqual(
      matches.map(({ target }) => target),
      ['/Apps'],
    );
    await pair.close();
  });
});

test('what is wrong with the files of another tool stands at its place there', async () => {
  const pair = await startPair({
    files: {
      'organization-config.yaml': 'enable: true\norganizationalUnits:\n  - name: Apps\n',
      'accounts-config.yaml': 'workloadAccounts:\n  - name: App\n    email: a@example.com\n    organizationalUnit: Nowhere\n',
    },
  });
  const found = await pair.allDiagnostics();
  assert.deepEqual(found.get('accounts-config.yaml')?.codes.length, 1, [...found.keys()].join());
  await pair.close();
});

test('an organization goes with its folder, of which nothing else is told', async () => {
  const pair = await startPair({ files });
  assert.equal((await pair.send(organizationOutlineRequest, {})).roots.length, 1);
  await pair.removeFolder('org');
  assert.deepEqual((await pair.send(organizationOutlineRequest, {})).roots, []);
  await pair.close();
});
