import { parseJson } from '../syntax/parseJson';

import type { ScriptWriter } from './awsScriptWriter';
import { jsonValue } from './declarativeSetting';
import { ofKind } from './organizationDifferences';
import type { OrganizationDifference, Subject } from './organizationDifferences';
import { constantOfPolicyType } from './organizationPolicyTypes';

/** Policies that are created or changed, and the delegation policy. <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html> */
export function writePolicies(writer: ScriptWriter, differences: readonly OrganizationDifference[]): void {
  const [created, changed] = [ofKind(differences, 'policyCreated'), ofKind(differences, 'policyChanged')];
  writer.section('Policies');
  const wanted = new Set([
    ...created.map(({ policy }) => nameKey(policy, policy.name)),
    ...changed.flatMap(({ policy, name }) => (name === undefined ? [] : [nameKey(policy, name)])),
  ]);
  // A name that another policy of the type is to have must be free before.
  for (const { policy } of [...changed.filter(({ name }) => name !== undefined), ...ofKind(differences, 'policyDeleted')]) {
    if (!wanted.has(nameKey(policy, policy.name))) continue;
    writer.call('update-policy', { 'policy-id': writer.idOf(policy) }, { name: `${policy.name} (old)` });
  }
  for (const { policy, name, description, content } of changed) {
    const id = { 'policy-id': writer.idOf(policy) };
    const words = content === undefined ? id : { ...id, content: writer.text(contentOf(content)) };
    writer.call('update-policy', words, { ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) });
  }
  for (const { policy, description = '', content } of created) {
    if (content === undefined) {
      writer.note(`What ${policy.path} says is not known, so it cannot be created.`);
      writer.postpone(policy);
      continue;
    }
    const words = {
      content: writer.text(contentOf(content)),
      type: policy.policyType === undefined ? '' : constantOfPolicyType(policy.policyType),
    };
    writer.create(policy, 'create-policy', words, { name: policy.name, description }, 'Policy.PolicySummary.Id');
  }
  writeDelegationPolicy(writer, differences);
}

function writeDelegationPolicy(writer: ScriptWriter, differences: readonly OrganizationDifference[]): void {
  for (const { after } of ofKind(differences, 'delegationPolicyChanged')) {
    if (after === undefined) writer.call('delete-resource-policy', {});
    else if (after.content === undefined) writer.note('What the delegation policy says is not known.');
    else writer.call('put-resource-policy', { content: writer.text(contentOf(after.content)) });
  }
}

function nameKey({ policyType }: Subject, name: string): string {
  return JSON.stringify([policyType, name]);
}

/** As written, white space and all, which AWS counts; without comments, which AWS does not take. */
function contentOf(text: string): string {
  const { root, problems, comments } = parseJson(text);
  const asWritten = root === undefined || (comments.length === 0 && problems.length === 0);
  return asWritten ? text.trim() : JSON.stringify(jsonValue(root), undefined, 2);
}
