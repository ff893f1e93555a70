import type { CancellationToken, Connection } from 'vscode-languageserver';

import type { Notification, Request } from '../protocol/requests';

import { runSafe } from './runSafe';

/** Answers a request of our own; what goes wrong is written down, and the answer is the fallback. */
export function answer<Params, Result>(
  connection: Connection,
  { method }: Request<Params, Result>,
  fallback: Result,
  run: (params: Params) => Result | Promise<Result>,
): void {
  connection.onRequest(method, (params: Params, token: CancellationToken) => runSafe(connection, token, fallback, () => run(params)));
}

/** Hears a notification of our own. */
export function listen<Params>(connection: Connection, { method }: Notification<Params>, run: (params: Params) => void): void {
  connection.onNotification(method, (params: Params) => {
    try {
      run(params);
    } catch (error) {
      connection.console.error(String(error));
    }
  });
}
