import { Disposable, workspace } from 'vscode';
import type { TextDocument, Uri } from 'vscode';

import { isSkipped, skippedFilesGlob } from '../../../server/src/protocol/skippedFolders';
import { isTestFile } from './testFolders';

const testGlob = '**/*.iamtest.{json,jsonc}';

/** Whoever wants to know about the test files of the workspace. */
export interface TestFilesListener {
  came(uri: Uri): void;
  went(uri: Uri): void;
  /** The text of an open test file is another. */
  edited(document: TextDocument): void;
}

/** The test files that are there, none of them opened. */
export async function findTestFiles(limit?: number): Promise<readonly Uri[]> {
  const files = await workspace.findFiles(testGlob, skippedFilesGlob, limit);
  return files.filter((uri) => !isSkipped(uri.toString()));
}

/** Whether a document is a test file that a person edits or reads as a file; a version-control diff's left side is none. */
export function isTestDocument({ uri }: TextDocument): boolean {
  return uri.scheme !== 'git' && isTestFile(uri.path) && workspace.getWorkspaceFolder(uri) !== undefined && !isSkipped(uri.toString());
}

/** Tells of test files that come and go, on disk and with their folders, and of what is typed in them. */
export function watchTestFiles(listener: TestFilesListener): Disposable {
  const watcher = workspace.createFileSystemWatcher(testGlob, false, true, false);
  // Of a folder that goes only the folder is told.
  const folders = workspace.createFileSystemWatcher('**', true, true, false);
  const told = (run: (uri: Uri) => void) => (uri: Uri) => {
    if (!isSkipped(uri.toString())) run(uri);
  };
  return Disposable.from(
    watcher,
    folders,
    watcher.onDidCreate(told((uri) => listener.came(uri))),
    folders.onDidDelete(told((uri) => listener.went(uri))),
    workspace.onDidOpenTextDocument((document) => {
      if (isTestDocument(document)) listener.edited(document);
    }),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && isTestDocument(document)) listener.edited(document);
    }),
  );
}
