import { Disposable, workspace } from 'vscode';
import type { TextDocument } from 'vscode';

import { bufferChangedNotification } from '../../../server/src/protocol/requests';
import { isReadAsOrganization } from '../../../server/src/protocol/watchedFiles';
import type { Server } from '../client';
import { debounce } from '../debounce';

/** Tells the server what editors hold of files of other tools, which are no JSON that it would hear of: unsaved text counts. */
export function tellBuffers(server: Server): Disposable {
  const typing = debounce(200);
  const tell = (document: TextDocument, text: string | null): void => {
    if (!isReadAsOrganization(document.uri.path)) return;
    void server.notify(bufferChangedNotification, { uri: document.uri.toString(), text });
  };
  return Disposable.from(
    typing,
    server.onDidStart(() => {
      for (const document of workspace.textDocuments) if (document.isDirty) tell(document, document.getText());
    }),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (isReadAsOrganization(document.uri.path)) typing.call(() => tell(document, document.isDirty ? document.getText() : null));
    }),
    workspace.onDidCloseTextDocument((document) => tell(document, null)),
    // What is saved the watcher tells.
    workspace.onDidSaveTextDocument((document) => tell(document, null)),
  );
}
