import { policyTypeConstants } from '../../server/src/core/organization/organizationPolicyTypes';

import { sdkError } from './recordedCalls';
import type { Answer } from './recordedCalls';

const account = (id: string, name: string, state = 'ACTIVE') => ({
  Id: id,
  Arn: `arn:aws:organizations::111111111111:account/o-a1b2c3d4e5/${id}`,
  Email: `aws+${name}@example.com`,
  Name: name,
  Status: state,
  State: state,
  JoinedMethod: 'CREATED',
  JoinedTimestamp: '2024-05-01T10:00:00.000Z',
});

const policy = (id: string, name: string, isManaged = false, type = 'SERVICE_CONTROL_POLICY') => ({
  Id: id,
  Arn: `arn:aws:organizations::111111111111:policy/o-a1b2c3d4e5/service_control_policy/${id}`,
  Name: name,
  Description: '',
  Type: type,
  AwsManaged: isManaged,
});

const tagPolicy = (id: string, name: string) => policy(id, name, false, 'TAG_POLICY');

const target = (id: string, type: string) => ({ TargetId: id, Arn: '', Name: id, Type: type });

const user = (name: string) => ({
  Path: '/',
  UserName: name,
  UserId: 'AIDAEXAMPLE',
  Arn: `arn:aws:iam::111111111111:user/${name}`,
  UserPolicyList: [{ PolicyName: 'own', PolicyDocument: encodeURIComponent('{"Version":"2012-10-17","Statement":[]}') }],
});

/** One OU, three accounts, an SCP of the organization's own: what the management account is told, in AWS's shapes. */
export const smallOrganization: Readonly<Record<string, Answer | readonly Answer[]>> = {
  'describe-organization': {
    Organization: {
      Id: 'o-a1b2c3d4e5',
      Arn: 'arn:aws:organizations::111111111111:organization/o-a1b2c3d4e5',
      FeatureSet: 'ALL',
      MasterAccountId: '111111111111',
    },
  },
  'list-roots': {
    Roots: [{ Id: 'r-ab12', Arn: '', Name: 'Root', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }],
  },
  // The second page is empty and not the last.
  'list-accounts': { Accounts: [account('111111111111', 'company')], NextToken: 'page2' },
  'list-accounts page2': { Accounts: [], NextToken: 'page3' },
  'list-accounts page3': { Accounts: [account('222222222222', 'data'), account('333333333333', 'gone', 'SUSPENDED')] },
  'list-organizational-units-for-parent r-ab12': { OrganizationalUnits: [{ Id: 'ou-ab12-11111111', Arn: '', Name: 'Data' }] },
  'list-organizational-units-for-parent ou-ab12-11111111': { OrganizationalUnits: [] },
  'list-accounts-for-parent r-ab12': { Accounts: [account('111111111111', 'company')] },
  'list-accounts-for-parent ou-ab12-11111111': {
    Accounts: [account('222222222222', 'data'), account('333333333333', 'gone', 'SUSPENDED')],
  },
  ...Object.fromEntries(policyTypeConstants.map((type) => [`list-policies ${type}`, { Policies: [] }])),
  'list-policies SERVICE_CONTROL_POLICY': { Policies: [policy('p-FullAWSAccess', 'FullAWSAccess', true)], NextToken: 'page2' },
  'list-policies SERVICE_CONTROL_POLICY page2': { Policies: [policy('p-11111111', 'deny-leave')] },
  'list-policies TAG_POLICY': { Policies: [tagPolicy('p-22222222', 'centers'), tagPolicy('p-33333333', 'teams')] },
  'describe-policy p-22222222': { Policy: { PolicySummary: tagPolicy('p-22222222', 'centers'), Content: '{"tags":{}}' } },
  'describe-policy p-33333333': { Policy: { PolicySummary: tagPolicy('p-33333333', 'teams'), Content: '{"tags":{}}' } },
  'list-targets-for-policy p-22222222': { Targets: [target('ou-ab12-11111111', 'ORGANIZATIONAL_UNIT'), target('r-ab12', 'ROOT')] },
  'list-targets-for-policy p-33333333': { Targets: [target('ou-ab12-11111111', 'ORGANIZATIONAL_UNIT')] },
  // Not in the order of the list of policies.
  'list-policies-for-target TAG_POLICY ou-ab12-11111111': {
    Policies: [tagPolicy('p-33333333', 'teams'), tagPolicy('p-22222222', 'centers')],
  },
  'list-policies S3_POLICY': sdkError('InvalidInputException', 'You specified an invalid value.'),
  'describe-policy p-FullAWSAccess': { Policy: { PolicySummary: policy('p-FullAWSAccess', 'FullAWSAccess', true), Content: '{}' } },
  'describe-policy p-11111111': {
    Policy: { PolicySummary: policy('p-11111111', 'deny-leave'), Content: '{"Version":"2012-10-17","Statement":[]}' },
  },
  'list-targets-for-policy p-FullAWSAccess': {
    Targets: [target('r-ab12', 'ROOT'), target('ou-ab12-11111111', 'ORGANIZATIONAL_UNIT'), target('111111111111', 'ACCOUNT')],
    NextToken: 'page2',
  },
  'list-targets-for-policy p-FullAWSAccess page2': { Targets: [target('222222222222', 'ACCOUNT'), target('333333333333', 'ACCOUNT')] },
  'list-targets-for-policy p-11111111': { Targets: [target('ou-ab12-11111111', 'ORGANIZATIONAL_UNIT')] },
  'list-delegated-administrators': { DelegatedAdministrators: [account('222222222222', 'data')] },
  'list-delegated-services-for-account 222222222222': {
    DelegatedServices: [{ ServicePrincipal: 'guardduty.amazonaws.com', DelegationEnabledDate: '2024-05-01T10:00:00.000Z' }],
  },
  'list-aws-service-access-for-organization': {
    EnabledServicePrincipals: [{ ServicePrincipal: 'guardduty.amazonaws.com', DateEnabled: '2024-05-01T10:00:00.000Z' }],
  },
  'describe-resource-policy': sdkError('ResourcePolicyNotFoundException', 'We cannot find a resource policy.'),
  'list-handshakes-for-organization': { Handshakes: [] },
  'list-tags-for-resource 111111111111': { Tags: [] },
  'list-tags-for-resource 222222222222': { Tags: [{ Key: 'team', Value: 'data' }] },
  'list-tags-for-resource 333333333333': { Tags: [] },
  'get-caller-identity': { UserId: 'AIDAEXAMPLE', Account: '111111111111', Arn: 'arn:aws:iam::111111111111:user/kim' },
  'get-account-authorization-details': {
    UserDetailList: [user('kim')],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
    IsTruncated: true,
    Marker: 'page2',
  },
  'get-account-authorization-details page2': { UserDetailList: [user('lee')], GroupDetailList: [], RoleDetailList: [], Policies: [] },
};
