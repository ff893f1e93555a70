import { extensions } from 'vscode';
import type { Uri } from 'vscode';

/** A revision that people may mean. */
export interface KnownRevision {
  /** `HEAD`, a branch, or the short form of a commit. */
  readonly revision: string;
  readonly description: string;
}

/** What is asked of VS Code's own git extension: see its `api/git.d.ts`. */
interface Repository {
  getBranches(query: { readonly remote: boolean }): Promise<readonly unknown[]>;
  log(options: { readonly maxEntries: number }): Promise<readonly unknown[]>;
}

const mostCommits = 20;

/** `HEAD`, the branches and the last commits of the repository that a file is in; none where VS Code has no git. */
export async function revisionsOf(uri: Uri): Promise<readonly KnownRevision[]> {
  try {
    const repository = await repositoryOf(uri);
    if (repository === undefined) return [];
    const branches = (await repository.getBranches({ remote: false })).flatMap((branch) => textOf(branch, 'name') ?? []);
    const commits = (await repository.log({ maxEntries: mostCommits })).flatMap((commit): readonly KnownRevision[] => {
      const hash = textOf(commit, 'hash');
      return hash === undefined
        ? []
        : [{ revision: hash.slice(0, 12), description: (textOf(commit, 'message') ?? '').split('\n')[0] ?? '' }];
    });
    return [{ revision: 'HEAD', description: '' }, ...branches.map((revision) => ({ revision, description: '' })), ...commits];
  } catch {
    // A repository in trouble has no list; its revisions can be written all the same.
    return [];
  }
}

async function repositoryOf(uri: Uri): Promise<Repository | undefined> {
  const exported: unknown = await extensions.getExtension('vscode.git')?.activate();
  const api = call(exported, 'getAPI', 1);
  const repository = call(api, 'getRepository', uri);
  return isRepository(repository) ? repository : undefined;
}

/** Calls a method of what another extension gave; undefined where it has none of that name. */
function call(target: unknown, name: string, argument: unknown): unknown {
  if (typeof target !== 'object' || target === null) return undefined;
  const method: unknown = Reflect.get(target, name);
  return typeof method === 'function' ? Reflect.apply(method, target, [argument]) : undefined;
}

function isRepository(value: unknown): value is Repository {
  return (
    typeof value === 'object' && value !== null && ['getBranches', 'log'].every((name) => typeof Reflect.get(value, name) === 'function')
  );
}

function textOf(value: unknown, name: string): string | undefined {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
