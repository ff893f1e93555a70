import * as l10n from '@vscode/l10n';
import { commands, env, FileSystemError, Uri, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';

const sampleOnTheWeb = 'https://github.com/gatehouse-iam/gatehouse/tree/main/samples/company';

/**
 * Opens the sample organization as a folder of the user's own: a copy in the extension's storage, since an update replaces the extension's folder.
 * What was changed in an earlier copy of the same version stays.
 */
export async function openSample(context: ExtensionContext): Promise<void> {
  const source = Uri.joinPath(context.extensionUri, 'samples', 'company');
  if (!(await isFolder(source))) return explain();
  const target = Uri.joinPath(context.globalStorageUri, 'samples', versionOf(context.extension.packageJSON), 'company');
  try {
    if (!(await isFolder(target))) await workspace.fs.copy(source, target);
  } catch (error) {
    void window.showErrorMessage(l10n.t('The sample could not be copied: {0}', error instanceof Error ? error.message : String(error)));
    return;
  }
  const inNewWindow = workspace.workspaceFolders !== undefined;
  await commands.executeCommand('vscode.openFolder', target, { forceNewWindow: inNewWindow });
}

function versionOf(manifest: unknown): string {
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return 'unknown';
  return String(manifest.version);
}

/** A browser's extension host reads the extension over HTTP, where there are no folders. */
async function explain(): Promise<void> {
  const show = l10n.t('Show it on the web');
  const message = l10n.t('The sample organization can be opened by VS Code on the desktop. Here you can read it on the web.');
  if ((await window.showInformationMessage(message, show)) === show) await env.openExternal(Uri.parse(sampleOnTheWeb));
}

async function isFolder(uri: Uri): Promise<boolean> {
  try {
    return (await workspace.fs.readDirectory(uri)).length > 0;
  } catch (error) {
    if (error instanceof FileSystemError || error instanceof Error) return false;
    throw error;
  }
}
