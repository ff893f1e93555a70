import type { TestController, TestItem } from 'vscode';

import { heldResultsRequest } from '../../../server/src/protocol/decisions';
import type { TestResult } from '../../../server/src/protocol/decisions';
import type { Server } from '../client';
import { outOfDate } from './outOfDate';
import type { ShownResult } from './outOfDate';

/** A result that is on the screen, and whether it is one of now. */
export interface RememberedResult extends ShownResult {
  readonly outcome: TestResult['outcome'];
}

/** The results on the screen; what the texts of now would not give any more is marked as out of date, until it is run again. */
export class ResultMemory {
  readonly #server: Server;
  readonly #controller: TestController;
  readonly #shown = new Map<TestItem, RememberedResult>();
  #checking: Promise<void> | undefined;
  #again = false;

  constructor(server: Server, controller: TestController) {
    this.#server = server;
    this.#controller = controller;
  }

  shown(item: TestItem, { uri, key, outcome }: TestResult): void {
    this.#shown.set(item, { uri, key, outcome });
  }

  /** The result of a test; undefined when there is none, or when it is out of date. */
  resultOf(item: TestItem): RememberedResult | undefined {
    return this.#shown.get(item);
  }

  results(): readonly RememberedResult[] {
    return [...this.#shown.values()];
  }

  /** Asks the server which results still hold; a change while it answers is asked about again. */
  check(): Promise<void> {
    this.#again = this.#checking !== undefined;
    this.#checking ??= this.#checkAll().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  /** The server that told them is gone, and with it what it knew. */
  invalidateAll(): void {
    this.#invalidate([...this.#shown.keys()]);
  }

  async #checkAll(): Promise<void> {
    do {
      this.#again = false;
      if (this.#shown.size === 0) return;
      const asked = new Map(this.#shown);
      const uris = [...new Set([...asked.values()].map(({ uri }) => uri))];
      // What cannot be asked about is not shown as one of now.
      const { files } = await this.#server.sendOr(heldResultsRequest, { uris }, { files: [] });
      // What came while the server answered was not asked about.
      this.#invalidate(outOfDate(asked, files).filter((item) => this.#shown.get(item) === asked.get(item)));
    } while (this.#again);
  }

  #invalidate(items: readonly TestItem[]): void {
    if (items.length === 0) return;
    this.#controller.invalidateTestResults(items);
    for (const item of items) this.#shown.delete(item);
  }
}
