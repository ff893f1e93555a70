import type { OrganizationPolicy } from '../core/organization/organization';
import { stemOf } from '../core/organization/organizationFiles';
import { differ } from '../core/organization/policyDrafts';
import type { DraftProposal } from '../protocol/requests';

import type { LoadedOrganization } from './organizationIndex';
import { pathOf } from './uris';
import type { WorkspaceFiles } from './workspaceFiles';

/** Bigger files are no policies of an organization. */
const largestPolicy = 64 * 1024;

/**
 * Files of the workspace that are probably drafts of an organization's policies: the same document, or a policy in a file of the same name.
 * Nothing is bound by itself: a person chooses.
 */
export async function proposeDrafts(loaded: LoadedOrganization, files: WorkspaceFiles): Promise<readonly DraftProposal[]> {
  const { organization } = loaded;
  if (organization === undefined) return [];
  const policies = [...organization.policies.values()].filter(({ file }) => file !== undefined);
  const own = new Set(policies.flatMap(({ file }) => (file === undefined ? [] : [loaded.uriOf(file)])));
  const bound = new Set(loaded.drafts.map(({ uri }) => uri));
  const proposals: DraftProposal[] = [];
  for (const uri of await files.list()) {
    if (own.has(uri) || bound.has(uri)) continue;
    const named = policies.filter((policy) => isCalled(uri, policy));
    const text = named.length > 0 || /polic|scp|rcp|guardrail/i.test(uri) ? await files.textOf(uri, largestPolicy) : undefined;
    if (text === undefined || !/"(?:Statement|@@\w+)"/.test(text)) continue;
    const same = policies.find(({ file }) => file !== undefined && differ(loaded.textOf(file), text) === false);
    const policy = same ?? (named.length === 1 ? named[0] : undefined);
    if (policy === undefined) continue;
    proposals.push({
      uri,
      policy: policy.idIsSynthetic ? policy.reference : policy.id,
      type: policy.type,
      name: policy.name,
      reason: same === undefined ? 'name' : 'content',
    });
  }
  return proposals;
}

/** Case, blanks and dashes differ between what AWS calls a policy and what a file can be called. */
function isCalled(uri: string, { name }: OrganizationPolicy): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return plain(stemOf(pathOf(uri)).replace(/\.(?:scp|rcp|policy)$/i, '')) === plain(name);
}
