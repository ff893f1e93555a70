import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';

import type { EffectiveNode } from '../../server/src/protocol/requests';
import { gatehouse } from '../cli/commandLine';
import { openSeeds, placeOf } from './seeds';

// The numbers are those of the rows of features that the two documents describe.

const media = 'arn:aws:s3:::media/a.png';
const rootArn = 'arn:aws:organizations::111111111111:root/o-a1b2c3d4e5/r-ab12';

/** `SCP: 4 policies`, and what is below, indented. */
function lines(nodes: readonly EffectiveNode[], depth = 0): readonly string[] {
  return nodes.flatMap(({ label, description, children }) => [
    `${'  '.repeat(depth)}${label}${description === '' ? '' : `: ${description}`}`,
    ...lines(children, depth + 1),
  ]);
}

describe('rows of the seed documents', () => {
  it('row 1: the root user of every account can be asked about; SCPs reach those of members alone', async () => {
    const seeds = openSeeds();
    for (const account of ['company', 'service-1', 'service-2', 'pipeline', 'analytics']) {
      assert.equal((await seeds.ask(`${account}/root`, 's3:ListAllMyBuckets', '*')).decision, 'allowed', account);
    }
    await seeds.edit({ kind: 'attachPolicies', policies: ['scp/deny-root-user'], target: '/' });
    for (const account of ['service-1', 'service-2', 'pipeline', 'analytics']) {
      const { decision, headline } = await seeds.ask(`${account}/root`, 's3:ListAllMyBuckets', '*');
      assert.equal(decision, 'explicitDeny', account);
      assert.match(headline, /DenyRootUser, service control policy at Root/);
    }
    const { decision, notes } = await seeds.ask('company/root', 's3:ListAllMyBuckets', '*');
    assert.equal(decision, 'allowed');
    assert.ok(notes.includes('SCPs do not reach the management account'));
  });

  it('row 3: an account shows its users, groups, roles and policies with their counts', async () => {
    const labels = (await openSeeds().tree()).map(({ label }) => label);
    const pipeline = labels.slice(labels.indexOf('pipeline'));
    for (const section of ['Users (1)', 'Groups (1)', 'Roles (1)', 'Policies (2)', 'Resources with policies (1)'])
      assert.ok(pipeline.includes(section), section);
    assert.ok(labels.includes('Users (4)'));
  });

  it('row 8: AmazonRDSDataFullAccess grants actions of Secrets Manager too', async () => {
    const seeds = openSeeds();
    const { decision, headline } = await seeds.ask(
      'service-1/user/data-engineer',
      'secretsmanager:GetSecretValue',
      'arn:aws:secretsmanager:us-east-1:222222222222:secret:rds-db-credentials/cluster-AbCdEf',
    );
    assert.equal(decision, 'allowed');
    assert.match(headline, /AmazonRDSDataFullAccess/);
    const asked = ['--organization', 'test/fixtures/seeds/company', '--principal', 'service-1/user/data-engineer'];
    const { stdout } = await gatehouse(['what-can', ...asked]);
    assert.match(stdout, /secretsmanager +read +3 /);
  });

  it('row 16: a policy that was just created can be picked at once, without a refresh', async () => {
    const seeds = openSeeds();
    const target = 'arn:aws:iam::444444444444:user/s3-monitoring-bot';
    const name = 'company/iam/pipeline/policies/fresh.json';
    seeds.open(name, seeds.textOf('company/iam/pipeline/policies/s3-monitoring-bot-policy.json'));
    const offered = async (): Promise<readonly string[]> =>
      (await seeds.service.attachablePolicies({ folder: 'file:///workspace/company', target })).policies.map(({ label }) => label);
    assert.ok((await offered()).includes('fresh'));
    await seeds.edit({ kind: 'createPolicy', type: 'scp', name: 'no-ec2' });
    const { policies } = await seeds.service.attachablePolicies({ folder: 'file:///workspace/company', target: '/Data' });
    assert.ok(policies.some(({ policy }) => policy === 'scp/no-ec2'));
  });

  it('row 22: a policy is attached to a user, who may do then what it says', async () => {
    const seeds = openSeeds();
    const bot = 'pipeline/user/s3-monitoring-bot';
    assert.equal((await seeds.ask(bot, 's3:DeleteObject', media)).decision, 'implicitDeny');
    const policy = 'file:///workspace/company/iam/pipeline/policies/s3-monitoring-bot-policy.json';
    await seeds.edit({ kind: 'attachToPrincipal', policy, principal: 'arn:aws:iam::444444444444:user/s3-monitoring-bot' });
    assert.match(seeds.textOf('company/iam/pipeline/principals.jsonc'), /"ReadOnlyAccess", "\.\/policies\/s3-monitoring-bot-policy\.json"/);
    assert.equal((await seeds.ask(bot, 's3:DeleteObject', media)).decision, 'allowed');
    assert.equal((await seeds.ask(bot, 's3:PutObjectAcl', media)).decision, 'implicitDeny');
  });

  it('row 32: the company of the document is the organization that ships with the program', async () => {
    const shown = (await openSeeds().tree())
      .filter(({ kind }) => ['organization', 'organizationalUnit', 'account'].includes(kind))
      .map(({ label }) => label);
    assert.deepEqual(shown, ['Company', 'company', 'Engineer', 'service-1', 'service-2', 'Data', 'analytics', 'pipeline']);
  });

  it('row 33: with consolidated billing only no policy applies, and both tree and simulator say so', async () => {
    const seeds = openSeeds();
    const manifest = seeds.textOf('company/organization.jsonc').replace('"ALL"', '"CONSOLIDATED_BILLING"');
    seeds.open('company/organization.jsonc', manifest);
    const { decision, notes, layers } = await seeds.ask('pipeline/root', 'ec2:DescribeInstances', '*');
    assert.equal(decision, 'allowed');
    assert.ok(notes.includes('SCPs and RCPs do not apply: the organization has consolidated billing only'));
    assert.deepEqual(
      layers.filter(({ layer }) => /^[sr]cp/.test(layer)).map((layer) => layer.decision),
      ['notApplicable', 'notApplicable'],
    );
    const [organization, root] = await seeds.tree();
    assert.match(organization?.description ?? '', /consolidated billing only/);
    assert.match(root?.description ?? '', /SCP off/);
    assert.deepEqual(lines(await seeds.effective('444444444444')), ['No policies: do not apply: consolidated billing only']);
    assert.match(await seeds.refusal({ kind: 'enablePolicyType', type: 'rcp' }), /consolidated billing only/);
    const marked = (await seeds.tree()).find(({ label }) => label === 'company');
    assert.deepEqual(marked?.badges.includes('management'), true);
  });

  it('row 39: what is attached of a type that is off is ignored, shown as such, and warned of', async () => {
    const seeds = openSeeds();
    await seeds.edit({ kind: 'attachPolicies', policies: ['rcp/company-only'], target: '444444444444' });
    const { decision, notes } = await seeds.ask('pipeline/root', 's3:GetObject', media);
    assert.equal(decision, 'allowed');
    assert.ok(notes.includes('RCPs are attached above the resource and not applied: the policy type is off'));
    const policy = (await seeds.tree()).find(({ label, badges }) => label === 'company-only' && badges.includes('attached'));
    assert.deepEqual(policy?.badges, ['attached', 'disabled']);
    assert.ok(lines(await seeds.effective('444444444444')).includes('RCP: not applied: the policy type is off'));
    assert.deepEqual(await seeds.codes('company/accounts.jsonc'), ['attachment-without-effect']);
    const pending = seeds.textOf('company/organization.jsonc').replace('"ENABLED"', '"PENDING_ENABLE"');
    seeds.open('company/organization.jsonc', pending);
    assert.equal((await seeds.ask('pipeline/root', 'ec2:DescribeInstances', '*')).decision, 'allowed');
  });

  it('row 40: units come, accounts move into them, and what is attached there reaches them', async () => {
    const seeds = openSeeds();
    await seeds.edit({ kind: 'createOrganizationalUnit', parent: '/Data', name: 'Lab' });
    assert.match(await seeds.refusal({ kind: 'createOrganizationalUnit', parent: '/Data', name: 'Lab' }), /there already/);
    const { after } = await seeds.edit({ kind: 'moveAccounts', targets: ['333333333333'], parent: '/Data/Lab' });
    assert.match(after, /data-only/);
    assert.equal((await seeds.ask('service-2/root', 'ec2:DescribeInstances', '*')).decision, 'explicitDeny');
    await seeds.edit({ kind: 'moveAccounts', targets: ['333333333333'], parent: '/' });
    await seeds.edit({ kind: 'renameOrganizationalUnit', target: '/Data/Lab', name: 'Laboratory' });
    await seeds.edit({ kind: 'deleteOrganizationalUnit', target: '/Data/Laboratory' });
    for (const [depth, name] of ['B', 'C', 'D', 'E'].entries()) {
      const parent = `/Data${['B', 'C', 'D', 'E']
        .slice(0, depth)
        .map((above) => `/${above}`)
        .join('')}`;
      await seeds.edit({ kind: 'createOrganizationalUnit', parent, name });
    }
    assert.match(await seeds.refusal({ kind: 'createOrganizationalUnit', parent: '/Data/B/C/D/E', name: 'F' }), /5 levels deep/);
  });

  it('row 45: turning a type on attaches what AWS attaches, turning it off tells what is lost', async () => {
    const seeds = openSeeds();
    const on = await seeds.edit({ kind: 'enablePolicyType', type: 'rcp' });
    assert.match(on.notes.join(), /`RCPFullAWSAccess` to the root, every organizational unit and every account/);
    assert.match(on.after, /RCPFullAWSAccess/);
    const off = await seeds.edit({ kind: 'disablePolicyType', type: 'scp' });
    assert.match(off.notes.join(), /2 attachments are lost/);
    assert.doesNotMatch(seeds.textOf('company/organization.jsonc'), /"attach"\s*:\s*\["scp/);
    assert.equal((await seeds.ask('pipeline/root', 'ec2:DescribeInstances', '*')).decision, 'allowed');
    await seeds.edit({ kind: 'enablePolicyType', type: 'scp' });
    assert.deepEqual(lines(await seeds.effective('/Data')).slice(0, 4), [
      'SCP: 2 policies',
      '  Root: FullAWSAccess',
      '    FullAWSAccess',
      '  Data: FullAWSAccess',
    ]);
  });

  it('row 46: an SCP denies by its statement, or a level lacks an Allow, and the answer names the level', async () => {
    const seeds = openSeeds();
    assert.match(
      (await seeds.ask('pipeline/root', 'ec2:DescribeInstances', '*')).headline,
      /OnlyDataServices, service control policy at Data/,
    );
    const only = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }';
    seeds.open('company/policies/scp/only-s3.json', only);
    const manifest = seeds.textOf('company/organization.jsonc');
    seeds.open(
      'company/organization.jsonc',
      manifest.replace('"id": "ou-ab12-11111111"', '"id": "ou-ab12-11111111", "attach": ["scp/only-s3"]'),
    );
    const { decision, headline, layers } = await seeds.ask('service-1/user/cto', 'ec2:DescribeInstances', '*');
    assert.equal(decision, 'implicitDeny');
    assert.match(headline, /Engineer/);
    const scps = layers.filter(({ layer }) => layer.startsWith('scp'));
    assert.deepEqual(
      scps.map((layer) => [layer.label, layer.decision]),
      [
        ['SCP: Root', 'allowed'],
        ['SCP: Engineer', 'implicitDeny'],
        ['SCP: service-1', 'allowed'],
      ],
    );
    assert.equal(scps[1]?.explanation, 'no service control policy allows ec2:DescribeInstances');
    assert.equal((await seeds.ask('service-1/user/cto', 's3:ListAllMyBuckets', '*')).decision, 'allowed');
  });

  it('row 49: an SCP is attached to a unit or an account, and one always stays', async () => {
    const seeds = openSeeds();
    await seeds.edit({ kind: 'attachPolicies', policies: ['scp/data-only'], target: '/Engineer' });
    assert.equal((await seeds.ask('service-1/root', 'ec2:DescribeInstances', '*')).decision, 'explicitDeny');
    await seeds.edit({ kind: 'attachPolicies', policies: ['scp/deny-root-user'], target: '333333333333' });
    assert.match(seeds.textOf('company/accounts.jsonc'), /"service-2".*"attach": \["scp\/FullAWSAccess", "scp\/deny-root-user"\]/);
    const shown = lines(await seeds.effective('333333333333'));
    assert.ok(shown.includes('  Engineer: FullAWSAccess, data-only'));
    assert.ok(shown.includes('  service-2: FullAWSAccess, deny-root-user'));
    await seeds.edit({ kind: 'detachPolicy', policy: 'scp/data-only', target: '/Engineer' });
    assert.match(await seeds.refusal({ kind: 'detachPolicy', policy: 'scp/FullAWSAccess', target: '/Engineer' }), /at least one SCP stays/);
  });

  it('row 54: every policy that has a say about a user stands in one list', async () => {
    const seeds = openSeeds();
    await seeds.edit({ kind: 'enablePolicyType', type: 'rcp' });
    assert.deepEqual(lines(await seeds.effective('arn:aws:iam::444444444444:user/s3-monitoring-bot')), [
      'Own policies: 2 policies',
      '  ReadOnlyAccess: managed by AWS',
      '  queue: inline',
      'Group bots: 1 policy',
      '  bots',
      'PowerUserAccess: permissions boundary',
      'SCP: 4 policies',
      '  Root: FullAWSAccess',
      '    FullAWSAccess',
      '  Data: FullAWSAccess, data-only',
      '    FullAWSAccess',
      '    data-only: Data 팀이 부가적인 서비스 신청/작업이 불가능하도록 권한을 차단',
      '  pipeline: FullAWSAccess',
      '    FullAWSAccess',
      'RCP: 3 policies',
      '  Root: RCPFullAWSAccess',
      '    RCPFullAWSAccess',
      '  Data: RCPFullAWSAccess',
      '    RCPFullAWSAccess',
      '  pipeline: RCPFullAWSAccess',
      '    RCPFullAWSAccess',
    ]);
  });

  it('row 65: members can call almost none of these operations, unless it is delegated to them', async () => {
    const seeds = openSeeds();
    const cto = 'service-1/user/cto';
    for (const action of ['organizations:ListAccounts', 'organizations:CreateAccount', 'organizations:EnableAllFeatures']) {
      const { decision, notes } = await seeds.ask(cto, action, '*');
      assert.equal(decision, 'implicitDeny', action);
      assert.match(notes.join(), /belongs to the management account/);
    }
    assert.equal((await seeds.ask(cto, 'organizations:CreateOrganizationalUnit', rootArn)).decision, 'implicitDeny');
    for (const action of ['organizations:DescribeOrganization', 'organizations:LeaveOrganization'])
      assert.equal((await seeds.ask(cto, action, '*')).decision, 'allowed', action);
    assert.equal((await seeds.ask('company/user/org-admin', 'organizations:ListAccounts', '*')).decision, 'allowed');
    const chained = await seeds.ask('company/role/unit-maker', 'organizations:CreateOrganizationalUnit', rootArn);
    assert.equal(chained.decision, 'allowed');

    const manifest = seeds.textOf('company/organization.jsonc');
    seeds.open(
      'company/organization.jsonc',
      manifest.replace('"policies": {', '"delegatedAdministrators": { "fms.amazonaws.com": ["service-1"] },\n  "policies": {'),
    );
    assert.equal((await seeds.ask(cto, 'organizations:ListAccounts', '*')).decision, 'allowed');
    assert.equal((await seeds.ask('service-1/user/developer', 'organizations:ListAccounts', '*')).decision, 'implicitDeny');
    assert.equal((await seeds.ask(cto, 'organizations:CreatePolicy', '*')).decision, 'implicitDeny');

    seeds.open(
      'company/organization.jsonc',
      manifest.replace('"policies": {', '"delegationPolicy": "policies/delegation.json",\n  "policies": {'),
    );
    const delegation = {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Tags', Effect: 'Allow', Principal: { AWS: '222222222222' }, Action: 'organizations:CreatePolicy', Resource: '*' },
      ],
    };
    seeds.open('company/policies/delegation.json', JSON.stringify(delegation));
    const delegated = await seeds.ask(cto, 'organizations:CreatePolicy', '*');
    assert.equal(delegated.decision, 'allowed');
    assert.match(delegated.statements.map(({ label }) => label).join(), /Tags/);
    assert.equal((await seeds.ask('service-2/root', 'organizations:CreatePolicy', '*')).decision, 'implicitDeny');
  });
});

/** A policy of one statement with that resource. */
function about(action: string, resource: string): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: [resource] }] });
}

describe('rows about ARNs and ids', () => {
  it('row 53: an ARN tells whose it is, its partition and Region, and those of the organization name the management account', async () => {
    const seeds = openSeeds();
    seeds.open('queue.json', about('sqs:SendMessage', 'arn:aws:sqs:eu-west-1:444444444444:jobs'));
    const queue = await seeds.hover('queue.json', 'arn:aws:s|qs');
    for (const part of [/Partition \| `aws`/, /Region \| `eu-west-1`/, /Account \| `444444444444` \*\*pipeline\*\*/])
      assert.match(queue, part);
    seeds.open('bucket.json', about('s3:GetObject', 'arn:aws:s3:::media/*'));
    assert.match(await seeds.hover('bucket.json', 'arn:aws:s3:::me|dia'), /Account \| `444444444444` \*\*pipeline\*\*/);

    const wrong = 'arn:aws:organizations::222222222222:ou/o-a1b2c3d4e5/ou-ab12-22222222';
    seeds.open('unit.json', about('organizations:DescribeOrganizationalUnit', wrong));
    assert.deepEqual(await seeds.codes('unit.json'), ['organization-arn-account']);
    const right = await seeds.fixed('unit.json', /Change to/);
    assert.match(right, /"arn:aws:organizations::111111111111:ou\/o-a1b2c3d4e5\/ou-ab12-22222222"/);
    assert.deepEqual(await seeds.codes('unit.json', right), []);
    for (const fine of [
      'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
      'arn:aws:organizations::*:ou/o-a1b2c3d4e5/ou-*',
      'arn:aws:organizations::999999999999:ou/o-zzzzzzzzzz/ou-zz99-22222222',
    ])
      assert.deepEqual(await seeds.codes('unit.json', about('organizations:*', fine)), [], fine);
  });

  it('row 58: everything that the organization has is offered by its ARN, and recognised', async () => {
    const seeds = openSeeds({
      'company/handshakes.jsonc': '[{ "id": "h-examplehandshake", "action": "INVITE", "state": "OPEN", "party": "666666666666" }]',
    });
    const head = 'arn:aws:organizations::111111111111:';
    const expected: Readonly<Record<string, readonly string[]>> = {
      'organizations:DescribeOrganizationalUnit': [`${head}ou/o-a1b2c3d4e5/ou-ab12-11111111`, `${head}ou/o-a1b2c3d4e5/ou-ab12-22222222`],
      'organizations:DescribeAccount': [`${head}account/o-a1b2c3d4e5/444444444444`],
      'organizations:EnablePolicyType': [`${head}root/o-a1b2c3d4e5/r-ab12`],
      'organizations:DescribePolicy': [`${head}policy/o-a1b2c3d4e5/service_control_policy/p-2b3c4d5e`],
      'organizations:CancelHandshake': [`${head}handshake/o-a1b2c3d4e5/invite/h-examplehandshake`],
      'organizations:TagResource': ['arn:aws:organizations::${Account}:resourcepolicy/o-${OrganizationId}/rp-${ResourcePolicyId}'],
      'organizations:DescribeResponsibilityTransfer': [
        'arn:aws:organizations::${Account}:transfer/o-${OrganizationId}/${TransferType}/${TransferDirection}/rt-${ResponsibilityTransferId}',
      ],
      'organizations:AttachPolicy': ['arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess'],
    };
    for (const [action, arns] of Object.entries(expected)) {
      seeds.open('arns.json', about(action, ''));
      const labels = (await seeds.complete('arns.json', '"Resource":["|"]')).map(({ label }) => label);
      for (const arn of arns) assert.ok(labels.includes(arn), `${action}: ${arn} is not in ${labels.join(' ')}`);
    }
    seeds.open('arns.json', about('*', 'arn:aws:organizations::'));
    const all = (await seeds.complete('arns.json', 'arn:aws:organizations::|')).map(({ label }) => label);
    assert.ok(all.includes(`${head}organization/o-a1b2c3d4e5`), all.join(' '));
    seeds.open('arns.json', about('organizations:DescribePolicy', `${head}policy/o-a1b2c3d4e5/service_control_policy/p-2b3c4d5e`));
    assert.match(
      await seeds.hover('arns.json', 'arn:aws:organi|zations'),
      /Account \| `111111111111` \*\*company\*\*[\s\S]*Resource type \| `policy`/,
    );
    assert.match(await seeds.hover('arns.json', 'o-a1b2|c3d4e5'), /organization \*\*Company\*\*/);
  });
});

describe('rows about condition keys of the organization', () => {
  it('row 62: the simulator fills them in, completion offers them, and a list of accounts can be replaced by one', async () => {
    const seeds = openSeeds();
    const read = await seeds.ask('service-1/user/cto', 's3:GetObject', media);
    assert.equal(read.decision, 'allowed');
    assert.deepEqual(
      read.context.filter(({ key }) => key === 'aws:PrincipalOrgID').map(({ values, origin }) => [values, origin]),
      [['o-a1b2c3d4e5', 'from the organization']],
    );
    assert.equal((await seeds.ask('analytics/root', 's3:PutObject', media)).decision, 'allowed');
    assert.equal((await seeds.ask('service-1/user/cto', 's3:PutObject', media)).decision, 'implicitDeny');
    // "This global condition applies to the management account of an organization as well."
    assert.equal((await seeds.ask('company/root', 's3:GetObject', media)).decision, 'allowed');

    const bucket = 'company/resources/pipeline/media.bucket.json';
    const text = seeds.textOf(bucket);
    seeds.open(bucket, text.replace('"o-a1b2c3d4e5"', '""').replace('"o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*"', '""'));
    const labels = async (piece: string): Promise<readonly string[]> => (await seeds.complete(bucket, piece)).map(({ label }) => label);
    assert.ok((await labels('"aws:PrincipalOrgID": "|"')).includes('o-a1b2c3d4e5'));
    const paths = await labels('"aws:PrincipalOrgPaths": ["|"');
    for (const path of ['o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/*', 'o-a1b2c3d4e5/r-ab12/'])
      assert.ok(paths.includes(path), path);

    const listed = (principals: readonly string[]): string =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: principals }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/*' }],
      });
    const offers = async (principals: readonly string[]) => {
      const uri = seeds.open(bucket, listed(principals));
      const position = placeOf(seeds.textOf(bucket), '"AWS":[|');
      const actions = await seeds.service.codeActions(uri, { start: position, end: position }, { diagnostics: [] });
      return actions.filter(({ title }) => title.includes('PrincipalOrgID'));
    };
    const some = ['arn:aws:iam::222222222222:root', '333333333333'];
    const [offer] = await offers(some);
    assert.equal(offer?.title, 'Replace the 2 accounts by `aws:PrincipalOrgID` (wider: 3 more accounts, and those that join later)');
    assert.deepEqual(await offers([...some, '999999999999']), []);
    assert.deepEqual(await offers([...some, 'arn:aws:iam::222222222222:role/x']), []);
    await offers(some);
    const edits = offer.edit?.changes?.[`file:///workspace/${bucket}`] ?? [];
    const after = TextDocument.applyEdits(TextDocument.create('', '', 1, listed(some)), edits);
    assert.deepEqual(JSON.parse(after), {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::media/*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        },
      ],
    });
  });
});
