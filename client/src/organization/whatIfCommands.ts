import * as l10n from '@vscode/l10n';
import { Uri, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';

import { compareWithRevisionRequest, planSaveRequest } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { readEntries } from './entries';
import { revisionsOf } from './gitRevisions';
import { folderOf } from './organizationTree';
import type { OrganizationTree } from './organizationTree';
import type { WhatIf } from './whatIf';

interface WhatIfParts {
  readonly server: Server;
  readonly tree: OrganizationTree;
  readonly whatIf: WhatIf;
}

/** The commands that show which decisions change, by id. */
export function whatIfCommands(parts: WhatIfParts): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
  return {
    'gatehouse.whatIfSave': (uri) => whatIfSave(parts, uri),
    'gatehouse.compareDecisionsWithRevision': (place) => compareWithRevision(parts, place),
  };
}

/** Shows what saving a policy would change; to apply it is to save. Resolves to whether something is shown. */
async function whatIfSave({ server, whatIf }: WhatIfParts, value: unknown): Promise<boolean> {
  const uri = value instanceof Uri ? value : window.activeTextEditor?.document.uri;
  const document = workspace.textDocuments.find((one) => one.uri.toString() === uri?.toString());
  if (document?.isDirty !== true) {
    void window.showInformationMessage(l10n.t('This file has no changes that are not saved.'));
    return false;
  }
  const ask = () => server.send(planSaveRequest, { uri: document.uri.toString() });
  return whatIf.show(ask, { apply: () => Promise.resolve(document.save()) });
}

/** Shows what is decided otherwise than at a revision of git: in an organization, or by the policy in front. */
async function compareWithRevision({ server, tree, whatIf }: WhatIfParts, value: unknown): Promise<boolean> {
  if (!workspace.isTrusted) {
    void window.showInformationMessage(l10n.t('Git is asked in trusted workspaces only.'));
    return false;
  }
  const uri = await placeOf(tree, value);
  if (uri === undefined) {
    void window.showInformationMessage(l10n.t('Open a policy or an organization first.'));
    return false;
  }
  const revision = await pickRevision(Uri.parse(uri, true));
  if (revision === undefined) return false;
  return whatIf.show(() => server.send(compareWithRevisionRequest, { uri, revision }), 'readOnly');
}

/** From an editor its policy, from the tree the organization of the row, from the palette what is in front. */
async function placeOf(tree: OrganizationTree, value: unknown): Promise<string | undefined> {
  if (value instanceof Uri) return value.toString();
  const [entry] = readEntries(value);
  const folder = entry === undefined ? undefined : folderOf(entry);
  if (folder !== undefined) return folder;
  const document = window.activeTextEditor?.document;
  if (document !== undefined && /^jsonc?$/.test(document.languageId)) return document.uri.toString();
  return (await tree.organizations())[0]?.folder;
}

interface RevisionItem extends QuickPickItem {
  /** Undefined: another one, to be written. */
  readonly revision: string | undefined;
}

async function pickRevision(uri: Uri): Promise<string | undefined> {
  const known = await revisionsOf(uri);
  const other: RevisionItem = { label: l10n.t('Another revision…'), revision: undefined };
  const items: RevisionItem[] = known.map(({ revision, description }) => ({ label: revision, description, revision }));
  const title = l10n.t('Compare decisions with which revision?');
  const picked =
    items.length === 0 ? other : await window.showQuickPick([...items, other], { title, matchOnDescription: true, ignoreFocusOut: true });
  if (picked === undefined || picked.revision !== undefined) return picked?.revision;
  const written = await window.showInputBox({ title, value: 'HEAD', prompt: l10n.t('A commit, a branch or a tag'), ignoreFocusOut: true });
  return written === undefined || written.trim() === '' ? undefined : written.trim();
}
