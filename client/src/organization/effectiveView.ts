import * as l10n from '@vscode/l10n';
import { Disposable, EventEmitter, TreeItemCollapsibleState, window } from 'vscode';
import type { TreeDataProvider, TreeItem, TreeView } from 'vscode';

import { effectivePoliciesRequest } from '../../../server/src/protocol/requests';
import type { EffectiveNode } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { debounce } from '../debounce';
import { nodeItem, nodeTooltip } from './organizationItem';
import type { OrganizationEntry } from './organizationItem';
import { folderOf } from './organizationTree';
import type { OrganizationTree } from './organizationTree';

/** The place that the view is about. */
interface Place {
  readonly folder: string;
  readonly target: string;
}

/** The Effective policies view: what reaches the place that is selected in the Organizations view, level by level. */
export class EffectiveView implements TreeDataProvider<EffectiveNode>, Disposable {
  readonly #server: Server;
  readonly #changed = new EventEmitter<undefined>();
  readonly #view: TreeView<EffectiveNode>;
  readonly #subscriptions: Disposable;
  readonly #pause = debounce(150);
  #place: Place | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(server: Server, tree: OrganizationTree) {
    this.#server = server;
    this.#view = window.createTreeView('gatehouse.effectivePolicies', { treeDataProvider: this, showCollapseAll: true });
    this.#subscriptions = Disposable.from(
      this.#view,
      this.#changed,
      this.#pause,
      tree.view.onDidChangeSelection(({ selection }) => this.#follow(selection[0])),
      tree.onDidChangeTreeData(() => this.#pause.call(() => this.#changed.fire(undefined))),
    );
  }

  async getChildren(node?: EffectiveNode): Promise<EffectiveNode[]> {
    if (node !== undefined) return [...node.children];
    if (this.#place === undefined) return [];
    const effective = await this.#server.sendOr(effectivePoliciesRequest, this.#place, null);
    this.#view.description = effective?.name ?? '';
    this.#view.message = effective !== null && effective.nodes.length === 0 ? l10n.t('No policy type is enabled for the root.') : '';
    return [...(effective?.nodes ?? [])];
  }

  getTreeItem(node: EffectiveNode): TreeItem {
    const item = nodeItem(node);
    item.tooltip = nodeTooltip(node);
    if (node.documentUri !== undefined) {
      const title = l10n.t('Show the effective policy');
      item.command = { command: 'gatehouse.openVirtualDocument', title, arguments: [node.documentUri] };
    }
    // Two types with one policy each read as a picture; all types of a large organization would not.
    if (node.kind === 'policies') item.collapsibleState = TreeItemCollapsibleState.Expanded;
    return item;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** The place or the principal that a row stands for, or lies in. */
  #follow(selected: OrganizationEntry | undefined): void {
    const folder = folderOf(selected);
    for (let at = selected; at !== undefined && folder !== undefined; at = at.parent) {
      const target = at.kind === 'node' ? at.node.target : undefined;
      if (target === undefined) continue;
      if (this.#place?.folder === folder && this.#place.target === target) return;
      this.#place = { folder, target };
      this.#pause.call(() => this.#changed.fire(undefined));
      return;
    }
  }
}
