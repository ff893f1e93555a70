import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';

import type { OrganizationProblem } from '../core/organization/organization';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import type { LoadedOrganization, OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';
import { relativePath } from './uris';

const byFile = new WeakMap<LoadedOrganization, ReadonlyMap<string, OrganizationProblem[]>>();

/** The problems of one of an organization's files. All files of a workspace are asked about: they are sorted once for each reading. */
export function problemsOfFile(loaded: LoadedOrganization | undefined, uri: string): readonly OrganizationProblem[] {
  const file = loaded === undefined ? undefined : relativePath(loaded.folder, uri);
  if (loaded === undefined || file === undefined) return [];
  return (byFile.get(loaded) ?? sortByFile(loaded)).get(file) ?? [];
}

function sortByFile(loaded: LoadedOrganization): ReadonlyMap<string, OrganizationProblem[]> {
  const files = new Map<string, OrganizationProblem[]>();
  for (const problem of loaded.problems) {
    const known = files.get(problem.file);
    if (known === undefined) files.set(problem.file, [problem]);
    else known.push(problem);
  }
  byFile.set(loaded, files);
  return files;
}

/** What is wrong with a file of an organization: the manifest, the list of accounts, a file of principals. */
export function provideManifestDiagnostics(document: OpenDocument, index: OrganizationIndex, { translate }: ServiceContext): Diagnostic[] {
  return problemsOfFile(index.organizationOf(document.uri), document.uri).map(({ code, severity, span, message }) => ({
    range: toRange(document, span),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    source: 'gatehouse',
    message: translate(message),
  }));
}
