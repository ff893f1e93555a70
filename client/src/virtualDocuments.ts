import { Disposable, EventEmitter, workspace } from 'vscode';
import type { Uri } from 'vscode';

import { virtualDocumentRequest } from '../../server/src/protocol/requests';
import type { Server } from './client';

/** Shows documents that only the server can write: AWS managed policies, the list behind a wildcard (`gatehouse:` URIs, read-only). */
export function provideVirtualDocuments(server: Server): Disposable {
  const changed = new EventEmitter<Uri>();
  const refresh = (): void =>
    workspace.textDocuments.filter(({ uri }) => uri.scheme === 'gatehouse').forEach(({ uri }) => changed.fire(uri));
  return Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider('gatehouse', {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri, token) {
        const document = await server.send(virtualDocumentRequest, { uri: uri.toString() }, token);
        return document?.text ?? '';
      },
    }),
    server.onDidStart(refresh),
    server.onDidChange((reason) => {
      if (reason !== 'document') refresh();
    }),
  );
}
