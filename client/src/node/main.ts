import { Uri } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

import { activateGatehouse } from '../extension';
import type { GatehouseApi } from '../extension';

/** Starts the extension on the desktop or a remote machine: the server is a process, spoken to over IPC. */
export function activate(context: ExtensionContext): Promise<GatehouseApi> {
  const module = Uri.joinPath(context.extensionUri, 'dist', 'node', 'server.js').fsPath;
  return activateGatehouse(context, (options) => {
    const client = new LanguageClient('gatehouse', 'Gatehouse', { module, transport: TransportKind.ipc }, options);
    return { client, pid: () => client.serverProcess?.pid };
  });
}
