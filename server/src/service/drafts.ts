import { createGlobTest } from './glob';
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
