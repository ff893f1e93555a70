/**
 * Facts about AWS, asked by name; features never see how they are stored. Names are looked up without regard to case and
 * come back in AWS's spelling. What is not in the catalog is unknown, never wrong: see `date`.
 * <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
 */
export interface Catalog {
  /** Day of the service data, `YYYY-MM-DD`. */
  readonly date: string;
  /** Counts, for the status item and the gates. */
  readonly counts: {
    readonly services: number;
    readonly actions: number;
    readonly resourceTypes: number;
    readonly conditionKeys: number;
    readonly managedPolicies: number;
  };

  /** All service prefixes, sorted. */
  services(): readonly string[];
  service(prefix: string): Service | undefined;
  /** An action by full name (`s3:GetObject`), or undefined when the catalog has none of that name. */
  action(name: string): Action | undefined;
  /** Whether AWS had an action of this name in older data and no longer has it: policies may go on naming it. */
  wasRemoved(action: string): boolean;
  /** Whether a prefix belonged to a service that AWS has retired (`deeplens`): known, though it has no actions any more. */
  isRetiredService(prefix: string): boolean;
  /** Full names of the actions of a service, sorted; empty for an unknown prefix. */
  actionNames(prefix: string): readonly string[];
  /** Full names that an action pattern matches (`s3:Get*`, `*`, `s3:*Tag*`), sorted; cheap, and cached per pattern is fine. */
  expandAction(pattern: string): readonly string[];
  /** Whether a pattern matches an action at all; stops at the first. */
  matchesAction(pattern: string): boolean;
  /** How many actions a pattern matches, by access level. */
  countActions(pattern: string): ActionCounts;
  /** A resource type of a service (`s3`, `bucket`). */
  resourceType(service: string, name: string): ResourceType | undefined;
  resourceTypes(service: string): readonly ResourceType[];
  /** Resource types, of any service, whose ARNs name this service in their third part. */
  resourceTypesOfArnService(arnService: string): readonly ResourceType[];
  /** A condition key, global or of a service; templated keys (`aws:ResourceTag/${TagKey}`) are found by any instance of them. */
  conditionKey(name: string): ConditionKey | undefined;
  /** All global keys (`aws:…`). */
  globalConditionKeys(): readonly ConditionKey[];
  /** Keys with the prefix of a service that requests to other services carry too (`ec2:SourceInstanceArn`, …). */
  crossServiceConditionKeys(): readonly ConditionKey[];
  /** Keys that the service itself defines or uses, templated names as `s3:ExistingObjectTag/${TagKey}`. */
  serviceConditionKeys(service: string): readonly ConditionKey[];
  /** Keys an action may carry: its own, those of its resource types, without the globals that every request carries. */
  actionConditionKeys(action: string): readonly string[];
  /** Known values of a key (`organizations:PolicyType`, `aws:RequestedRegion`, …), or undefined. */
  conditionKeyValues(key: string): readonly string[] | undefined;
  /** What an API operation asks for, where it is more than the action of its name; undefined: that action, as far as is known. */
  operation(name: string): Operation | undefined;
  servicePrincipals(): readonly string[];
  regions(): readonly Region[];
  partitions(): readonly string[];
  /** Domain of a partition's endpoints (`amazonaws.com`), or undefined. */
  dnsSuffix(partition: string): string | undefined;
  /** Whether resource control policies reach the service. */
  supportsRcp(service: string): boolean;
  /** A quota by its name in the facts file (`scpDocumentSize`, …), or undefined. */
  quota(name: string): number | undefined;
  /** Access policies that AWS manages, by ARN or name, without their documents. */
  managedPolicy(arnOrName: string): ManagedPolicy | undefined;
  managedPolicies(): readonly ManagedPolicy[];
}

export type AccessLevel = 'list' | 'read' | 'write' | 'tagging' | 'permissions';

export interface ActionCounts extends Readonly<Record<AccessLevel, number>> {
  readonly total: number;
}

export interface Service {
  readonly prefix: string;
  /** Display name, such as `Amazon S3`. */
  readonly name: string;
}

export interface Action {
  /** `s3:GetObject`. */
  readonly name: string;
  readonly service: string;
  readonly accessLevel: AccessLevel;
  /** Resource types it authorises on; empty: the request's resource is `*`. `required` is a hint, not a proof. */
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean; readonly conditionKeys: readonly string[] }[];
  readonly conditionKeys: readonly string[];
  /** Other actions that the same call needs (older data), and whether no API call carries its name. */
  readonly dependentActions: readonly string[];
  readonly permissionOnly: boolean;
}

/** The permission checks of one API operation: all of them must be allowed. */
export interface Operation {
  /** `organizations:AttachPolicy`. */
  readonly name: string;
  readonly checks: readonly OperationCheck[];
  /** Further checks, which only some calls make: see `checksMade`. */
  readonly conditional: readonly ConditionalCheck[];
}

/** One permission check of an operation. */
export interface OperationCheck {
  readonly action: string;
  /** Types of the resources that it is made on, of the action's service; empty: `*`. */
  readonly types: readonly string[];
  /** How many resources of these types the request has to name; with 0 the check exists only where it names one. */
  readonly need: number;
  /** What the request has to carry for the check to exist. */
  readonly when: 'tags' | 'sourceIdentity' | undefined;
  /** Only the n-th resource of these types, from 0 (source and destination of a copy). */
  readonly place: number | undefined;
  /** Context keys that the check itself brings (`iam:PassedToService`). */
  readonly context: Readonly<Record<string, string>>;
}

/** A permission check that only some calls of an operation make (`s3:PutObjectAcl`: those that set an ACL). */
export interface ConditionalCheck extends OperationCheck {
  /** The call makes it where its request carries one of these context keys, `*` at the end for any rest; empty: its request does not say. */
  readonly keys: readonly string[];
  /** The action whose check it takes the place of (`s3:GetObjectVersion`: `s3:GetObject`). */
  readonly instead: string | undefined;
}

export interface ResourceType {
  readonly name: string;
  readonly service: string;
  /** Template, such as `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

export type ConditionKeyType = 'String' | 'ARN' | 'Bool' | 'Numeric' | 'Date' | 'IPAddress' | 'Binary';

export interface ConditionKey {
  /** Spelling of AWS; a templated part as `${TagKey}`. */
  readonly name: string;
  readonly type: ConditionKeyType;
  /** Multivalued keys take `ForAnyValue:` or `ForAllValues:`. */
  readonly multivalued: boolean;
  /** When a request carries it: `always`, `sometimes` (see `presence` text), undefined when nobody says. */
  readonly present?: 'always' | 'sometimes';
  /** Values are exact identifiers: a wildcard in them gives the key's protection away (`aws:PrincipalOrgID`). */
  readonly sensitive?: true;
}

export interface Region {
  readonly name: string;
  readonly partition: string;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly defaultVersion: string;
  readonly updated: string;
}

/**
 * Texts and documents that load on first use. Every function answers undefined when nothing is known.
 * The data is read by the host of the engine, never here. Texts of our own exist in the languages of the product
 * (`language`: `ko`, `ko-KR`, …), AWS's only in English, which every other language falls back to.
 */
export interface CatalogTexts {
  actionDescription(action: string): string | undefined;
  conditionKeyDescription(key: string, language?: string): string | undefined;
  /** When a request carries the key, in words. */
  conditionKeyPresence(key: string, language?: string): string | undefined;
  /** Address of the AWS page about an action, key, resource type or service. */
  actionLink(action: string): string | undefined;
  conditionKeyLink(key: string): string | undefined;
  serviceLink(prefix: string): string | undefined;
  managedPolicyDescription(arnOrName: string): string | undefined;
  /** The text of a managed policy's default version, pretty-printed JSON. */
  managedPolicyDocument(arnOrName: string): string | undefined;
}
