import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import type { OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';
import { relativePath } from './uris';

/** What is wrong with a file of an organization: the manifest, the list of accounts, a file of principals. */
export function provideManifestDiagnostics(document: OpenDocument, index: OrganizationIndex, { translate }: ServiceContext): Diagnostic[] {
  const loaded = index.organizationOf(document.uri);
  const file = loaded === undefined ? undefined : relativePath(loaded.folder, document.uri);
  const problems = loaded?.problems.filter((problem) => problem.file === file) ?? [];
  return problems.map(({ code, severity, span, message }) => ({
    range: toRange(document, span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'gatehouse',
    message: translate(message),
  }));
}
