import {
  CreatePolicyCommand as CreateManagedPolicyCommand,
  AttachUserPolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnableAWSServiceAccessCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

const document = (action: string, effect = 'Deny'): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: effect, Action: action, Resource: '*' }] });

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' }],
});

export interface Created {
  /** Names to ids. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, string>;
  readonly scpDocument: string;
}

/**
 * `/Data/Pipelines` with the account `pipeline`, `/Empty`, an SCP on `/Data`, a user in the management account, and 25 accounts at the root,
 * more than a page has.
 */
export async function createOrganization(endpoint: string): Promise<Created> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const options = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  const client = new OrganizationsClient(options);
  await client.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const root = (await client.send(new ListRootsCommand({}))).Roots?.[0]?.Id ?? '';
  const unit = async (name: string, parent: string): Promise<string> =>
    (await client.send(new CreateOrganizationalUnitCommand({ ParentId: parent, Name: name }))).OrganizationalUnit?.Id ?? '';
  const account = async (name: string, tags: Readonly<Record<string, string>> = {}): Promise<string> => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const command = new CreateAccountCommand({ AccountName: name, Email: `${name}@example.com`, Tags });
    return (await client.send(command)).CreateAccountStatus?.AccountId ?? '';
  };
  const data = await unit('Data', root);
  const units = new Map([
    ['/Data', data],
    ['/Data/Pipelines', await unit('Pipelines', data)],
    ['/Empty', await unit('Empty', root)],
  ]);
  const pipeline = await account('pipeline', { team: 'data' });
  const accounts = new Map([['pipeline', pipeline]]);
  for (let number = 1; number <= 25; number++) accounts.set(`a${number}`, await account(`a${number}`));
  const DestinationParentId = units.get('/Data/Pipelines') ?? '';
  await client.send(new MoveAccountCommand({ AccountId: pipeline, SourceParentId: root, DestinationParentId }));
  await client.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType: 'SERVICE_CONTROL_POLICY' }));
  const scpDocument = document('organizations:LeaveOrganization');
  const created = await client.send(
    new CreatePolicyCommand({ Name: 'deny-leave', Description: 'Nobody leaves', Type: 'SERVICE_CONTROL_POLICY', Content: scpDocument }),
  );
  await client.send(new AttachPolicyCommand({ PolicyId: created.Policy?.PolicySummary?.Id ?? '', TargetId: data }));
  const ServicePrincipal = 'config-multiaccountsetup.amazonaws.com';
  await client.send(new EnableAWSServiceAccessCommand({ ServicePrincipal }));
  await client.send(new RegisterDelegatedAdministratorCommand({ AccountId: pipeline, ServicePrincipal }));
  await createPrincipals(options, pipeline);
  return { accounts, units, scpDocument };
}

type ClientOptions = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

async function createPrincipals(options: ClientOptions, pipeline: string): Promise<void> {
  const iam = new IAMClient(options);
  await iam.send(new CreateUserCommand({ UserName: 'kim' }));
  await iam.send(new PutUserPolicyCommand({ UserName: 'kim', PolicyName: 'own', PolicyDocument: document('s3:GetObject', 'Allow') }));
  const managed = await iam.send(
    new CreateManagedPolicyCommand({ PolicyName: 'lists', PolicyDocument: document('s3:ListBucket', 'Allow') }),
  );
  await iam.send(new AttachUserPolicyCommand({ UserName: 'kim', PolicyArn: managed.Policy?.Arn ?? '' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'deploy', AssumeRolePolicyDocument: trust }));
  // In the member account, as a role that this simulated AWS lets anybody take.
  const RoleArn = `arn:aws:iam::${pipeline}:role/OrganizationAccountAccessRole`;
  const session = await new STSClient(options).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'setup' }));
  const credentials = {
    accessKeyId: session.Credentials?.AccessKeyId ?? '',
    secretAccessKey: session.Credentials?.SecretAccessKey ?? '',
    sessionToken: session.Credentials?.SessionToken ?? '',
  };
  const inMember = new IAMClient({ ...options, credentials });
  await inMember.send(new CreateRoleCommand({ RoleName: 'reader', Path: '/audit/', AssumeRolePolicyDocument: trust }));
}
