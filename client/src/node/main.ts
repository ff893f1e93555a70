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
    return { client, pid: () => pidOf(client.serverProcess) };
  });
}

/** The id of a child process; this project does not know Node's types, only its client library does. */
function pidOf(process: unknown): number | undefined {
  if (typeof process !== 'object' || process === null || !('pid' in process)) return undefined;
  return typeof process.pid === 'number' ? process.pid : undefined;
}
