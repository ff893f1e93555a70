import type { Range, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';

import { iamPolicyTypes } from '../../core/checks/support/policyTypes';
import type { OrganizationPolicy } from '../../core/organization/organization';
import { stemOf } from '../../core/organization/organizationFiles';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { toRange } from '../convert';
import type { DocumentStore, OpenDocument } from '../documentStore';
import type { LoadedOrganization } from '../organizationIndex';
import { fileNameOf, folderOf, relativePath } from '../uris';

import { joinUri } from './joinUri';
import { spanOfMention } from './mentions';
import type { Mention } from './mentions';
import { mentionsWith, namedAt, statementsOf, withAllNames } from './navigation';
import type { Named, NavigationContext, Use } from './navigation';
import { pinFile } from './pinFile';
import type { Target } from './targets';

/** What the client can do with the edits of a rename. */
export interface RenameFeatures {
  /** Edits by document and version. */
  readonly documentChanges: boolean;
  /** Files that change their names with what they hold. */
  readonly renameFiles: boolean;
}

export interface RenameContext extends NavigationContext {
  readonly documents: DocumentStore;
  readonly features: RenameFeatures;
}

/** A rename that cannot be: the reason, for people. */
export interface Refusal {
  readonly refused: Message;
}

interface Renaming {
  readonly what: 'sid' | 'policy';
  readonly named: Named;
  /** Of the old name, where the cursor is. */
  readonly range: Range;
  readonly name: string;
}

/** What would be renamed at an offset; a refusal where something is named that cannot be renamed here; undefined where nothing is. */
export async function prepareRename(
  document: OpenDocument,
  offset: number,
  context: NavigationContext,
): Promise<Renaming | Refusal | undefined> {
  await context.files.list();
  const named = namedAt(document, offset, context);
  if (named === undefined) return undefined;
  const { mention, target } = named;
  if (mention.meaning.kind === 'sid' || mention.meaning.kind === 'statement') return prepareSid(document, named, context);
  if (mention.meaning.kind === 'document' || target.file === undefined) {
    const isName = mention.meaning.kind === 'managedPolicy' || mention.meaning.kind === 'organizationPolicy';
    return isName ? { refused: message('AWS gives this policy its name') } : undefined;
  }
  if (!(await isPolicyFile(target.file, context))) return { refused: message('only policies and statements are renamed here') };
  const { from, to } = pieceToRename(mention);
  const range = toRange(document, spanOfMention({ ...mention, from, to }));
  return { what: 'policy', named, range, name: mention.node.text.slice(from, to) };
}

async function prepareSid(document: OpenDocument, named: Named, context: NavigationContext): Promise<Renaming | Refusal | undefined> {
  const { mention, target } = named;
  const name = mention.node.text.slice(mention.from, mention.to);
  const range = toRange(document, spanOfMention(mention));
  if (mention.meaning.kind === 'sid') return { what: 'sid', named, range, name };
  const found = await statementsOf(target, context);
  if (target.statement?.uri.startsWith('gatehouse:') === true) return { refused: message('AWS writes this policy') };
  if (found.length === 0) return { refused: message('no statement is called `{0}`', name) };
  if (found.length > 1) return { refused: message('several statements are called `{0}`; rename one of them at its place', name) };
  if (found[0]?.sid !== name) return { refused: message('the statement has no Sid; `{0}` is its place in the policy', name) };
  return { what: 'sid', named, range, name };
}

async function isPolicyFile(uri: string, { facts }: NavigationContext): Promise<boolean> {
  return (await facts.of(uri))?.role === 'policy';
}

/** The stem of the file in a path, the last part of an ARN, the name behind the type. */
function pieceToRename({ node: { text }, from, to, meaning }: Mention): { readonly from: number; readonly to: number } {
  if (meaning.kind === 'organizationPolicy') return { from, to };
  const written = text.slice(from, to);
  const start = from + Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1;
  const ending = meaning.kind === 'file' ? (/\.jsonc?$/i.exec(written)?.[0].length ?? 0) : 0;
  return { from: start, to: to - ending };
}

/** The edits of a rename: what refers to the name, and nothing else. */
export async function provideRename(
  document: OpenDocument,
  offset: number,
  newName: string,
  context: RenameContext,
): Promise<WorkspaceEdit | Refusal> {
  const prepared = await prepareRename(document, offset, context);
  if (prepared === undefined) return { refused: message('nothing here has a name that can be changed') };
  if ('refused' in prepared) return prepared;
  if (newName === prepared.name) return toWorkspaceEdit([], undefined, context);
  return prepared.what === 'sid' ? renameSid(document, prepared, newName, context) : renamePolicy(prepared, newName, context);
}

async function renameSid(
  document: OpenDocument,
  { named, name }: Renaming,
  newName: string,
  context: RenameContext,
): Promise<WorkspaceEdit | Refusal> {
  const { target, mention } = named;
  const uri = target.statement?.uri ?? document.uri;
  const refused = await refuseSid(uri, named, newName, context);
  if (refused !== undefined) return { refused };
  // Of two statements with one Sid, tests may mean the other: only the statement itself changes then.
  const found = await statementsOf(target, context);
  const alone = found.length <= 1;
  const all = alone ? await mentionsWith(await withAllNames(target, context), context, () => false) : [];
  const uses = all.filter(({ meaning }) => meaning.kind === 'sid' || (meaning.kind === 'statement' && meaning.name.statement === name));
  const edits = uses.map(({ uri: file, range }) => ({ uri: file, range, newText: written(newName) }));
  if (!alone) edits.push({ uri: document.uri, range: toRange(document, spanOfMention(mention)), newText: written(newName) });
  return toWorkspaceEdit(edits, undefined, context);
}

async function refuseSid(uri: string, { target, mention }: Named, newName: string, context: RenameContext): Promise<Message | undefined> {
  if (newName === '') return message('a Sid needs at least one character');
  const policyType = context.documents.get(uri)?.policyType() ?? context.index.policyTypeOf(uri);
  const inIam =
    policyType === undefined || policyType === 'scp' || policyType === 'rcp' || iamPolicyTypes.some((type) => type === policyType);
  if (inIam && !/^[A-Za-z0-9]+$/.test(newName)) return message('the Sid `{0}` may hold letters and digits only', newName);
  if (/[#\u0000-\u001f]/.test(newName)) return message('a Sid cannot hold `#` or a line break: tests could not name it');
  const container = mention.meaning.kind === 'sid' ? mention.meaning.container : target.statement?.container;
  const facts = await context.facts.of(uri);
  const taken = facts?.statements.some((one) => one.sid === newName && one.container === container) ?? false;
  return taken ? message('another statement of this policy is called `{0}`', newName) : undefined;
}

/** Which names change: the catalogue's, the file's, or both where one is called after the other. */
interface PolicyPlan {
  readonly newName: string;
  readonly entry: { readonly loaded: LoadedOrganization; readonly policy: OrganizationPolicy } | undefined;
  readonly move: { readonly uri: string; readonly newUri: string } | undefined;
}

function planOf({ target, mention }: Named, typed: string): PolicyPlan {
  const uri = target.file ?? '';
  const type = target.policy?.policy.type;
  // Who types the type as well means the same.
  const newName = type !== undefined && typed.startsWith(`${type}/`) ? typed.slice(type.length + 1) : typed;
  const isCalledAfterFile = target.policy?.policy.name === stemOf(decodeURIComponent(fileNameOf(uri)));
  const byPath = mention.meaning.kind !== 'organizationPolicy';
  const newUri = joinUri(folderOf(uri), `${newName}${/\.jsonc?$/i.exec(uri)?.[0] ?? '.json'}`);
  return {
    newName,
    entry: byPath && !isCalledAfterFile ? undefined : target.policy,
    move: byPath || isCalledAfterFile ? { uri, newUri } : undefined,
  };
}

async function renamePolicy({ named }: Renaming, typed: string, context: RenameContext): Promise<WorkspaceEdit | Refusal> {
  const { target } = named;
  const { newName, entry, move } = planOf(named, typed);
  const refused = refusePolicy(target, { newName, entry, move }, context);
  if (refused !== undefined) return { refused };
  const moves = move !== undefined && canMove(context);
  const uses = await mentionsWith(target, context, () => false);
  const edits = uses.flatMap((use) => editOf(use, newName, { moves, reference: entry?.policy.reference }));
  // A file that keeps its name is no longer found by that of its entry.
  const pin = moves || entry === undefined ? undefined : await pinFile(entry, context);
  return toWorkspaceEdit(pin === undefined ? edits : [...edits, pin], moves ? move : undefined, context);
}

function refusePolicy({ file = '' }: Target, { newName, entry, move }: PolicyPlan, context: RenameContext): Message | undefined {
  if (newName === '' || newName.length > 128) return message('the name of a policy has 1 to 128 characters');
  if (/[\\/:*?"<>|#\u0000-\u001f]/.test(newName) || newName !== newName.trim() || /^\.+$/.test(newName)) {
    return message('`{0}` cannot be the name of a policy and of its file', newName);
  }
  const isCustomer = /^iam\/[^/]+\/policies\//.test(belowOrganization(file, context));
  if (isCustomer && !/^[\w+=,.@-]+$/.test(newName)) return message('IAM takes letters, digits and `+=,.@_-` in the name of a policy');
  const reference = entry === undefined ? undefined : `${entry.policy.type}/${newName}`;
  if (reference !== undefined && entry?.loaded.organization?.policies.has(reference) === true) {
    return message('the organization already has a policy `{0}`', reference);
  }
  const isListed = entry?.policy.origin !== undefined && entry.policy.origin.file !== entry.policy.file;
  if (!isListed && !canMove(context)) return message('the policy is called after its file, which this editor cannot rename');
  if (move === undefined || !canMove(context) || !context.files.exists(move.newUri)) return undefined;
  return message('there already is a file `{0}`', decodeURIComponent(fileNameOf(move.newUri)));
}

function canMove({ features }: RenameContext): boolean {
  return features.documentChanges && features.renameFiles;
}

function belowOrganization(uri: string, { index }: RenameContext): string {
  const loaded = index.organizationOf(uri);
  return loaded === undefined ? '' : (relativePath(loaded.folder, uri) ?? '');
}

interface Located {
  readonly uri: string;
  readonly range: Range;
  readonly newText: string;
}

/** What becomes of a mention: catalogue names change with the policy, paths and ARNs with its file. */
function editOf(
  { mention, uri, range }: Use,
  newName: string,
  { moves, reference }: { readonly moves: boolean; readonly reference: string | undefined },
): readonly Located[] {
  const { meaning } = mention;
  // Another entry may name the same file, and keeps its own name.
  if (meaning.kind === 'organizationPolicy') return meaning.reference === reference ? [{ uri, range, newText: written(newName) }] : [];
  if ((meaning.kind !== 'file' && meaning.kind !== 'managedPolicy') || !moves) return [];
  const { from, to } = pieceToRename(mention);
  // A mention stands in one line, so its pieces do.
  const start = spanOfMention(mention).start;
  const piece = spanOfMention({ ...mention, from, to });
  const at = (offset: number) => ({ line: range.start.line, character: range.start.character + offset - start });
  return [{ uri, range: { start: at(piece.start), end: at(piece.end) }, newText: written(newName) }];
}

/** A name as it stands between quotes. */
function written(name: string): string {
  return JSON.stringify(name).slice(1, -1);
}

function toWorkspaceEdit(
  edits: readonly Located[],
  move: { readonly uri: string; readonly newUri: string } | undefined,
  { documents, features }: RenameContext,
): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  for (const { uri, range, newText } of edits) {
    const own = documents.get(uri)?.textDocument.uri ?? uri;
    byFile.set(own, [...(byFile.get(own) ?? []), { range, newText }]);
  }
  if (!features.documentChanges) return { changes: Object.fromEntries(byFile) };
  const changes = [...byFile].map(([uri, some]): TextDocumentEdit => ({
    textDocument: { uri, version: documents.get(uri)?.textDocument.version ?? null },
    edits: some,
  }));
  // The file's own texts change under its old name first.
  const moves =
    move === undefined
      ? []
      : [{ kind: 'rename' as const, oldUri: documents.get(move.uri)?.textDocument.uri ?? move.uri, newUri: move.newUri }];
  return { documentChanges: [...changes, ...moves] };
}
