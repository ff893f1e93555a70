/** The files of an organization, by path relative to the folder of `organization.jsonc`, `/` as separator. */
export interface OrganizationFiles {
  /** Undefined when there is no such file, or it cannot be read. */
  read(path: string): string | undefined;
  /** Paths of all files below the folder, in any order. */
  list(): readonly string[];
}

/** Names of the manifest, in order of preference. */
export const manifestNames = ['organization.jsonc', 'organization.json'] as const;

/** Files held in memory, as files. */
export function filesFrom(files: ReadonlyMap<string, string> | OrganizationFiles): OrganizationFiles {
  if ('list' in files) return files;
  return { read: (path) => files.get(path), list: () => [...files.keys()] };
}

/** A path written in a file, seen from the organization's folder; leading `..` are kept where it leads out of the folder. */
export function resolvePath(fromFile: string, written: string): string {
  const parts = written.startsWith('/') ? [] : fromFile.split('/').slice(0, -1);
  for (const part of written.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** `policies/scp/data-only.json` → `data-only`. */
export function stemOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.jsonc?$/i, '');
}

/** The lists of accounts among the files: `accounts.jsonc`, or parts of it in `accounts/`. */
export function accountFilePaths(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => /^accounts\.jsonc?$/.test(path) || /^accounts\/[^/]+\.jsonc?$/.test(path));
}
