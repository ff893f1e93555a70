import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  DescribeResourcePolicyCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListDelegatedServicesForAccountCommand,
  ListHandshakesForOrganizationCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  ListTagsForResourceCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import type { PolicyType } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';

import { isRecord } from '../core/catalog/catalogData';
import { message } from '../core/text/message';

import { isOf } from './calls';
import type { AwsCalls, CallInput, CallOutput, OperationOf } from './calls';
import { AwsError } from './trouble';

export interface AwsConnection {
  /** Of the AWS configuration of this machine; without it AWS_PROFILE, the environment, … as every tool of AWS looks for credentials. */
  readonly profile?: string;
  readonly region?: string;
  /** In place of AWS's own address, for all services. */
  readonly endpoint?: string;
}

type Send<Client> = (client: Client, input: CallInput, options: { readonly abortSignal: AbortSignal }) => Promise<object>;

const organizations: { readonly [Name in OperationOf<'organizations'>]: Send<OrganizationsClient> } = {
  'describe-organization': (client, _, options) => client.send(new DescribeOrganizationCommand({}), options),
  'describe-policy': (client, input, options) => client.send(new DescribePolicyCommand({ PolicyId: input.PolicyId }), options),
  'describe-resource-policy': (client, _, options) => client.send(new DescribeResourcePolicyCommand({}), options),
  'list-accounts': (client, input, options) => client.send(new ListAccountsCommand(input), options),
  'list-accounts-for-parent': (client, input, options) =>
    client.send(new ListAccountsForParentCommand({ ...input, ParentId: input.ParentId }), options),
  'list-aws-service-access-for-organization': (client, input, options) =>
    client.send(new ListAWSServiceAccessForOrganizationCommand(input), options),
  'list-delegated-administrators': (client, input, options) => client.send(new ListDelegatedAdministratorsCommand(input), options),
  'list-delegated-services-for-account': (client, input, options) =>
    client.send(new ListDelegatedServicesForAccountCommand({ ...input, AccountId: input.AccountId }), options),
  'list-handshakes-for-organization': (client, { NextToken }, options) =>
    client.send(new ListHandshakesForOrganizationCommand(NextToken === undefined ? {} : { NextToken }), options),
  'list-organizational-units-for-parent': (client, input, options) =>
    client.send(new ListOrganizationalUnitsForParentCommand({ ...input, ParentId: input.ParentId }), options),
  'list-policies': (client, { Filter = '', NextToken }, options) => {
    if (!isPolicyType(Filter)) throw new Error(`${Filter} is no policy type`);
    return client.send(new ListPoliciesCommand({ Filter, NextToken }), options);
  },
  'list-policies-for-target': (client, { Filter = '', TargetId, NextToken }, options) => {
    if (!isPolicyType(Filter)) throw new Error(`${Filter} is no policy type`);
    return client.send(new ListPoliciesForTargetCommand({ Filter, TargetId, NextToken }), options);
  },
  'list-roots': (client, input, options) => client.send(new ListRootsCommand(input), options),
  'list-tags-for-resource': (client, input, options) =>
    client.send(new ListTagsForResourceCommand({ ...input, ResourceId: input.ResourceId }), options),
  'list-targets-for-policy': (client, input, options) =>
    client.send(new ListTargetsForPolicyCommand({ ...input, PolicyId: input.PolicyId }), options),
};

/** AWS has more types from year to year, and says itself which it does not know; the SDK's list is only that of its day. */
function isPolicyType(constant: string): constant is PolicyType {
  return /^[A-Z0-9_]+$/.test(constant);
}

/** What a session of a role may do, whatever its role may. */
const sessionPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'iam:GetAccountAuthorizationDetails', Resource: '*' }],
});

/** AWS by its SDK. Credentials are looked for when the first call is made, and kept nowhere but in the SDK's memory. */
export function createAwsCalls(connection: AwsConnection): AwsCalls {
  // A word of the SDK to programmers about the versions of Node, which whoever runs this can do nothing about.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const { profile, endpoint } = connection;
  const shared = {
    region: () => regionOf(connection),
    // Adaptive: the SDK slows down by itself once AWS has said "too many".
    retryMode: 'adaptive',
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 120_000, throwOnRequestTimeout: true },
    ...(endpoint === undefined ? {} : { endpoint: checkedEndpoint(endpoint) }),
  };
  // The whole chain would not say which profile it did not find.
  return callsWith(shared, profile === undefined ? fromNodeProviderChain({ logger: silent }) : fromIni({ profile, logger: silent }));
}

type Shared = NonNullable<ConstructorParameters<typeof OrganizationsClient>[0]> & NonNullable<ConstructorParameters<typeof IAMClient>[0]>;
type Credentials = NonNullable<NonNullable<ConstructorParameters<typeof STSClient>[0]>['credentials']>;

function callsWith(
  shared: Pick<Shared, 'region' | 'endpoint' | 'retryMode' | 'maxAttempts' | 'requestHandler'>,
  credentials: Credentials,
): AwsCalls {
  const options = { ...shared, credentials };
  const clients = { organizations: new OrganizationsClient(options), iam: new IAMClient(options), sts: new STSClient(options) };
  return {
    async call(_, operation, input, signal) {
      const to = { abortSignal: signal };
      if (isOf('organizations', operation)) return answerOf(await organizations[operation](clients.organizations, input, to));
      if (isOf('iam', operation)) {
        const command = new GetAccountAuthorizationDetailsCommand({ Marker: input.Marker });
        return answerOf(await clients.iam.send(command, to));
      }
      if (isOf('sts', operation)) return answerOf(await clients.sts.send(new GetCallerIdentityCommand({}), to));
      throw new Error(`${String(operation)} is not among the calls that only read`);
    },
    async assume(roleArn, signal) {
      const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'gatehouse-import', Policy: sessionPolicy });
      const { Credentials: given } = await clients.sts.send(command, { abortSignal: signal });
      if (given?.AccessKeyId === undefined || given.SecretAccessKey === undefined) throw new Error('STS gave no credentials');
      const sessionToken = given.SessionToken === undefined ? {} : { sessionToken: given.SessionToken };
      return callsWith(shared, { accessKeyId: given.AccessKeyId, secretAccessKey: given.SecretAccessKey, ...sessionToken });
    },
  };
}

const silent = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {
  // The SDK would write to the console, which belongs to the program around us.
}

/** As it would stand in JSON: dates are texts. */
function answerOf(output: object): CallOutput {
  const plain: unknown = JSON.parse(JSON.stringify({ ...output, $metadata: undefined }));
  return isRecord(plain) ? plain : {};
}

/** Organizations and IAM are in one place for all Regions, so a machine without a Region needs to name none. */
async function regionOf({ region, profile }: AwsConnection): Promise<string> {
  if (region !== undefined) return region;
  try {
    return await new STSClient(profile === undefined ? {} : { profile }).config.region();
  } catch {
    return 'us-east-1';
  }
}

function checkedEndpoint(endpoint: string): string {
  const protocol = URL.canParse(endpoint) ? new URL(endpoint).protocol : '';
  if (protocol === 'https:' || protocol === 'http:') return endpoint;
  throw new AwsError(message('`{0}` is no address that begins with https:// or http://', endpoint));
}
