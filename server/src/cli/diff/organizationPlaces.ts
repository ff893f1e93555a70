import { foreignFolder } from '../../readers/readForeign';

/** Where an organization lies in a repository, by a path from its root. */
export interface OrganizationPlace {
  /** Without `/` at its end; empty for the root. */
  readonly path: string;
  /** It is one file, as an export or a state, not a folder. */
  readonly isFile: boolean;
  readonly kind: 'native' | 'foreign';
}

const alone = /\.(?:jsonl|tfstate|tfstate\.json|tfplan\.json)$|(?:^|\/)(?:tfplan|plan|state)\.json$|\.template\.(?:json|ya?ml)$/i;

/** Where organizations may lie, by the names of files; what lies in one of the native layout is a part of it. */
export function placesOf(files: readonly string[]): readonly OrganizationPlace[] {
  const native = new Set(files.filter((file) => /(?:^|\/)organization\.jsonc?$/.test(file)).map(folderOf));
  const foreign = new Map<string, OrganizationPlace>();
  for (const file of files) {
    const folder = foreignFolder(file);
    if (folder === undefined) continue;
    const isFile = alone.test(file);
    const path = isFile ? file : folder;
    const isPart = [...native].some((place) => path === place || isBelow(place, path));
    if (!isPart) foreign.set(path, { path, isFile, kind: 'foreign' });
  }
  const own = [...native].map((path): OrganizationPlace => ({ path, isFile: false, kind: 'native' }));
  return [...own, ...foreign.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Whether a file is the place, or lies below it. */
export function touches({ path, isFile }: OrganizationPlace, file: string): boolean {
  return file === path || (!isFile && isBelow(path, file));
}

function isBelow(folder: string, file: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`);
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}
