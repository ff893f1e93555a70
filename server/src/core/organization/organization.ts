import type { Message } from '../text/message';
import type { Span } from '../text/span';

import type { DeclarativePolicyType, PolicyType } from '../policy/policyType';

/** Policy types of AWS Organizations, by the folder name that the native layout uses. */
export type OrganizationPolicyType = 'scp' | 'rcp' | DeclarativePolicyType | LaterPolicyType;

/** A type that AWS has added since: its name in the API in small letters, `network-mesh-policy`. */
export type LaterPolicyType = `${string}-policy`;

/** A place in a file: where a name was written, so that surfaces can jump to it and diagnostics can stand there. */
export interface Origin {
  /** Path relative to the organization's folder, `/` as separator. */
  readonly file: string;
  readonly span: Span;
}

/** An organization as read from its files. Ids that nobody gave are synthetic, stable, and marked. */
export interface Organization {
  readonly id: string;
  readonly idIsSynthetic: boolean;
  /** For people: what the manifest calls it, else the management account's name, else the id. */
  readonly name: string;
  readonly featureSet: 'ALL' | 'CONSOLIDATED_BILLING';
  /** 12-digit id, or undefined when the manifest names nobody. */
  readonly managementAccount: string | undefined;
  readonly root: OrganizationRoot;
  /** In order of writing. */
  readonly accounts: readonly Account[];
  /** By reference (`scp/deny-leave`); AWS-managed ones (`scp/FullAWSAccess`) are in it. */
  readonly policies: ReadonlyMap<string, OrganizationPolicy>;
  /** True while the manifest is no JSON: what stands in the broken part is unknown, so what is attached is. */
  readonly manifestIsBroken: boolean;
  readonly trustedAccess: readonly string[];
  readonly delegatedAdministrators: ReadonlyMap<string, readonly string[]>;
  /** Path of the delegation policy's file. */
  readonly delegationPolicy: string | undefined;
  /** In order of writing, the finished ones too. */
  readonly handshakes: readonly Handshake[];
  /** Of IAM Identity Center; each is a role in the accounts where it is assigned. */
  readonly permissionSets: readonly PermissionSet[];
  readonly origin: Origin;
}

/** An invitation, or the way to all features. <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Handshake.html> */
export interface Handshake {
  readonly id: string;
  /** `INVITE`, `ENABLE_ALL_FEATURES`, … as written. */
  readonly action: string;
  /** `REQUESTED`, `OPEN`, `ACCEPTED`, … as written. */
  readonly state: string;
  /** The account or email address that is asked; empty where nobody is. */
  readonly party: string;
  readonly expires: string | undefined;
  readonly origin: Origin;
}

/** <https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html> */
export interface PermissionSet {
  readonly name: string;
  /** Ids of the accounts where somebody has it. */
  readonly accounts: readonly string[];
  readonly origin: Origin;
}

/** What policies attach to: the root, an organizational unit, an account. */
export interface AttachmentTarget {
  readonly id: string;
  readonly idIsSynthetic: boolean;
  readonly name: string;
  /** Policy references in order; what an absent `scp/…` entry means is in `effectivePolicies`. */
  readonly attach: readonly string[];
  readonly origin: Origin;
}

export interface OrganizationRoot extends AttachmentTarget {
  readonly kind: 'root';
  readonly policyTypes: ReadonlyMap<OrganizationPolicyType, 'ENABLED' | 'PENDING_ENABLE' | 'PENDING_DISABLE' | 'DISABLED'>;
  readonly organizationalUnits: readonly OrganizationalUnit[];
}

export interface OrganizationalUnit extends AttachmentTarget {
  readonly kind: 'organizationalUnit';
  /** Names from the root, `/Data/Pipelines`; a `/` in a name is `~1`. */
  readonly path: string;
  readonly organizationalUnits: readonly OrganizationalUnit[];
}

export interface Account extends AttachmentTarget {
  readonly kind: 'account';
  /** All of its entry in the list of accounts. */
  readonly extent: Span;
  readonly email: string | undefined;
  /** Path of the OU it lies in, `/` for the root, as written: no OU of that path need exist. */
  readonly ou: string;
  readonly state: string;
  readonly joined: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly principals: AccountPrincipals;
  /** Managed policies of the account's own, attached or not. */
  readonly customerPolicies: readonly CustomerPolicy[];
  readonly resources: readonly ResourceWithPolicy[];
  /** True while a list of resources is no JSON: what is not in it may have a policy all the same. */
  readonly resourcesAreBroken: boolean;
}

export interface AccountPrincipals {
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  readonly roles: readonly Role[];
}

interface PrincipalBase {
  readonly name: string;
  /** `/` or `/team/`. */
  readonly path: string;
  readonly arn: string;
  readonly managed: readonly PolicyReference[];
  readonly inline: readonly InlinePolicy[];
  readonly origin: Origin;
}

export interface User extends PrincipalBase {
  readonly kind: 'user';
  readonly groups: readonly string[];
  readonly boundary: PolicyReference | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly console: boolean;
  readonly accessKeys: number;
}

export interface Group extends PrincipalBase {
  readonly kind: 'group';
}

export interface Role extends PrincipalBase {
  readonly kind: 'role';
  readonly trust: PolicyReference | undefined;
  readonly boundary: PolicyReference | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly maxSession: number | undefined;
}

/** A managed policy of an account's own (`iam/<account>/policies/*.json`, or in account authorization details). */
export interface CustomerPolicy {
  readonly name: string;
  readonly arn: string;
  readonly reference: PolicyReference;
}

/**
 * A policy where it is used: a file (relative to the organization's folder), a document inside another file, the ARN or name of one that
 * AWS manages, or a name that nothing of the organization answers to (its layer is unknown then, never empty).
 */
export type PolicyReference =
  | { readonly kind: 'file'; readonly file: string; readonly origin: Origin }
  | { readonly kind: 'embedded'; readonly name: string; /** Where the document stands. */ readonly origin: Origin }
  | { readonly kind: 'awsManaged'; /** ARN, or a name that no catalog was asked about. */ readonly arn: string; readonly origin: Origin }
  | { readonly kind: 'unresolved'; readonly text: string; readonly origin: Origin };

export interface InlinePolicy {
  readonly name: string;
  /** Where the entry stands. */
  readonly origin: Origin;
  readonly reference: PolicyReference;
}

export interface ResourceWithPolicy {
  readonly arn: string;
  readonly policy: PolicyReference | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

/** A policy of the organization's catalogue. */
export interface OrganizationPolicy {
  /** `scp/deny-leave`. */
  readonly reference: string;
  readonly type: OrganizationPolicyType;
  readonly name: string;
  readonly id: string;
  readonly idIsSynthetic: boolean;
  readonly description: string | undefined;
  /** Undefined for policies that AWS manages. */
  readonly file: string | undefined;
  readonly origin: Origin | undefined;
}

/** Trouble with an organization's files; the rest of the organization still works. */
export interface OrganizationProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly span: Span;
  readonly message: Message;
}

/** Which document, of which policy type, a file of the organization holds: evidence for the policy type (product.md 2). */
export interface PolicyFileUse {
  readonly file: string;
  readonly type: PolicyType;
}
