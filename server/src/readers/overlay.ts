import type { OrganizationProblem } from '../core/organization/organization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';

/** Problems of files that are made of another tool's are no problems of the user's: what the source does not tell is unknown there. */
const ownToMadeFiles: ReadonlySet<string> = new Set([
  'unknown-policy',
  'missing-file',
  'unknown-managed-policy',
  'unknown-account',
  'missing-field',
]);

/** What is wrong with the source itself, then with what it says. */
export function foreignProblems(
  said: readonly OrganizationProblem[],
  found: readonly OrganizationProblem[],
  made: ReadonlyMap<string, string>,
): readonly OrganizationProblem[] {
  return [...said, ...found.filter(({ code, file }) => !(made.has(file) && ownToMadeFiles.has(code)))];
}

/** The files that were made of another tool's, over those that it refers to. Only the made ones are listed: the others are no native layout. */
export function overlayOf(made: ReadonlyMap<string, string>, real: OrganizationFiles): OrganizationFiles {
  return { read: (path) => made.get(path) ?? real.read(path), list: () => [...made.keys()] };
}
