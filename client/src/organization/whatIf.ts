import * as l10n from '@vscode/l10n';
import { commands, Disposable, EventEmitter, TabInputTextDiff, Uri, window, workspace, WorkspaceEdit } from 'vscode';

import { planOrganizationEditRequest } from '../../../server/src/protocol/requests';
import type { FileEdit, OrganizationEditParams, OrganizationPlan } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { toRange } from '../locations';

export const whatIfScheme = 'gatehouse-what-if';
/** Of differences that are only to be read: no Apply stands above them. */
const readOnlyScheme = 'gatehouse-decisions';

/** What a yes does; by default the files of the plan are written. */
export interface WhatIfAction {
  readonly apply: (plan: Waiting['plan']) => Promise<boolean>;
}

/** A change that waits for a yes, or a difference that is read. */
interface Waiting {
  /** Plans it again. */
  readonly ask: () => Promise<OrganizationPlan>;
  readonly plan: Extract<OrganizationPlan, { readonly kind: 'plan' }>;
  readonly action: WhatIfAction | 'readOnly';
}

const writeFiles: WhatIfAction = { apply: ({ files }) => write(files) };

/** Changes of an organization, shown as a difference before they are written: a diff editor with Apply and Discard, never a dialog. */
export class WhatIf implements Disposable {
  readonly #server: Server;
  readonly #waiting = new Map<string, Waiting>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #subscriptions: Disposable;
  #count = 0;

  constructor(server: Server) {
    this.#server = server;
    this.#subscriptions = Disposable.from(
      this.#changed,
      ...[whatIfScheme, readOnlyScheme].map((scheme) =>
        workspace.registerTextDocumentContentProvider(scheme, {
          onDidChange: this.#changed.event,
          provideTextDocumentContent: (uri) => this.#textOf(uri),
        }),
      ),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const { input } of closed) if (input instanceof TabInputTextDiff) this.#forget(idOf(input.modified));
      }),
    );
  }

  /** Plans a change of an organization and shows what it comes to. Resolves to whether something is shown. */
  propose(folder: string, edit: OrganizationEditParams): Promise<boolean> {
    return this.show(() => this.#server.send(planOrganizationEditRequest, { folder, edit }));
  }

  /** Shows what a plan comes to; what cannot be is said at once. */
  async show(ask: () => Promise<OrganizationPlan>, action: WhatIfAction | 'readOnly' = writeFiles): Promise<boolean> {
    const plan = await planned(ask);
    if (plan === undefined) return false;
    this.#count += 1;
    const id = String(this.#count);
    this.#waiting.set(id, { ask, plan, action });
    await this.#tellWhetherOneWaits();
    const isRead = action === 'readOnly';
    const title = isRead ? plan.title : l10n.t('What if: {0}', plan.title);
    const scheme = isRead ? readOnlyScheme : whatIfScheme;
    await commands.executeCommand('vscode.diff', uriOf(id, 'before', scheme), uriOf(id, 'after', scheme), title, { preview: true });
    return true;
  }

  /** Writes the change that a diff editor shows: planned anew, since the files may have changed while it was looked at. */
  async apply(value: unknown): Promise<boolean> {
    const id = this.#idFor(value);
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined || waiting.action === 'readOnly') return false;
    const plan = await planned(waiting.ask);
    if (plan === undefined) return false;
    if (!isTheSame(plan, waiting.plan)) {
      this.#waiting.set(id, { ...waiting, plan });
      this.#changed.fire(uriOf(id, 'before'));
      this.#changed.fire(uriOf(id, 'after'));
      void window.showWarningMessage(l10n.t('The organization has changed meanwhile. Look at the difference again, then apply it.'));
      return false;
    }
    if (!(await waiting.action.apply(plan))) {
      void window.showErrorMessage(l10n.t('“{0}” could not be written; nothing was changed.', plan.title));
      return false;
    }
    await this.#close(id);
    window.setStatusBarMessage(l10n.t('Done: {0}', plan.title), 5000);
    return true;
  }

  async discard(value: unknown): Promise<void> {
    const id = this.#idFor(value);
    if (id !== undefined) await this.#close(id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #textOf(uri: Uri): string {
    const waiting = this.#waiting.get(idOf(uri));
    if (waiting === undefined) return '';
    return uri.path.endsWith('/before.txt') ? waiting.plan.before : waiting.plan.after;
  }

  /** The change whose editor a command came from, else the one in front, else the only one. */
  #idFor(value: unknown): string | undefined {
    if (value instanceof Uri && value.scheme === whatIfScheme) return idOf(value);
    const input = window.tabGroups.activeTabGroup.activeTab?.input;
    if (input instanceof TabInputTextDiff && input.modified.scheme === whatIfScheme) return idOf(input.modified);
    const waiting = this.#waitingForYes();
    return waiting.length === 1 ? waiting[0] : undefined;
  }

  #forget(id: string): void {
    if (this.#waiting.delete(id)) void this.#tellWhetherOneWaits();
  }

  #waitingForYes(): readonly string[] {
    return [...this.#waiting].flatMap(([id, { action }]) => (action === 'readOnly' ? [] : [id]));
  }

  async #tellWhetherOneWaits(): Promise<void> {
    await commands.executeCommand('setContext', 'gatehouse.whatIfWaits', this.#waitingForYes().length > 0);
  }

  async #close(id: string): Promise<void> {
    this.#forget(id);
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    const shown = tabs.filter(
      ({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === whatIfScheme && idOf(input.modified) === id,
    );
    await window.tabGroups.close(shown);
  }
}

async function planned(ask: () => Promise<OrganizationPlan>): Promise<Waiting['plan'] | undefined> {
  const plan = await ask();
  if (plan.kind === 'plan') return plan;
  void window.showErrorMessage(plan.reason);
  return undefined;
}

/** Whether a plan comes to what was looked at. Decisions that could not all be compared say nothing either way. */
function isTheSame(one: Waiting['plan'], other: Waiting['plan']): boolean {
  const [now, then] = [one.state, other.state];
  if (now === undefined || then === undefined) return one.before === other.before && one.after === other.after;
  const canCompare = now.decisions !== null && then.decisions !== null;
  return now.files === then.files && (!canCompare || now.decisions === then.decisions);
}

function uriOf(id: string, side: 'before' | 'after', scheme: string = whatIfScheme): Uri {
  return Uri.from({ scheme, path: `/${id}/${side}.txt` });
}

function idOf(uri: Uri): string {
  return uri.scheme === whatIfScheme || uri.scheme === readOnlyScheme ? (uri.path.split('/')[1] ?? '') : '';
}

/** All files in one edit, or none, so that one undo takes all of it back; those that were not being edited are saved. */
export async function write(files: readonly FileEdit[]): Promise<boolean> {
  const dirty = new Set(workspace.textDocuments.filter((document) => document.isDirty).map(({ uri }) => uri.toString()));
  // Whatever a name led to: nothing outside of the workspace is written.
  if (files.some(({ uri }) => workspace.getWorkspaceFolder(Uri.parse(uri, true)) === undefined)) return false;
  const edit = new WorkspaceEdit();
  for (const { uri, newText, edits } of files) {
    const target = Uri.parse(uri, true);
    if (newText !== null) edit.createFile(target, { ignoreIfExists: false, overwrite: false, contents: new TextEncoder().encode(newText) });
    for (const { range, newText: text } of edits) edit.replace(target, toRange(range), text);
  }
  if (!(await workspace.applyEdit(edit))) return false;
  const touched = new Set(files.flatMap(({ uri, newText }) => (newText === null ? [Uri.parse(uri, true).toString()] : [])));
  for (const uri of touched) if (!dirty.has(uri)) await (await workspace.openTextDocument(Uri.parse(uri, true))).save();
  return true;
}
