import type { Message } from '../../text/message';
import type { TextChange } from '../../checks/check';
import type { OrganizationPolicyType } from '../../organization/organization';

/**
 * A change that a person makes to an organization. The root, an OU or an account is named by its `target`: `/`, the path of the OU, or the
 * id of the account. Policies are named by their references (`scp/deny-leave`).
 */
export type OrganizationEdit =
  | { readonly kind: 'createOrganizationalUnit'; readonly parent: string; readonly name: string }
  | { readonly kind: 'renameOrganizationalUnit'; readonly target: string; readonly name: string }
  | { readonly kind: 'deleteOrganizationalUnit'; readonly target: string }
  | { readonly kind: 'moveOrganizationalUnit'; readonly target: string; readonly parent: string }
  | { readonly kind: 'createAccount'; readonly parent: string; readonly name: string; readonly email: string; readonly id: string }
  | { readonly kind: 'moveAccounts'; readonly targets: readonly string[]; readonly parent: string }
  | { readonly kind: 'enablePolicyType'; readonly type: OrganizationPolicyType }
  | { readonly kind: 'disablePolicyType'; readonly type: OrganizationPolicyType }
  /** Without `text` the document is the smallest one of its type; with `target` it is attached there. */
  | { readonly kind: 'createPolicy'; readonly type: OrganizationPolicyType; readonly name: string; readonly target: string | undefined }
  | { readonly kind: 'attachPolicies'; readonly policies: readonly string[]; readonly target: string }
  /** A file becomes a policy of the organization, and is attached. */
  | { readonly kind: 'attachFile'; readonly file: string; readonly type: OrganizationPolicyType; readonly target: string }
  | { readonly kind: 'detachPolicy'; readonly policy: string; readonly target: string }
  /** `policy`: a file (relative to the organization's folder), or the ARN or name of one that AWS manages. */
  | { readonly kind: 'attachToPrincipal'; readonly policy: string; readonly principal: string }
  | { readonly kind: 'detachFromPrincipal'; readonly policy: string; readonly principal: string };

/** What a change does to one file. */
export interface FileChange {
  /** Relative to the organization's folder. */
  readonly file: string;
  /** The text of a file that is new; undefined: the edits change one that is there. */
  readonly newText: string | undefined;
  /** In any order, not overlapping. */
  readonly edits: readonly TextChange[];
}

/** What a change comes to, or why AWS or the files do not let it be. */
export type EditPlan =
  | {
      readonly kind: 'plan';
      readonly title: Message;
      /** New files first: every prefix of the list leaves a valid organization. */
      readonly changes: readonly FileChange[];
      /** What a person should know before. */
      readonly notes: readonly Message[];
      /** Ids of the accounts whose policies may change. */
      readonly accounts: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: Message };
