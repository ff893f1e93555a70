import * as l10n from '@vscode/l10n';
import { commands, Disposable, EventEmitter, window, workspace } from 'vscode';
import type { CancellationToken, TreeDataProvider, TreeDragAndDropController, TreeItem, TreeView } from 'vscode';

import { organizationChildrenRequest, organizationOutlineRequest, organizationWayRequest } from '../../../server/src/protocol/requests';
import type { OutlineNode } from '../../../server/src/protocol/requests';
import { skippedFilesGlob } from '../../../server/src/protocol/skippedFolders';
import type { Server } from '../client';
import { debounce } from '../debounce';
import { nodeTooltip, organizationItem } from './organizationItem';
import type { OrganizationEntry } from './organizationItem';

/** Files that make a folder an organization; without one the view explains itself and the server stays off. */
const manifestGlob =
  '**/{organization.jsonc,organization.json,organization-config.yaml,organization.yml,organization.yaml,organization.jsonl,*.organization.jsonl,terraform.tfstate,*.tfstate.json,tfplan.json}';

/** What the view shows: rows and problems of all organizations. */
interface Outline {
  readonly roots: readonly OutlineNode[];
  readonly problems: number;
}

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
  /** The children that are shown of a node, and one that was revealed from behind them. */
  readonly #shown = new Map<string, ReadonlySet<string>>();
  readonly #revealed = new Map<string, OutlineNode>();
  readonly #awaited = new Map<string, () => void>();
  #outline: Outline | undefined;
  #loading: Promise<Outline> | undefined;
  #generation = 0;
  #filter = '';

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: Server, dragAndDropController?: TreeDragAndDropController<OrganizationEntry>) {
    this.#server = server;
    this.#view = window.createTreeView('gatehouse.organizations', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      ...(dragAndDropController === undefined ? {} : { dragAndDropController }),
    });
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#changed,
      this.#pause,
      server.onDidStart(() => this.refresh()),
      server.onDidChange(() => this.#pause.call(() => this.refresh())),
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible && this.#outline === undefined) this.#changed.fire(undefined);
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('gatehouse.tree.pageSize')) this.#changed.fire(undefined);
      }),
    );
  }

  /** The view, for those who follow its selection. */
  get view(): TreeView<OrganizationEntry> {
    return this.#view;
  }

  get filter(): string {
    return this.#filter;
  }

  /** Shows only what has the word, with the way to it; an empty word shows everything. */
  setFilter(word: string): void {
    this.#filter = word.trim();
    this.#view.message = this.#filter === '' ? '' : l10n.t('Filtered by “{0}”', this.#filter);
    void commands.executeCommand('setContext', 'gatehouse.filtered', this.#filter !== '');
    this.#changed.fire(undefined);
  }

  /** Forgets the outline; a hidden view asks for it when it is shown. */
  refresh(): void {
    this.#generation += 1;
    this.#outline = undefined;
    this.#loading = undefined;
    if (this.#view.visible) this.#changed.fire(undefined);
  }

  /** Shows one page more of a node's children. */
  showMore(id: string): void {
    this.#pages.set(id, (this.#pages.get(id) ?? 1) + 1);
    this.#changed.fire(this.#entries.get(id));
  }

  /** Opens the way to a row and selects it; one that lies behind the pages that are shown is shown beside them. */
  async reveal(way: readonly string[]): Promise<void> {
    const { nodes } = await this.#server.send(organizationWayRequest, { way });
    if (this.#filter !== '') this.setFilter('');
    let entry: OrganizationEntry | undefined;
    for (const node of nodes) {
      if (entry?.kind === 'node') await this.#showChild(entry.node.id, node);
      entry = { kind: 'node', node, parent: entry };
    }
    if (entry !== undefined) await this.#view.reveal(entry, { select: true, focus: true, expand: false });
  }

  /** VS Code keeps the children that it has: where the one to show is not among them, it must have asked again. */
  async #showChild(parentId: string, node: OutlineNode): Promise<void> {
    const shown = this.#shown.get(parentId);
    if (shown?.has(node.id) === true) return;
    this.#revealed.set(parentId, node);
    if (shown === undefined) return;
    const asked = new Promise<void>((resolve) => this.#awaited.set(parentId, resolve));
    this.#changed.fire(this.#entries.get(parentId));
    // A row that is closed is not asked about until it opens.
    await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 1000))]);
    this.#awaited.delete(parentId);
  }

  /** The organizations, as their own rows. */
  async organizations(): Promise<readonly OutlineNode[]> {
    return (await this.#load()).roots.filter(({ kind }) => kind === 'organization');
  }

  getTreeItem(entry: OrganizationEntry): TreeItem {
    return organizationItem(entry);
  }

  resolveTreeItem(item: TreeItem, entry: OrganizationEntry, _token: CancellationToken): TreeItem {
    if (entry.kind === 'node') item.tooltip = nodeTooltip(entry.node);
    return item;
  }

  getParent(entry: OrganizationEntry): OrganizationEntry | undefined {
    return entry.parent;
  }

  async getChildren(entry?: OrganizationEntry): Promise<OrganizationEntry[]> {
    if (entry?.kind === 'more') return [];
    if (entry === undefined) {
      const outline = await this.#load();
      this.#entries.clear();
      this.#shown.clear();
      this.#showProblems(outline.problems);
      void commands.executeCommand('setContext', 'gatehouse.hasOrganization', outline.roots.length > 0);
      return outline.roots.map((node) => this.#entry(node, undefined));
    }
    return this.#page(entry.node, entry);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #page(node: OutlineNode, parent: OrganizationEntry): Promise<OrganizationEntry[]> {
    const to = (this.#pages.get(node.id) ?? 1) * pageSize();
    const filter = this.#filter === '' ? {} : { filter: this.#filter };
    const none = { nodes: [], childCount: 0 };
    const { nodes, childCount } = await this.#server.sendOr(organizationChildrenRequest, { id: node.id, from: 0, to, ...filter }, none);
    const revealed = this.#revealed.get(node.id);
    const isExtra = revealed !== undefined && !nodes.some(({ id }) => id === revealed.id) && nodes.length < childCount;
    const entries = [...nodes, ...(isExtra ? [revealed] : [])].map((child) => this.#entry(child, parent));
    this.#shown.set(node.id, new Set(entries.flatMap((entry) => (entry.kind === 'node' ? [entry.node.id] : []))));
    this.#awaited.get(node.id)?.();
    const remaining = childCount - entries.length;
    return remaining > 0 ? [...entries, { kind: 'more', owner: node, remaining, parent }] : entries;
  }

  #entry(node: OutlineNode, parent: OrganizationEntry | undefined): OrganizationEntry {
    const entry: OrganizationEntry = { kind: 'node', node, parent };
    this.#entries.set(node.id, entry);
    return entry;
  }

  async #load(): Promise<Outline> {
    if (this.#outline !== undefined) return this.#outline;
    const generation = this.#generation;
    this.#loading ??= this.#ask();
    const outline = await this.#loading;
    if (generation === this.#generation) this.#outline = outline;
    return outline;
  }

  async #ask(): Promise<Outline> {
    const none = { roots: [], problems: 0 };
    if (!this.#server.isWanted() && !(await hasManifest())) return none;
    // Where the server went away: when it is back, it is asked again.
    return this.#server.sendOr(organizationOutlineRequest, {}, none);
  }

  #showProblems(problems: number): void {
    this.#view.badge =
      problems === 0
        ? undefined
        : {
            value: problems,
            tooltip: problems === 1 ? l10n.t('1 problem in the organization') : l10n.t('{0} problems in the organization', problems),
          };
  }
}

/** The folder of the organization that a row is of. */
export function folderOf(entry: OrganizationEntry | undefined): string | undefined {
  for (let at = entry; at !== undefined; at = at.parent) {
    if (at.kind === 'node' && at.node.folder !== undefined) return at.node.folder;
  }
  return undefined;
}

async function hasManifest(): Promise<boolean> {
  const setting = workspace.getConfiguration('gatehouse').get<unknown>('organization');
  if (typeof setting === 'string' && setting !== '') return true;
  return (await workspace.findFiles(manifestGlob, skippedFilesGlob, 1)).length > 0;
}

function pageSize(): number {
  const size = workspace.getConfiguration('gatehouse').get<number>('tree.pageSize') ?? 500;
  return Math.max(10, size);
}
