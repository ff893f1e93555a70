import * as l10n from '@vscode/l10n';
import { commands, FileSystemError, ProgressLocation, Uri, window, workspace } from 'vscode';
import type { ExtensionContext, LogOutputChannel } from 'vscode';

import { joinServiceDataRequest, serviceDataChangedNotification } from '../../server/src/protocol/requests';
import type { Server } from './client';
import { downloadServiceData, serviceReferenceAddress } from './downloadServiceData';
import type { Download } from './downloadServiceData';
import { replaceFile } from './replaceFile';

/** Where newer service data is kept. */
export function overlayUri({ globalStorageUri }: ExtensionContext): Uri {
  return Uri.joinPath(globalStorageUri, 'serviceData.json');
}

interface Parts {
  readonly context: ExtensionContext;
  readonly server: Server;
  readonly output: LogOutputChannel;
}

/** Reads AWS's public service reference; the only time that anything of it is asked of the network. */
export async function updateServiceData(parts: Parts): Promise<void> {
  const download = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Reading AWS’s service reference'), cancellable: true },
    async (progress, token): Promise<Download | Error | undefined> => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      let shown = 0;
      try {
        return await downloadServiceData({
          address: workspace.getConfiguration('gatehouse').get('serviceDataUrl', serviceReferenceAddress),
          signal: abort.signal,
          onProgress(done, total) {
            progress.report({ message: `${done} / ${total}`, increment: (100 * (done - shown)) / total });
            shown = done;
          },
        });
      } catch (error) {
        if (abort.signal.aborted) return undefined;
        return error instanceof Error ? error : new Error(String(error));
      }
    },
  );
  if (download === undefined) return;
  if (download instanceof Error) {
    parts.output.error(`Reading the service reference: ${download.message}`);
    // In the browser AWS may not let other pages read it; what another machine has read can be imported everywhere.
    const importing = l10n.t('Import a File…');
    const text = l10n.t('The service reference could not be read; the service data stays as it was. {0}', download.message);
    offer(window.showErrorMessage(text, importing), () => importServiceData(parts, undefined));
    return;
  }
  for (const service of download.failed) parts.output.warn(`Reading the service reference: nothing came for ${service}`);
  await keep(parts, download.documents, download.failed);
}

/** Takes service data from a file: one that was kept on another machine, or documents of the service reference. */
export async function importServiceData(parts: Parts, given: unknown): Promise<void> {
  const [chosen] = given instanceof Uri ? [given] : ((await window.showOpenDialog({ filters: { JSON: ['json'] } })) ?? []);
  if (chosen === undefined) return;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(chosen)));
  } catch (error) {
    void window.showErrorMessage(l10n.t('{0} cannot be read as JSON: {1}', chosen.path, String(error)));
    return;
  }
  await keep(parts, value, []);
}

/** Goes back to the service data that came with the extension. */
export async function resetServiceData({ context, server }: Parts): Promise<void> {
  const file = overlayUri(context);
  try {
    await workspace.fs.delete(file);
  } catch (error) {
    if (!(error instanceof FileSystemError && error.code === 'FileNotFound')) {
      void window.showErrorMessage(l10n.t('The service data could not be taken away: {0}', String(error)));
      return;
    }
  }
  await server.notify(serviceDataChangedNotification, {});
  void window.showInformationMessage(l10n.t('The service data is what came with Gatehouse.'));
}

async function keep({ context, server, output }: Parts, value: unknown, failed: readonly string[]): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  const { text, actions, services } = await server.send(joinServiceDataRequest, { value, date });
  if (text === null) {
    void window.showErrorMessage(l10n.t('There is no service data in it; the service data stays as it was.'));
    return;
  }
  const file = overlayUri(context);
  try {
    const beside = file.with({ path: `${file.path}.${Date.now().toString(36)}.new` });
    await replaceFile(workspace.fs, { folder: context.globalStorageUri, file, beside }, text);
  } catch (error) {
    output.error(`Keeping the service data: ${String(error)}`);
    void window.showErrorMessage(l10n.t('The service data could not be written and stays as it was: {0}', String(error)));
    return;
  }
  await server.notify(serviceDataChangedNotification, {});
  const news = l10n.t('The service data is up to date: {0} actions and {1} services more than came with Gatehouse.', actions, services);
  const opening = l10n.t('Open the File');
  const missing = l10n.t('Nothing came for {0}; what was known of them stays.', failed.join(', '));
  const said =
    failed.length === 0 ? window.showInformationMessage(news, opening) : window.showWarningMessage(`${news} ${missing}`, opening);
  offer(said, () => commands.executeCommand('vscode.open', file));
}

/** The command is done when its message is there, not when somebody has read it. */
function offer(said: Thenable<string | undefined>, take: () => Thenable<unknown>): void {
  void said.then((chosen) => (chosen === undefined ? undefined : take()));
}
