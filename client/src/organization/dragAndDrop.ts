import * as l10n from '@vscode/l10n';
import { DataTransferItem, Uri, window } from 'vscode';
import type { CancellationToken, DataTransfer, TreeDragAndDropController } from 'vscode';

import { documentInfoRequest, policyTypesRequest } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { proposeMove, targetOfEntry } from './editCommands';
import { readEntries } from './entries';
import type { OrganizationEntry } from './organizationItem';
import { folderOf } from './organizationTree';
import type { WhatIf } from './whatIf';

/** What VS Code calls rows of the view while they are dragged, and files from the Explorer. */
const rowsType = 'application/vnd.code.tree.gatehouse.organizations';
const filesType = 'text/uri-list';

interface Parts {
  readonly server: Server;
  readonly whatIf: WhatIf;
}

/** Drops in the Organizations view: accounts and OUs move, policies and files are attached. Each is shown as a what-if before it is written. */
export function createDragAndDrop(parts: Parts): TreeDragAndDropController<OrganizationEntry> {
  return {
    dragMimeTypes: [rowsType],
    dropMimeTypes: [rowsType, filesType],
    handleDrag(source, data) {
      data.set(rowsType, new DataTransferItem(source.filter(isDraggable)));
      const files = source.flatMap((entry) =>
        entry.kind === 'node' && entry.node.kind === 'policy' ? (entry.node.location?.uri ?? []) : [],
      );
      // A policy that is dropped into an editor opens there.
      if (files.length > 0) data.set(filesType, new DataTransferItem(files.join('\r\n')));
    },
    async handleDrop(target, data: DataTransfer, _token: CancellationToken) {
      const rows = readEntries(data.get(rowsType)?.value);
      const to = target === undefined ? undefined : placeAround(target);
      if (to === undefined) return;
      if (rows.length > 0) return dropRows(parts, rows, to);
      const list = await data.get(filesType)?.asString();
      const [file] = (list ?? '').split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
      if (file !== undefined) await attachFile(parts, file, to);
    },
  };
}

type Target = NonNullable<ReturnType<typeof targetOfEntry>>;

/** A row that a drop onto a group or a policy means: the place that it lies in. */
function placeAround(entry: OrganizationEntry): Target | undefined {
  for (let at: OrganizationEntry | undefined = entry; at !== undefined; at = at.parent) {
    const target = targetOfEntry(at);
    if (target !== undefined) return target;
  }
  return undefined;
}

function isDraggable(entry: OrganizationEntry): boolean {
  return entry.kind === 'node' && ['account', 'organizationalUnit', 'policy'].includes(entry.node.kind);
}

async function dropRows(parts: Parts, rows: readonly OrganizationEntry[], to: Target): Promise<void> {
  const moved = rows.flatMap((row) => targetOfEntry(row) ?? []).filter(({ folder, kind }) => folder === to.folder && kind !== 'root');
  if (moved.length > 0) return proposeMove(parts, moved, to);
  const policies = rows.flatMap((row) => (row.kind === 'node' && folderOf(row) === to.folder ? (row.node.policy ?? []) : []));
  const [first] = policies;
  if (first === undefined) return;
  if (to.target.startsWith('arn:'))
    await parts.whatIf.propose(to.folder, { kind: 'attachToPrincipal', policy: first, principal: to.target });
  else await parts.whatIf.propose(to.folder, { kind: 'attachPolicies', policies, target: to.target });
}

/** A file becomes a policy of the organization, of the type that it shows; where it shows none that is attached there, one is asked for. */
async function attachFile({ server, whatIf }: Parts, uri: string, { folder, target, label }: Target): Promise<void> {
  if (!uri.startsWith(`${folder}/`)) {
    void window.showErrorMessage(l10n.t('Only files in the folder of the organization can be attached: {0}', Uri.parse(folder).path));
    return;
  }
  if (target.startsWith('arn:')) {
    await whatIf.propose(folder, { kind: 'attachToPrincipal', policy: uri, principal: target });
    return;
  }
  const { types } = await server.send(policyTypesRequest, { folder });
  const info = await server.sendOr(documentInfoRequest, { uri }, null);
  const known = types.find(({ type }) => type === info?.policyType) ?? types.find(({ type }) => new RegExp(`[./]${type}[./]`).test(uri));
  const type = known?.type ?? (await pickType(types, label));
  if (type !== undefined) await whatIf.propose(folder, { kind: 'attachFile', uri, type, target });
}

async function pickType(
  types: readonly { readonly type: string; readonly constant: string }[],
  label: string,
): Promise<string | undefined> {
  const items = types.map(({ type, constant }) => ({ label: constant, type }));
  return (await window.showQuickPick(items, { title: l10n.t('Attach to {0}: as a policy of which type?', label), ignoreFocusOut: true }))
    ?.type;
}
