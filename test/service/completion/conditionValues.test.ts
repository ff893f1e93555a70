import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { message } from '../../../server/src/core/text/message';
import { leastCompletionFeatures } from '../../../server/src/service/completion/features';
import type { OrganizationNames } from '../../../server/src/service/organizationIndex';
import { complete } from '../../support/completion';

const account = message('account');
const names: OrganizationNames = {
  accounts: [
    { id: '111122223333', name: 'pipeline' },
    { id: '444455556666', name: 'analytics' },
    { id: '777788889999', name: 'made up' },
  ],
  principals: [
    { arn: 'arn:aws:iam::111122223333:role/etl', label: 'pipeline/role/etl' },
    { arn: 'arn:aws:iam::444455556666:user/ana', label: 'analytics/user/ana' },
  ],
  entities: [
    { id: 'o-a1b2c3d4e5', kind: message('organization'), name: 'company', path: 'o-a1b2c3d4e5/' },
    { id: 'r-ab12', kind: message('root'), name: 'Root', path: 'o-a1b2c3d4e5/r-ab12/' },
    { id: 'ou-ab12-11111111', kind: message('organizational unit'), name: '/Data', path: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/' },
    { id: 'ou-synthetic', kind: message('organizational unit'), name: '/New', idIsSynthetic: true },
    { id: '111122223333', kind: account, name: 'pipeline', idIsSynthetic: false },
    { id: '777788889999', kind: account, name: 'made up', idIsSynthetic: true },
  ],
  resources: ['arn:aws:s3:::company-media'],
};

const condition = (content: string): string =>
  `{ "Version": "2012-10-17", "Statement": [{ "Action": "s3:GetObject", "Condition": { ${content} } }] }`;
const at = (operator: string, key: string, typed = ''): string => condition(`"${operator}": { "${key}": "${typed}|" }`);
const labelsAt = (operator: string, key: string, typed = ''): readonly string[] => complete(at(operator, key, typed), { names }).labels;

describe('completion of condition values', () => {
  const lists: readonly (readonly [operator: string, key: string, typed: string, labels: readonly string[]])[] = [
    ['Bool', 'aws:SecureTransport', '', ['true', 'false']],
    ['Null', 'aws:SourceIp', '', ['true', 'false']],
    ['BoolIfExists', 'no:SuchKey', '', ['true', 'false']],
    ['StringEquals', 'aws:PrincipalType', 'us', ['User', 'FederatedUser']],
    ['StringEquals', 'aws:RequestedRegion', 'eu', ['eu-central-1']],
    ['StringEquals', 'ec2:Region', 'eu', ['eu-central-1']],
    ['StringEquals', 'iam:PassedToService', 'lam', ['lambda.amazonaws.com']],
    ['StringEquals', 'aws:PrincipalServiceName', 'ec2', ['ec2.amazonaws.com']],
    ['StringEquals', 'organizations:ServicePrincipal', 'cloudt', ['cloudtrail.amazonaws.com']],
    ['StringEquals', 'aws:PrincipalAccount', '', ['444455556666', '111122223333']],
    ['StringEquals', 'aws:SourceAccount', 'pipe', ['111122223333']],
    ['StringEquals', 'AWS:sourceaccount', '4444', ['444455556666']],
    ['StringEquals', 's3:ResourceAccount', 'analyt', ['444455556666']],
    ['StringEquals', 'kms:CallerAccount', 'analyt', ['444455556666']],
    ['StringEquals', 'aws:PrincipalOrgID', '', ['o-a1b2c3d4e5']],
    ['StringEquals', 'aws:ResourceOrgID', 'comp', ['o-a1b2c3d4e5']],
    ['ForAnyValue:StringEquals', 'aws:PrincipalOrgPaths', 'Dat', ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/']],
    [
      'ForAnyValue:StringLike',
      'aws:PrincipalOrgPaths',
      'Dat',
      ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'],
    ],
    ['ForAnyValue:StringLike', 'aws:ResourceOrgPaths', 'compa', ['o-a1b2c3d4e5/*']],
    ['ArnLike', 'aws:PrincipalArn', 'etl', ['arn:aws:iam::111122223333:role/etl']],
    ['ArnLike', 'aws:SourceArn', 'company', ['arn:aws:s3:::company-media']],
    ['ArnEquals', 'iam:PolicyARN', 'readonly', ['arn:aws:iam::aws:policy/ReadOnlyAccess']],
    ['StringEquals', 'iam:PermissionsBoundary', 'Admin', ['arn:aws:iam::aws:policy/AdministratorAccess']],
    ['IpAddress', 'aws:SourceIp', '', ['203.0.113.0/24', '2001:db8::/32']],
    ['DateLessThan', 'aws:CurrentTime', '', ['2026-09-26T00:00:00Z']],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '', ['3600', '43200']],
    ['NumericLessThan', 's3:max-keys', '', []],
    ['StringEquals', 'aws:PrincipalTag/team', '', []],
    ['StringEquals', 'nosuch:Key', '', []],
    ['NoSuchOperator', 'nosuch:Key', '', []],
    ['StringEquals', 'token.actions.githubusercontent.com:aud', '', ['sts.amazonaws.com']],
  ];
  for (const [operator, key, typed, labels] of lists)
    it(`offers at ${operator} ${key} "${typed}|": ${labels.join(', ') || 'nothing'}`, () =>
      assert.deepEqual(labelsAt(operator, key, typed), labels));

  it('never offers an id that AWS does not know', () => {
    assert.ok(!labelsAt('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths').some((label) => label.includes('synthetic')));
  });

  const cases: readonly { readonly at: string; readonly label: string; readonly to: string }[] = [
    { at: condition('"Bool": { "aws:SecureTransport": | }'), label: 'false', to: condition('"Bool": { "aws:SecureTransport": "false" }') },
    { at: condition('"Bool": { "aws:SecureTransport": f| }'), label: 'false', to: condition('"Bool": { "aws:SecureTransport": "false" }') },
    {
      at: condition('"Bool": { "aws:SecureTransport": "t|rue" }'),
      label: 'true',
      to: condition('"Bool": { "aws:SecureTransport": "true" }'),
    },
    {
      at: condition('"StringEquals": { "aws:PrincipalAccount": ["111122223333", "|"] }'),
      label: '444455556666',
      to: condition('"StringEquals": { "aws:PrincipalAccount": ["111122223333", "444455556666"] }'),
    },
    {
      at: condition('"StringEquals": { "aws:PrincipalAccount": ["111122223333" |] }'),
      label: '444455556666',
      to: condition('"StringEquals": { "aws:PrincipalAccount": ["111122223333", "444455556666"] }'),
    },
    {
      at: condition('"StringEquals": { "aws:PrincipalOrgID": "o-a1|b2" }'),
      label: 'o-a1b2c3d4e5',
      to: condition('"StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }'),
    },
    {
      at: '{ "Statement": { "Effect": "Deny", "Condition": { /* who */ "StringEquals": { "aws:PrincipalOrgID": "|\n',
      label: 'o-a1b2c3d4e5',
      to: '{ "Statement": { "Effect": "Deny", "Condition": { /* who */ "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5"\n',
    },
    {
      at: condition('"StringEquals": { "aws:PrincipalOrgID": | "aws:PrincipalAccount": "1" }'),
      label: 'o-a1b2c3d4e5',
      to: condition('"StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:PrincipalAccount": "1" }'),
    },
    {
      at: condition('"IpAddress": { "aws:SourceIp": "|" }'),
      label: '203.0.113.0/24',
      to: condition('"IpAddress": { "aws:SourceIp": "${1:203.0.113.0/24}" }'),
    },
    {
      at: condition('"StringLike": { "token.actions.githubusercontent.com:sub": "|" }'),
      label: 'repo:owner/repository:ref:refs/heads/main',
      to: condition(
        '"StringLike": { "token.actions.githubusercontent.com:sub": "repo:${1:owner}/${2:repository}:ref:refs/heads/${3:main}" }',
      ),
    },
  ];
  for (const { at: marked, label, to } of cases)
    it(`writes ${label} at ${marked.replace(/\n/g, '⏎')}`, () => assert.equal(complete(marked, { names }).apply(label), to));

  it('shows whose id it is', () => {
    assert.deepEqual(complete(at('StringEquals', 'aws:PrincipalAccount'), { names }).item('111122223333').labelDetails, {
      description: 'pipeline',
    });
    const plain = complete(at('StringEquals', 'aws:PrincipalAccount'), { names, features: leastCompletionFeatures });
    assert.equal(plain.item('111122223333').detail, 'pipeline');
  });

  it('says nothing of what the list has already', () => {
    assert.deepEqual(complete(condition('"StringEquals": { "aws:PrincipalAccount": ["111122223333", "|"] }'), { names }).labels, [
      '444455556666',
    ]);
  });
});
