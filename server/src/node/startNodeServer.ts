import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';

import { message } from '../core/text/message';
import { readRevision } from '../git/revisionFiles';
import { startServer } from '../lsp/server';
import type { ImportFromAws } from '../service/organizationService';
import type { ReadRevision } from '../service/whatIf/whatIf';

import { createFileData, folderFrom } from './fileData';
import { createFileWorkspace } from './fileWorkspace';
import { programFolder } from './programFolder';
import { readFromAws } from './readFromAws';

/** Serves a connection with this machine's files. */
export function startNodeServer(connection: Connection): void {
  const program = programFolder();
  startServer(connection, {
    createData: (dataUri, l10nUri) =>
      createFileData(folderFrom(dataUri, path.join(program, 'server', 'data', 'catalog')), folderFrom(l10nUri, path.join(program, 'l10n'))),
    createWorkspace: createFileWorkspace,
    importFromAws,
    readRevision: readRevisionOf,
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}

const readRevisionOf: ReadRevision = (folderUri, revision) =>
  folderUri.startsWith('file:')
    ? readRevision(fileURLToPath(folderUri), revision)
    : Promise.resolve({ problem: message('revisions of git can be read on a desktop only') });

const importFromAws: ImportFromAws = ({ profile, region, memberRole }, onProgress, { onCancel }) => {
  const ending = new AbortController();
  onCancel(() => ending.abort(new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')));
  const given = Object.entries({ profile, region, memberRole }).filter(([, value]) => value !== '');
  return readFromAws(Object.fromEntries(given), onProgress, ending.signal);
};
