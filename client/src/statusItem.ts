import * as l10n from '@vscode/l10n';
import { commands, Disposable, languages, LanguageStatusSeverity, window, workspace } from 'vscode';
import type { LanguageStatusItem, TextDocument } from 'vscode';

import { documentInfoRequest } from '../../server/src/protocol/requests';
import type { DocumentInfo } from '../../server/src/protocol/requests';
import type { Server } from './client';
import { debounce } from './debounce';
import { isRelevant } from './relevantDocuments';

/** The language status entry of the active policy: its type, how much of AWS's size limit it uses, the date of the catalog. */
export class StatusItem implements Disposable {
  readonly #server: Server;
  readonly #subscriptions: Disposable;
  readonly #typing = debounce(400);
  #item: LanguageStatusItem | undefined;

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions = Disposable.from(
      this.#typing,
      window.onDidChangeActiveTextEditor(() => this.update()),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === window.activeTextEditor?.document) this.#typing.call(() => this.update());
      }),
      server.onDidStart(() => this.update()),
      server.onDidChange(() => this.#typing.call(() => this.update())),
    );
    this.update();
  }

  /** Asks anew about the active document, in the language of now. */
  update(): void {
    void this.#show(window.activeTextEditor?.document);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item?.dispose();
  }

  async #show(document: TextDocument | undefined): Promise<void> {
    const info = document === undefined ? null : await this.#ask(document);
    if (document !== window.activeTextEditor?.document) return;
    void commands.executeCommand('setContext', 'gatehouse.documentKind', info?.kind ?? '');
    if (document === undefined || info === null) {
      this.#item?.dispose();
      this.#item = undefined;
      return;
    }
    this.#item ??= languages.createLanguageStatusItem('gatehouse.document', [{ language: 'json' }, { language: 'jsonc' }]);
    render(this.#item, info, document);
  }

  async #ask(document: TextDocument): Promise<DocumentInfo | null> {
    if (!this.#server.isRunning() || !isRelevant(document)) return null;
    return this.#server.sendOr(documentInfoRequest, { uri: document.uri.toString() }, null);
  }
}

function render(item: LanguageStatusItem, info: DocumentInfo, document: TextDocument): void {
  const tooBig = info.size !== null && info.size.used > info.size.limit;
  item.name = l10n.t('Gatehouse policy');
  item.text = title(info);
  item.detail = detail(info);
  item.severity = tooBig ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
  item.accessibilityInformation = { label: `${item.text}, ${item.detail}` };
  item.command = {
    command: 'gatehouse.openSimulator',
    title: l10n.t('Simulate'),
    tooltip: l10n.t('Open the simulator for this document'),
    arguments: [document.uri],
  };
}

function title(info: DocumentInfo): string {
  if (info.kind === 'manifest') return l10n.t('Organization');
  if (info.kind === 'test') return l10n.t('Policy test');
  return info.policyTypeLabel;
}

function detail(info: DocumentInfo): string {
  const catalog = l10n.t('catalog of {0}', info.catalogDate);
  if (info.size === null) return catalog;
  const { used, limit } = info.size;
  return `${l10n.t('{0} of {1} characters', used.toLocaleString('en'), limit.toLocaleString('en'))} · ${catalog}`;
}
