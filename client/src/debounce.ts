import type { Disposable } from 'vscode';

/** A call that waits until nobody has asked for it for a while; only the last one runs. */
export interface Debounced extends Disposable {
  call(run: () => void): void;
}

export function debounce(milliseconds: number): Debounced {
  let timer: unknown;
  const cancel = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
  };
  return {
    call(run) {
      cancel();
      timer = setTimeout(run, milliseconds);
    },
    dispose: cancel,
  };
}
