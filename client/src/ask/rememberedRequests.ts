import { Disposable, workspace } from 'vscode';
import type { Memento, Uri } from 'vscode';

import { rememberRequestsNotification } from '../../../server/src/protocol/requests';
import type { RememberedRequest } from '../../../server/src/protocol/requests';
import type { Server } from '../client';

const key = 'gatehouse.requests';

type Remembered = Readonly<Record<string, readonly RememberedRequest[]>>;

/** The requests asked about each file, kept in the workspace's state and told to every new server. */
export class RememberedRequests implements Disposable {
  readonly #state: Memento;
  readonly #server: Server;
  readonly #subscriptions: Disposable;

  constructor(state: Memento, server: Server) {
    this.#state = state;
    this.#server = server;
    this.#subscriptions = Disposable.from(
      server.onDidStart(() => this.#tellAll()),
      workspace.onDidRenameFiles(({ files }) => files.forEach(({ oldUri, newUri }) => this.#move(oldUri, newUri))),
      workspace.onDidCloseTextDocument(({ uri, isClosed }) => {
        // An untitled document never comes back, so neither do its requests.
        if (uri.scheme === 'untitled' && isClosed && this.of(uri.toString()).length > 0) void this.#set(uri.toString(), []);
      }),
    );
  }

  of(uri: string): readonly RememberedRequest[] {
    return this.#all()[uri] ?? [];
  }

  /** Remembers a request under an id of its own; one that was asked already keeps its place. */
  async add(uri: string, request: Omit<RememberedRequest, 'id'>): Promise<RememberedRequest> {
    const known = this.of(uri);
    const same = known.find((other) => sameQuestion(other, request));
    if (same !== undefined) return same;
    const added = { id: freeId(known), ...request };
    await this.#set(uri, [...known, added]);
    return added;
  }

  async remove(uri: string, ids: readonly string[]): Promise<void> {
    await this.#set(
      uri,
      this.of(uri).filter(({ id }) => !ids.includes(id)),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #all(): Remembered {
    return this.#state.get<Remembered>(key, {});
  }

  async #set(uri: string, requests: readonly RememberedRequest[]): Promise<void> {
    const others = Object.entries(this.#all()).filter(([other]) => other !== uri);
    await this.#state.update(key, Object.fromEntries(requests.length === 0 ? others : [...others, [uri, requests]]));
    await this.#server.notify(rememberRequestsNotification, { uri, requests });
  }

  #move(from: Uri, to: Uri): void {
    const requests = this.of(from.toString());
    if (requests.length === 0) return;
    void this.#set(to.toString(), requests).then(() => this.#set(from.toString(), []));
  }

  #tellAll(): void {
    for (const [uri, requests] of Object.entries(this.#all())) {
      void this.#server.notify(rememberRequestsNotification, { uri, requests });
    }
  }
}

function sameQuestion(one: Omit<RememberedRequest, 'id'>, other: Omit<RememberedRequest, 'id'>): boolean {
  return one.action === other.action && one.resource === other.resource && one.principal === other.principal;
}

function freeId(known: readonly RememberedRequest[]): string {
  let number = known.length + 1;
  while (known.some(({ id }) => id === `request-${number}`)) number += 1;
  return `request-${number}`;
}
