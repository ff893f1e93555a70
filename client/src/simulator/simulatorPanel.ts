import * as l10n from '@vscode/l10n';
import { Disposable, Uri, ViewColumn, window, workspace } from 'vscode';
import type { ExtensionContext, WebviewPanel } from 'vscode';

import { simulateRequest, suggestRequest } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { debounce } from '../debounce';
import { revealLocation } from '../locations';
import { chosenLanguage } from '../texts';
import type { ContextEntry, FromWebview, SimulatorForm, ToWebview } from './messages';
import { simulatorPage } from './page';
import type { Preset } from './readForm';
import { simulatorTexts } from './simulatorTexts';

const viewType = 'gatehouse.simulator';

/** The simulator's one panel: it carries messages between the page and the server and computes nothing. */
export class SimulatorPanel implements Disposable {
  readonly #context: ExtensionContext;
  readonly #server: Server;
  readonly #subscriptions: Disposable;
  readonly #pause = debounce(200);
  #panel: WebviewPanel | undefined;
  #ready = false;
  /** What the page is to be told as soon as it listens. */
  #waiting: ToWebview | undefined;

  constructor(context: ExtensionContext, server: Server) {
    this.#context = context;
    this.#server = server;
    const stale = (): void => this.#pause.call(() => this.#post({ type: 'stale' }));
    this.#subscriptions = Disposable.from(
      this.#pause,
      server.onDidChange(stale),
      window.registerWebviewPanelSerializer(viewType, {
        // The page keeps its own state; it only needs its shell and somebody to talk to.
        deserializeWebviewPanel: (panel) => Promise.resolve(this.#adopt(panel)),
      }),
    );
  }

  /** Shows the panel, with what is known of the question filled in, and asks it if it is whole. */
  open(preset: Preset, { run }: { readonly run: boolean }): void {
    if (this.#panel === undefined) this.#adopt(createPanel(this.#context.extensionUri));
    else this.#panel.reveal(undefined, false);
    this.#server.wake();
    const message: ToWebview = { type: 'open', form: toForm(preset), run };
    if (this.#ready) this.#post(message);
    else this.#waiting = message;
  }

  /** Says everything again in the language of now. */
  relabel(): void {
    if (this.#panel !== undefined) this.#panel.title = l10n.t('Policy simulator');
    this.#post({ type: 'texts', texts: simulatorTexts(), language: chosenLanguage() });
    this.#post({ type: 'stale' });
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#panel?.dispose();
  }

  #adopt(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    this.#ready = false;
    const { webview } = panel;
    webview.options = webviewOptions(this.#context.extensionUri);
    panel.title = l10n.t('Policy simulator');
    panel.iconPath = Uri.joinPath(this.#context.extensionUri, 'docs', 'images', 'icon.png');
    webview.onDidReceiveMessage((message: FromWebview) => void this.#receive(panel, message));
    panel.onDidChangeViewState(() => {
      // A hidden page is gone; when it is shown again it is a new one, and says so.
      if (this.#panel === panel && !panel.visible) this.#ready = false;
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#ready = false;
    });
    webview.html = simulatorPage(webview, this.#context.extensionUri, chosenLanguage());
  }

  async #receive(panel: WebviewPanel, message: FromWebview): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#post({ type: 'texts', texts: simulatorTexts(), language: chosenLanguage() });
        if (this.#waiting !== undefined) this.#post(this.#waiting);
        this.#waiting = undefined;
        return;
      case 'simulate':
        return this.#simulate(message);
      case 'suggest':
        return this.#suggest(message);
      case 'reveal':
        await revealLocation(message.location, panel.viewColumn);
        return;
    }
  }

  async #simulate({ requestId, input }: Extract<FromWebview, { type: 'simulate' }>): Promise<void> {
    try {
      this.#post({ type: 'result', requestId, result: await this.#server.send(simulateRequest, input) });
    } catch (error) {
      this.#post({ type: 'failed', requestId, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async #suggest({ requestId, field, query, action, uri }: Extract<FromWebview, { type: 'suggest' }>): Promise<void> {
    const params = { field, query, ...(action === '' ? {} : { action }), ...(uri === '' ? {} : { uri }) };
    const { suggestions } = await this.#server.sendOr(suggestRequest, params, { suggestions: [] });
    this.#post({ type: 'suggestions', requestId, suggestions });
  }

  #post(message: ToWebview): void {
    void this.#panel?.webview.postMessage(message);
  }
}

function createPanel(extensionUri: Uri): WebviewPanel {
  const column = window.activeTextEditor === undefined ? ViewColumn.Active : ViewColumn.Beside;
  return window.createWebviewPanel(viewType, l10n.t('Policy simulator'), column, webviewOptions(extensionUri));
}

function webviewOptions(extensionUri: Uri): { enableScripts: boolean; localResourceRoots: Uri[] } {
  return { enableScripts: true, localResourceRoots: [Uri.joinPath(extensionUri, 'dist', 'webview')] };
}

function toForm({ uri, principal, action, resource, context, contextIsComplete }: Preset): Partial<SimulatorForm> {
  return {
    ...(uri === undefined ? {} : { uri, fileName: workspace.asRelativePath(Uri.parse(uri)) }),
    ...(principal === undefined ? {} : { principal }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
    ...(context === undefined ? {} : { context: Object.entries(context).flatMap(toEntries) }),
    ...(contextIsComplete === undefined ? {} : { contextIsComplete }),
  };
}

function toEntries([key, values]: readonly [string, string | readonly string[]]): ContextEntry[] {
  return (typeof values === 'string' ? [values] : values).map((value) => ({ key, value }));
}
