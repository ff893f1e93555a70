import { readOrganization } from '../core/organization/readOrganization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { differ, policyNamed } from '../core/organization/policyDrafts';

import { createGlobTest } from './glob';
import type { LoadedOrganization } from './organizationIndex';
import type { SourceReading } from './organizationSources';
import type { Settings } from './settings';
import { normaliseUri, pathOf } from './uris';
import type { Workspace } from './workspace';

/** A file that the setting `gatehouse.policyFiles` binds to a policy of an organization. */
export interface DraftFile {
  readonly uri: string;
  /** As the setting has it: an id, a name, a reference or an ARN. */
  readonly policy: string;
  text(): string | undefined;
}

/** A draft and the policy in whose place it stands. */
export interface BoundDraft {
  readonly uri: string;
  /** Reference of the policy, `scp/deny-leave`. */
  readonly reference: string;
  /** The deployed document, where it can be read. */
  readonly deployedUri: string;
  /** Whether the two say something else; undefined while one of them cannot be read. */
  readonly differs: boolean | undefined;
}

/** The drafts of the workspace: which files there are is found once, what is in them is read when it changed. */
export function createDraftFiles(workspace: Workspace, bufferOf: (uri: string) => string | undefined) {
  let listed: Promise<readonly DraftFile[]> | undefined;
  let accepts: readonly ((path: string) => boolean)[] = [];
  const texts = new Map<string, string | undefined>();

  async function find({ policyFiles, answers }: Settings): Promise<readonly DraftFile[]> {
    const bound = policyFiles.filter(({ policy }) => policy !== undefined && policy !== '');
    accepts = bound.map(({ glob }) => createGlobTest(glob));
    const drafts: DraftFile[] = [];
    if (answers === 'deployed') return drafts;
    for (const { glob, policy } of bound) {
      for (const given of await workspace.listFiles(glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`)) {
        const uri = normaliseUri(given);
        if (policy === undefined || drafts.some((draft) => draft.uri === uri)) continue;
        if (!texts.has(uri)) texts.set(uri, await workspace.readFile(uri));
        drafts.push({ uri, policy, text: () => bufferOf(uri) ?? texts.get(uri) });
      }
    }
    return drafts;
  }

  return {
    list: (settings: Settings): Promise<readonly DraftFile[]> => (listed ??= find(settings)),
    has: (uri: string): boolean => texts.has(uri),
    /** A file changed on disk; true when it is a draft, or may be one now. */
    changed(uri: string): boolean {
      const mayBe = texts.delete(uri) || accepts.some((accept) => accept(pathOf(uri)));
      if (mayBe) listed = undefined;
      return mayBe;
    },
    rescan(): void {
      listed = undefined;
      texts.clear();
    },
  };
}

/** The organization with the drafts in the places of the policies that they are bound to. */
export function applyDrafts(deployed: LoadedOrganization, { drafts, catalog, types }: SourceReading): LoadedOrganization {
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
  const read = readOrganization(files, { catalog });
  return {
    ...deployed,
    organization: read.organization ?? organization,
    textOf,
    files,
    uriOf: (file) => byFile.get(file)?.uri ?? deployed.uriOf(file),
    drafts: bound,
    deployed,
  };
}
