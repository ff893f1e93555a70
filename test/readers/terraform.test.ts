import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { readTerraformPlan, terraformReader } from '../../server/src/readers/terraform';

import { filesOf, fixture, laidOver, readWith, withWrongTypes } from './readForeign';

const state = fixture('terraform/organization.tfstate.json');
const raw = fixture('terraform/terraform.tfstate');
const plan = fixture('terraform/tfplan.json');
const read = (files: Readonly<Record<string, string>>) => readWith(terraformReader, files);

/** A state as `terraform show -json` writes it, of resources by address. */
function shown(resources: Readonly<Record<string, object>>): string {
  const list = Object.entries(resources).map(([address, values]) => {
    const [mode, type = '', name = ''] = address.startsWith('data.') ? address.split('.') : ['managed', ...address.split('.')];
    return { address, mode, type, name, values };
  });
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources: list } } });
}

const deny = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
const small = {
  'aws_organizations_organization.o': {
    id: 'o-a1b2c3d4e5',
    feature_set: 'ALL',
    master_account_id: '111111111111',
    enabled_policy_types: ['SERVICE_CONTROL_POLICY'],
    roots: [{ id: 'r-ab12', name: 'Root' }],
  },
  'aws_organizations_account.a': { id: '222222222222', name: 'a', parent_id: 'r-ab12' },
  'aws_organizations_policy.p': { id: 'p-11111111', name: 'deny', content: deny },
};

describe('a state of Terraform', () => {
  const company = read({ 'organization.tfstate.json': state });
  const { organization } = company;
  const account = (name: string) => organization.accounts.find((one) => one.name === name);

  test('becomes the organization that it describes', () => {
    assert.deepEqual([organization.id, organization.root.id, organization.managementAccount], ['o-a1b2c3d4e5', 'r-ab12', '111111111111']);
    assert.deepEqual(
      organization.accounts.map(({ name, ou, state: condition, joined }) => [name, ou, condition, joined]),
      [
        ['company', '/(not told)', 'ACTIVE', 'INVITED'],
        ['pipeline', '/Data', 'ACTIVE', 'CREATED'],
        ['pond', '/Data/Lakes~1Ponds', 'ACTIVE', 'CREATED'],
        ['stray', '/(not told)', 'ACTIVE', 'CREATED'],
      ],
    );
    assert.deepEqual(account('pipeline')?.tags, { team: 'data' });
    assert.deepEqual([...organization.root.policyTypes.keys()], ['rcp', 'scp', 'tag']);
    assert.deepEqual(organization.trustedAccess, ['cloudtrail.amazonaws.com', 'sso.amazonaws.com', 'backup.amazonaws.com']);
    assert.deepEqual([...organization.delegatedAdministrators], [['config.amazonaws.com', ['222222222222']]]);
    assert.match(company.files.get(organization.delegationPolicy ?? '') ?? '', /organizations:List/);
    assert.deepEqual(
      [...organization.policies.values()].filter(({ file }) => file !== undefined).map(({ name, id, file }) => [name, id, file]),
      [
        ['Deny leave', 'p-11111111', 'policies/scp/Deny-leave.json'],
        ['perimeter', 'p-22222222', 'policies/rcp/perimeter.json'],
        ['Deny/leave', 'p-33333333', 'policies/scp/Deny-leave-2.json'],
      ],
    );
  });

  test('attaches what the state attaches, and FullAWSAccess, level by level', () => {
    assert.deepEqual(company.levels('pond'), [
      'Root: FullAWSAccess, Deny leave',
      'Data: FullAWSAccess',
      'Lakes/Ponds: FullAWSAccess',
      'pond: FullAWSAccess, Deny/leave',
    ]);
    assert.deepEqual(company.levels('pipeline', 'rcp'), [
      'Root: RCPFullAWSAccess',
      'Data: RCPFullAWSAccess, perimeter',
      'pipeline: RCPFullAWSAccess',
    ]);
    assert.deepEqual(company.levels('stray'), ['Root: FullAWSAccess, Deny leave', '/(not told): ?', 'stray: ?']);
  });

  test('gives every account its principals, by ARN, and by what an attachment was made after', () => {
    const policiesOf = (name: string) => {
      const { users = [], groups = [], roles = [] } = account(name)?.principals ?? {};
      return [...users, ...groups, ...roles].map((one) => [
        one.arn.replace(/^.*:/, ''),
        [...one.managed, ...one.inline.map(({ reference }) => reference)].map(company.nameOf).join(', '),
      ]);
    };
    assert.deepEqual(policiesOf('pipeline'), [
      ['user/bot', '?'],
      ['user/ann', 'read-lake, ?'],
      ['group/bots', 'read-lake, bots.queue'],
      ['role/team/etl', 'read-lake, etl.glue'],
    ]);
    assert.deepEqual(policiesOf('pond'), [['role/etl', 'ReadOnlyAccess, etl.logs']]);
    const [bot, ann] = account('pipeline')?.principals.users ?? [];
    assert.deepEqual([bot?.groups, bot?.accessKeys, bot?.console], [['bots'], 1, false]);
    assert.deepEqual([ann?.groups, ann?.console, ann?.boundary?.kind], [['bots'], true, 'file']);
    const [etl] = account('pipeline')?.principals.roles ?? [];
    assert.deepEqual([etl?.boundary?.kind, etl?.trust?.kind, etl?.maxSession, etl?.tags], ['awsManaged', 'file', 7200, { team: 'data' }]);
  });

  test('gives resources their policies; a permission of a function stands for one that is not told', () => {
    assert.deepEqual(
      account('pipeline')?.resources.map(({ arn, policy }) => [arn, policy === undefined ? '' : company.nameOf(policy)]),
      [
        ['arn:aws:sqs:eu-west-1:222222222222:jobs', 'aws-sqs-eu-west-1-222222222222-jobs'],
        ['arn:aws:sns:eu-west-1:222222222222:news', 'aws-sns-eu-west-1-222222222222-news'],
        ['arn:aws:lambda:eu-west-1:222222222222:function:resize', '?'],
      ],
    );
    assert.ok(company.said.includes('which account `aws_s3_bucket_policy.media` belongs to is not told, so it is left out'));
  });

  test('is the same as Terraform keeps it, and tells there which provider a bucket has', () => {
    const kept = read({ 'terraform.tfstate': raw });
    assert.deepEqual(kept.levels('pond'), company.levels('pond'));
    assert.deepEqual(kept.levels('pipeline', 'rcp'), company.levels('pipeline', 'rcp'));
    assert.deepEqual(
      kept.organization.accounts[1]?.resources.map(({ arn }) => arn),
      ['arn:aws:s3:::media'],
    );
    assert.deepEqual(read({ 'a/terraform.tfstate': raw, 'b/state.json': state }).levels('pond'), company.levels('pond'));
  });

  test('that says less leaves it unknown', () => {
    const read1 = (change: object) => read({ 'state.json': shown({ ...small, ...change }) }).levels('a');
    assert.deepEqual(read1({}), ['Root: FullAWSAccess', 'a: FullAWSAccess']);
    const to = (policy: unknown, target: unknown) =>
      read1({ 'aws_organizations_policy_attachment.x': { policy_id: policy, target_id: target } });
    assert.deepEqual(to('p-11111111', 'r-ab12'), ['Root: FullAWSAccess, deny', 'a: FullAWSAccess']);
    assert.deepEqual(to('p-99999999', 'r-ab12'), ['Root: FullAWSAccess, ?', 'a: FullAWSAccess'], 'a policy of another state');
    assert.deepEqual(to(7, 'r-ab12'), ['Root: FullAWSAccess, ?', 'a: FullAWSAccess']);
    assert.deepEqual(to('p-11111111', null), ['Root: FullAWSAccess, ?', 'a: FullAWSAccess, ?'], 'it may be attached anywhere');
    assert.deepEqual(to('p-11111111', 'ou-ab12-99999999'), ['Root: FullAWSAccess', 'a: FullAWSAccess']);
    assert.deepEqual(read1({ 'aws_organizations_account.a': { id: '222222222222', name: 'a' } })[1], '/(not told): ?');
    const off = { ...small['aws_organizations_organization.o'], enabled_policy_types: [] };
    assert.deepEqual(read1({ 'aws_organizations_organization.o': off }), [], 'the type is off');
    const { 'aws_organizations_organization.o': _, ...part } = small;
    assert.deepEqual(read({ 'state.json': shown(part) }).levels('a'), ['Root: ?', 'a: FullAWSAccess'], 'another state has the root');
  });

  test('may be told by data sources, which do not say what is attached', () => {
    const { 'aws_organizations_organization.o': organizationValues } = small;
    const listed = { ...organizationValues, accounts: [{ id: '222222222222', name: 'a', status: 'ACTIVE' }] };
    const { levels } = read({
      'state.json': shown({
        'data.aws_organizations_organization.o': listed,
        'data.aws_organizations_organizational_units.o': { parent_id: 'r-ab12', children: [{ id: 'ou-ab12-11111111', name: 'Data' }] },
        'data.aws_organizations_organizational_unit_child_accounts.o': {
          parent_id: 'ou-ab12-11111111',
          accounts: [{ id: '222222222222', name: 'a' }],
        },
        'aws_organizations_policy.p': small['aws_organizations_policy.p'],
        'aws_organizations_policy_attachment.x': { policy_id: 'p-11111111', target_id: 'ou-ab12-11111111' },
      }),
    });
    assert.deepEqual(levels('a'), ['Root: ?', 'Data: FullAWSAccess, deny', 'a: ?']);
  });

  test('two of one id, a circle of units and a name that no file has are no trouble', () => {
    const {
      said,
      organization: circle,
      files,
    } = read({
      'state.json': shown({
        ...small,
        'aws_organizations_account.again': { id: '222222222222', name: 'b', parent_id: 'r-ab12' },
        'aws_organizations_organizational_unit.x': { id: 'ou-ab12-11111111', name: 'x', parent_id: 'ou-ab12-22222222' },
        'aws_organizations_organizational_unit.y': { id: 'ou-ab12-22222222', name: 'y', parent_id: 'ou-ab12-11111111' },
        'aws_organizations_policy.q': { id: 'p-22222222', name: '../../etc/passwd', content: deny },
      }),
    });
    assert.ok(said.includes('`222222222222` is there twice; the first is taken'), said.join('\n'));
    assert.ok(said.includes('where `x` lies is not told, so what reaches it is unknown'));
    assert.deepEqual([circle.accounts.map(({ name }) => name), circle.root.organizationalUnits], [['111111111111', 'a'], []]);
    assert.ok([...files.keys()].every((path) => !path.includes('..')));
  });

  test('describes no organization when it only asks for its id', () => {
    const stack = { 'data.aws_organizations_organization.o': { id: 'o-a1b2c3d4e5' }, 'aws_iam_role.r': { name: 'r' } };
    assert.equal(terraformReader.read(filesOf({ 'state.json': shown(stack) })), undefined);
    for (const other of [
      '',
      '{}',
      '[]',
      '{"format_version":"1.0"}',
      '{"version":3,"lineage":"x","resources":[]}',
      '"lineage": "values":',
    ]) {
      assert.equal(terraformReader.read(filesOf({ 'plan.json': other })), undefined, other);
    }
  });

  test('is known by the name of its file', () => {
    for (const path of ['terraform.tfstate', 'a/org.tfstate.json', 'tfplan.json', 'plan.json', 'a/state.json', 'x.tfplan.json']) {
      assert.ok(terraformReader.isEntry(path), path);
    }
    for (const path of ['package.json', 'a.tfstate.backup', '.terraform/terraform.tfstate', 'estate.json', 'main.tf']) {
      assert.ok(!terraformReader.isEntry(path), path);
    }
  });
});

describe('a plan of Terraform', () => {
  const planned = read({ 'tfplan.json': plan });

  test('is read as what it leads to, through the expressions of what is known after apply only', () => {
    assert.deepEqual(
      planned.organization.accounts.map(({ name, ou, idIsSynthetic }) => [name, ou, idIsSynthetic]),
      [
        ['company', '/(not told)', false],
        ['pipeline', '/Data/Labs', false],
        ['stray', '/(not told)', false],
        ['lab', '/Data/Labs', true],
      ],
    );
    assert.deepEqual(planned.levels('pipeline'), [
      'Root: FullAWSAccess, Deny leave',
      'Data: FullAWSAccess, ?',
      'Labs: FullAWSAccess, regions, ?',
      'pipeline: FullAWSAccess',
    ]);
    assert.equal(planned.levels('lab').at(-1), 'lab: FullAWSAccess, ?', 'one of two may be the target');
  });

  test('puts new roles where their provider is, and says which it cannot place', () => {
    const [, pipeline] = planned.organization.accounts;
    assert.deepEqual(
      pipeline?.principals.roles.map(({ name, managed }) => [name, managed.map(planned.nameOf)]),
      [['runner', ['runner']]],
    );
    assert.deepEqual(
      pipeline?.resources.map(({ arn, policy }) => [arn, policy === undefined ? '' : planned.nameOf(policy)]),
      [['arn:aws:s3:::new', '?']],
    );
    assert.ok(planned.said.includes('which account `aws_iam_role.lost` belongs to is not told, so it is left out'));
    assert.ok(planned.said.includes('what `open` says is not told, so it is unknown'));
  });

  test('has two sides', () => {
    const sides = readTerraformPlan(plan);
    const none = filesOf({});
    const [before, after] = [laidOver(sides?.before, none), laidOver(sides?.after, none)];
    assert.deepEqual(
      before.organization.accounts.map(({ name, ou }) => [name, ou]),
      [
        ['company', '/(not told)'],
        ['pipeline', '/Data'],
        ['pond', '/Data'],
        ['stray', '/(not told)'],
      ],
    );
    assert.deepEqual(before.levels('pipeline'), ['Root: FullAWSAccess, Deny leave', 'Data: FullAWSAccess', 'pipeline: FullAWSAccess']);
    assert.deepEqual(after.levels('pipeline'), planned.levels('pipeline'));
    assert.equal(readTerraformPlan(state), undefined);
  });

  test('beside the state that it starts from tells all of it', () => {
    const value: unknown = JSON.parse(plan);
    assert.ok(typeof value === 'object' && value !== null && 'prior_state' in value);
    const both = read({ 'state.json': JSON.stringify(value.prior_state), 'tfplan.json': plan });
    assert.deepEqual(
      both.organization.accounts.map(({ name }) => name),
      planned.organization.accounts.map(({ name }) => name),
    );
  });
});

describe('broken states and plans', () => {
  test('that end anywhere are unknown, never without a policy', () => {
    for (const text of [state, raw, plan]) {
      for (let end = 0; end < text.length - 2; end += 97) {
        const real = filesOf({ 'state.json': text.slice(0, end) });
        const foreign = terraformReader.read(real);
        if (foreign === undefined) continue;
        const { organization, levels } = laidOver(foreign, real);
        assert.ok(foreign.problems.some(({ file, severity }) => file === 'state.json' && severity === 'error'));
        for (const { name } of organization.accounts) {
          const found = levels(name);
          assert.ok(found.length > 1 && found.every((level) => level.endsWith('?')), `${end}: ${found.join('; ')}`);
        }
      }
    }
  });

  test('with a value of another type are read as far as they can be', () => {
    for (const text of [state, raw, plan]) {
      for (const wrong of withWrongTypes(text)) assert.doesNotThrow(() => terraformReader.read(filesOf({ 'state.json': wrong })));
    }
  });
});
