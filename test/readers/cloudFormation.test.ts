import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { cloudFormationReader } from '../../server/src/readers/cloudFormation';

import { filesOf, fixture, laidOver, readWith, withWrongTypes } from './readForeign';

const names = ['organization.template.yaml', 'policies.json', '222222222222.yaml'];
const company = Object.fromEntries(names.map((name) => [name, fixture(`cloudformation/${name}`)]));
const read = (files: Readonly<Record<string, string>>) => readWith(cloudFormationReader, files);

/** An organization with an account `a` in an OU `Data`, and a policy; lines are added to the policy's properties, and to the end. */
const small = (properties: string, more = ''): string => `
Resources:
  Organization: { Type: AWS::Organizations::Organization }
  Data: { Type: AWS::Organizations::OrganizationalUnit, Properties: { Name: Data, ParentId: !GetAtt Organization.RootId } }
  A: { Type: AWS::Organizations::Account, Properties: { AccountName: a, Email: a@b.c, ParentIds: [!Ref Data] } }
  Deny:
    Type: AWS::Organizations::Policy
    Properties:
      Name: deny
      Type: SERVICE_CONTROL_POLICY
${properties.replace(/^/gm, '      ')}
${more}`;
const content = 'Content: { Statement: [{ Effect: Deny, Action: "*", Resource: "*" }] }';
const levels = (properties: string, more = '') => read({ 'org.yaml': small(properties, more) }).levels('a');
const attachedTo = (targets: string) => levels(`${content}\nTargetIds: ${targets}`);
const nowhere = ['Root: FullAWSAccess', 'Data: FullAWSAccess', 'a: FullAWSAccess'];
const toData = ['Root: FullAWSAccess', 'Data: FullAWSAccess, deny', 'a: FullAWSAccess'];
const anywhere = ['Root: FullAWSAccess, ?', 'Data: FullAWSAccess, ?', 'a: FullAWSAccess, ?'];

describe('templates of CloudFormation', () => {
  const { organization, files, said, levels: levelsOf, nameOf } = read(company);
  const account = (name: string) => organization.accounts.find((one) => one.name === name);

  test('of a folder become one organization', () => {
    assert.equal(organization.featureSet, 'ALL');
    assert.equal(organization.managementAccount, account('management')?.id);
    assert.deepEqual(
      organization.accounts.map(({ name, ou, email }) => [name, ou, email]),
      [
        ['management', '/', undefined],
        ['pipeline', '/Data', 'aws+pipeline@example.com'],
        ['pond', '/Data/Lakes~1Ponds', 'pond@example.com'],
        ['toys', '/Sandbox', 'toys@example.com'],
        ['stray', '/(not told)/Elsewhere', 'stray@example.com'],
        ['222222222222', '/(not told)', undefined],
      ],
    );
    assert.deepEqual(account('pipeline')?.tags, { team: 'data' });
    assert.deepEqual(
      [...organization.root.policyTypes],
      [
        ['scp', 'ENABLED'],
        ['rcp', 'ENABLED'],
        ['tag', 'ENABLED'],
      ],
    );
    assert.match(files.get(organization.delegationPolicy ?? '') ?? '', /organizations:List/);
    assert.match(files.get('policies/scp/deny-leave.json') ?? '', /"arn:aws:iam::\*:role\/\$\{aws:username\}"/);
    assert.match(files.get('policies/scp/deny-leave.json') ?? '', /"Version": "2012-10-17"/, 'a date is text');
    const [data] = organization.root.organizationalUnits;
    assert.deepEqual(data?.attach, ['scp/FullAWSAccess', 'scp/deny-root', 'rcp/(not told)', 'tag/tags'], 'one imports from another');
  });

  test('attach what they name; parameters, conditions and what depends on them are unknown', () => {
    assert.deepEqual(levelsOf('pond'), [
      'Root: FullAWSAccess, deny-leave',
      'Data: FullAWSAccess, deny-root',
      'Lakes/Ponds: FullAWSAccess, ?',
      'pond: FullAWSAccess',
    ]);
    assert.deepEqual(levelsOf('toys'), ['Root: FullAWSAccess, deny-leave', 'Sandbox: FullAWSAccess, ?', 'toys: FullAWSAccess']);
    assert.deepEqual(levelsOf('stray'), ['Root: FullAWSAccess, deny-leave', '/(not told)/Elsewhere: ?', 'stray: FullAWSAccess']);
    assert.deepEqual(levelsOf('pipeline', 'rcp'), ['Root: RCPFullAWSAccess', 'Data: RCPFullAWSAccess, ?', 'pipeline: RCPFullAWSAccess']);
    assert.deepEqual(said, [
      'whether there is a `Sandbox` depends on a condition, so what is attached by it or to it is unknown',
      'whether there is a `Perimeter` depends on a condition, so what is attached by it or to it is unknown',
      'which resource `JobsPolicy` gives a policy to is not told, so it is left out',
      'where `Elsewhere` lies is not told, so what reaches it is unknown',
      'where `stray` lies is not told, so what reaches it is unknown',
      'where `222222222222` lies is not told, so what reaches it is unknown',
      'what `regions` says is not told, so it is unknown',
    ]);
  });

  test('give an account that the path tells its principals, and resources their policies', () => {
    const { users = [], groups = [], roles = [] } = account('222222222222')?.principals ?? {};
    assert.deepEqual(
      [...users, ...groups, ...roles].map((one) => [
        one.name,
        [...one.managed, ...one.inline.map(({ reference }) => reference)].map(nameOf).join(', '),
      ]),
      [
        ['bot', 'bot.queue'],
        ['ann', '?, ann.extra'],
        ['bots', 'ReadOnlyAccess, bots.queue'],
        ['etl', 'read-lake, etl.glue, ?'],
        ['Maybe', '?'],
      ],
    );
    assert.deepEqual(
      users.map((user) => [user.groups, user.console, user.accessKeys]),
      [
        [['bots'], true, 1],
        [['bots'], false, 0],
      ],
    );
    assert.deepEqual([roles[0]?.boundary?.kind, roles[0]?.trust?.kind, roles[0]?.maxSession], ['file', 'file', 7200]);
    assert.match(files.get('iam/222222222222/trust/etl.json') ?? '', /arn:aws:iam::222222222222:root/);
    assert.deepEqual(
      account('222222222222')?.resources.map(({ arn, policy }) => [arn, policy === undefined ? '' : nameOf(policy)]),
      [
        ['arn:aws:s3:::media', 'aws-s3-media'],
        ['arn:aws:sqs:eu-west-1:222222222222:jobs', 'aws-sqs-eu-west-1-222222222222-jobs'],
      ],
    );
    assert.deepEqual(
      account('management')?.principals.roles.map(({ name }) => name),
      ['auditor'],
      'whoever makes an organization is its management account',
    );
  });

  test('attach to what the template alone decides, however it is written', () => {
    assert.deepEqual(attachedTo('[!Ref Data]'), toData);
    for (const target of [
      '!Ref Data',
      '[!GetAtt Data.Id]',
      '[{ "Fn::GetAtt": [Data, Id] }]',
      '["Fn::Sub": "${Data}"]',
      '[!Select [0, [!Ref Data, !Ref Unknown]]]',
      '[!Ref Data, !Ref "AWS::NoValue"]',
    ]) {
      assert.deepEqual(attachedTo(target), toData, target);
    }
    assert.deepEqual(attachedTo('[]'), nowhere);
    assert.deepEqual(levels(content), nowhere);
    for (const target of [
      '!Ref Parameter',
      '[!Ref Parameter]',
      '[!If [C, !Ref Data, !Ref "AWS::NoValue"]]',
      '!If [C, [!Ref Data], []]',
      '[!ImportValue elsewhere]',
      '["{{resolve:ssm:/ou}}"]',
      '!Split [",", !Ref Parameter]',
      '[!Sub "${Data}-${AWS::Region}"]',
      '[!GetAtt Data.Arn]',
      '[null]',
      '[{}]',
      '!Custom x',
    ]) {
      assert.deepEqual(attachedTo(target), anywhere, target);
    }
  });

  test('whose policies say what only the deployment knows are unknown', () => {
    const unknown = ['Root: FullAWSAccess', 'Data: FullAWSAccess, ?', 'a: FullAWSAccess'];
    const statement = (resource: string) =>
      `Content: { Statement: [{ Effect: Deny, Action: "*", Resource: ${resource} }] }\nTargetIds: [!Ref Data]`;
    assert.deepEqual(levels(statement('[!Sub "arn:${AWS::Partition}:s3:::${!aws:username}"]')), toData);
    for (const resource of [
      '!Ref Parameter',
      '[!Sub "arn:aws:sqs:${AWS::Region}::q"]',
      '!If [C, "*", "a"]',
      '{ "Fn::Transform": {} }',
      '~',
    ]) {
      assert.deepEqual(levels(statement(resource)), unknown, resource);
    }
    assert.deepEqual(levels('Content: !Ref Parameter\nTargetIds: [!Ref Data]'), unknown);
    assert.deepEqual(
      levels('Content: !Sub \'{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}\'\nTargetIds: [!Ref Data]'),
      toData,
    );
  });

  test('that a macro, a loop or a nested stack changes may attach anything', () => {
    const lost = ['Root: FullAWSAccess, ?', 'Data: FullAWSAccess, ?', 'a: FullAWSAccess, ?'];
    assert.deepEqual(levels(content, 'Transform: [AWS::LanguageExtensions]'), nowhere);
    assert.deepEqual(levels(content, 'Transform: Mine'), lost);
    assert.deepEqual(levels(content, '  Fn::ForEach::Ous: [X, [a], {}]'), lost);
    assert.deepEqual(levels(content, '  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./more.yaml } }'), lost);
    assert.deepEqual(levels(content, '  Broken: 5'), lost);
    assert.deepEqual(levels(content, '  Data: { Type: AWS::SNS::Topic }'), lost, 'there twice');
  });

  test('describe no organization with IAM alone, or with anything else', () => {
    const { '222222222222.yaml': iam = '' } = company;
    for (const other of [
      iam,
      '',
      '{}',
      '- a',
      'Resources: 5 # AWS::Organizations::Policy',
      '{"Resources": "AWS::Organizations::Account"}',
    ]) {
      assert.equal(cloudFormationReader.read(filesOf({ 'template.yaml': other })), undefined);
    }
    const policy = 'Resources: { P: { Type: AWS::Organizations::Policy, Properties: { Name: p, Type: TAG_POLICY, Content: {} } } }';
    const beside = read({ 'org.yaml': policy, 'roles.yaml': iam });
    assert.ok(beside.said.some((text) => text.startsWith('which account this template is for is not told')));
    assert.deepEqual(beside.organization.accounts, []);
  });

  test('are known by the name of their file', () => {
    for (const path of ['a.template', 'x.template.json', 'template.yaml', 'cloudformation/ous.yml', 'organization.yaml', 'my-stack.json']) {
      assert.ok(cloudFormationReader.isEntry(path), path);
    }
    for (const path of ['package.json', 'docker-compose.yml', 'node_modules/a/template.yaml', 'cdk.out/x.template.json', 'template.ts']) {
      assert.ok(!cloudFormationReader.isEntry(path), path);
    }
  });
});

describe('broken templates', () => {
  test('that end anywhere never throw, and say so in JSON', () => {
    for (const name of names) {
      const text = company[name] ?? '';
      for (let end = 0; end < text.length; end += 97) {
        const real = filesOf({ ...company, [name]: text.slice(0, end) });
        const foreign = cloudFormationReader.read(real);
        if (foreign !== undefined) laidOver(foreign, real);
      }
    }
    const json = JSON.stringify({
      Resources: { Data: { Type: 'AWS::Organizations::OrganizationalUnit', Properties: { Name: 'Data' } }, More: {} },
    });
    const { problems = [] } = cloudFormationReader.read(filesOf({ 'template.json': json.slice(0, -8) })) ?? {};
    assert.ok(problems.some(({ code, file }) => code === 'invalid-json' && file === 'template.json'));
  });

  test('make what the others attach unknown', () => {
    const broken = read({ 'org.yaml': small(content), 'more.yaml': 'Resources:\n  X: { Type: AWS::Organizations::Policy\n  Y: ]' });
    assert.ok(broken.said.some((text) => text.startsWith('this template cannot be read')));
    assert.deepEqual(broken.levels('a'), anywhere);
  });

  test('with a value of another type never throw', () => {
    for (const wrong of withWrongTypes(company['policies.json'] ?? '')) {
      assert.doesNotThrow(() => cloudFormationReader.read(filesOf({ ...company, 'policies.json': wrong })));
    }
    const { 'organization.template.yaml': text = '' } = company;
    const lines = text.split('\n');
    for (const [at, line] of lines.entries()) {
      const value = ['~', '5', '[]', '{}', '!Ref X', '*nobody', '[[', '? x'][at % 8] ?? '';
      const wrong = [...lines.slice(0, at), line.replace(/:(?: .*)?$/, `: ${value}`), ...lines.slice(at + 1)].join('\n');
      assert.doesNotThrow(() => cloudFormationReader.read(filesOf({ 'org.yaml': wrong })), wrong);
    }
  });

  test('that would never end are reported', () => {
    const start = 'Resources:\n  P: { Type: AWS::Organizations::Policy, Properties: { Name: p, Type: TAG_POLICY } }\n';
    const said = (more: string) => read({ 'org.yaml': start + more }).said;
    const bomb = Array.from({ length: 30 }, (_, at) => `  L${at}: &l${at} [${at === 0 ? 'x' : `*l${at - 1}, *l${at - 1}`}]`).join('\n');
    assert.ok(said(bomb).includes('this template repeats itself too often to be read'));
    const deep = `  D: ${'['.repeat(20_000)}`;
    const tooDeep = read({ 'org.yaml': small(content), 'more.yaml': start + deep });
    assert.ok(tooDeep.said.includes('this template is nested too deeply to be read'));
    assert.deepEqual(tooDeep.levels('a'), anywhere);
    assert.doesNotThrow(() => said('  C: &c { Type: AWS::IAM::Role, Properties: { RoleName: *c } }'));
    const names30 = Array.from(
      { length: 50 },
      (_, at) => `  R${at}: { Type: AWS::IAM::Role, Properties: { RoleName: !Sub '\${R${at + 1}}\${R${at + 1}}' } }`,
    );
    const circle = `  R50: { Type: AWS::IAM::Role, Properties: { RoleName: !Ref R0 } }`;
    assert.ok(read({ '222222222222/org.yaml': `${start}${names30.join('\n')}\n${circle}` }).said.length > 0);
  });
});
