import * as l10n from '@vscode/l10n';
import { Uri, window } from 'vscode';
import type { QuickPickItem } from 'vscode';

import { attachablePoliciesRequest, policyTypesRequest } from '../../../server/src/protocol/requests';
import type { OrganizationMatch } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { readEntries } from './entries';
import type { OrganizationEntry } from './organizationItem';
import { folderOf } from './organizationTree';
import type { OrganizationTree } from './organizationTree';
import { pickMatch } from './pickMatch';
import type { WhatIf } from './whatIf';

/** What the commands that change an organization work on. */
export interface EditParts {
  readonly server: Server;
  readonly tree: OrganizationTree;
  readonly whatIf: WhatIf;
}

type Kind = OrganizationMatch['kind'];

/** A place or a principal that a command is about. */
interface Target {
  readonly folder: string;
  readonly target: string;
  readonly label: string;
  readonly kind: string;
}

const places: readonly Kind[] = ['root', 'organizationalUnit'];
const principals: readonly Kind[] = ['user', 'group', 'role'];

/** The commands that change an organization, by id. Each takes a row of the tree, or asks which one is meant. */
export function editCommands(parts: EditParts): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
  return {
    'gatehouse.newOrganizationalUnit': (row) => newUnit(parts, row),
    'gatehouse.renameOrganizationalUnit': (row) => renameUnit(parts, row),
    'gatehouse.deleteOrganizationalUnit': (row) => deleteUnit(parts, row),
    'gatehouse.newAccount': (row) => newAccount(parts, row),
    'gatehouse.moveTo': (row, rows) => moveTo(parts, row, rows),
    'gatehouse.setPolicyTypes': (row) => setPolicyTypes(parts, row),
    'gatehouse.newPolicy': (row) => newPolicy(parts, row),
    'gatehouse.attachPolicy': (row) => attachPolicy(parts, row),
    'gatehouse.detachPolicy': (row) => detachPolicy(parts, row),
    'gatehouse.applyWhatIf': (uri) => parts.whatIf.apply(uri),
    'gatehouse.discardWhatIf': (uri) => parts.whatIf.discard(uri),
  };
}

async function targetOf(parts: EditParts, row: unknown, kinds: readonly Kind[], title: string): Promise<Target | undefined> {
  const [entry] = readEntries(row);
  const given = entry === undefined ? undefined : targetOfEntry(entry);
  if (given !== undefined && kinds.some((kind) => kind === given.kind)) return given;
  return pickMatch(parts.server, { title, placeholder: l10n.t('Name, id or path'), kinds });
}

export function targetOfEntry(entry: OrganizationEntry): Target | undefined {
  const folder = folderOf(entry);
  if (entry.kind !== 'node' || folder === undefined || entry.node.target === undefined) return undefined;
  return { folder, target: entry.node.target, label: entry.node.label, kind: entry.node.kind };
}

async function newUnit(parts: EditParts, row: unknown): Promise<void> {
  const parent = await targetOf(parts, row, places, l10n.t('New organizational unit: where?'));
  if (parent === undefined) return;
  const name = await ask(l10n.t('New organizational unit in {0}', parent.label), l10n.t('Name'), '', lengthCheck(128));
  if (name !== undefined) await parts.whatIf.propose(parent.folder, { kind: 'createOrganizationalUnit', parent: parent.target, name });
}

async function renameUnit(parts: EditParts, row: unknown): Promise<void> {
  const unit = await targetOf(parts, row, ['organizationalUnit'], l10n.t('Rename which organizational unit?'));
  if (unit === undefined) return;
  const name = await ask(l10n.t('Rename {0}', unit.label), l10n.t('Name'), unit.label, lengthCheck(128));
  if (name !== undefined) await parts.whatIf.propose(unit.folder, { kind: 'renameOrganizationalUnit', target: unit.target, name });
}

async function deleteUnit(parts: EditParts, row: unknown): Promise<void> {
  const unit = await targetOf(parts, row, ['organizationalUnit'], l10n.t('Delete which organizational unit?'));
  if (unit !== undefined) await parts.whatIf.propose(unit.folder, { kind: 'deleteOrganizationalUnit', target: unit.target });
}

async function newAccount(parts: EditParts, row: unknown): Promise<void> {
  const parent = await targetOf(parts, row, places, l10n.t('New account: where?'));
  if (parent === undefined) return;
  const title = l10n.t('New account in {0}', parent.label);
  const name = await ask(`${title} (1/3)`, l10n.t('Name'), '', lengthCheck(50));
  if (name === undefined) return;
  const email = await ask(`${title} (2/3)`, l10n.t('Email address of the root user; empty: not known yet'), '', emailCheck);
  if (email === undefined) return;
  const id = await ask(`${title} (3/3)`, l10n.t('Account id, 12 digits; empty: AWS has not given one yet'), '', idCheck);
  if (id === undefined) return;
  await parts.whatIf.propose(parent.folder, { kind: 'createAccount', parent: parent.target, name, email, id: id.replaceAll('-', '') });
}

async function moveTo(parts: EditParts, row: unknown, rows: unknown): Promise<void> {
  const movable: readonly Kind[] = ['account', 'organizationalUnit'];
  const entries = readEntries(rows ?? row);
  const given = entries.flatMap((entry) => targetOfEntry(entry) ?? []).filter(({ kind }) => movable.some((one) => one === kind));
  const picked = given.length > 0 ? given : [await targetOf(parts, row, movable, l10n.t('Move what?'))];
  const [first] = picked;
  if (first === undefined) return;
  const title = picked.length === 1 ? l10n.t('Move {0} to…', first.label) : l10n.t('Move {0} accounts to…', picked.length);
  const destination = await pickMatch(parts.server, {
    title,
    placeholder: l10n.t('Name, id or path'),
    kinds: places,
    folder: first.folder,
  });
  if (destination !== undefined)
    await proposeMove(
      parts,
      picked.flatMap((one) => one ?? []),
      destination,
    );
}

/** Accounts move together; an OU moves alone, with all that is in it. */
export async function proposeMove(
  { whatIf }: Pick<EditParts, 'whatIf'>,
  moved: readonly Target[],
  to: { readonly target: string },
): Promise<void> {
  const [first] = moved;
  if (first === undefined) return;
  if (first.kind === 'organizationalUnit') {
    await whatIf.propose(first.folder, { kind: 'moveOrganizationalUnit', target: first.target, parent: to.target });
    return;
  }
  const targets = moved.filter(({ kind }) => kind === 'account').map(({ target }) => target);
  await whatIf.propose(first.folder, { kind: 'moveAccounts', targets, parent: to.target });
}

interface TypeItem extends QuickPickItem {
  readonly type: string;
  readonly enabled: boolean;
}

async function setPolicyTypes(parts: EditParts, row: unknown): Promise<void> {
  const root = await targetOf(parts, row, ['root'], l10n.t('Policy types of which root?'));
  if (root === undefined) return;
  const { types } = await parts.server.send(policyTypesRequest, { folder: root.folder });
  const items: TypeItem[] = types.map(({ type, constant, enabled }) => ({
    label: `$(${enabled ? 'pass-filled' : 'circle-large-outline'}) ${constant}`,
    description: enabled ? l10n.t('enabled; choose it to disable it') : l10n.t('not enabled; choose it to enable it'),
    type,
    enabled,
  }));
  const picked = await window.showQuickPick(items, { title: l10n.t('Enable or disable a policy type'), ignoreFocusOut: true });
  if (picked === undefined) return;
  await parts.whatIf.propose(root.folder, { kind: picked.enabled ? 'disablePolicyType' : 'enablePolicyType', type: picked.type });
}

async function newPolicy(parts: EditParts, row: unknown): Promise<void> {
  const [entry] = readEntries(row);
  const given = entry === undefined ? undefined : targetOfEntry(entry);
  const place = given !== undefined && !given.target.startsWith('arn:') ? given : undefined;
  const folder = place?.folder ?? folderOf(entry) ?? (await pickOrganization(parts));
  if (folder === undefined) return;
  const { types } = await parts.server.send(policyTypesRequest, { folder });
  const items = types
    .map(({ type, constant, enabled }) => ({
      label: constant,
      description: enabled ? l10n.t('enabled') : l10n.t('not enabled: no effect yet'),
      type,
      enabled,
    }))
    .sort((one, other) => Number(other.enabled) - Number(one.enabled));
  const title = place === undefined ? l10n.t('New policy') : l10n.t('New policy, attached to {0}', place.label);
  const picked = await window.showQuickPick(items, { title: `${title} (1/2)`, ignoreFocusOut: true });
  if (picked === undefined) return;
  const name = await ask(`${title} (2/2)`, l10n.t('Name'), '', lengthCheck(128));
  if (name === undefined) return;
  const attach = place === undefined ? {} : { target: place.target };
  await parts.whatIf.propose(folder, { kind: 'createPolicy', type: picked.type, name, ...attach });
}

async function attachPolicy(parts: EditParts, row: unknown): Promise<void> {
  const kinds: readonly Kind[] = [...places, 'account', ...principals];
  const target = await targetOf(parts, row, kinds, l10n.t('Attach to what?'));
  if (target === undefined) return;
  const { policies } = await parts.server.send(attachablePoliciesRequest, { folder: target.folder, target: target.target });
  const title = l10n.t('Attach to {0}', target.label);
  const toPrincipal = target.target.startsWith('arn:');
  const options = { title, matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true };
  if (policies.length === 0) {
    void window.showInformationMessage(l10n.t('Every policy of the organization is attached to {0} already.', target.label));
    return;
  }
  if (toPrincipal) {
    const picked = await window.showQuickPick([...policies], options);
    if (picked === undefined) return;
    await parts.whatIf.propose(target.folder, { kind: 'attachToPrincipal', policy: picked.policy, principal: target.target });
    return;
  }
  const picked = await window.showQuickPick([...policies], { ...options, canPickMany: true });
  if (picked === undefined || picked.length === 0) return;
  const chosen = picked.map(({ policy }) => policy);
  await parts.whatIf.propose(target.folder, { kind: 'attachPolicies', policies: chosen, target: target.target });
}

/** From a policy row below the place or the principal that it is attached to. */
async function detachPolicy(parts: EditParts, row: unknown): Promise<void> {
  const [entry] = readEntries(row);
  if (entry?.kind !== 'node' || entry.node.policy === undefined) {
    void window.showInformationMessage(l10n.t('Choose an attached policy in the Organizations view.'));
    return;
  }
  let owner = entry.parent;
  while (owner !== undefined && (owner.kind !== 'node' || owner.node.target === undefined)) owner = owner.parent;
  const target = owner === undefined ? undefined : targetOfEntry(owner);
  if (target === undefined) return;
  const { policy } = entry.node;
  await parts.whatIf.propose(
    target.folder,
    target.target.startsWith('arn:')
      ? { kind: 'detachFromPrincipal', policy, principal: target.target }
      : { kind: 'detachPolicy', policy, target: target.target },
  );
}

/** The organization meant, when a command comes from the palette; the only one is not asked about. */
export async function pickOrganization({ tree }: Pick<EditParts, 'tree'>): Promise<string | undefined> {
  const organizations = await tree.organizations();
  if (organizations.length <= 1) return organizations[0]?.folder;
  const items = organizations.map(({ label, description, folder }) => ({
    label,
    description,
    detail: Uri.parse(folder ?? '').path,
    folder,
  }));
  return (await window.showQuickPick(items, { title: l10n.t('Which organization?'), ignoreFocusOut: true }))?.folder;
}

type Check = (value: string) => string | undefined;

async function ask(title: string, prompt: string, value: string, check: Check): Promise<string | undefined> {
  const answer = await window.showInputBox({ title, prompt, value, ignoreFocusOut: true, validateInput: check });
  return answer?.trim();
}

function lengthCheck(limit: number): Check {
  return (value) => {
    const length = [...value.trim()].length;
    if (length === 0) return l10n.t('A name is needed.');
    return length > limit ? l10n.t('At most {0} characters; these are {1}.', limit, length) : undefined;
  };
}

const emailCheck: Check = (value) =>
  value.trim() === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()) ? undefined : l10n.t('This is no email address.');

const idCheck: Check = (value) =>
  value.trim() === '' || /^\d{12}$/.test(value.trim().replaceAll('-', '')) ? undefined : l10n.t('An account id has 12 digits.');
