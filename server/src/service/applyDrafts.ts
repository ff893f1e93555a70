import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { differ, policyNamed } from '../core/organization/policyDrafts';

import type { BoundDraft, DraftFile } from './drafts';
import type { LoadedOrganization } from './organizationIndex';
import type { SourceReading } from './organizationSources';

/** The organization with the drafts in the places of the policies that they are bound to. */
export function applyDrafts(deployed: LoadedOrganization, { drafts, types }: Pick<SourceReading, 'drafts' | 'types'>): LoadedOrganization {
  const { organization } = deployed;
  if (organization === undefined || drafts.length === 0) return deployed;
  const byFile = new Map<string, DraftFile>();
  const bound: BoundDraft[] = [];
  for (const draft of drafts) {
    const policy = policyNamed(organization, draft.policy);
    if (policy?.file === undefined || byFile.has(policy.file) || deployed.uriOf(policy.file) === draft.uri) continue;
    byFile.set(policy.file, draft);
    types.set(
      draft.uri,
      policy.type === 'scp' || policy.type === 'rcp' ? policy.type : (types.get(deployed.uriOf(policy.file)) ?? 'identity'),
    );
    bound.push({
      uri: draft.uri,
      reference: policy.reference,
      deployedUri: deployed.uriOf(policy.file),
      differs: differ(deployed.textOf(policy.file), draft.text()),
    });
  }
  if (bound.length === 0) return deployed;
  const textOf = (file: string): string | undefined => byFile.get(file)?.text() ?? deployed.textOf(file);
  const files: OrganizationFiles = { read: textOf, list: () => deployed.files.list() };
  // Which policies there are and what is attached does not change with what they say.
  return {
    ...deployed,
    textOf,
    files,
    uriOf: (file) => byFile.get(file)?.uri ?? deployed.uriOf(file),
    drafts: bound,
    deployed,
  };
}
