import { CloseAction, ErrorAction } from 'vscode-languageclient';
import type { CloseHandlerResult, ErrorHandler, ErrorHandlerResult } from 'vscode-languageclient';

/** Crashes in that time after which the server stays down; `Restart language server` starts it again. */
const mostRestarts = 10;
const crashWindow = 3 * 60 * 1000;

/** What a client does when its server dies, and whether it has given up. */
export interface CrashHandler extends ErrorHandler {
  gaveUp(): boolean;
}

/** Restarts a server that died, unless it dies again and again. */
export function createCrashHandler(): CrashHandler {
  const crashes: number[] = [];
  let gaveUp = false;
  return {
    gaveUp: () => gaveUp,
    // Writing to a server that just died is an error too. Shutting down for it, as the library would, would keep the server from coming back:
    // its end is reported by itself.
    error: (): ErrorHandlerResult => ({ action: ErrorAction.Continue, handled: true }),
    closed(): CloseHandlerResult {
      const now = Date.now();
      crashes.push(now);
      while (crashes[0] !== undefined && crashes[0] < now - crashWindow) crashes.shift();
      gaveUp = crashes.length > mostRestarts;
      return gaveUp ? { action: CloseAction.DoNotRestart } : { action: CloseAction.Restart, handled: true };
    },
  };
}
