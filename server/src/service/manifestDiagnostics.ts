import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';

import type { OrganizationProblem } from '../core/organization/organization';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import type { LoadedOrganization, OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';
import { normaliseUri } from './uris';

const byFile = new WeakMap<LoadedOrganization, ReadonlyMap<string, OrganizationProblem[]>>();

/** The files of another tool that something is wrong with; what was made of them is no file. */
export function foreignFilesWithProblems(index: OrganizationIndex): readonly string[] {
  const foreign = index.organizations().filter(({ isForeign }) => isForeign);
  const uris = foreign.flatMap((loaded) => [...(byFile.get(loaded) ?? sortByFile(loaded)).keys()]);
  return uris.filter((uri) => uri.startsWith('file:'));
}

/** The problems of one of an organization's files. All files of a workspace are asked about: they are sorted once for each reading. */
export function problemsOfFile(loaded: LoadedOrganization | undefined, uri: string): readonly OrganizationProblem[] {
  if (loaded === undefined) return [];
  return (byFile.get(loaded) ?? sortByFile(loaded)).get(normaliseUri(uri)) ?? [];
}

function sortByFile(loaded: LoadedOrganization): ReadonlyMap<string, OrganizationProblem[]> {
  const files = new Map<string, OrganizationProblem[]>();
  for (const problem of loaded.problems) {
    const uri = loaded.uriOf(problem.file);
    const known = files.get(uri);
    if (known === undefined) files.set(uri, [problem]);
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
