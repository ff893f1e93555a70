import { RelativePattern, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

import { listFilesRequest, readFileRequest } from '../../server/src/protocol/requests';
import { skippedFilesGlob } from '../../server/src/protocol/skippedFolders';
import { answer } from './requests';

/** More files than this below one glob are no model that anybody could look at; the server says so where it matters. */
const mostFiles = 50_000;

/** Answers the server's file requests by `workspace.fs`, which works in virtual workspaces too. */
export function answerFileRequests(client: BaseLanguageClient): void {
  answer(client, readFileRequest, async ({ uri }) => {
    try {
      // Decoding drops a byte-order mark, as VS Code does for its documents, so offsets agree.
      return { text: new TextDecoder().decode(await workspace.fs.readFile(Uri.parse(uri, true))) };
    } catch {
      return null;
    }
  });
  answer(client, listFilesRequest, async ({ glob, base }) => {
    const pattern = base === undefined ? glob : new RelativePattern(Uri.parse(base, true), glob);
    const found = await workspace.findFiles(pattern, skippedFilesGlob, mostFiles);
    return found.map((file) => file.toString());
  });
}
