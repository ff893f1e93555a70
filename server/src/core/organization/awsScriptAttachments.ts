import type { ScriptWriter } from './awsScriptWriter';
import { attachedReferences, policyTypeApplies } from './effectivePolicies';
import { matchOrganizations } from './matchOrganizations';
import type { Organization, OrganizationPolicyType } from './organization';
import { ofKind } from './organizationDifferences';
import type { OrganizationDifference, Subject } from './organizationDifferences';
import { attachmentQuota } from './quotaUse';
import type { Quotas } from './quotaUse';

/** What happens to one type at one place. */
interface Change {
  readonly target: Subject;
  readonly type: OrganizationPolicyType;
  readonly attach: readonly Subject[];
  readonly detach: readonly Subject[];
  /** Detached, and attached in an order, at the end. */
  readonly again: readonly Subject[];
  readonly sequence: readonly Subject[];
}

/**
 * Attaches, and returns what detaches: accounts move in between, so that none is without a policy that it had and is to have.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html>
 */
export function writeAttachments(
  writer: ScriptWriter,
  differences: readonly OrganizationDifference[],
  before: Organization,
  quotas: Quotas | undefined,
): () => void {
  const attachedBefore = countsBefore(before);
  const call = (operation: 'attach-policy' | 'detach-policy', policy: Subject, target: Subject): void =>
    writer.call(operation, { 'policy-id': writer.idOf(policy), 'target-id': writer.idOf(target) }, {}, [policy, target]);
  const late: (readonly ['attach-policy' | 'detach-policy', Subject, Subject])[] = [];
  writer.section('Policies that are attached');
  for (const { target, type, attach, detach, again, sequence } of changesOf(differences)) {
    const limit = quotas === undefined ? undefined : attachmentQuota(type, quotas);
    let count = attachedBefore(target, type);
    const waiting = [...detach];
    for (const policy of attach) {
      // Where all places are taken one must go first; of SCPs never the last.
      while (limit !== undefined && count >= limit && count > (type === 'scp' ? 1 : 0)) {
        const first = waiting.shift();
        if (first === undefined) break;
        call('detach-policy', first, target);
        count--;
      }
      call('attach-policy', policy, target);
      count++;
    }
    for (const policy of [...waiting, ...again]) late.push(['detach-policy', policy, target]);
    for (const policy of sequence) late.push(['attach-policy', policy, target]);
  }
  return () => {
    writer.section('Policies that are detached');
    for (const [operation, policy, target] of late) call(operation, policy, target);
  };
}

function changesOf(differences: readonly OrganizationDifference[]): readonly Change[] {
  const changes = new Map<string, Change>();
  const keyOf = (target: Subject, type: OrganizationPolicyType | undefined): string => JSON.stringify([target.key, type]);
  const changeAt = (target: Subject, type: OrganizationPolicyType): Change =>
    changes.get(keyOf(target, type)) ?? { target, type, attach: [], detach: [], again: [], sequence: [] };
  for (const { target, type, again, sequence } of ofKind(differences, 'policiesReordered')) {
    changes.set(keyOf(target, type), { ...changeAt(target, type), again, sequence });
  }
  for (const { kind, policy, target } of [...ofKind(differences, 'policyAttached'), ...ofKind(differences, 'policyDetached')]) {
    // Without a type it is no reference that AWS could have.
    if (policy.policyType === undefined) continue;
    const change = changeAt(target, policy.policyType);
    if (change.sequence.some(({ key }) => key === policy.key)) continue;
    const list = kind === 'policyAttached' ? { attach: [...change.attach, policy] } : { detach: [...change.detach, policy] };
    changes.set(keyOf(target, policy.policyType), { ...change, ...list });
  }
  return [...changes.values()];
}

/** How many policies of a type are attached to begin with: AWS attaches its own to what is created, and where a type is turned on. */
function countsBefore(before: Organization): (target: Subject, type: OrganizationPolicyType) => number {
  const { root, units, accounts } = matchOrganizations(before, before);
  const targets = new Map([root, ...units, ...accounts].map((pair) => [pair.subject.key, pair.before]));
  return (target, type) => {
    const applies = policyTypeApplies(before, type);
    return attachedReferences((applies ? targets.get(target.key) : undefined) ?? { attach: [] }, type).length;
  };
}
