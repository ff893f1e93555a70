import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { landingZoneAccelerator } from '../../server/src/readers/landingZoneAccelerator';
import { describePrincipals, levelsOf, named, overlay, readWith } from '../support/foreign';

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}]}';

const organizationConfig = `
enable: true
organizationalUnits:
  - name: Security
  - name: Infrastructure
  - name: Infrastructure/Network
  - name: Suspended
    ignore: true
organizationalUnitIds:
  - name: Root
    id: r-ab12
    arn: arn:aws:organizations::111111111111:root/o-a1b2c3d4e5/r-ab12
  - name: Infrastructure/Network
    id: ou-ab12-22222222
    arn: arn:aws:organizations::111111111111:ou/o-a1b2c3d4e5/ou-ab12-22222222
quarantineNewAccounts:
  enable: true
  scpPolicyName: Quarantine
serviceControlPolicies:
  - name: Guardrails
    description: >
      Nobody leaves.
    policy: service-control-policies/guardrails.json
    type: customerManaged
    strategy: deny-list # see the user guide
    deploymentTargets:
      organizationalUnits: [Root, Infrastructure/Network]
  - name: OnlyNetworking
    description: Allows what networks need
    policy: service-control-policies/networking.json
    type: customerManaged
    strategy: allow-list
    deploymentTargets:
      organizationalUnits: []
      accounts:
        - Network
  - name: Quarantine
    description: New accounts do nothing
    policy: service-control-policies/quarantine.json
    type: customerManaged
    deploymentTargets:
      organizationalUnits: []
resourceControlPolicies:
  - name: Perimeter
    description: Ours only
    policy: rcp/perimeter.json
    deploymentTargets:
      organizationalUnits: [Infrastructure]
taggingPolicies:
  - name: Tags
    description: Tags
    policy: tagging-policies/org-tag-policy.json
    deploymentTargets:
      organizationalUnits:
        - Root
backupPolicies: []
`;

const accountsConfig = `
mandatoryAccounts:
  - name: Management
    description: The management account
    email: &root {{ RootEmail }}
    organizationalUnit: Root
  - name: LogArchive
    email: logs@example.com
    organizationalUnit: Security
workloadAccounts:
  - name: Network
    description: Transit
    email: network@example.com
    organizationalUnit: Infrastructure/Network
  - name: Old
    email: old@example.com
    organizationalUnit: Suspended
accountIds:
  - email: *root
    accountId: '111111111111'
  - email: Network@example.com
    accountId: 222222222222
`;

const iamConfig = `
providers:
  - name: idp
    metadataDocument: idp.xml
policySets:
  - deploymentTargets:
      organizationalUnits:
        - Root
    policies:
      - name: Default-Boundary-Policy
        policy: iam-policies/boundary-policy.json
      - name: Operators
        policy: iam-policies/operators.json
roleSets:
  - deploymentTargets:
      organizationalUnits: [Infrastructure, Security]
      accounts: [Management]
      excludedAccounts: [LogArchive]
    path: /ops/
    roles:
      - name: Operator
        assumedBy:
          - type: account
            principal: LogArchive
          - type: principalArn
            principal: arn:aws:iam::333333333333:user/ann
        externalIds: ['777']
        boundaryPolicy: Default-Boundary-Policy
        policies:
          awsManaged: [ReadOnlyAccess, service-role/AWSConfigRole]
          customerManaged: [Operators, MadeByHand]
  - deploymentTargets:
      accounts: [Network]
    roles:
      - name: EC2
        instanceProfile: true
        assumedBy:
          - {type: service, principal: ec2.amazonaws.com}
          - {type: provider, principal: idp}
        policies:
          awsManaged:
            - arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore
      - name: Looked-Up
        assumedBy:
          - type: principalArn
            principal: arn:aws:iam::\${ACCEL_LOOKUP::ACCOUNT_ID:Audit}:role/x
groupSets:
  - deploymentTargets:
      accounts: [Management]
    groups:
      - name: Administrators
        policies:
          awsManaged: [AdministratorAccess]
userSets:
  - deploymentTargets:
      accounts: [Management]
    users:
      - username: breakGlass01
        group: Administrators
        boundaryPolicy: Default-Boundary-Policy
identityCenter:
  name: center
  delegatedAdminAccount: LogArchive
  identityCenterPermissionSets:
    - name: Power
      policies:
        awsManaged: [PowerUserAccess]
        acceleratorManaged: [Operators]
        customerManaged: [Elsewhere]
        inlinePolicy: iam-policies/inline.json
        permissionsBoundary:
          awsManagedPolicyName: ReadOnlyAccess
      sessionDuration: 90
  identityCenterAssignments:
    - name: A
      permissionSetName: Power
      principals:
        - {type: GROUP, name: builders}
        - {type: USER, name: ann}
      deploymentTargets:
        organizationalUnits: [Infrastructure/Network, Security]
`;

const source = new Map([
  ['organization-config.yaml', organizationConfig],
  ['accounts-config.yaml', accountsConfig],
  ['iam-config.yaml', iamConfig],
  ['replacements-config.yaml', 'globalReplacements:\n  - {key: RootEmail, type: String, value: root@example.com}\n'],
  ...[
    'service-control-policies/guardrails.json',
    'service-control-policies/networking.json',
    'service-control-policies/quarantine.json',
    'rcp/perimeter.json',
    'tagging-policies/org-tag-policy.json',
    'iam-policies/boundary-policy.json',
    'iam-policies/operators.json',
    'iam-policies/inline.json',
  ].map((file): [string, string] => [file, document]),
]);

const changed = (file: string, change: (text: string) => string): ReadonlyMap<string, string> =>
  new Map([...source, [file, change(source.get(file) ?? '')]]);

describe('Landing Zone Accelerator', () => {
  test('is known by the name of its file', () => {
    assert.ok(landingZoneAccelerator.isEntry('config/organization-config.yaml'));
    assert.ok(!landingZoneAccelerator.isEntry('config/my-organization-config.yaml'));
    assert.equal(landingZoneAccelerator.read(overlay(new Map([['organization-config.yaml', 'name: something else\n']]))), undefined);
    assert.equal(landingZoneAccelerator.read(overlay(new Map())), undefined);
  });

  test('tells the structure, with the ids that it has', () => {
    const { organization, said, problems } = readWith(landingZoneAccelerator, source);
    assert.deepEqual(said, []);
    assert.deepEqual(problems, [
      'unknown-policy: the organization has no policy `scp/(not told)`',
      'unknown-policy: the organization has no policy `rcp/(not told)`',
      'unknown-policy: no file holds the policy `arn:aws:iam::111111111111:policy/MadeByHand`',
    ]);
    assert.deepEqual([organization.id, organization.root.id, organization.managementAccount], ['o-a1b2c3d4e5', 'r-ab12', '111111111111']);
    assert.deepEqual(
      organization.accounts.map(({ name, ou, email, idIsSynthetic }) => [name, ou, email, idIsSynthetic]),
      [
        ['Management', '/', 'root@example.com', false],
        ['LogArchive', '/Security', 'logs@example.com', true],
        ['Network', '/Infrastructure/Network', 'network@example.com', false],
        ['Old', '/Suspended', 'old@example.com', true],
      ],
    );
    assert.equal(organization.root.organizationalUnits[1]?.organizationalUnits[0]?.id, 'ou-ab12-22222222');
    assert.deepEqual([...organization.root.policyTypes.keys()], ['scp', 'rcp', 'tag']);
    assert.deepEqual([...organization.delegatedAdministrators.keys()], ['sso.amazonaws.com']);
    const guardrails = organization.policies.get('scp/Guardrails');
    assert.deepEqual([guardrails?.file, guardrails?.description], ['service-control-policies/guardrails.json', 'Nobody leaves.']);
  });

  test('attaches as LZA does: FullAWSAccess stays beside a deny list, and goes with an allow list', () => {
    const { organization } = readWith(landingZoneAccelerator, source);
    assert.deepEqual(levelsOf(organization, 'Network'), [
      'Root: FullAWSAccess, Guardrails',
      'Infrastructure: FullAWSAccess',
      'Network: FullAWSAccess, Guardrails',
      'Network: OnlyNetworking',
    ]);
    assert.deepEqual(levelsOf(organization, 'Network', 'rcp')?.slice(0, 2), [
      'Root: RCPFullAWSAccess',
      'Infrastructure: RCPFullAWSAccess, Perimeter',
    ]);
    assert.deepEqual(organization.root.attach.slice(-1), ['tag/Tags']);
  });

  test('what an ignored OU has attached is unknown', () => {
    const { organization } = readWith(landingZoneAccelerator, source);
    assert.deepEqual(levelsOf(organization, 'Old'), ['Root: FullAWSAccess, Guardrails', 'Suspended: ?', 'Old: FullAWSAccess']);
    assert.equal(levelsOf(organization, 'Old', 'rcp')?.[1], 'Suspended: RCPFullAWSAccess, ?');
  });

  test('gives each account the principals that are deployed to it, not to the OUs above', () => {
    const { organization } = readWith(landingZoneAccelerator, source);
    assert.deepEqual(describePrincipals(named(organization, 'Management')), [
      'user/breakGlass01: ',
      'group/Administrators: awsManaged AdministratorAccess',
      'role/ops/Operator: awsManaged ReadOnlyAccess, awsManaged AWSConfigRole, file operators, unresolved arn:aws:iam::111111111111:policy/MadeByHand',
    ]);
    assert.deepEqual(describePrincipals(named(organization, 'Network')), [
      'role/EC2: awsManaged AmazonSSMManagedInstanceCore',
      'role/Looked-Up: ',
      'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Power_a4fc4b6be52a6ed2: awsManaged PowerUserAccess, file operators, awsManaged Elsewhere, file inline',
    ]);
    assert.deepEqual(describePrincipals(named(organization, 'LogArchive')), [
      'role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Power_636f041e5e046308: awsManaged PowerUserAccess, file operators, awsManaged Elsewhere, file inline',
    ]);
    const [user] = named(organization, 'Management').principals.users;
    assert.deepEqual([user?.groups, user?.console], [['Administrators'], true]);
    assert.ok(user?.boundary?.kind === 'file' && user.boundary.file === 'iam-policies/boundary-policy.json');
  });

  test('makes the trust policies that LZA makes, and none that it cannot tell', () => {
    const { organization, load } = readWith(landingZoneAccelerator, source);
    const [operator] = named(organization, 'Management').principals.roles;
    const trust = operator?.trust === undefined ? undefined : load(operator.trust)?.policy;
    const logArchive = named(organization, 'LogArchive').id;
    const principals = (trust?.statements ?? []).map(({ principal }) => JSON.stringify(principal));
    assert.ok(principals[0]?.includes(`arn:aws:iam::${logArchive}:root`), principals[0]);
    assert.ok(principals[1]?.includes('arn:aws:iam::333333333333:user/ann'));
    assert.ok(trust?.statements.every(({ conditions }) => JSON.stringify(conditions).includes('777')));
    const [ec2, lookedUp] = named(organization, 'Network').principals.roles;
    const statements = ec2?.trust === undefined ? undefined : load(ec2.trust)?.policy?.statements;
    assert.ok(JSON.stringify(statements?.[1]).includes('arn:aws:iam::222222222222:saml-provider/idp'));
    assert.equal(lookedUp?.trust === undefined ? 'none' : load(lookedUp.trust)?.policy, undefined, 'a trust policy that is unknown');
  });

  test('has permission sets and who is assigned them', () => {
    const { foreign } = readWith(landingZoneAccelerator, source);
    assert.deepEqual(JSON.parse(foreign.files.get('identity-center.jsonc') ?? ''), {
      permissionSets: [
        {
          name: 'Power',
          managed: ['PowerUserAccess', './iam-policies/operators.json', 'Elsewhere'],
          inline: './iam-policies/inline.json',
          boundary: 'ReadOnlyAccess',
          sessionDuration: 'PT1H30M',
        },
      ],
      assignments: [
        { permissionSet: 'Power', account: 'LogArchive', principal: 'builders', principalType: 'GROUP' },
        { permissionSet: 'Power', account: '222222222222', principal: 'builders', principalType: 'GROUP' },
        { permissionSet: 'Power', account: 'LogArchive', principal: 'ann', principalType: 'USER' },
        { permissionSet: 'Power', account: '222222222222', principal: 'ann', principalType: 'USER' },
      ],
    });
  });

  test('names what is wrong at its place, and reads the rest', () => {
    const files = changed('organization-config.yaml', (text) =>
      text
        .replace('[Root, Infrastructure/Network]', '[Root, Infrastructure/Netwrok]')
        .replace('rcp/perimeter.json', 'rcp/perimetre.json')
        .replace('        - Network', '        - Networks'),
    );
    const { said, organization, foreign } = readWith(landingZoneAccelerator, files);
    assert.deepEqual(said, [
      'organization-config.yaml: unknown-organizational-unit: the organization has no organizational unit `Infrastructure/Netwrok`; did you mean `Infrastructure/Network`?',
      'organization-config.yaml: unknown-account: the organization has no account `Networks`; did you mean `Network`?',
      'organization-config.yaml: missing-file: there is no file `rcp/perimetre.json`; did you mean `rcp/perimeter.json`?',
    ]);
    const text = files.get('organization-config.yaml') ?? '';
    const at = foreign.problems.map(({ span }) => text.slice(span.start, span.end));
    assert.deepEqual(at, ['Infrastructure/Netwrok', 'Networks', 'rcp/perimetre.json']);
    assert.equal(levelsOf(organization, 'Network')?.[0], 'Root: FullAWSAccess, Guardrails');
  });

  test('what nobody tells is unknown, never absent', () => {
    const untargeted = changed('organization-config.yaml', (text) =>
      text.replace(/deploymentTargets:\n {6}organizationalUnits: \[Root,.*\n/, ''),
    );
    assert.equal(levelsOf(readWith(landingZoneAccelerator, untargeted).organization, 'Network')?.[0], 'Root: ?');
    const broken = changed('organization-config.yaml', (text) => text.replace('backupPolicies: []', 'backupPolicies: [}'));
    assert.match(levelsOf(readWith(landingZoneAccelerator, broken).organization, 'Network')?.[0] ?? '', /\?$/);
    const off = changed('organization-config.yaml', (text) => text.replace('enable: true', 'enable: false'));
    assert.match(levelsOf(readWith(landingZoneAccelerator, off).organization, 'Network')?.[0] ?? '', /\?$/);
    const half = changed('iam-config.yaml', (text) => `${text}\nx: "open`);
    assert.match(describePrincipals(named(readWith(landingZoneAccelerator, half).organization, 'Network'))[0] ?? '', /\(not told\)$/);
    const nowhere = changed('accounts-config.yaml', (text) => text.replace('    organizationalUnit: Security\n', ''));
    assert.equal(levelsOf(readWith(landingZoneAccelerator, nowhere).organization, 'LogArchive')?.[1], '/(not told): ?');
  });

  test('says that Control Tower attaches policies of its own', () => {
    const files = new Map([...source, ['global-config.yaml', 'homeRegion: eu-west-1\ncontrolTower:\n  enable: true\n']]);
    assert.match(readWith(landingZoneAccelerator, files).said.join(), /^global-config.yaml: control-tower: /);
  });

  test('broken, twisted and hostile files end, and never throw', () => {
    for (const file of ['organization-config.yaml', 'accounts-config.yaml', 'iam-config.yaml']) {
      const text = source.get(file) ?? '';
      for (let length = 0; length < text.length; length += 97) {
        const foreign = landingZoneAccelerator.read(overlay(changed(file, () => text.slice(0, length))));
        if (foreign !== undefined) assert.ok(foreign.files.has('organization.jsonc'));
      }
    }
    const twisted = `
enable: [1]
organizationalUnits: &a
  - *a
  - name: ${'A/'.repeat(5000)}B
  - name: {x: y}
  - 7
  - name: Same
  - name: Same
serviceControlPolicies: {name: x}
resourceControlPolicies: [null, 5, {name: P, policy: [], deploymentTargets: 7}]
`;
    const { said } = readWith(
      landingZoneAccelerator,
      changed('organization-config.yaml', () => twisted),
    );
    assert.ok(said.some((line) => line.includes('duplicate-organizational-unit')));
    const names = 'mandatoryAccounts:\n  - {name: "..", email: a, organizationalUnit: Root}\n  - {name: ".."}\n';
    const { foreign } = readWith(landingZoneAccelerator, new Map([...source, ['accounts-config.yaml', names]]));
    assert.ok([...foreign.files.keys()].every((path) => !path.split('/').includes('..')));
  });
});
