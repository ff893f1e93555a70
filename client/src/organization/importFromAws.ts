import * as l10n from '@vscode/l10n';
import { commands, ProgressLocation, Uri, window, workspace } from 'vscode';

import { importFromAwsRequest } from '../../../server/src/protocol/requests';
import type { OrganizationPlan } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { pickFolder } from './organizationCommands';
import type { WhatIf } from './whatIf';

interface Parts {
  readonly server: Server;
  readonly whatIf: WhatIf;
}

/**
 * Reads an organization from AWS, because somebody asked for it now: which profile, which folder, then progress that can be cancelled, and the
 * files to look at before anything is written.
 */
export async function importFromAws({ server, whatIf }: Parts): Promise<void> {
  if (!workspace.isTrusted) {
    void window.showInformationMessage(l10n.t('AWS is asked only from a trusted workspace.'));
    return;
  }
  const root = await pickFolder();
  if (root === undefined) return;
  const title = (step: number): string => `${l10n.t('Import from AWS')} (${step}/4)`;
  const options = (step: number, prompt: string, value: string) => ({ title: title(step), prompt, value, ignoreFocusOut: true });
  const profile = await window.showInputBox(
    options(1, l10n.t('Profile of your AWS configuration; empty: what the AWS tools would take'), ''),
  );
  if (profile === undefined) return;
  const region = await window.showInputBox(options(2, l10n.t('Region to ask from; empty: that of the profile'), ''));
  if (region === undefined) return;
  const memberRole = await window.showInputBox(
    options(3, l10n.t('Role in the member accounts that may read their users and roles; empty: the organization alone'), ''),
  );
  if (memberRole === undefined) return;
  const folder = await window.showInputBox({
    ...options(4, l10n.t('Folder for the files'), 'aws-organization'),
    validateInput: (value) => (/^\s*$|\.\./.test(value) ? l10n.t('A folder inside the workspace.') : undefined),
  });
  if (folder === undefined) return;
  const target = Uri.joinPath(root, folder.trim().replace(/^\/+/, '')).toString();
  const asked = { folder: target, profile: profile.trim(), region: region.trim(), memberRole: memberRole.trim() };
  const plan = await withProgress(server, asked);
  if (plan === undefined) return;
  if (plan.kind === 'refused') return refuse(plan.reason);
  await whatIf.show(() => Promise.resolve(plan));
}

async function withProgress(
  server: Server,
  asked: { readonly folder: string; readonly profile: string; readonly region: string; readonly memberRole: string },
): Promise<OrganizationPlan | undefined> {
  const location = { location: ProgressLocation.Notification, title: l10n.t('Reading the organization from AWS'), cancellable: true };
  return window.withProgress(location, async (progress, token) => {
    let before = 0;
    const listening = server.onImportProgress(({ done, total, text }) => {
      const now = total === null || total === 0 ? before : (done / total) * 100;
      progress.report({ message: text, ...(now > before ? { increment: now - before } : {}) });
      before = Math.max(before, now);
    });
    try {
      return await server.send(importFromAwsRequest, asked, token);
    } catch (error) {
      if (!token.isCancellationRequested) return { kind: 'refused', reason: String(error) };
      return undefined;
    } finally {
      listening.dispose();
    }
  });
}

/** Who may not ask from here may from somewhere else. */
async function refuse(reason: string): Promise<void> {
  const script = l10n.t('Copy export script');
  if ((await window.showErrorMessage(reason, script)) === script) await commands.executeCommand('gatehouse.copyExportScript');
}
