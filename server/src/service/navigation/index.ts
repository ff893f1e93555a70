import type { DocumentLink, InlayHint, Location, LocationLink, Range, SymbolInformation, WorkspaceEdit } from 'vscode-languageserver-types';

import type { Message } from '../../core/text/message';

import type { DocumentStore, OpenDocument } from '../documentStore';
import type { DocumentEffects } from '../effects/effectiveActions';
import { provideInlayHints } from '../inlayHints';
import { provideDocumentLinks } from '../links/documentLinks';
import type { OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import type { WorkspaceFiles } from '../workspaceFiles';

import { provideDefinition, provideReferences } from './navigation';
import type { NavigationContext } from './navigation';
import { prepareRename, provideRename } from './rename';
import type { RenameFeatures } from './rename';
import { createWorkspaceFacts } from './workspaceFacts';
import { provideWorkspaceSymbols } from './workspaceSymbols';

/** What the client can do with what navigation answers. */
export interface NavigationFeatures extends RenameFeatures {
  /** Definitions that say which text they belong to. */
  readonly definitionLinks: boolean;
  /** Documents of ours, such as the policies that AWS manages. */
  readonly virtualDocuments: boolean;
}

/** The least that a client can do. */
export const leastNavigation: NavigationFeatures = {
  documentChanges: false,
  renameFiles: false,
  definitionLinks: false,
  virtualDocuments: false,
};

/** A rename that is refused, in the user's language. */
export interface RefusedRename {
  readonly refused: string;
}

/** Definitions, references, renames, links, symbols and hints, over all files of the workspace. */
export interface Navigation {
  definition(document: OpenDocument, offset: number, context: ServiceContext): Promise<Location[] | LocationLink[]>;
  references(document: OpenDocument, offset: number, asked: ReferencesAsked, context: ServiceContext): Promise<Location[]>;
  prepareRename(
    document: OpenDocument,
    offset: number,
    context: ServiceContext,
  ): Promise<{ readonly range: Range; readonly placeholder: string } | RefusedRename | null>;
  rename(document: OpenDocument, offset: number, newName: string, context: ServiceContext): Promise<WorkspaceEdit | RefusedRename>;
  links(document: OpenDocument, context: ServiceContext): Promise<DocumentLink[]>;
  symbols(query: string, isCancelled: () => boolean, context: ServiceContext): Promise<SymbolInformation[]>;
  hints(document: OpenDocument, range: Range, context: ServiceContext, effects: readonly DocumentEffects[]): InlayHint[];
  /** A file changed on disk, came or went. */
  changed(uri: string): void;
  rescan(): void;
}

export interface ReferencesAsked {
  readonly includeDeclaration: boolean;
  readonly isCancelled: () => boolean;
}

interface NavigationParts {
  readonly files: WorkspaceFiles;
  readonly documents: DocumentStore;
  readonly index: OrganizationIndex;
  readonly policyTypeOf: (uri: string) => unknown;
  readonly features: NavigationFeatures;
  readonly pause: () => Promise<void>;
}

export function createNavigation(parts: NavigationParts): Navigation {
  const { files, index, documents, features, pause } = parts;
  const facts = createWorkspaceFacts(parts);
  const contextOf = (service: ServiceContext): NavigationContext => ({ files, facts, index, catalog: service.catalog, service, pause });
  const refusal = (refused: Message, { translate }: ServiceContext): RefusedRename => ({ refused: translate(refused) });
  return {
    async definition(document, offset, service) {
      const links = await provideDefinition(document, offset, contextOf(service));
      const reachable = links.filter(({ targetUri }) => features.virtualDocuments || !targetUri.startsWith('gatehouse:'));
      if (features.definitionLinks) return reachable;
      return reachable.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    },
    async references(document, offset, { includeDeclaration, isCancelled }, service) {
      const found = await provideReferences(document, offset, includeDeclaration, contextOf(service), isCancelled);
      return found.filter(({ uri }) => features.virtualDocuments || !uri.startsWith('gatehouse:'));
    },
    async prepareRename(document, offset, service) {
      const prepared = await prepareRename(document, offset, contextOf(service));
      if (prepared === undefined) return null;
      if ('refused' in prepared) return refusal(prepared.refused, service);
      return { range: prepared.range, placeholder: prepared.name };
    },
    async rename(document, offset, newName, service) {
      const edit = await provideRename(document, offset, newName, { ...contextOf(service), documents, features });
      return 'refused' in edit ? refusal(edit.refused, service) : edit;
    },
    links: (document, service) => provideDocumentLinks(document, features.virtualDocuments, contextOf(service)),
    symbols: (query, isCancelled, service) => provideWorkspaceSymbols(query, contextOf(service), isCancelled),
    hints: (document, range, service, effects) => provideInlayHints(document, range, contextOf(service), effects),
    changed: (uri) => facts.changed(uri),
    rescan: () => facts.rescan(),
  };
}
