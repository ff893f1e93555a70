import type {
  CodeAction,
  CodeActionContext,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';

import type { DocumentInfo, ServiceDataResult, Suggestion } from '../protocol/requests';

import type { CodeActionFeatures, CodeActionHost } from './codeActions';
import { leastCompletionFeatures } from './completion/features';
import type { CompletionFeatures } from './completion/features';
import { provideCompletion, resolveCompletion } from './completion/provideCompletion';
import type { DiagnosticsMemory } from './diagnostics';
import { createDecisionFeatures } from './decisions/decisionService';
import type { DecisionService } from './decisions/decisionService';
import { createDocumentStore } from './documentStore';
import type { EffectiveActions } from './effects/effectiveActions';
import type { Navigation, NavigationFeatures, RefusedRename } from './navigation';
import { createOrganizationIndex } from './organizationIndex';
import { createOrganizationService } from './organizationService';
import type { ImportFromAws, OrganizationService } from './organizationService';
import { createServiceState } from './serviceState';
import type { SuggestParams } from './suggest';
import type { TokensMemory } from './tokens/semanticTokens';
import { normaliseUri } from './uris';
import type { ReadRevision } from './whatIf/whatIf';
import type { ServiceData, Workspace } from './workspace';
import type { WorkspaceDiagnostics, WorkspaceDiagnosticsAsked } from './workspaceDiagnostics';
import { createWorkspaceFiles } from './workspaceFiles';

/** What the service is made of. */
export interface PolicyLanguageServiceOptions {
  readonly workspace: Workspace;
  readonly data: ServiceData;
  /** `en` or `ko`: what the setting `auto` means. */
  readonly uiLanguage: string;
  readonly settings: unknown;
  /** VS Code's own JSON support is at work beside us. */
  readonly besideJsonSupport: boolean;
  /** Where newer service data is kept that the user asked for; empty or left out: nowhere. */
  readonly overlayUri?: string;
  /** What the client can do with code actions; left out: the least. */
  readonly codeActions?: CodeActionFeatures;
  /** What the client can do with proposals; left out: the least. */
  readonly completion?: CompletionFeatures;
  /** What the client can do with definitions, links and renames; left out: the least. */
  readonly navigation?: NavigationFeatures;
  /** Asks AWS for an organization; left out: this host cannot. */
  readonly importFromAws?: ImportFromAws;
  /** Answers that a lens told to wait for are there now. */
  readonly onAnswers?: () => void;
  /** Lets whatever waits have its turn between two pieces of long work; left out: nobody waits. */
  readonly pause?: () => Promise<void>;
  /** Milliseconds since some moment; left out: long work has all the time. */
  readonly now?: () => number;
  /** Reads the files of a folder as they were at a revision of git; left out: this host cannot. */
  readonly readRevision?: ReadRevision;
}

/** What a change reaches: its own document, answers elsewhere, or the organization. */
export type Reach = 'nothing' | 'document' | 'organization';

/** Every editor feature, by URI and LSP position. Documents that are none of our business get empty answers. */
export interface PolicyLanguageService extends OrganizationService, DecisionService {
  /** Reads what the first question needs, before it comes. Its failure is the first question's. */
  warmUp(): void;
  documentChanged(document: TextDocument): Reach;
  documentClosed(uri: string): Reach;
  /** A file changed on disk; true when answers may have changed with it. */
  fileChanged(uri: string): boolean;
  foldersChanged(): void;
  /** Nothing that was read need be so any more. */
  filesUnknown(): void;
  /** `folders`: the settings of workspace folders that have their own, by URI. False: they are what they were. */
  settingsChanged(settings: unknown, folders?: ReadonlyMap<string, unknown>): boolean;
  /** The newer service data came, changed or went. */
  serviceDataChanged(): void;
  /** Newer service data and what is kept of it already, as one. */
  joinServiceData(params: { readonly value: unknown; readonly date: string }): Promise<ServiceDataResult>;
  hasDocument(uri: string): boolean;
  completion(uri: string, position: Position): Promise<CompletionList | null>;
  resolveCompletion(item: CompletionItem): Promise<CompletionItem>;
  hover(uri: string, position: Position): Promise<Hover | null>;
  /** Of a file that is not open as well, where the settings want all files checked. */
  diagnostics(uri: string): Promise<Diagnostic[]>;
  /** Findings in the files that are not open, told as they are found. */
  workspaceDiagnostics(asked: WorkspaceDiagnosticsAsked): Promise<void>;
  quickFixes(uri: string, diagnostics: readonly Diagnostic[]): Promise<CodeAction[]>;
  /** Quick fixes of the findings named, and rewrites that make sense at the place. */
  codeActions(uri: string, range: Range, context: CodeActionContext): Promise<CodeAction[]>;
  resolveCodeAction(action: CodeAction): Promise<CodeAction>;
  formatting(uri: string, options: FormattingOptions): Promise<TextEdit[]>;
  codeLenses(uri: string): Promise<CodeLens[]>;
  inlayHints(uri: string, range: Range): Promise<InlayHint[]>;
  definition(uri: string, position: Position): Promise<Location[] | LocationLink[]>;
  references(uri: string, position: Position, includeDeclaration: boolean, isCancelled: () => boolean): Promise<Location[]>;
  prepareRename(uri: string, position: Position): Promise<{ readonly range: Range; readonly placeholder: string } | RefusedRename | null>;
  rename(uri: string, position: Position, newName: string): Promise<WorkspaceEdit | RefusedRename | null>;
  documentLinks(uri: string): Promise<DocumentLink[]>;
  resolveDocumentLink(link: DocumentLink): Promise<DocumentLink>;
  highlights(uri: string, position: Position): Promise<DocumentHighlight[]>;
  selectionRanges(uri: string, positions: readonly Position[]): Promise<SelectionRange[] | null>;
  /** `hierarchy`: each statement with its elements; otherwise one list. */
  symbols(uri: string, hierarchy: boolean): Promise<DocumentSymbol[] | SymbolInformation[]>;
  folding(uri: string): Promise<FoldingRange[]>;
  semanticTokens(uri: string): Promise<SemanticTokens>;
  /** What changed since the tokens of that id; all of them when those are gone. */
  semanticTokensDelta(uri: string, previousId: string): Promise<SemanticTokens | SemanticTokensDelta>;
  semanticTokensIn(uri: string, range: Range): Promise<SemanticTokens>;
  workspaceSymbols(query: string, isCancelled: () => boolean): Promise<SymbolInformation[]>;
  documentInfo(uri: string): Promise<DocumentInfo | null>;
  suggest(params: SuggestParams): Promise<{ readonly suggestions: readonly Suggestion[] }>;
  virtualDocument(uri: string): Promise<{ readonly text: string } | null>;
}

/** Puts the features together. Reads nothing until the first question. */
export function createPolicyLanguageService(options: PolicyLanguageServiceOptions): PolicyLanguageService {
  const { workspace } = options;
  const state = createServiceState(options);
  const documents = createDocumentStore((uri) => ({ setting: state.policyTypeOf(uri), organization: index.policyTypeOf(uri) }));
  // The checks and the evaluator are most of the server's code; the first completion does not wait for them.
  const later = () => import('./later.js');
  const pause = options.pause ?? (() => Promise.resolve());
  const index = createOrganizationIndex({
    workspace,
    documents,
    catalog: async () => (await state.context()).catalog,
    settings: async () => (await state.context()).settings,
    readers: async () => (await later()).sourceReaders,
  });
  const files = createWorkspaceFiles({ workspace, documents, index });
  const codeActionHost: CodeActionHost = {
    features: options.codeActions ?? { resolveEdits: false, disabled: false, createFiles: false },
    isTaken: async (uri) => documents.get(uri) !== undefined || (await workspace.readFile(uri)) !== undefined,
    organizationOf: (uri, { settings }) => index.organizationFor(uri, settings.organization)?.organization,
  };
  const onSettled = options.onAnswers ?? (() => undefined);
  const decisions = createDecisionFeatures({
    index,
    documents,
    files,
    workspace,
    pause,
    onSettled,
    later,
    loaded,
    now: options.now ?? (() => 0),
    readRevision: options.readRevision,
  });
  let navigating: Promise<Navigation> | undefined;
  const navigation = (): Promise<Navigation> =>
    (navigating ??= later().then(({ createNavigation, leastNavigation }) =>
      createNavigation({
        files,
        documents,
        index,
        policyTypeOf: state.policyTypeOf,
        pause,
        features: options.navigation ?? leastNavigation,
      }),
    ));
  let effecting: Promise<EffectiveActions> | undefined;
  const effectiveActions = (): Promise<EffectiveActions> =>
    (effecting ??= later().then(({ createEffectiveActions }) => createEffectiveActions({ index, documents, pause })));
  const closedSince = new Set<string>();
  let checkingWorkspace: Promise<WorkspaceDiagnostics> | undefined;
  const closedFiles = (): Promise<WorkspaceDiagnostics> =>
    (checkingWorkspace ??= later().then(({ createWorkspaceDiagnostics }) =>
      createWorkspaceDiagnostics({ files, documents, index, closedSince, contextOf: state.context, pause }),
    ));
  let givenTokens: Promise<TokensMemory> | undefined;
  const tokens = (): Promise<TokensMemory> => (givenTokens ??= later().then(({ createTokensMemory }) => createTokensMemory()));
  const checkedStatements: DiagnosticsMemory = new Map();

  /** Everything a question about a document needs; undefined for documents that are not open. */
  async function lookUp(uri: string) {
    const context = await state.context(uri);
    await index.load();
    const document = documents.get(uri);
    return document === undefined ? undefined : { context, document };
  }

  /** The context of a document, or of questions that concern none; the organizations have been read then. */
  async function loaded(uri?: string) {
    const context = await state.context(uri);
    await index.load();
    return context;
  }

  const service: PolicyLanguageService = {
    ...createOrganizationService({
      workspace,
      index,
      files,
      later,
      loaded,
      importFromAws: options.importFromAws,
      whatIf: decisions.whatIf,
    }),
    ...decisions.service,
    warmUp: () => void state.context().catch(() => undefined),
    documentChanged(textDocument) {
      const document = documents.open(textDocument);
      decisions.changed(document.uri);
      if (index.changed(document.uri, 'buffer')) return index.policyTypeOf(document.uri) === undefined ? 'organization' : 'document';
      return decisions.reaches(document.uri) ? 'document' : 'nothing';
    },
    documentClosed(uri) {
      documents.close(uri);
      closedSince.add(normaliseUri(uri));
      checkedStatements.delete(normaliseUri(uri));
      void givenTokens?.then((known) => known.forget(normaliseUri(uri)));
      decisions.changed(uri);
      if (index.changed(uri, 'buffer')) return 'organization';
      return decisions.reaches(uri) ? 'document' : 'nothing';
    },
    fileChanged(uri) {
      files.changed(uri);
      void checkingWorkspace?.then((closed) => closed.changed(uri));
      void navigating?.then((known) => known.changed(uri));
      const reaches = decisions.reaches(uri);
      decisions.changed(uri);
      return index.changed(uri, 'disk') || reaches;
    },
    filesUnknown() {
      service.foldersChanged();
      index.rescan(true);
    },
    foldersChanged() {
      files.rescan();
      void navigating?.then((known) => known.rescan());
      decisions.changed(undefined);
      index.rescan();
    },
    settingsChanged: (settings, folders) => state.settingsChanged(settings, folders),
    serviceDataChanged: () => state.serviceDataChanged(),
    joinServiceData: ({ value, date }) => state.joinServiceData(value, date),
    hasDocument: (uri) => documents.get(uri) !== undefined,
    async completion(uri, position) {
      const found = await lookUp(uri);
      if (found === undefined) return null;
      const { document, context } = found;
      const offset = document.textDocument.offsetAt(position);
      if (document.kind !== 'test') return provideCompletion(document, offset, context, index.names(), options.completion);
      return (await later()).completeTest(document, offset, { index, files }, context, options.completion ?? leastCompletionFeatures);
    },
    resolveCompletion: async (item) => resolveCompletion(item, await state.context()),
    async hover(uri, position) {
      const found = await lookUp(uri);
      if (found === undefined) return null;
      const { document, context } = found;
      const { provideHover, provideTestHover } = await later();
      const offset = document.textDocument.offsetAt(position);
      if (document.kind === 'test') return (await provideTestHover(document, offset, { index, files }, context)) ?? null;
      return (await provideHover(document, offset, context, index.names(), await effectiveActions())) ?? null;
    },
    async diagnostics(uri) {
      const { provideDiagnostics, provideOrganizationDiagnostics, provideTestDiagnostics } = await later();
      const found = await lookUp(uri);
      if (found === undefined) return (await state.context(uri)).settings.checkAllFiles ? (await closedFiles()).of(normaliseUri(uri)) : [];
      const { document, context } = found;
      return [
        ...provideDiagnostics(document, context, checkedStatements),
        ...provideOrganizationDiagnostics(document, index, context),
        ...(await provideTestDiagnostics(document, { index, files }, context)),
      ];
    },
    async workspaceDiagnostics(asked) {
      await index.load();
      await (await closedFiles()).run(asked);
    },
    async quickFixes(uri, diagnostics) {
      const found = await lookUp(uri);
      if (found === undefined) return [];
      const { provideOrganizationFixes, provideQuickFixes, provideTestFixes } = await later();
      const { document, context } = found;
      return [
        ...provideQuickFixes(document, diagnostics, context),
        ...provideOrganizationFixes(document, diagnostics, index, context),
        ...(await provideTestFixes(document, diagnostics, { index, files }, context)),
      ];
    },
    async codeActions(uri, range, asked) {
      const found = await lookUp(uri);
      if (found === undefined) return [];
      const wantsFixes = asked.diagnostics.length > 0 && (asked.only?.some((kind) => kind === '' || kind === 'quickfix') ?? true);
      const fixes = wantsFixes ? await service.quickFixes(uri, asked.diagnostics) : [];
      const { provideCodeActions } = await later();
      const wantsExpectation = asked.only?.some((kind) => kind === '' || kind === 'quickfix') ?? true;
      if (wantsExpectation) fixes.push(...(await decisions.testActions(found.document, range, found.context)));
      return [...fixes, ...(await provideCodeActions(found.document, range, asked, found.context, codeActionHost))];
    },
    async resolveCodeAction(action) {
      const { resolveCodeAction } = await later();
      return resolveCodeAction(action, (uri) => documents.get(uri), await state.context(), codeActionHost);
    },
    async formatting(uri, wanted) {
      const found = await lookUp(uri);
      return found === undefined ? [] : (await later()).provideFormatting(found.document, wanted);
    },
    async codeLenses(uri) {
      const found = await lookUp(uri);
      return found?.context.settings.codeLensEnabled === true ? decisions.lenses(found.document, found.context) : [];
    },
    async inlayHints(uri, range) {
      const found = await lookUp(uri);
      if (found?.context.settings.inlayHintsEnabled !== true) return [];
      const effects = await (await effectiveActions()).effectsOf(found.document, found.context);
      const hints = (await navigation()).hints(found.document, range, found.context, effects);
      return [...hints, ...(await decisions.testHints(found.document, range, found.context))];
    },
    async definition(uri, position) {
      const found = await lookUp(uri);
      if (found === undefined) return [];
      return (await navigation()).definition(found.document, found.document.textDocument.offsetAt(position), found.context);
    },
    async references(uri, position, includeDeclaration, isCancelled) {
      const found = await lookUp(uri);
      if (found === undefined) return [];
      const { document, context } = found;
      return (await navigation()).references(
        document,
        document.textDocument.offsetAt(position),
        { includeDeclaration, isCancelled },
        context,
      );
    },
    async prepareRename(uri, position) {
      const found = await lookUp(uri);
      if (found === undefined) return null;
      return (await navigation()).prepareRename(found.document, found.document.textDocument.offsetAt(position), found.context);
    },
    async rename(uri, position, newName) {
      const found = await lookUp(uri);
      if (found === undefined) return null;
      return (await navigation()).rename(found.document, found.document.textDocument.offsetAt(position), newName, found.context);
    },
    async documentLinks(uri) {
      const found = await lookUp(uri);
      return found === undefined ? [] : (await navigation()).links(found.document, found.context);
    },
    async resolveDocumentLink(link) {
      const { resolveDocumentLink } = await later();
      return resolveDocumentLink(link, await state.context());
    },
    async highlights(uri, position) {
      const found = await lookUp(uri);
      return found === undefined ? [] : (await later()).provideHighlights(found.document, found.document.textDocument.offsetAt(position));
    },
    async selectionRanges(uri, positions) {
      const found = await lookUp(uri);
      return found === undefined ? null : (await later()).provideSelectionRanges(found.document, positions);
    },
    async symbols(uri, hierarchy) {
      const found = await lookUp(uri);
      if (found === undefined) return [];
      const { flatSymbols, provideSymbols } = await later();
      const symbols = provideSymbols(found.document, found.context.translate);
      return hierarchy ? symbols : flatSymbols(found.document.textDocument.uri, symbols);
    },
    async folding(uri) {
      const found = await lookUp(uri);
      return found === undefined ? [] : (await later()).provideFolding(found.document);
    },
    async semanticTokens(uri) {
      const found = await lookUp(uri);
      if (found === undefined) return { data: [] };
      const { provideSemanticTokens } = await later();
      return (await tokens()).full(found.document.uri, provideSemanticTokens(found.document));
    },
    async semanticTokensDelta(uri, previousId) {
      const found = await lookUp(uri);
      if (found === undefined) return { data: [] };
      const { provideSemanticTokens } = await later();
      return (await tokens()).delta(found.document.uri, previousId, provideSemanticTokens(found.document));
    },
    async semanticTokensIn(uri, { start, end }) {
      const found = await lookUp(uri);
      if (found === undefined) return { data: [] };
      const { textDocument } = found.document;
      const { provideSemanticTokens } = await later();
      return { data: provideSemanticTokens(found.document, { start: textDocument.offsetAt(start), end: textDocument.offsetAt(end) }) };
    },
    async workspaceSymbols(query, isCancelled) {
      const context = await state.context();
      await index.load();
      return (await navigation()).symbols(query, isCancelled, context);
    },
    async documentInfo(uri) {
      const found = await lookUp(uri);
      return found === undefined ? null : (await later()).provideDocumentInfo(found.document, found.context);
    },
    async suggest(params) {
      const context = await state.context();
      await index.load();
      return { suggestions: (await later()).suggest(params, index, documents, context) };
    },
    async virtualDocument(uri) {
      const context = await loaded();
      const { effectiveDocument, provideVirtualDocument } = await later();
      const text =
        index.textOf(uri) ??
        effectiveDocument(uri, index.organizations(), context.translate) ??
        (await provideVirtualDocument(uri, context));
      return text === undefined ? null : { text };
    },
  };
  return Object.freeze(service);
}
