/** What a resource is called when a template names it: its `Ref`, and the form of its ARN. */
interface Naming {
  readonly name: string;
  readonly refIs: 'name' | 'arn';
  /** Undefined: it has a Region in it, which no template tells. */
  readonly arn: ((account: string | undefined, path: string, name: string) => string | undefined) | undefined;
}

const iamArn = (kind: string) => (account: string | undefined, path: string, name: string) =>
  account === undefined ? undefined : `arn:aws:iam::${account}:${kind}${path}${name}`;

const namings: ReadonlyMap<string, Naming> = new Map([
  ['AWS::IAM::Role', { name: 'RoleName', refIs: 'name', arn: iamArn('role') }],
  ['AWS::IAM::User', { name: 'UserName', refIs: 'name', arn: iamArn('user') }],
  ['AWS::IAM::Group', { name: 'GroupName', refIs: 'name', arn: iamArn('group') }],
  ['AWS::IAM::ManagedPolicy', { name: 'ManagedPolicyName', refIs: 'arn', arn: iamArn('policy') }],
  ['AWS::S3::Bucket', { name: 'BucketName', refIs: 'name', arn: (_account, _path, name) => `arn:aws:s3:::${name}` }],
  ['AWS::Lambda::Function', { name: 'FunctionName', refIs: 'name', arn: undefined }],
  ['AWS::DynamoDB::Table', { name: 'TableName', refIs: 'name', arn: undefined }],
  ['AWS::ECR::Repository', { name: 'RepositoryName', refIs: 'name', arn: undefined }],
]);

/** What `Ref` or `Fn::GetAtt` of a resource comes to, where the template alone decides: names that CloudFormation makes up are unknown. */
export function physicalText(
  type: string,
  attribute: string,
  account: string | undefined,
  property: (name: string) => string | undefined,
  has: (name: string) => boolean,
): string | undefined {
  const naming = namings.get(type);
  const name = naming === undefined ? undefined : property(naming.name);
  if (naming === undefined || name === undefined) return undefined;
  if (attribute === 'Ref' && naming.refIs === 'name') return name;
  const isArn = attribute === 'Ref' || attribute === 'Arn' || attribute === 'PolicyArn';
  const path = has('Path') ? property('Path') : '/';
  return isArn && path !== undefined ? naming.arn?.(account, path, name) : undefined;
}
