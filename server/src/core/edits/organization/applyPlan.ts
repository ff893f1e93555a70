import type { OrganizationFiles } from '../../organization/organizationFiles';

import type { FileChange } from './organizationEdit';

/** The texts of the changed files as they will be. */
export function applyChanges(files: OrganizationFiles, changes: readonly FileChange[]): ReadonlyMap<string, string> {
  const after = new Map<string, string>();
  for (const { file, newText, edits } of changes) {
    let text = newText ?? after.get(file) ?? files.read(file) ?? '';
    const fromBehind = [...edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
    for (const { span, newText: part } of fromBehind) text = text.slice(0, span.start) + part + text.slice(span.end);
    after.set(file, text);
  }
  return after;
}

/** The files with the changed ones in their places. */
export function filesAfter(files: OrganizationFiles, changes: readonly FileChange[]): OrganizationFiles {
  const changed = applyChanges(files, changes);
  return {
    read: (path) => changed.get(path) ?? files.read(path),
    list: () => [...new Set([...files.list(), ...changed.keys()])],
  };
}
