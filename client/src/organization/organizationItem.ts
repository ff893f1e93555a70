import * as l10n from '@vscode/l10n';
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';

import type { OutlineNode } from '../../../server/src/protocol/requests';

/** A row of the tree: a node of the outline, or the row that shows the next children of one. */
export type OrganizationEntry =
  | { readonly kind: 'node'; readonly node: OutlineNode; readonly parent: OrganizationEntry | undefined }
  | { readonly kind: 'more'; readonly owner: OutlineNode; readonly remaining: number; readonly parent: OrganizationEntry | undefined };

/** The tree item of an entry; its id is the outline's, never the label, so that what is open stays open. */
export function organizationItem(entry: OrganizationEntry): TreeItem {
  return entry.kind === 'node' ? nodeItem(entry.node) : moreItem(entry.owner, entry.remaining);
}

function nodeItem(node: OutlineNode): TreeItem {
  const item = new TreeItem(node.label, collapsibleState(node));
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.iconPath = icon(node);
  item.contextValue = contextValue(node);
  item.accessibilityInformation = { label: node.accessibleLabel };
  if (node.location !== null) {
    item.command = { command: 'gatehouse.revealLocation', title: l10n.t('Show the source'), arguments: [node.location] };
  }
  return item;
}

/** What menus ask for: the kind, each badge, and whether there is a source to show or somebody to simulate. */
function contextValue({ kind, badges, location, principal }: OutlineNode): string {
  return [kind, ...badges, ...(location === null ? [] : ['source']), ...(principal === undefined ? [] : ['principal'])].join('.');
}

function moreItem(owner: OutlineNode, remaining: number): TreeItem {
  const label = l10n.t('Show more ({0} left)', remaining.toLocaleString('en'));
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.id = `${owner.id}\n(more)`;
  item.iconPath = new ThemeIcon('ellipsis');
  item.contextValue = 'more';
  item.command = { command: 'gatehouse.showMore', title: label, arguments: [owner.id] };
  return item;
}

/** The organization and its root are worth seeing at once; what is below opens on request, or thousands of rows would. */
function collapsibleState(node: OutlineNode): TreeItemCollapsibleState {
  if (node.children.length === 0) return TreeItemCollapsibleState.None;
  const open = node.kind === 'organization' || node.kind === 'root';
  return open ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

const icons: Readonly<Record<OutlineNode['kind'], string>> = {
  organization: 'type-hierarchy',
  root: 'root-folder',
  organizationalUnit: 'folder',
  account: 'account',
  users: 'person',
  groups: 'organization',
  roles: 'key',
  policies: 'law',
  resources: 'database',
  user: 'person',
  group: 'organization',
  role: 'key',
  policy: 'law',
  resource: 'database',
  problem: 'warning',
};

function icon(node: OutlineNode): ThemeIcon {
  if (node.kind === 'problem') return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  if (node.badges.includes('problem')) return new ThemeIcon(icons[node.kind], new ThemeColor('list.warningForeground'));
  if (node.badges.includes('suspended') || node.badges.includes('disabled')) {
    return new ThemeIcon(node.kind === 'account' ? 'circle-slash' : icons[node.kind], new ThemeColor('disabledForeground'));
  }
  if (node.badges.includes('management')) return new ThemeIcon('star-full');
  return new ThemeIcon(icons[node.kind]);
}
