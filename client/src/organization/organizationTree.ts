import * as l10n from '@vscode/l10n';
import { Disposable, EventEmitter, window, workspace } from 'vscode';
import type { TreeDataProvider, TreeItem, TreeView } from 'vscode';

import { organizationOutlineRequest } from '../../../server/src/protocol/requests';
import type { OutlineNode } from '../../../server/src/protocol/requests';
import { skippedFilesGlob } from '../../../server/src/protocol/skippedFolders';
import type { Server } from '../client';
import { debounce } from '../debounce';
import { organizationItem } from './organizationItem';
import type { OrganizationEntry } from './organizationItem';

/** Files that make a folder an organization; without one the view explains itself and the server stays off. */
const manifestGlob = '**/organization.{jsonc,json}';

/** The Organizations view: the outline that the server makes of the workspace, page by page. */
export class OrganizationTree implements TreeDataProvider<OrganizationEntry>, Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<OrganizationEntry | undefined>();
  readonly #view: TreeView<OrganizationEntry>;
  readonly #subscriptions: Disposable;
  readonly #pause = debounce(300);
  /** How many pages of a node's children are shown, where it is more than one. */
  readonly #pages = new Map<string, number>();
  readonly #entries = new Map<string, OrganizationEntry>();
  #roots: readonly OutlineNode[] | undefined;
  #loading: Promise<readonly OutlineNode[]> | undefined;
  #generation = 0;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: Server) {
    this.#server = server;
    this.#view = window.createTreeView('gatehouse.organizations', { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#changed,
      this.#pause,
      server.onDidStart(() => this.refresh()),
      server.onDidChange(() => this.#pause.call(() => this.refresh())),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#roots === undefined) this.#changed.fire(undefined);
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('gatehouse.tree.pageSize')) this.#changed.fire(undefined);
      }),
    );
  }

  /** Forgets the outline; a hidden view asks for it when it is shown. */
  refresh(): void {
    this.#generation += 1;
    this.#roots = undefined;
    this.#loading = undefined;
    if (this.#view.visible) this.#changed.fire(undefined);
  }

  /** Shows one page more of a node's children. */
  showMore(id: string): void {
    this.#pages.set(id, (this.#pages.get(id) ?? 1) + 1);
    this.#changed.fire(this.#entries.get(id));
  }

  getTreeItem(entry: OrganizationEntry): TreeItem {
    return organizationItem(entry);
  }

  getParent(entry: OrganizationEntry): OrganizationEntry | undefined {
    return entry.parent;
  }

  async getChildren(entry?: OrganizationEntry): Promise<OrganizationEntry[]> {
    if (entry?.kind === 'more') return [];
    if (entry === undefined) {
      const roots = await this.#outline();
      this.#entries.clear();
      this.#showProblems(roots);
      return roots.map((node) => this.#entry(node, undefined));
    }
    return this.#page(entry.node, entry);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #page(node: OutlineNode, parent: OrganizationEntry): OrganizationEntry[] {
    const shown = (this.#pages.get(node.id) ?? 1) * pageSize();
    const entries = node.children.slice(0, shown).map((child) => this.#entry(child, parent));
    const remaining = node.children.length - entries.length;
    return remaining > 0 ? [...entries, { kind: 'more', owner: node, remaining, parent }] : entries;
  }

  #entry(node: OutlineNode, parent: OrganizationEntry | undefined): OrganizationEntry {
    const entry: OrganizationEntry = { kind: 'node', node, parent };
    this.#entries.set(node.id, entry);
    return entry;
  }

  async #outline(): Promise<readonly OutlineNode[]> {
    if (this.#roots !== undefined) return this.#roots;
    const generation = this.#generation;
    this.#loading ??= this.#load();
    const roots = await this.#loading;
    if (generation === this.#generation) this.#roots = roots;
    return roots;
  }

  async #load(): Promise<readonly OutlineNode[]> {
    if (!this.#server.isWanted() && !(await hasManifest())) return [];
    // Where the server went away: when it is back, it is asked again.
    return (await this.#server.sendOr(organizationOutlineRequest, {}, { roots: [] })).roots;
  }

  #showProblems(roots: readonly OutlineNode[]): void {
    const problems = roots.reduce((sum, root) => sum + countProblems(root), 0);
    this.#view.badge =
      problems === 0
        ? undefined
        : {
            value: problems,
            tooltip: problems === 1 ? l10n.t('1 problem in the organization') : l10n.t('{0} problems in the organization', problems),
          };
  }
}

function countProblems(root: OutlineNode): number {
  let count = 0;
  const open: OutlineNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'problem') count += 1;
    for (const child of node.children) open.push(child);
  }
  return count;
}

async function hasManifest(): Promise<boolean> {
  if (typeof workspace.getConfiguration('gatehouse').get('organization') === 'string') {
    if (workspace.getConfiguration('gatehouse').get<string>('organization') !== '') return true;
  }
  return (await workspace.findFiles(manifestGlob, skippedFilesGlob, 1)).length > 0;
}

function pageSize(): number {
  const size = workspace.getConfiguration('gatehouse').get<number>('tree.pageSize') ?? 500;
  return Math.max(10, size);
}
