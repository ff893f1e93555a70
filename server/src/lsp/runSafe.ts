import { ResponseError } from 'vscode-languageserver';
import type { CancellationToken, Connection } from 'vscode-languageserver';

/** LSP's code for a request that its sender no longer wants. */
const requestCancelled = -32800;

/** Answers a request so that nothing it does can end the server: a fallback and a logged error instead, and nothing at all for what was cancelled. */
export async function runSafe<Result>(
  connection: Connection,
  token: CancellationToken,
  fallback: Result,
  run: () => Result | Promise<Result>,
): Promise<Result | ResponseError<never>> {
  if (token.isCancellationRequested) return new ResponseError<never>(requestCancelled, 'cancelled');
  try {
    const result = await run();
    return token.isCancellationRequested ? new ResponseError<never>(requestCancelled, 'cancelled') : result;
  } catch (error) {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return fallback;
  }
}
