import type { Connection, Registration } from 'vscode-languageserver';

import { watchedGlob } from '../protocol/watchedFiles';

import type { ClientFeatures } from './capabilities';

/** Asks for news of files and settings. Our own client sends both by itself, and others that cannot be asked do as they like. */
export async function registerInClient(connection: Connection, { ownClient, watchFiles, watchSettings }: ClientFeatures): Promise<void> {
  if (ownClient) return;
  const registrations: Registration[] = [];
  if (watchFiles) {
    registrations.push({
      id: 'gatehouse-files',
      method: 'workspace/didChangeWatchedFiles',
      registerOptions: { watchers: [{ globPattern: watchedGlob }] },
    });
  }
  if (watchSettings) {
    registrations.push({ id: 'gatehouse-settings', method: 'workspace/didChangeConfiguration', registerOptions: { section: 'gatehouse' } });
  }
  if (registrations.length === 0) return;
  try {
    await connection.sendRequest('client/registerCapability', { registrations });
  } catch (error) {
    connection.console.warn(String(error));
  }
}
