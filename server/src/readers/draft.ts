import type { OrganizationPolicyType, OrganizationProblem, Origin } from '../core/organization/organization';
import { awsManagedOrganizationPolicies } from '../core/organization/organizationPolicyTypes';
import type { Message } from '../core/text/message';

/** The root, an OU or an account. */
export interface DraftTarget {
  readonly kind: 'root' | 'unit' | 'account';
  /** What the source's other pieces know it by. */
  readonly key: string;
  name: string;
  id: string | undefined;
  /** Key of what it lies in; undefined where the source does not tell. */
  parent: string | undefined;
  /** Whether the source is taken as the whole truth about what is attached here. */
  managed: boolean;
  /** Whether something may be attached here that nobody can name. */
  doubtful: boolean;
  readonly origin: Origin;
  email?: string | undefined;
  state?: string | undefined;
  joined?: string | undefined;
  tags?: Readonly<Record<string, string>>;
}

/** A policy of the organization's own. */
export interface DraftPolicy {
  readonly key: string;
  readonly type: OrganizationPolicyType;
  readonly name: string;
  readonly id: string | undefined;
  readonly description: string | undefined;
  /** The document; undefined where the source does not tell. */
  readonly content: string | undefined;
  readonly origin: Origin;
}

export interface DraftAttachment {
  /** Key of a policy, or the id of one that AWS manages; undefined where the source does not tell. */
  readonly policy: string | undefined;
  /** Known where the policy is not: then only policies of this type are in doubt. */
  readonly type?: OrganizationPolicyType;
  /** Keys of what it may be attached to; undefined: it may be anything. */
  readonly targets: readonly string[] | undefined;
  /** Whether it is attached to all of `targets`; otherwise it may be to any of them. */
  readonly certain: boolean;
}

/** A policy document: its text, or undefined where the source does not tell. */
export interface DraftDocument {
  readonly content: string | undefined;
}

export interface DraftPrincipal {
  readonly kind: 'user' | 'group' | 'role';
  readonly key: string;
  readonly name: string;
  readonly path: string;
  /** Key of the account. */
  readonly account: string;
  /** ARNs, keys of customer policies, or `notTold`. */
  readonly managed: Set<string>;
  readonly inline: Map<string, DraftDocument>;
  boundary: string | undefined;
  readonly trust: DraftDocument | undefined;
  /** Names of groups of the same account. */
  readonly groups: Set<string>;
  readonly tags: Readonly<Record<string, string>>;
  readonly maxSession: number | undefined;
  console: boolean;
  accessKeys: number;
}

export interface DraftCustomerPolicy extends DraftDocument {
  readonly account: string;
  readonly name: string;
  /** ARN and keys that it is referred to by. */
  readonly keys: readonly string[];
}

export interface DraftResource {
  readonly account: string;
  readonly arn: string;
  policy: DraftDocument | undefined;
  tags: Readonly<Record<string, string>>;
}

/**
 * An organization as a source tells it, piece by piece, in any order: pieces know each other by keys of the source's own, and what nobody
 * tells stays undefined. `writeDraft` puts them together in the native layout.
 */
export interface Draft {
  id: string | undefined;
  featureSet: string | undefined;
  /** Key of an account. */
  managementAccount: string | undefined;
  /** By constant; undefined where the source does not tell which types are enabled. */
  policyTypes: Map<string, string> | undefined;
  readonly root: DraftTarget;
  /** Units and accounts by key, in order of the source. */
  readonly targets: Map<string, DraftTarget>;
  /** Other names of targets and policies (ids) to their keys. */
  readonly aliases: Map<string, string>;
  readonly policies: Map<string, DraftPolicy>;
  readonly attachments: DraftAttachment[];
  readonly trustedAccess: Set<string>;
  /** Service to keys of accounts. */
  readonly delegated: Map<string, Set<string>>;
  delegation: DraftDocument | undefined;
  readonly principals: Map<string, DraftPrincipal>;
  readonly customerPolicies: DraftCustomerPolicy[];
  readonly resources: Map<string, DraftResource>;
  /** True when a part of the source could not be read, so that anything may be attached anywhere. */
  incomplete: boolean;
  readonly problems: OrganizationProblem[];
}

export const rootKey = 'root';

export function createDraft(origin: Origin): Draft {
  return {
    id: undefined,
    featureSet: undefined,
    managementAccount: undefined,
    policyTypes: undefined,
    root: { kind: 'root', key: rootKey, name: 'Root', id: undefined, parent: undefined, managed: false, doubtful: false, origin },
    targets: new Map(),
    aliases: new Map(),
    policies: new Map(),
    attachments: [],
    trustedAccess: new Set(),
    delegated: new Map(),
    delegation: undefined,
    principals: new Map(),
    customerPolicies: [],
    resources: new Map(),
    incomplete: false,
    problems: [],
  };
}

export function report(draft: Draft, { file, span }: Origin, code: string, severity: OrganizationProblem['severity'], text: Message): void {
  draft.problems.push({ code, severity, file, span, message: text });
}

/** The target of a key or an id. */
export function targetOf(draft: Draft, keyOrId: string): DraftTarget | undefined {
  const key = draft.aliases.get(keyOrId) ?? keyOrId;
  return key === rootKey ? draft.root : draft.targets.get(key);
}

export function policyOf(draft: Draft, keyOrId: string): DraftPolicy | undefined {
  return draft.policies.get(draft.aliases.get(keyOrId) ?? keyOrId);
}

/** A policy of Organizations that AWS manages, by id or ARN. */
export function awsManagedOf(idOrArn: string) {
  return awsManagedOrganizationPolicies.find(({ id, arn }) => id === idOrArn || arn === idOrArn);
}

/** The account of a 12-digit id: one that is only mentioned is one all the same, and where it lies is not told. */
export function accountOfId(draft: Draft, id: string, origin: Origin): DraftTarget {
  const known = targetOf(draft, id);
  if (known?.kind === 'account') return known;
  const account: DraftTarget = {
    kind: 'account',
    key: id,
    name: id,
    id,
    parent: undefined,
    managed: false,
    doubtful: false,
    origin,
  };
  draft.targets.set(id, account);
  return account;
}

export function delegate(draft: Draft, service: string, account: string): void {
  const accounts = draft.delegated.get(service) ?? new Set();
  draft.delegated.set(service, accounts.add(account));
}
