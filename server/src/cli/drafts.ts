import type { Organization } from '../core/organization/organization';
import { differ, policyNamed } from '../core/organization/policyDrafts';
import type { PolicyType } from '../core/policy/policyType';

/** A file that `policyFiles` of `gatehouse.jsonc` binds to a policy of an organization. */
export interface DraftFile {
  /** Absolute. */
  readonly file: string;
  /** As written there: an id, a reference, a name or an ARN. */
  readonly policy: string;
  readonly type: PolicyType | undefined;
  /** Undefined when it cannot be read. */
  text(): string | undefined;
}

/** A draft and the policy in whose place it stands. */
export interface BoundDraft {
  readonly file: string;
  readonly reference: string;
  /** Whether it says something else than the deployed policy; undefined while one of them cannot be read. */
  readonly differs: boolean | undefined;
}

/** The drafts that are of policies of an organization, and what they are of by the file of the deployed policy. The first of two counts. */
export function bindDrafts(
  drafts: readonly DraftFile[],
  organization: Organization | undefined,
  deployed: { textOf(file: string): string | undefined; pathOf(file: string): string },
): { readonly drafts: readonly BoundDraft[]; readonly byFile: ReadonlyMap<string, DraftFile> } {
  const byFile = new Map<string, DraftFile>();
  const bound: BoundDraft[] = [];
  for (const draft of organization === undefined ? [] : drafts) {
    const policy = organization === undefined ? undefined : policyNamed(organization, draft.policy);
    // The deployed policy's own file is no draft of it.
    if (policy?.file === undefined || byFile.has(policy.file) || deployed.pathOf(policy.file) === draft.file) continue;
    byFile.set(policy.file, draft);
    bound.push({ file: draft.file, reference: policy.reference, differs: differ(deployed.textOf(policy.file), draft.text()) });
  }
  return { drafts: bound, byFile };
}
