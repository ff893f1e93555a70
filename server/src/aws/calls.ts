/**
 * Every call that can be made, and no other: all of them read. What is not here cannot be written down in this ring, and the SDK's commands
 * for the rest are not even in the bundle.
 */
export const readOperations = {
  organizations: [
    'describe-organization',
    'describe-policy',
    'describe-resource-policy',
    'list-accounts',
    'list-accounts-for-parent',
    'list-aws-service-access-for-organization',
    'list-delegated-administrators',
    'list-delegated-services-for-account',
    'list-handshakes-for-organization',
    'list-organizational-units-for-parent',
    'list-policies',
    'list-policies-for-target',
    'list-roots',
    'list-tags-for-resource',
    'list-targets-for-policy',
  ],
  iam: ['get-account-authorization-details'],
  sts: ['get-caller-identity'],
} as const;

export type Service = keyof typeof readOperations;
export type OperationOf<Name extends Service> = (typeof readOperations)[Name][number];
export type Operation = OperationOf<Service>;

/** What the calls take; each takes the part that it knows. */
export type CallInput = {
  readonly AccountId?: string;
  readonly Filter?: string;
  readonly ParentId?: string;
  readonly PolicyId?: string;
  readonly ResourceId?: string;
  readonly TargetId?: string;
  readonly NextToken?: string;
  readonly Marker?: string;
};

/** What AWS answered, without what the SDK says of the way it came. */
export type CallOutput = Readonly<Record<string, unknown>>;

/** AWS, as far as it is asked here. Errors are those of the SDK; `troubleOf` tells them apart. */
export interface AwsCalls {
  call<Name extends Service>(service: Name, operation: OperationOf<Name>, input: CallInput, signal: AbortSignal): Promise<CallOutput>;
  /** The same as a role, whose session may read the users and roles of its account and nothing else. Its credentials stay inside. */
  assume(roleArn: string, signal: AbortSignal): Promise<AwsCalls>;
}

/** Whether a service has this operation: no two of them have one of the same name. */
export function isOf<Name extends Service>(service: Name, operation: string): operation is OperationOf<Name> {
  const operations: readonly string[] = readOperations[service];
  return operations.includes(operation);
}

/** `list-roots` as a policy names it: `organizations:ListRoots`. */
export function actionOf(service: Service, operation: string): string {
  const words = operation.split('-').map((word) => (word === 'aws' ? 'AWS' : word.charAt(0).toUpperCase() + word.slice(1)));
  return `${service}:${words.join('')}`;
}
