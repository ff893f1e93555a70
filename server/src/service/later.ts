/** What the first completion does not need, and what no server should read before it: most of the code. Loaded as a file of its own. */
export { provideCodeActions, resolveCodeAction } from './codeActions';
export { provideCodeLenses } from './codeLens';
export { provideDiagnostics, provideQuickFixes } from './diagnostics';
export { provideDocumentInfo } from './documentInfo';
export { provideFormatting } from './formatting';
export { provideHover } from './hover';
export { resolveDocumentLink } from './links/documentLinks';
export { provideManifestDiagnostics } from './manifestDiagnostics';
export { createNavigation, leastNavigation } from './navigation';
export { attachablePolicies, planOrganizationEdit, policyTypesOf } from './organizationEdits';
export { createOrganizationTree } from './organizationTree';
export { sourceReaders } from './readSource';
export { flatSymbols, provideFolding, provideHighlights, provideSelectionRanges, provideSymbols } from './structure';
export { suggest } from './suggest';
export { createTokensMemory, provideSemanticTokens } from './tokens/semanticTokens';
export { provideVirtualDocument } from './virtualDocuments';
export { createWorkspaceDiagnostics } from './workspaceDiagnostics';
