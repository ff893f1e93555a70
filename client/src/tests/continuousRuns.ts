import type { CancellationToken, Disposable } from 'vscode';

import { debounce } from '../debounce';

/** How long typing rests before tests run again, in ms. */
const rest = 250;

/** Something that runs again whenever a text changes, until somebody ends it. */
interface ContinuousRun {
  readonly run: (token: CancellationToken) => Promise<void>;
  readonly token: CancellationToken;
}

/** The runs that go on while texts change: one after the other, and never two of the same at once. */
export class ContinuousRuns implements Disposable {
  readonly #runs = new Set<ContinuousRun>();
  readonly #typing = debounce(rest);
  #running: Promise<void> = Promise.resolve();

  /** Runs now, and after each change, until the token is cancelled. */
  add(run: ContinuousRun['run'], token: CancellationToken): void {
    const added = { run, token };
    this.#runs.add(added);
    token.onCancellationRequested(() => this.#runs.delete(added));
    this.#start([added]);
  }

  /** Something changed that may reach tests. */
  changed(): void {
    if (this.#runs.size > 0) this.#typing.call(() => this.#start([...this.#runs]));
  }

  dispose(): void {
    this.#typing.dispose();
    this.#runs.clear();
  }

  #start(runs: readonly ContinuousRun[]): void {
    const next = async (): Promise<void> => {
      for (const one of runs) if (this.#runs.has(one)) await one.run(one.token);
    };
    // A run that failed has said so; the next one is as good as the first.
    this.#running = this.#running.then(next, next);
  }
}
