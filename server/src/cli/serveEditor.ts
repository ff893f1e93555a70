import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';

import { startNodeServer } from '../node/startNodeServer';

/** Serves the editor at the other end of standard input and output, until it closes its end. */
export async function serveEditor(): Promise<void> {
  startNodeServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout));
  await new Promise<void>((resolve) => process.stdin.once('close', resolve));
}
