/**
 * Folders that hold what others wrote or what a tool made: nothing in them is the user's policy, and some hold thousands of JSON files
 * (the AWS SDK for Python alone). Neither listed nor watched.
 */
export const skippedFolders: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.terraform',
  '.tox',
  '.venv',
  '.vscode-test',
  '.yarn',
  '__pycache__',
  'bower_components',
  'node_modules',
  'site-packages',
]);

/** The same as a glob of VS Code's. */
export const skippedFilesGlob = `**/{${[...skippedFolders].join(',')}}/**`;

/** Whether a file lies in one of them, by its URI. */
export function isSkipped(uri: string): boolean {
  return uri.split('/').some((part) => skippedFolders.has(part));
}
