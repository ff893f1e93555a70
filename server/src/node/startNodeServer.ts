import path from 'node:path';

import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';

import { startServer } from '../lsp/server';
import type { ImportFromAws } from '../service/organizationService';

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
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}

const importFromAws: ImportFromAws = ({ profile, region, memberRole }, onProgress, { onCancel }) => {
  const ending = new AbortController();
  onCancel(() => ending.abort(new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled')));
  const given = Object.entries({ profile, region, memberRole }).filter(([, value]) => value !== '');
  return readFromAws(Object.fromEntries(given), onProgress, ending.signal);
};
