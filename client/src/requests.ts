import type { CancellationToken } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

import type { Notification, Request } from '../../server/src/protocol/requests';

/** The one typed door to the server: the types travel with the request. */
export function send<Params, Result>(
  client: BaseLanguageClient,
  request: Request<Params, Result>,
  params: Params,
  token?: CancellationToken,
): Promise<Result> {
  // A token that is undefined would count as a second parameter, and both would travel as a list.
  if (token === undefined) return client.sendRequest<Result>(request.method, params);
  return client.sendRequest<Result>(request.method, params, token);
}

/** Tells the server something that it does not answer. */
export function notify<Params>(client: BaseLanguageClient, notification: Notification<Params>, params: Params): Promise<void> {
  return client.sendNotification(notification.method, params);
}

/** Answers a request of the server. */
export function answer<Params, Result>(
  client: BaseLanguageClient,
  request: Request<Params, Result>,
  respond: (params: Params) => Promise<Result>,
): void {
  client.onRequest(request.method, respond);
}

/** Listens to a notification of the server. */
export function listen<Params>(client: BaseLanguageClient, notification: Notification<Params>, listener: (params: Params) => void): void {
  client.onNotification(notification.method, listener);
}
