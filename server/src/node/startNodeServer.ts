import path from 'node:path';

import type { Connection } from 'vscode-languageserver';

import { startServer } from '../lsp/server';

import { createFileData, folderFrom } from './fileData';
import { createFileWorkspace } from './fileWorkspace';
import { programFolder } from './programFolder';

/** Serves a connection with this machine's files. */
export function startNodeServer(connection: Connection): void {
  const program = programFolder();
  startServer(connection, {
    createData: (dataUri, l10nUri) =>
      createFileData(folderFrom(dataUri, path.join(program, 'server', 'data', 'catalog')), folderFrom(l10nUri, path.join(program, 'l10n'))),
    createWorkspace: createFileWorkspace,
    after(milliseconds, run) {
      const timer = setTimeout(run, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}
