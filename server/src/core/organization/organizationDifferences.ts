import type { OrganizationPolicyType } from './organization';

/**
 * A thing of an organization that differences are about: as it is in the earlier version where it is there, else as it is to be.
 * `key` is the same wherever the same thing is meant.
 */
export interface Subject {
  readonly kind: 'root' | 'organizationalUnit' | 'account' | 'policy';
  readonly key: string;
  /** Of a policy the name, without its type. */
  readonly name: string;
  /** Of an OU its path, of an account that of its OU, of a policy its reference; `/` for the root. */
  readonly path: string;
  /** As AWS knows it; undefined where nobody gave one, or AWS has yet to. */
  readonly id: string | undefined;
  /** Whether the earlier version has it. */
  readonly exists: boolean;
  /** Of an OU: where it lies, or is to. */
  readonly parent: Subject | undefined;
  /** Of an account. */
  readonly email: string | undefined;
  /** Of a policy. */
  readonly policyType: OrganizationPolicyType | undefined;
  /** One that AWS manages, and nobody creates. */
  readonly isAwsManaged: boolean;
}

/** The state of a policy type for the root. */
export type PolicyTypeState = 'ENABLED' | 'PENDING_ENABLE' | 'PENDING_DISABLE' | 'DISABLED';

/** One difference between two versions of an organization. */
export type OrganizationDifference =
  | {
      readonly kind: 'settingChanged';
      readonly setting: 'id' | 'featureSet' | 'managementAccount' | 'rootName';
      readonly before: string | undefined;
      readonly after: string | undefined;
    }
  | {
      readonly kind: 'policyTypeChanged';
      readonly type: OrganizationPolicyType;
      readonly before: PolicyTypeState;
      readonly after: PolicyTypeState;
    }
  | { readonly kind: 'unitCreated'; readonly unit: Subject }
  | { readonly kind: 'unitRenamed'; readonly unit: Subject; readonly name: string }
  | { readonly kind: 'unitMoved'; readonly unit: Subject; readonly to: Subject }
  | { readonly kind: 'unitDeleted'; readonly unit: Subject }
  | {
      readonly kind: 'accountCreated';
      readonly account: Subject;
      readonly to: Subject | undefined;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'accountRemoved'; readonly account: Subject }
  | { readonly kind: 'accountMoved'; readonly account: Subject; readonly from: Subject; readonly to: Subject }
  | {
      readonly kind: 'accountChanged';
      readonly account: Subject;
      readonly field: 'name' | 'email' | 'state';
      readonly before: string | undefined;
      readonly after: string | undefined;
    }
  | {
      readonly kind: 'accountTagsChanged';
      readonly account: Subject;
      /** Added, or with another value. */
      readonly set: Readonly<Record<string, string>>;
      readonly removed: readonly string[];
    }
  | {
      readonly kind: 'policyCreated';
      readonly policy: Subject;
      readonly description: string | undefined;
      /** Undefined where its file cannot be read. */
      readonly content: string | undefined;
    }
  | {
      readonly kind: 'policyChanged';
      readonly policy: Subject;
      /** What is to be; undefined: as before. */
      readonly name: string | undefined;
      readonly description: string | undefined;
      readonly content: string | undefined;
    }
  | { readonly kind: 'policyDeleted'; readonly policy: Subject }
  | { readonly kind: 'policyAttached'; readonly policy: Subject; readonly target: Subject }
  | { readonly kind: 'policyDetached'; readonly policy: Subject; readonly target: Subject }
  | {
      /** Of declarative policies, where the order decides: what is to be detached and attached again behind what stays, new ones among it. */
      readonly kind: 'policiesReordered';
      readonly target: Subject;
      readonly type: OrganizationPolicyType;
      readonly again: readonly Subject[];
      readonly sequence: readonly Subject[];
    }
  | { readonly kind: 'trustedAccessEnabled' | 'trustedAccessDisabled'; readonly service: string }
  | {
      readonly kind: 'delegatedAdministratorRegistered' | 'delegatedAdministratorDeregistered';
      readonly service: string;
      readonly account: Subject;
    }
  | {
      readonly kind: 'delegationPolicyChanged';
      /** Undefined: there is none. */
      readonly before: { readonly content: string | undefined } | undefined;
      readonly after: { readonly content: string | undefined } | undefined;
    };

/** The differences of some kinds. */
export type OfKind<Kind extends OrganizationDifference['kind']> = Extract<OrganizationDifference, { kind: Kind }>;

export function ofKind<Kind extends OrganizationDifference['kind']>(
  differences: readonly OrganizationDifference[],
  kind: Kind,
): readonly OfKind<Kind>[] {
  return differences.filter((one): one is OfKind<Kind> => one.kind === kind);
}
