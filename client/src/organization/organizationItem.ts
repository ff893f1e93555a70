import * as l10n from '@vscode/l10n';
import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';

import type { OutlineNode } from '../../../server/src/protocol/requests';

/** A row of the tree: a node of the outline, or the row that shows the next children of one. */
export type OrganizationEntry =
  | { readonly kind: 'node'; readonly node: OutlineNode; readonly parent: OrganizationEntry | undefined }
  | { readonly kind: 'more'; readonly owner: OutlineNode; readonly remaining: number; readonly parent: OrganizationEntry | undefined };

/** The tree item of an entry; its id is the outline's, never the label, so that what is open stays open. */
export function organizationItem(entry: OrganizationEntry): TreeItem {
  return entry.kind === 'node' ? nodeItem(entry.node) : moreItem(entry.owner, entry.remaining);
}

export function nodeItem(node: OutlineNode): TreeItem {
  const item = new TreeItem(node.label, collapsibleState(node));
  item.id = node.id;
  item.description = node.description;
  item.iconPath = icon(node);
  item.contextValue = contextValue(node);
  item.accessibilityInformation = { label: accessibleLabel(node) };
  if (node.badges.some((badge) => badge in badgeLetters)) item.resourceUri = decoratedUri(node);
  if (node.location !== null) {
    item.command = { command: 'gatehouse.revealLocation', title: l10n.t('Show the source'), arguments: [node.location] };
  }
  return item;
}

/** The tooltip is made when somebody rests on the row. */
export function nodeTooltip(node: OutlineNode): MarkdownString {
  const tooltip = new MarkdownString('', true);
  node.tooltip.split('\n').forEach((line, index) => {
    if (index > 0) tooltip.appendMarkdown('\n\n');
    tooltip.appendText(line);
  });
  for (const badge of node.badges) {
    const meaning = badgeMeaning(badge);
    if (meaning !== undefined) tooltip.appendMarkdown('\n\n').appendText(meaning);
  }
  return tooltip;
}

/** What menus ask for: the kind, each badge, and whether there is a source to show, somebody to simulate, a place to change. */
function contextValue({ kind, badges, location, principal, target }: OutlineNode): string {
  const facts = [
    ...(location === null ? [] : ['source']),
    ...(principal === undefined ? [] : ['principal']),
    ...(target === undefined ? [] : ['target']),
  ];
  return [kind, ...badges, ...facts].join('.');
}

function accessibleLabel({ accessibleLabel: label, description, badges }: OutlineNode): string {
  const meanings = badges.flatMap((badge) => badgeMeaning(badge) ?? []);
  return [label, description, ...meanings].filter((part) => part !== '').join(', ');
}

type Badge = OutlineNode['badges'][number];

/** Letters beside a row; the colour says the same, and so does the tooltip. */
const badgeLetters: Partial<Record<Badge, string>> = {
  problem: '!',
  suspended: 'S',
  full: 'F',
  drift: 'Δ',
  delegated: 'D',
  management: 'M',
};

/** The URI by which the decorations know a row; nothing lies there. */
function decoratedUri({ id, badges }: OutlineNode): Uri {
  return Uri.from({ scheme: 'gatehouse-tree', path: `/${encodeURIComponent(id)}`, query: badges.join('.') });
}

/** The badge that counts most, as a letter with its meaning and colour; undefined where a row has none. */
export function decorationOf(
  uri: Uri,
): { readonly letter: string; readonly meaning: string; readonly color: ThemeColor | undefined } | undefined {
  const badges = new Set(uri.query.split('.'));
  for (const badge of ['problem', 'drift', 'suspended', 'full', 'delegated', 'management'] as const) {
    const letter = badgeLetters[badge];
    if (letter === undefined || !badges.has(badge)) continue;
    return { letter, meaning: badgeMeaning(badge) ?? '', color: badgeColor(badge) };
  }
  return undefined;
}

function badgeColor(badge: Badge): ThemeColor | undefined {
  if (badge === 'problem' || badge === 'full') return new ThemeColor('list.warningForeground');
  if (badge === 'suspended') return new ThemeColor('disabledForeground');
  return badge === 'drift' ? new ThemeColor('gitDecoration.modifiedResourceForeground') : undefined;
}

function badgeMeaning(badge: Badge): string | undefined {
  switch (badge) {
    case 'problem':
      return l10n.t('There are problems here.');
    case 'suspended':
      return l10n.t('The account is suspended or closed.');
    case 'full':
      return l10n.t('No further SCP can be attached here.');
    case 'drift':
      return l10n.t('A draft of this policy differs from what is deployed.');
    case 'delegated':
      return l10n.t('The account administers a service for the organization.');
    case 'management':
      return l10n.t('SCPs and RCPs do not reach the management account.');
    case 'foreign':
      return l10n.t('Read from the files of another tool, and not changed here.');
    case 'pending':
    case 'inherited':
    case 'disabled':
    case 'awsManaged':
    case 'attached':
      return undefined;
  }
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
  if (node.childCount === 0) return TreeItemCollapsibleState.None;
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
  handshakes: 'mail',
  handshake: 'mail',
  delegation: 'shield',
  service: 'shield',
  permissionSets: 'id-badge',
  permissionSet: 'id-badge',
  level: 'layers',
  effective: 'file-code',
  problem: 'warning',
};

function icon(node: OutlineNode): ThemeIcon {
  if (node.kind === 'problem') return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
  if (node.badges.includes('problem')) return new ThemeIcon(icons[node.kind], new ThemeColor('list.warningForeground'));
  if (node.badges.includes('suspended') || node.badges.includes('disabled')) {
    return new ThemeIcon(node.kind === 'account' ? 'circle-slash' : icons[node.kind], new ThemeColor('disabledForeground'));
  }
  if (node.badges.includes('management')) return new ThemeIcon('star-full');
  if (node.kind === 'policy' && node.badges.includes('inherited')) return new ThemeIcon('arrow-small-down');
  return new ThemeIcon(icons[node.kind]);
}
