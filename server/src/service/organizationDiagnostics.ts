import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';

import type { OpenDocument } from './documentStore';
import { provideManifestDiagnostics } from './manifestDiagnostics';
import { provideManifestFixes } from './manifestFixes';
import { provideOrganizationArnDiagnostics, provideOrganizationArnFixes } from './organizationArns';
import type { OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';

/** What the organization says is wrong with a file: one of its own, or a policy that speaks of it. */
export function provideOrganizationDiagnostics(document: OpenDocument, index: OrganizationIndex, context: ServiceContext): Diagnostic[] {
  return [...provideManifestDiagnostics(document, index, context), ...provideOrganizationArnDiagnostics(document, index, context)];
}

/** How that is repaired. */
export function provideOrganizationFixes(
  document: OpenDocument,
  diagnostics: readonly Diagnostic[],
  index: OrganizationIndex,
  context: ServiceContext,
): CodeAction[] {
  return [
    ...provideManifestFixes(document, diagnostics, index, context),
    ...provideOrganizationArnFixes(document, diagnostics, index, context),
  ];
}
