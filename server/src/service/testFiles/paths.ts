import { CompletionItemKind } from 'vscode-languageserver-types';

import { manifestNames } from '../../core/organization/organizationFiles';
import { sniffDocument } from '../../core/policy/sniffDocument';
import { message } from '../../core/text/message';

import type { Proposal } from '../completion/completionItem';
import { managedPolicyProposals } from '../completion/managedPolicies';
import type { ServiceContext } from '../serviceContext';
import { folderOf, pathOf } from '../uris';

import { relativeTo } from './relativeTo';
import type { TestParts } from './surroundings';

/** The organizations of the workspace by the paths of their manifests, the nearest first. */
export function proposeManifests(test: string, { index, files }: TestParts, { translate }: ServiceContext): readonly Proposal[] {
  return index.organizations().map((loaded) => {
    const { folder, organization } = loaded;
    const manifest = manifestNames.map((name) => `${folder}/${name}`).find((uri) => files.exists(uri));
    const label = relativeTo(folderOf(test), manifest ?? folder);
    return {
      label,
      kind: CompletionItemKind.File,
      description: organization?.name ?? translate(message('broken')),
      rank: distanceOf(label),
    };
  });
}

/** Fewer steps are nearer. */
function distanceOf(path: string): string {
  return `${String(path.split('/').length).padStart(3, '0')}${path}`;
}

/** More than this nobody scrolls through. */
const most = 300;

/** Files that hold a policy, or may, by their paths from the test; then the policies that AWS manages. */
export async function proposePolicies(
  test: string,
  typed: string,
  { index, files }: TestParts,
  context: ServiceContext,
): Promise<{ readonly proposals: readonly Proposal[]; readonly isPartial: boolean }> {
  const word = typed.replace(/^\.\//, '').toLowerCase();
  const folder = folderOf(test);
  const found: Proposal[] = [];
  let isPartial = false;
  for (const uri of await files.list()) {
    const isPolicy = index.policyTypeOf(uri) !== undefined || sniffDocument(pathOf(uri), undefined) === 'policy';
    // Beside the test, or below it, anything may be one.
    if (!isPolicy && !(uri.startsWith(`${folder}/`) && mayBePolicy(uri))) continue;
    const label = relativeTo(folder, uri);
    if (!label.toLowerCase().includes(word)) continue;
    if (found.length === most) {
      isPartial = true;
      break;
    }
    found.push({ label, kind: CompletionItemKind.File, rank: `${isPolicy ? '1' : '2'}${distanceOf(label)}` });
  }
  const managed = managedPolicyProposals(context).map((proposal) => ({
    ...proposal,
    rank: `5${proposal.rank}`,
    filter: `${proposal.label} ${proposal.description ?? ''}`,
  }));
  return { proposals: [...found, ...managed], isPartial };
}

function mayBePolicy(uri: string): boolean {
  return !/(?:\.iamtest\.jsonc?|\/(?:package|package-lock|tsconfig|organization|accounts|principals|resources|gatehouse)\.jsonc?)$/i.test(
    uri,
  );
}
