import { Uri } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';

import { activateGatehouse } from '../extension';
import type { GatehouseApi } from '../extension';

/** Starts the extension in a browser: the server is a worker beside the extension host's own. */
export function activate(context: ExtensionContext): Promise<GatehouseApi> {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'browser', 'server.js').toString(true);
  return activateGatehouse(context, (options) => ({
    // A function, so that a restart gets a worker of its own.
    client: new LanguageClient('gatehouse', 'Gatehouse', () => Promise.resolve(new Worker(script)), options),
    pid: () => undefined,
  }));
}
