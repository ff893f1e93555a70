/** One value or many, as policy JSON allows nearly everywhere. */
export type OneOrMany<T> = T | readonly T[];
export type Scalar = string | number | boolean;

export type PrincipalJson = string | Readonly<Record<string, OneOrMany<string>>>;
export type ConditionJson = Readonly<Record<string, Readonly<Record<string, OneOrMany<Scalar>>>>>;

export interface StatementJson {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: PrincipalJson;
  readonly NotPrincipal?: PrincipalJson;
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Condition?: ConditionJson;
}

export interface DocumentJson {
  readonly Version?: string;
  readonly Statement: OneOrMany<StatementJson>;
}

/** A document, a named document, or the ARN of a managed policy: the reference knows none, so that such a policy is unreadable. */
export type PolicyJson = DocumentJson | { readonly name: string; readonly document: DocumentJson } | string;

export interface RequestJson {
  readonly principal: string | { readonly federated: string };
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
  readonly context?: Readonly<Record<string, OneOrMany<Scalar>>>;
  readonly contextIsComplete?: boolean;
}

/** A scenario of the command line, as JSON. */
export interface ScenarioJson {
  readonly name?: string;
  readonly request: RequestJson;
  readonly identityPolicies?: readonly PolicyJson[];
  readonly permissionsBoundary?: PolicyJson;
  readonly sessionPolicies?: readonly PolicyJson[];
  readonly resourcePolicy?: PolicyJson;
  readonly serviceControlPolicies?: readonly (readonly PolicyJson[])[];
  readonly resourceControlPolicies?: readonly (readonly PolicyJson[])[];
  readonly vpcEndpointPolicies?: readonly PolicyJson[];
  readonly managementAccount?: string;
  readonly expect?: string;
}

export function toList<T extends object | Scalar>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** The document of a policy, or undefined when it cannot be read. */
export function documentOf(policy: PolicyJson): DocumentJson | undefined {
  if (typeof policy === 'string') return undefined;
  return 'document' in policy ? policy.document : policy;
}
