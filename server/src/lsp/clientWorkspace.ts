import type { Connection } from 'vscode-languageserver';

import { listFilesRequest, readFileRequest } from '../protocol/requests';
import type { Request } from '../protocol/requests';
import type { Workspace } from '../service/workspace';

/** Files by asking the client, which reads them by `workspace.fs`: the only way in the browser and in virtual workspaces. */
export function createClientWorkspace(connection: Connection): Workspace {
  const ask = async <Params, Result>(request: Request<Params, Result>, params: Params, otherwise: Result): Promise<Result> => {
    try {
      return await connection.sendRequest<Result>(request.method, params);
    } catch {
      // Editors that are not our client know neither request.
      return otherwise;
    }
  };
  return {
    readFile: async (uri) => (await ask(readFileRequest, { uri }, null))?.text,
    listFiles: (glob, base) => ask(listFilesRequest, { glob, ...(base === undefined ? {} : { base }) }, []),
  };
}
