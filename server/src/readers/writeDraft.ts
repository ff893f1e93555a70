import type { OrganizationPolicyType } from '../core/organization/organization';
import { policyTypeConstants, policyTypeOfConstant } from '../core/organization/organizationPolicyTypes';
import { message } from '../core/text/message';

import { awsManagedOf, policyOf, report, rootKey, targetOf } from './draft';
import type { Draft, DraftPolicy, DraftTarget } from './draft';
import { notTold } from './foreignFormat';
import { listText, pretty, withoutEmpty } from './nativeLayout';
import { createVirtualFiles } from './virtualFiles';
import type { VirtualFiles } from './virtualFiles';
import { belongingsOf, writePrincipals } from './writePrincipals';

/** Deeper than AWS allows many times over; a chain of thousands would overflow whoever walks it. */
const maximumDepth = 50;

/** The files of the native layout. What a draft leaves open is not told in them either. */
export function writeDraft(draft: Draft): ReadonlyMap<string, string> {
  const files = createVirtualFiles();
  const places = placesOf(draft);
  const policies = writePolicies(draft, files);
  const types = policyTypesOf(draft);
  const attached = attachments(draft, policies, types);
  const accounts = [...draft.targets.values()].filter(({ kind }) => kind === 'account');
  const belongings = belongingsOf(draft);
  for (const account of accounts) writePrincipals(draft, account, belongings(account.key), files);
  files.write('accounts.jsonc', listText(accounts.map((account) => accountEntry(account, places, attached))));
  if (draft.delegation?.content !== undefined) files.write('policies/delegation.json', draft.delegation.content);
  const manifest = withoutEmpty({
    schemaVersion: 1,
    organization: withoutEmpty({
      id: draft.id,
      featureSet: draft.featureSet,
      managementAccount: nameOf(draft, draft.managementAccount),
    }),
    root: {
      ...withoutEmpty({ id: draft.root.id }),
      policyTypes: Object.fromEntries(types),
      ...withoutEmpty({ attach: attached(draft.root), ous: unitsBelow(rootKey, places, attached, 1) }),
    },
    policies: Object.fromEntries(
      [...policies.values()].map(({ reference, file, policy }) => [
        reference,
        withoutEmpty({ id: policy.id, file, description: policy.description }),
      ]),
    ),
    trustedAccess: [...draft.trustedAccess],
    delegatedAdministrators: Object.fromEntries(
      [...draft.delegated].map(([service, keys]) => [service, [...keys].flatMap((key) => nameOf(draft, key) ?? [])]),
    ),
    delegationPolicy: draft.delegation === undefined ? undefined : 'policies/delegation.json',
  });
  files.write('organization.jsonc', pretty(manifest));
  return files.all;
}

function nameOf(draft: Draft, key: string | undefined): string | undefined {
  const account = key === undefined ? undefined : targetOf(draft, key);
  return account === undefined ? undefined : (account.id ?? account.name);
}

/** Where everything lies. */
interface Places {
  readonly unitsBelow: ReadonlyMap<string, readonly DraftTarget[]>;
  /** The path of an OU, or the root; one that does not begin at the root begins with what nobody has. */
  pathOf(key: string | undefined): string;
}

function placesOf(draft: Draft): Places {
  const below = new Map<string, DraftTarget[]>();
  const parentOf = ({ parent }: DraftTarget) => (parent === undefined ? undefined : targetOf(draft, parent));
  const walk = (key: string | undefined): { readonly path: string; readonly complete: boolean } => {
    const names: string[] = [];
    const seen = new Set<string>();
    let at = key === undefined ? undefined : targetOf(draft, key);
    while (at?.kind === 'unit' && !seen.has(at.key) && seen.size < maximumDepth) {
      seen.add(at.key);
      names.unshift(at.name.replaceAll('/', '~1'));
      at = parentOf(at);
    }
    const complete = at?.kind === 'root';
    return { path: `/${(complete ? names : [notTold, ...names]).join('/')}`, complete };
  };
  for (const target of draft.targets.values()) {
    if (target.kind === 'unit') {
      const parent = parentOf(target);
      const siblings = parent === undefined ? undefined : below.get(parent.key);
      if (siblings !== undefined) siblings.push(target);
      else if (parent !== undefined) below.set(parent.key, [target]);
    }
    const { complete } = walk(target.kind === 'unit' ? target.key : target.parent);
    if (complete) continue;
    const text = message('where `{0}` lies is not told, so what reaches it is unknown', target.name);
    report(draft, target.origin, 'unknown-place', 'warning', text);
  }
  return { unitsBelow: below, pathOf: (key) => walk(key).path };
}

function unitsBelow(key: string, places: Places, attached: Attached, depth: number): readonly object[] {
  if (depth > maximumDepth) return [];
  return (places.unitsBelow.get(key) ?? []).map((unit) =>
    withoutEmpty({ name: unit.name, id: unit.id, attach: attached(unit), ous: unitsBelow(unit.key, places, attached, depth + 1) }),
  );
}

function accountEntry(account: DraftTarget, places: Places, attached: Attached): object {
  const { name, id, email, state, joined, tags } = account;
  const entry = { name, id, email, ou: places.pathOf(account.parent), joined, state, attach: attached(account), tags };
  return withoutEmpty(entry);
}

interface WrittenPolicy {
  readonly policy: DraftPolicy;
  readonly reference: string;
  readonly file: string;
}

function writePolicies(draft: Draft, files: VirtualFiles): ReadonlyMap<string, WrittenPolicy> {
  const written = new Map<string, WrittenPolicy>();
  const taken = new Set<string>();
  for (const policy of draft.policies.values()) {
    const file = files.free(`policies/${policy.type}/${policy.name}`);
    let reference = `${policy.type}/${policy.name}`;
    for (let count = 2; taken.has(reference) || awsManagedNames.has(reference); count++)
      reference = `${policy.type}/${policy.name}-${count}`;
    taken.add(reference);
    if (policy.content !== undefined) files.write(file, policy.content);
    else {
      const text = message('what `{0}` says is not told, so it is unknown', policy.name);
      report(draft, policy.origin, 'unknown-document', 'warning', text);
    }
    written.set(policy.key, { policy, reference, file });
  }
  return written;
}

/** A policy of one's own that is called as AWS's is still another one. */
const awsManagedNames: ReadonlySet<string> = new Set(['scp/FullAWSAccess', 'rcp/RCPFullAWSAccess']);

/**
 * Where the source does not tell which types are on, those that it attaches are (AWS refuses to attach others), and those that decide
 * requests are taken as on: what the root has of them is unknown then, unless the source manages the root. The same where a part of the
 * source is lost.
 */
function policyTypesOf(draft: Draft): ReadonlyMap<string, string> {
  if (draft.policyTypes !== undefined && !draft.incomplete) return draft.policyTypes;
  const used = new Set<OrganizationPolicyType>(['scp', 'rcp']);
  for (const { policy } of draft.attachments) {
    const type = policy === undefined ? undefined : policyOf(draft, policy)?.type;
    if (type !== undefined) used.add(type);
  }
  const constants = policyTypeConstants.filter((constant) => {
    const type = policyTypeOfConstant(constant);
    return type !== undefined && used.has(type);
  });
  return new Map([...constants.map((constant) => [constant, 'ENABLED'] as const), ...(draft.policyTypes ?? [])]);
}

/** References that a target has attached, as the manifest writes them. */
type Attached = (target: DraftTarget) => readonly string[];

/**
 * Attachments that a source manages one by one are the whole truth about its targets, together with what AWS attaches to everything that is
 * new, FullAWSAccess: neither Terraform nor CloudFormation detaches it. About other targets, and where anything is in doubt, the layer is
 * not told.
 */
function attachments(draft: Draft, policies: ReadonlyMap<string, WrittenPolicy>, types: ReadonlyMap<string, string>): Attached {
  const attached = new Map<string, Set<string>>();
  const anywhere = new Set<OrganizationPolicyType>();
  const add = (target: string, reference: string): void => {
    const key = targetOf(draft, target)?.key ?? target;
    attached.set(key, (attached.get(key) ?? new Set()).add(reference));
  };
  for (const { policy, type, targets, certain } of draft.attachments) {
    const own = policy === undefined ? undefined : policies.get(policyOf(draft, policy)?.key ?? '');
    const managed = policy === undefined ? undefined : awsManagedOf(policy);
    const reference = own?.reference ?? managed?.reference;
    const doubtful = doubtfulTypes(own?.policy.type ?? managed?.type ?? type);
    for (const one of targets === undefined ? doubtful : []) anywhere.add(one);
    for (const target of targets ?? []) {
      if (certain && reference !== undefined) add(target, reference);
      else for (const one of doubtful) add(target, `${one}/${notTold}`);
    }
  }
  return (target) => {
    const told = attached.get(target.key) ?? new Set();
    return policyTypeConstants.flatMap((constant) => {
      const type = policyTypeOfConstant(constant);
      if (type === undefined) return [];
      const own = [...told].filter((reference) => reference.startsWith(`${type}/`));
      const decides = type === 'scp' || type === 'rcp';
      const isKnown = own.length > 0 || target.managed;
      const inDoubt = anywhere.has(type) || (decides && (draft.incomplete || target.doubtful || !isKnown));
      const all = inDoubt && (!decides || types.get(constant) === 'ENABLED') ? [...own, `${type}/${notTold}`] : own;
      return isKnown ? withDefault(type, [...new Set(all)]) : all;
    });
  };
}

function withDefault(type: OrganizationPolicyType, references: readonly string[]): readonly string[] {
  const others = references.filter((reference) => !awsManagedNames.has(reference));
  return type === 'scp' && others.length > 0 ? ['scp/FullAWSAccess', ...others] : others;
}

/** A policy of a type that nobody tells may be one of those that decide requests. */
function doubtfulTypes(type: OrganizationPolicyType | undefined): readonly OrganizationPolicyType[] {
  return type === undefined ? ['scp', 'rcp'] : [type];
}
