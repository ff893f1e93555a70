import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { orgFormation } from '../../server/src/readers/orgFormation';
import { levelsOf, named, overlay, readWith } from '../support/foreign';

const template = `AWSTemplateFormatVersion: '2010-09-09-OC'
Description: The company

Organization:
  MasterAccount:
    Type: OC::ORG::MasterAccount
    Properties:
      AccountName: Company
      AccountId: '111111111111'
      RootEmail: root@example.com
      Tags: &tags
        budget-alarm-threshold: 200
        owner: ann

  OrganizationRoot:
    Type: OC::ORG::OrganizationRoot
    Properties:
      DefaultOrganizationAccessRoleName: OrganizationAccountAccessRole
      ServiceControlPolicies:
        - !Ref DenyLeave

  DataOU:
    Type: OC::ORG::OrganizationalUnit
    Properties:
      OrganizationalUnitName: data
      OrganizationalUnits: !Ref LakesOU
      Accounts:
        - !Ref Analytics
      ServiceControlPolicies: !Ref OnlyData

  LakesOU:
    Type: OC::ORG::OrganizationalUnit
    Properties:
      OrganizationalUnitName: lakes/ponds
      Accounts: [!Ref Pond, '444444444444']

  Analytics:
    Type: OC::ORG::Account
    Properties:
      AccountName: Analytics
      RootEmail: analytics@example.com
      Tags: *tags
      PasswordPolicy: !Ref PasswordPolicy
      ServiceControlPolicies:
        - !Ref Regions
        - p-FullAWSAccess

  Pond:
    Type: OC::ORG::Account
    Properties:
      AccountName: Pond
      AccountId: 333333333333

  Lonely:
    Type: OC::ORG::Account
    Properties: { AccountName: Lonely, RootEmail: lonely@example.com }

  DenyLeave:
    Type: OC::ORG::ServiceControlPolicy
    Properties:
      PolicyName: deny-leave
      Description: Nobody leaves
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Deny
            Action: organizations:LeaveOrganization
            Resource: '*'
            Condition:
              StringNotEquals:
                aws:PrincipalAccount: [!Ref MasterAccount, !Sub '\${Pond}']

  OnlyData:
    Type: OC::ORG::ServiceControlPolicy
    Properties:
      PolicyName: only-data
      PolicyDocument: !Include ./scps/only-data.json

  Regions:
    Type: OC::ORG::ServiceControlPolicy
    Properties:
      PolicyName: regions
      PolicyDocument: !Include ./scps/regions.yml

  PasswordPolicy:
    Type: OC::ORG::PasswordPolicy
    Properties: { MinimumPasswordLength: 12 }
`;

const source = new Map([
  ['organization.yml', template],
  ['scps/only-data.json', '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'],
  ['scps/regions.yml', 'Version: "2012-10-17"\nStatement:\n  - {Effect: Deny, NotAction: ["iam:*"], Resource: "*"}\n'],
]);

const changed = (change: (text: string) => string): ReadonlyMap<string, string> =>
  new Map([...source, ['organization.yml', change(template)]]);

describe('org-formation', () => {
  test('is known by the name of its file, and by what it holds', () => {
    assert.ok(orgFormation.isEntry('src/organization.yml') && orgFormation.isEntry('organization.yaml'));
    assert.ok(!orgFormation.isEntry('organization.jsonc') && !orgFormation.isEntry('my-organization.yml'));
    assert.equal(orgFormation.read(overlay(new Map([['organization.yml', 'Organization:\n  A: {Type: "AWS::S3::Bucket"}\n']]))), undefined);
    assert.equal(orgFormation.read(overlay(new Map([['organization.yml', 'name: x\n']]))), undefined);
    assert.equal(orgFormation.read(overlay(new Map())), undefined);
    const bare = 'Organization:\n  A: {Type: "OC::ORG::Account", Properties: {AccountName: a}}\n';
    assert.ok(orgFormation.read(overlay(new Map([['organization.yml', bare]]))) !== undefined);
  });

  test('tells the structure', () => {
    const { organization, said, problems } = readWith(orgFormation, source);
    assert.deepEqual([said, problems], [[], ['unknown-policy: the organization has no policy `scp/(not told)`']]);
    assert.equal(organization.managementAccount, '111111111111');
    assert.deepEqual(
      organization.accounts.map(({ name, id, idIsSynthetic, ou, email }) => [name, idIsSynthetic ? '-' : id, ou, email]),
      [
        ['Company', '111111111111', '/', 'root@example.com'],
        ['Analytics', '-', '/data', 'analytics@example.com'],
        ['Pond', '333333333333', '/data/lakes~1ponds', undefined],
        ['Lonely', '-', '/', 'lonely@example.com'],
        ['444444444444', '444444444444', '/data/lakes~1ponds', undefined],
      ],
    );
    assert.deepEqual(named(organization, 'Analytics').tags, { 'budget-alarm-threshold': '200', owner: 'ann' });
  });

  test('attaches policies beside FullAWSAccess, which org-formation leaves', () => {
    const { organization } = readWith(orgFormation, source);
    assert.deepEqual(levelsOf(organization, 'Analytics'), [
      'Root: FullAWSAccess, deny-leave',
      'data: FullAWSAccess, only-data',
      'Analytics: FullAWSAccess, regions',
    ]);
    assert.deepEqual(levelsOf(organization, 'Pond')?.slice(2), ['lakes/ponds: FullAWSAccess', 'Pond: FullAWSAccess']);
    assert.deepEqual(levelsOf(organization, '444444444444')?.at(-1), '444444444444: ?');
  });

  test('reads documents that stand in the template, in JSON files and in YAML files', () => {
    const { organization, files } = readWith(orgFormation, source);
    const documentOf = (reference: string): unknown => JSON.parse(files.read(organization.policies.get(reference)?.file ?? '') ?? '');
    assert.equal(organization.policies.get('scp/only-data')?.file, 'scps/only-data.json', 'where it lies');
    assert.deepEqual(documentOf('scp/regions'), {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', NotAction: ['iam:*'], Resource: '*' }],
    });
    assert.deepEqual(documentOf('scp/deny-leave'), {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: 'organizations:LeaveOrganization',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:PrincipalAccount': ['111111111111', '333333333333'] } },
        },
      ],
    });
  });

  test('what only org-formation can tell is unknown', () => {
    const computed = changed((text) => text.replace('ServiceControlPolicies: !Ref OnlyData', 'ServiceControlPolicies: !GetAtt X.Y'));
    const { organization, said } = readWith(orgFormation, computed);
    assert.equal(levelsOf(organization, 'Analytics')?.[1], 'data: FullAWSAccess, ?');
    assert.match(said.join(), /^organization.yml: unknown-reference: /);
    const filledIn = changed((text) => text.replace('organizations:LeaveOrganization', '!Sub "${AWS::Region}:Leave"'));
    assert.equal(levelsOf(readWith(orgFormation, filledIn).organization, 'Analytics')?.[0], 'Root: FullAWSAccess, ?');
    const cut = new Map([...source, ['scps/regions.yml', 'Version: "2012-10-17"\nStatement: [{Effect: Deny, NotAction: ["iam:*"]']]);
    assert.equal(levelsOf(readWith(orgFormation, cut).organization, 'Analytics')?.[2], 'Analytics: FullAWSAccess, ?');
    const broken = changed((text) => `${text}\nx: [}`);
    assert.equal(levelsOf(readWith(orgFormation, broken).organization, 'Analytics')?.[0], 'Root: FullAWSAccess, deny-leave, ?');
  });

  test('names what is wrong at its place, and reads the rest', () => {
    const files = changed((text) =>
      text
        .replace('!Ref DenyLeave', '!Ref DenyLaeve')
        .replace('./scps/only-data.json', './scps/only-date.json')
        .replace('Accounts: [!Ref Pond,', 'Accounts: [!Ref Pond, !Ref Analytics, !Ref OnlyData,'),
    );
    const { said, organization, foreign } = readWith(orgFormation, files);
    assert.deepEqual(said, [
      'organization.yml: missing-file: there is no file `scps/only-date.json`; did you mean `scps/only-data.json`?',
      'organization.yml: two-parents: `Analytics` lies in `DataOU` already',
      'organization.yml: wrong-type: `OnlyData` does not belong in `Accounts`',
      'organization.yml: unknown-reference: the template has no resource `DenyLaeve`; did you mean `DenyLeave`?',
    ]);
    const text = files.get('organization.yml') ?? '';
    assert.deepEqual(
      foreign.problems.slice(1).map(({ span }) => text.slice(span.start, span.end)),
      ['Analytics', 'OnlyData', 'DenyLaeve'],
    );
    assert.equal(levelsOf(organization, 'Analytics')?.[0], 'Root: FullAWSAccess, ?');
  });

  test('an OU that lies in itself has no place', () => {
    const files = changed((text) => text.replace('Accounts: [!Ref Pond,', 'OrganizationalUnits: !Ref DataOU\n      Accounts: [!Ref Pond,'));
    const { organization, said } = readWith(orgFormation, files);
    assert.deepEqual(
      said.map((line) => line.split(': ')[1]),
      ['organizational-unit-cycle', 'organizational-unit-cycle'],
    );
    assert.equal(levelsOf(organization, 'Analytics')?.[1], '/(not told): ?');
  });

  test('the organization may lie in a file of its own', () => {
    const inner = template.slice(template.indexOf('  MasterAccount:')).replace(/^ {2}/gm, '').replaceAll('./scps', '../scps');
    const files = new Map([
      ...source,
      ['organization.yml', "AWSTemplateFormatVersion: '2010-09-09-OC'\nOrganization: !Include parts/all.yml\n"],
      ['parts/all.yml', inner],
    ]);
    const { organization, said } = readWith(orgFormation, files);
    assert.deepEqual(said, []);
    assert.equal(organization.accounts.length, 5);
    assert.equal(organization.policies.get('scp/only-data')?.file, 'scps/only-data.json');
  });

  test('broken, twisted and hostile templates end, and never throw', () => {
    for (let length = 0; length < template.length; length += 97) {
      const foreign = orgFormation.read(overlay(changed((text) => text.slice(0, length))));
      if (foreign !== undefined) assert.ok(foreign.files.has('organization.jsonc'));
    }
    const twisted = `
Organization:
  __proto__: {Type: "OC::ORG::Account", Properties: {AccountName: ../../x, Tags: [1]}}
  A: {Type: "OC::ORG::OrganizationalUnit", Properties: {Accounts: {x: y}, OrganizationalUnits: [[!Ref A], null, 7]}}
  B: {Type: "OC::ORG::ServiceControlPolicy", Properties: {PolicyName: ../../../etc/x, PolicyDocument: {}}}
  C: {Type: "OC::ORG::ServiceControlPolicy"}
  D: {Type: "OC::ORG::OrganizationRoot", Properties: [!Ref B]}
  E: {Type: [1]}
  F: 7
`;
    const { foreign } = readWith(
      orgFormation,
      changed(() => twisted),
    );
    assert.ok([...foreign.files.keys()].every((path) => !path.split('/').includes('..')));
    const bomb = Array.from({ length: 12 }, (_, level) => `  l${level}: &l${level} [${`*l${level - 1},`.repeat(level === 0 ? 0 : 9)} x]`);
    assert.match(
      readWith(
        orgFormation,
        changed((text) => text.replace('Organization:\n', `Bomb:\n${bomb.join('\n')}\nOrganization:\n`)),
      ).said.join(),
      /too-many-aliases/,
    );
    const deep = Array.from(
      { length: 3000 },
      (_, level) => `  U${level}: {Type: "OC::ORG::OrganizationalUnit", Properties: {OrganizationalUnits: [!Ref U${level + 1}]}}`,
    );
    assert.ok(
      readWith(
        orgFormation,
        changed(() => `Organization:\n${deep.join('\n')}\n`),
      ).said.length > 0,
    );
  });
});
