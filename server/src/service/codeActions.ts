import { CodeActionTriggerKind } from 'vscode-languageserver-types';
import type { CodeAction, CodeActionContext, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';

import { editPlaceAt } from '../core/edits/policyLists';
import type { Organization } from '../core/organization/organization';

import { offerActionRewrites } from './codeActions/actionOffers';
import { offerSourceActions, offerSplit, offerWrap } from './codeActions/documentOffers';
import { offerListRewrites } from './codeActions/listOffers';
import { newFilesBeside } from './codeActions/newFiles';
import { offerOrganizationId } from './codeActions/organizationOffers';
import type { Offer, OfferRequest, Rewrite } from './codeActions/offer';
import { toTextEdit } from './convert';
import type { OpenDocument } from './documentStore';
import type { ServiceContext } from './serviceContext';

/** What the client can do with a code action. */
export interface CodeActionFeatures {
  /** Asks for an edit when somebody takes the action. */
  readonly resolveEdits: boolean;
  /** Shows actions that cannot be taken, and why. */
  readonly disabled: boolean;
  /** Creates files in a workspace edit. */
  readonly createFiles: boolean;
}

/** What making an edit may ask. */
export interface CodeActionHost {
  readonly features: CodeActionFeatures;
  /** Whether there is a file, saved or not. */
  isTaken(uri: string): Promise<boolean>;
  /** The organization that decides about a document. */
  organizationOf?(uri: string, context: ServiceContext): Organization | undefined;
}

/** A client that does not resolve gets whole documents unasked up to this length. */
const longestUnasked = 256 * 1024;

/** The rewrites of a policy that make sense at a place. With a client that resolves edits, nothing is written before one is taken. */
export async function provideCodeActions(
  document: OpenDocument,
  range: Range,
  asked: CodeActionContext,
  context: ServiceContext,
  host: CodeActionHost,
): Promise<CodeAction[]> {
  const { features } = host;
  const request: OfferRequest = {
    document,
    offset: document.textDocument.offsetAt(range.start),
    context,
    organization: host.organizationOf?.(document.uri, context),
    // Clients that do not say why they ask are those that ask when they are told to.
    invoked: asked.only !== undefined || asked.triggerKind !== CodeActionTriggerKind.Automatic,
    findings: asked.diagnostics.flatMap(({ source, code }) => (source === 'gatehouse' && typeof code === 'string' ? [code] : [])),
  };
  const actions: CodeAction[] = [];
  for (const offer of offersFor(request, asked.only)) {
    if (offer.disabled !== undefined && !features.disabled) continue;
    if (offer.wholeDocument === true && !features.resolveEdits && asked.only === undefined && document.text.length > longestUnasked)
      continue;
    const action = toAction(offer, asked, context);
    if (!isAsked(action.kind ?? '', asked.only)) continue;
    if (offer.disabled !== undefined) actions.push({ ...action, disabled: { reason: context.translate(offer.disabled) } });
    else if (features.resolveEdits) actions.push({ ...action, data: dataOf(request, offer) });
    else {
      const made = await withEdit(action, offer, document, host);
      if (made !== undefined) actions.push(made);
    }
  }
  return actions;
}

/** An action of `provideCodeActions` with its edit; without one when the document has changed since. */
export async function resolveCodeAction(
  action: CodeAction,
  find: (uri: string) => OpenDocument | undefined,
  context: ServiceContext,
  host: CodeActionHost,
): Promise<CodeAction> {
  const data = readData(action.data);
  const document = data === undefined ? undefined : find(data.uri);
  if (data === undefined || document?.textDocument.version !== data.version) return action;
  const request: OfferRequest = {
    document,
    offset: data.offset,
    context,
    organization: host.organizationOf?.(document.uri, context),
    invoked: true,
    findings: [],
  };
  const offer = offersFor(request, undefined).find(({ id }) => id === data.id);
  return offer === undefined ? action : ((await withEdit(action, offer, document, host)) ?? action);
}

/** Source actions are of use only to who asks for them; a lightbulb shows none. */
function offersFor(request: OfferRequest, only: readonly string[] | undefined): readonly Offer[] {
  const { document, offset, invoked } = request;
  const wrap = isAskedWithin('refactor', only) ? offerWrap(request) : [];
  if (document.kind !== 'policy') return wrap;
  const place = editPlaceAt(document.syntax.root, offset);
  return [
    ...wrap,
    ...(isAskedWithin('refactor', only)
      ? [
          ...offerActionRewrites(request, place),
          ...offerListRewrites(request, place),
          ...offerOrganizationId(request, place),
          ...offerSplit(request, place),
        ]
      : []),
    ...(invoked && isAskedWithin('source', only) ? offerSourceActions(request) : []),
  ];
}

/** Whether some of what lies below a kind may be asked for. A quick fix can be any refactoring that repairs a finding. */
function isAskedWithin(kind: 'refactor' | 'source', only: readonly string[] | undefined): boolean {
  if (only === undefined) return true;
  return only.some((one) => one === '' || one.split('.')[0] === kind || (kind === 'refactor' && one === 'quickfix'));
}

function isAsked(kind: string, only: readonly string[] | undefined): boolean {
  return only?.some((one) => one === '' || kind === one || kind.startsWith(`${one}.`)) ?? true;
}

function toAction({ title, kind, repairs }: Offer, { diagnostics }: CodeActionContext, { translate }: ServiceContext): CodeAction {
  const repaired = diagnostics.filter(({ source, code }) => source === 'gatehouse' && typeof code === 'string' && repairs?.(code) === true);
  if (repaired.length === 0) return { title: translate(title), kind };
  return { title: translate(title), kind: 'quickfix', diagnostics: repaired };
}

interface ActionData {
  readonly uri: string;
  readonly version: number;
  readonly offset: number;
  readonly id: string;
}

function dataOf({ document, offset }: OfferRequest, { id }: Offer): ActionData {
  return { uri: document.uri, version: document.textDocument.version, offset, id };
}

function readData(data: unknown): ActionData | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if (!('uri' in data) || !('version' in data) || !('offset' in data) || !('id' in data)) return undefined;
  const { uri, version, offset, id } = data;
  if (typeof uri !== 'string' || typeof version !== 'number' || typeof offset !== 'number' || typeof id !== 'string') return undefined;
  return { uri, version, offset, id };
}

/** Undefined when the rewrite would change nothing. */
async function withEdit(action: CodeAction, offer: Offer, document: OpenDocument, host: CodeActionHost): Promise<CodeAction | undefined> {
  const rewrite = offer.make();
  if (rewrite === undefined || rewrite.changes.length === 0) return undefined;
  const { newTexts = [] } = rewrite;
  if (newTexts.length === 0) return { ...action, edit: { changes: { [document.textDocument.uri]: editsOf(document, rewrite) } } };
  // What was never saved has no place beside it.
  if (host.features.createFiles && !document.uri.startsWith('untitled:')) {
    return { ...action, edit: await editWithFiles(document, rewrite, newTexts, host) };
  }
  return {
    ...action,
    edit: { changes: { [document.textDocument.uri]: editsOf(document, rewrite) } },
    command: { title: action.title, command: 'gatehouse.openUntitled', arguments: [newTexts] },
  };
}

function editsOf(document: OpenDocument, { changes }: Rewrite): TextEdit[] {
  return changes.map((change) => toTextEdit(document, change));
}

async function editWithFiles(
  document: OpenDocument,
  rewrite: Rewrite,
  newTexts: readonly string[],
  { isTaken }: CodeActionHost,
): Promise<WorkspaceEdit> {
  const { uri, version } = document.textDocument;
  const files = await newFilesBeside(uri, newTexts.length, isTaken);
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      ...files.map((file) => ({ kind: 'create' as const, uri: file })),
      ...files.map((file, index) => ({
        textDocument: { uri: file, version: null },
        edits: [{ range: { start, end: start }, newText: newTexts[index] ?? '' }],
      })),
      { textDocument: { uri, version }, edits: editsOf(document, rewrite) },
    ],
  };
}
