import * as l10n from '@vscode/l10n';
import { commands, ConfigurationTarget, env, Uri, window, workspace } from 'vscode';
import type { ExtensionContext, QuickPickItem } from 'vscode';

import {
  compareOrganizationsRequest,
  draftsRequest,
  planConversionRequest,
  planNewOrganizationRequest,
  proposeDraftsRequest,
} from '../../../server/src/protocol/requests';
import type { DraftProposal } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { pickOrganization } from './editCommands';
import { readEntries } from './entries';
import { importFromAws } from './importFromAws';
import { folderOf } from './organizationTree';
import type { OrganizationTree } from './organizationTree';
import { findWords, pickMatch } from './pickMatch';
import type { WhatIf } from './whatIf';

/** What the commands around organizations work on. */
export interface OrganizationParts {
  readonly context: ExtensionContext;
  readonly server: Server;
  readonly tree: OrganizationTree;
  readonly whatIf: WhatIf;
}

/** Commands that look at organizations, make new ones and bind drafts to them, by id. */
export function organizationCommands(parts: OrganizationParts): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
  return {
    'gatehouse.findInOrganization': () => find(parts),
    'gatehouse.filterOrganizations': () => filter(parts),
    'gatehouse.clearFilter': () => parts.tree.setFilter(''),
    'gatehouse.createOrganization': () => createOrganization(parts),
    'gatehouse.convertOrganization': (row) => convert(parts, row),
    'gatehouse.copyExportScript': () => copyExportScript(parts),
    'gatehouse.importFromAws': () => importFromAws(parts),
    'gatehouse.chooseOrganization': (row) => choose(parts, row),
    'gatehouse.compareOrganizations': (row) => compare(parts, row),
    'gatehouse.bindDrafts': (row) => bindDrafts(parts, row),
    'gatehouse.compareDraft': (row) => compareDraft(parts, row),
    'gatehouse.answerAsDeployed': () => setAnswers('deployed'),
    'gatehouse.answerWithDrafts': () => setAnswers('drafts'),
    'gatehouse.copyId': (row) => copyId(row),
  };
}

async function find({ server, tree }: OrganizationParts): Promise<void> {
  const match = await pickMatch(server, findWords());
  if (match !== undefined) await tree.reveal(match.way);
}

async function filter({ tree }: OrganizationParts): Promise<void> {
  const word = await window.showInputBox({
    title: l10n.t('Show only what has this word'),
    prompt: l10n.t('Name, id, path, email address, tag or ARN; empty: everything'),
    value: tree.filter,
    ignoreFocusOut: true,
  });
  if (word !== undefined) tree.setFilter(word);
}

async function createOrganization({ server, whatIf }: OrganizationParts): Promise<void> {
  const root = await pickFolder();
  if (root === undefined) return;
  const steps = (step: number): string => `${l10n.t('New organization')} (${step}/5)`;
  const needed = (value: string): string | undefined => (value.trim() === '' ? l10n.t('A name is needed.') : undefined);
  const input = (step: number, prompt: string, value: string, validateInput?: (value: string) => string | undefined) =>
    window.showInputBox({
      title: steps(step),
      prompt,
      value,
      ignoreFocusOut: true,
      ...(validateInput === undefined ? {} : { validateInput }),
    });
  const name = await input(1, l10n.t('Name of the organization'), '', needed);
  if (name === undefined) return;
  const folder = await input(
    2,
    l10n.t('Folder for its files'),
    name
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-'),
    (value) => (/^\s*$|\.\./.test(value) ? l10n.t('A folder inside the workspace.') : undefined),
  );
  if (folder === undefined) return;
  const managementAccount = await input(3, l10n.t('Name of the management account'), name.trim(), needed);
  if (managementAccount === undefined) return;
  const email = await input(4, l10n.t('Email address of its root user; empty: not known yet'), '');
  if (email === undefined) return;
  const yes = l10n.t('Enable service control policies');
  const no = l10n.t('No policy types yet');
  const scps = await window.showQuickPick([yes, no], { title: steps(5), ignoreFocusOut: true });
  if (scps === undefined) return;
  const target = Uri.joinPath(root, folder.trim().replace(/^\/+/, '')).toString();
  const wanted = {
    folder: target,
    name: name.trim(),
    managementAccount: managementAccount.trim(),
    email: email.trim(),
    enableScps: scps === yes,
  };
  await whatIf.show(() => server.send(planNewOrganizationRequest, wanted));
}

/** Where new files go: a folder of the workspace. */
export async function pickFolder(): Promise<Uri | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    const open = l10n.t('Open Folder…');
    const said = await window.showInformationMessage(l10n.t('Open a folder first: the organization is kept in files there.'), open);
    if (said === open) await commands.executeCommand('vscode.openFolder');
    return undefined;
  }
  return folders.length === 1 ? folders[0]?.uri : (await window.showWorkspaceFolderPick())?.uri;
}

async function folderOfRow(parts: OrganizationParts, row: unknown): Promise<string | undefined> {
  const [entry] = readEntries(row);
  return folderOf(entry) ?? pickOrganization(parts);
}

async function convert(parts: OrganizationParts, row: unknown): Promise<void> {
  const folder = await folderOfRow(parts, row);
  if (folder !== undefined) await parts.whatIf.show(() => parts.server.send(planConversionRequest, { folder }));
}

async function copyExportScript({ context }: OrganizationParts): Promise<void> {
  const script = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'docs', 'export-organization.sh'));
  await env.clipboard.writeText(new TextDecoder().decode(script));
  const show = l10n.t('Show the script');
  const text = l10n.t(
    'The script is in the clipboard. Run it where the AWS command line may read the organization, and put its output into the workspace as organization.jsonl.',
  );
  if ((await window.showInformationMessage(text, show)) !== show) return;
  const document = await workspace.openTextDocument({ language: 'shellscript', content: new TextDecoder().decode(script) });
  await window.showTextDocument(document);
}

/** Which organization decides where a file belongs to none, or to several. */
async function choose(parts: OrganizationParts, row: unknown): Promise<void> {
  const folder = await folderOfRow(parts, row);
  const uri = folder === undefined ? undefined : Uri.parse(folder);
  if (uri === undefined) return;
  const path = workspace.asRelativePath(uri, false);
  await workspace.getConfiguration('gatehouse').update('organization', path, ConfigurationTarget.Workspace);
  window.setStatusBarMessage(l10n.t('Answers come from {0}', path), 5000);
}

async function compare(parts: OrganizationParts, row: unknown): Promise<void> {
  const before = await folderOfRow(parts, row);
  if (before === undefined) return;
  const others = (await parts.tree.organizations()).filter(({ folder }) => folder !== before);
  if (others.length === 0) {
    void window.showInformationMessage(l10n.t('There is no second organization in the workspace.'));
    return;
  }
  const items = others.map(({ label, description, folder }) => ({ label, description, detail: Uri.parse(folder ?? '').path, folder }));
  const picked =
    items.length === 1
      ? items[0]
      : await window.showQuickPick(items, { title: l10n.t('Compare with which organization?'), ignoreFocusOut: true });
  if (picked?.folder === undefined) return;
  const { text } = await parts.server.send(compareOrganizationsRequest, { before, after: picked.folder });
  const document = await workspace.openTextDocument({ language: 'markdown', content: text });
  await window.showTextDocument(document, { preview: true });
}

interface ProposalItem extends QuickPickItem {
  readonly proposal: DraftProposal;
}

async function bindDrafts(parts: OrganizationParts, row: unknown): Promise<void> {
  const folder = await folderOfRow(parts, row);
  if (folder === undefined) return;
  const { proposals } = await parts.server.send(proposeDraftsRequest, { folder });
  if (proposals.length === 0) {
    const text = l10n.t(
      'No file of the workspace looks like a draft of a policy of this organization. `gatehouse.policyFiles` binds any file to one.',
    );
    void window.showInformationMessage(text);
    return;
  }
  const items: ProposalItem[] = proposals.map((proposal) => ({
    label: workspace.asRelativePath(Uri.parse(proposal.uri)),
    description: `→ ${proposal.name} (${proposal.policy})`,
    detail: proposal.reason === 'content' ? l10n.t('the same document') : l10n.t('a policy in a file of that name'),
    picked: proposal.reason === 'content',
    proposal,
  }));
  const title = l10n.t('Which files are drafts of deployed policies?');
  const picked = await window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true, ignoreFocusOut: true });
  if (picked === undefined || picked.length === 0) return;
  const settings = workspace.getConfiguration('gatehouse');
  const given = settings.inspect<readonly unknown[]>('policyFiles')?.workspaceValue ?? [];
  const added = picked.map(({ proposal: { uri, type, policy } }) => ({
    glob: workspace.asRelativePath(Uri.parse(uri), false),
    type,
    policy,
  }));
  await settings.update('policyFiles', [...given, ...added], ConfigurationTarget.Workspace);
  window.setStatusBarMessage(l10n.t('{0} drafts are bound to deployed policies', picked.length), 5000);
}

async function compareDraft(parts: OrganizationParts, row: unknown): Promise<void> {
  const [entry] = readEntries(row);
  const folder = folderOf(entry) ?? (await pickOrganization(parts));
  if (folder === undefined) return;
  const { drafts } = await parts.server.send(draftsRequest, { folder });
  const wanted = entry?.kind === 'node' ? drafts.filter(({ reference }) => reference === entry.node.policy) : drafts;
  if (wanted.length === 0) {
    void window.showInformationMessage(l10n.t('No draft is bound to a policy of this organization.'));
    return;
  }
  const items = wanted.map((draft) => ({
    label: draft.reference,
    description: workspace.asRelativePath(Uri.parse(draft.uri)),
    detail: draft.differs === null ? l10n.t('one of the two cannot be read') : draft.differs ? l10n.t('differs') : l10n.t('the same'),
    draft,
  }));
  const picked =
    items.length === 1 ? items[0] : await window.showQuickPick(items, { title: l10n.t('Compare which draft?'), ignoreFocusOut: true });
  if (picked === undefined) return;
  const { deployedUri, uri, reference } = picked.draft;
  await commands.executeCommand('vscode.diff', Uri.parse(deployedUri), Uri.parse(uri), l10n.t('{0}: deployed ↔ draft', reference));
}

async function setAnswers(answers: 'drafts' | 'deployed'): Promise<void> {
  await workspace.getConfiguration('gatehouse').update('answers', answers, ConfigurationTarget.Workspace);
}

async function copyId(row: unknown): Promise<void> {
  const [entry] = readEntries(row);
  if (entry?.kind !== 'node') return;
  const { principal, id, target, kind } = entry.node;
  await env.clipboard.writeText(kind === 'account' ? (target ?? id) : (principal ?? id.split('#').at(-1) ?? id));
}
