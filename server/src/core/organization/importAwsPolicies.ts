import { isRecord } from '../catalog/catalogData';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { itemsOf, textOf } from './awsCalls';
import type { Calls, Item } from './awsCalls';
import type { LateTexts } from './lateTexts';
import { awsManagedOrganizationPolicies, policyTypeConstants, policyTypeOfConstant } from './organizationPolicyTypes';

/** Stands for what the outputs do not tell: nothing has this name, so its level stays unknown in decisions. */
export const notExported = '(not exported)';

/** A policy of the organization's own, or one that AWS manages. */
export interface ImportedPolicy {
  readonly id: string;
  readonly constant: string;
  /** As the manifest has it. */
  readonly reference: string;
  readonly file: string | undefined;
  readonly description: string;
}

export function readPolicies(calls: Calls, files: LateTexts, said: (words: Message) => void): ReadonlyMap<string, ImportedPolicy> {
  const contents = new Map<string, string>();
  const summaries = calls.all('list-policies', 'Policies').map(({ item }) => item);
  for (const { output } of calls.of('describe-policy')) {
    const policy = output['Policy'];
    if (!isRecord(policy) || !isRecord(policy['PolicySummary'])) continue;
    summaries.push(policy['PolicySummary']);
    contents.set(textOf(policy['PolicySummary'], 'Id'), textOf(policy, 'Content'));
  }
  const policies = new Map<string, ImportedPolicy>();
  const taken = new Set<string>();
  for (const summary of summaries) {
    const [id, name, constant] = [textOf(summary, 'Id'), textOf(summary, 'Name'), textOf(summary, 'Type')];
    const folder = policyTypeOfConstant(constant);
    if (id === '' || policies.has(id)) continue;
    if (folder === undefined) {
      said(message('policy `{0}` is left out: `{1}` is a policy type that is not known here', name, constant));
      continue;
    }
    const reference = `${folder}/${name}`;
    const content = contents.get(id);
    const isManaged = summary['AwsManaged'] === true;
    const file = isManaged ? undefined : freeName(`policies/${folder}/${name.replace(/[^\w.-]+/g, '-')}`, taken);
    if (file !== undefined && content !== undefined) files.set(file, content);
    else if (!isManaged) said(message('there is no output of describe-policy for `{0}`, so what it says is unknown', name));
    policies.set(id, { id, constant, reference, file, description: textOf(summary, 'Description') });
  }
  return policies;
}

/** Two names may differ only in what no file name has. */
function freeName(path: string, taken: Set<string>): string {
  for (let count = 1; ; count++) {
    const name = `${path}${count === 1 ? '' : `-${count}`}.json`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** References that a target has attached, as the manifest writes them. */
export type Attachments = (targetId: string) => readonly string[];

export function createAttachments(calls: Calls, policies: ReadonlyMap<string, ImportedPolicy>, enabled: ReadonlySet<string>): Attachments {
  const [told, gathered] = [new Map<string, string[]>(), new Map<string, string[]>()];
  const listIn = (map: Map<string, string[]>, constant: string, target: string): string[] => {
    const key = `${constant} ${target}`;
    const list = map.get(key) ?? [];
    map.set(key, list);
    return list;
  };
  for (const { input, output } of calls.of('list-policies-for-target')) {
    const list = listIn(told, textOf(input, 'Filter'), textOf(input, 'TargetId'));
    for (const policy of itemsOf(output, 'Policies')) list.push(textOf(policy, 'Id'));
  }
  const asked = new Set(calls.of('list-targets-for-policy').map(({ input }) => textOf(input, 'PolicyId')));
  for (const { input, item } of calls.all('list-targets-for-policy', 'Targets')) {
    const policy = policies.get(textOf(input, 'PolicyId'));
    if (policy !== undefined) listIn(gathered, policy.constant, textOf(item, 'TargetId')).push(policy.id);
  }
  const listed = new Set(calls.of('list-policies').map(({ input }) => textOf(input, 'Filter')));
  /** Whether the targets of every policy of a type are known, so that a target which is none of them has none. */
  const isComplete = (constant: string): boolean =>
    listed.has(constant) && [...policies.values()].every((policy) => policy.constant !== constant || asked.has(policy.id));
  const complete = new Set(policyTypeConstants.filter(isComplete));
  return (target) =>
    policyTypeConstants.flatMap((constant) => {
      const folder = policyTypeOfConstant(constant) ?? '';
      const isAuthorization = folder === 'scp' || folder === 'rcp';
      const key = `${constant} ${target}`;
      const known = told.get(key) ?? (complete.has(constant) ? (gathered.get(key) ?? []) : undefined);
      if (known === undefined) return isAuthorization && enabled.has(constant) ? [`${folder}/${notExported}`] : [];
      const references = [...new Set(known)].map((id) => policies.get(id)?.reference ?? `${folder}/${id}`);
      // An SCP is always attached where the type is on: none at all means that something was not told.
      if (folder === 'scp' && references.length === 0) return enabled.has(constant) ? [`scp/${notExported}`] : [];
      const implied = awsManagedOrganizationPolicies.find(({ type }) => type === folder)?.reference;
      return references.length === 1 && references[0] === implied ? [] : references.filter((one) => folder !== 'rcp' || one !== implied);
    });
}

export function enabledTypes(root: Item): ReadonlySet<string> {
  const types = itemsOf(root, 'PolicyTypes').filter((type) => textOf(type, 'Status') === 'ENABLED');
  return new Set(types.map((type) => textOf(type, 'Type')));
}
