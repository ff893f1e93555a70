import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importAwsFiles, importAwsOutputs } from '../../../server/src/core/organization/importAwsOutputs';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { realCatalog } from '../../support/realCatalog';

type Line = readonly [op: string, input: object, out: object];

const base: readonly Line[] = [
  ['list-roots', {}, { Roots: [{ Id: 'r-ab12', PolicyTypes: [] }] }],
  ['describe-organization', {}, { Organization: { Id: 'o-a1b2c3d4e5', MasterAccountId: '111111111111' } }],
  [
    'list-accounts-for-parent',
    { ParentId: 'r-ab12' },
    {
      Accounts: [
        { Id: '111111111111', Name: 'top' },
        { Id: '222222222222', Name: 'data' },
      ],
    },
  ],
];
const text = (lines: readonly Line[]): string => lines.map(([op, input, out]) => JSON.stringify({ op, in: input, out })).join('\n');

function read(...lines: readonly Line[]) {
  const { files, problems } = importAwsOutputs(text([...base, ...lines]));
  const { organization, problems: inFiles } = readOrganization(files, { catalog: realCatalog() });
  assert.ok(organization !== undefined);
  return { organization, files, said: problems.length, codes: inFiles.map(({ code }) => code) };
}

describe('handshakes', () => {
  const invitation = {
    Id: 'h-11111111',
    Action: 'INVITE',
    State: 'OPEN',
    Parties: [
      { Id: 'a1b2c3d4e5', Type: 'ORGANIZATION' },
      { Id: 'new@example.com', Type: 'EMAIL' },
    ],
    RequestedTimestamp: '2026-01-01T00:00:00Z',
    ExpirationTimestamp: 1_768_435_200,
  };

  test('become handshakes.jsonc, one a line', () => {
    const second = {
      Id: 'h-22222222',
      Action: 'ENABLE_ALL_FEATURES',
      State: 'REQUESTED',
      Parties: [{ Id: 'a1b2c3d4e5', Type: 'ORGANIZATION' }],
    };
    const { organization, files, codes } = read(
      ['list-handshakes-for-organization', {}, { Handshakes: [invitation] }],
      ['list-handshakes-for-organization', {}, { Handshakes: [second, invitation, null, 7, { Id: 3 }] }],
    );
    assert.deepEqual(codes, []);
    assert.deepEqual(
      organization.handshakes.map(({ id, action, state, party, expires }) => [id, action, state, party, expires]),
      [
        ['h-11111111', 'INVITE', 'OPEN', 'new@example.com', '2026-01-15T00:00:00.000Z'],
        ['h-22222222', 'ENABLE_ALL_FEATURES', 'REQUESTED', '', undefined],
      ],
    );
    assert.equal(files.get('handshakes.jsonc')?.split('\n').length, 5);
  });

  test('make no file where there are none', () => {
    assert.equal(read(['list-handshakes-for-organization', {}, { Handshakes: [] }]).files.has('handshakes.jsonc'), false);
  });
});

describe('permission sets of IAM Identity Center', () => {
  const arn = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-aaaaaaaaaaaaaaaa';
  const asked = { InstanceArn: 'arn:aws:sso:::instance/ssoins-1111111111111111', PermissionSetArn: arn };
  const inline = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
  const set: readonly Line[] = [
    ['list-permission-sets', { InstanceArn: asked.InstanceArn }, { PermissionSets: [arn] }],
    [
      'describe-permission-set',
      asked,
      {
        PermissionSet: {
          Name: 'Readers',
          PermissionSetArn: arn,
          Description: 'They read',
          SessionDuration: 'PT2H',
          RelayState: 'https://example.com',
        },
      },
    ],
    [
      'list-managed-policies-in-permission-set',
      asked,
      { AttachedManagedPolicies: [{ Name: 'ReadOnlyAccess', Arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] },
    ],
    [
      'list-customer-managed-policy-references-in-permission-set',
      asked,
      { CustomerManagedPolicyReferences: [{ Name: 'own', Path: '/team/' }] },
    ],
    ['get-inline-policy-for-permission-set', asked, { InlinePolicy: JSON.stringify(inline) }],
    [
      'get-permissions-boundary-for-permission-set',
      asked,
      { PermissionsBoundary: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' } },
    ],
    [
      'list-account-assignments',
      { ...asked, AccountId: '222222222222' },
      { AccountAssignments: [{ AccountId: '222222222222', PermissionSetArn: arn, PrincipalType: 'GROUP', PrincipalId: 'g-1' }] },
    ],
  ];
  const without = (...operations: readonly string[]): readonly Line[] => set.filter(([op]) => !operations.includes(op));

  test('become identity-center.jsonc, and roles in the accounts where they are assigned', () => {
    const { organization, files, said } = read(...set);
    assert.equal(said, 0);
    assert.deepEqual(JSON.parse(files.get('identity-center.jsonc') ?? ''), {
      permissionSets: [
        {
          name: 'Readers',
          description: 'They read',
          managed: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          customerManaged: ['team/own'],
          inline,
          boundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
          sessionDuration: 'PT2H',
          relayState: 'https://example.com',
        },
      ],
      assignments: [{ permissionSet: 'Readers', account: '222222222222', principal: 'g-1', principalType: 'GROUP' }],
    });
    const [role, ...others] = organization.accounts[1]?.principals.roles ?? [];
    assert.match(role?.name ?? '', /^AWSReservedSSO_Readers_/);
    assert.deepEqual([others.length, role?.maxSession, role?.managed.map(({ kind }) => kind)], [0, 7200, ['awsManaged', 'unresolved']]);
    assert.deepEqual(organization.accounts[0]?.principals.roles, []);
  });

  test('what nobody asked about them is unknown, and a boundary that no line tells is none', () => {
    const { organization } = read(
      ...without(
        'list-managed-policies-in-permission-set',
        'list-customer-managed-policy-references-in-permission-set',
        'get-inline-policy-for-permission-set',
        'get-permissions-boundary-for-permission-set',
      ),
    );
    const [role] = organization.accounts[1]?.principals.roles ?? [];
    assert.deepEqual(
      [role?.managed.map(({ kind }) => kind), role?.inline.map(({ reference }) => reference.kind), role?.boundary],
      [['unresolved', 'unresolved'], ['unresolved'], undefined],
    );
  });

  test('one that was not described is called by its id', () => {
    const { organization } = read(...without('describe-permission-set'));
    assert.deepEqual(
      organization.permissionSets.map(({ name, accounts }) => [name, accounts]),
      [['ps-aaaaaaaaaaaaaaaa', ['222222222222']]],
    );
  });

  test('are known in a file for each call by what it holds and the id in its name', () => {
    const files = [...base, ...set].map(([op, input, out]) => {
      const id = Object.values(input).join('-').replaceAll('/', '-').replaceAll(':', '-');
      return [`aws/${op}-${id}.json`, JSON.stringify(out)] as const;
    });
    const imported = importAwsFiles(files);
    assert.equal(imported?.files.get('identity-center.jsonc'), read(...set).files.get('identity-center.jsonc'));
  });

  test('hostile outputs mean nothing', () => {
    const { files } = read(
      ['list-permission-sets', {}, { PermissionSets: [7, null, ''] }],
      ['describe-permission-set', {}, { PermissionSet: [] }],
      ['describe-permission-set', {}, { PermissionSet: { Name: '' } }],
      ['get-inline-policy-for-permission-set', asked, { InlinePolicy: 5 }],
      ['list-account-assignments', {}, { AccountAssignments: [{}, 5] }],
    );
    assert.equal(files.has('identity-center.jsonc'), false);
  });
});
