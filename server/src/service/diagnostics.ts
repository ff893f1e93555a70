import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';

import { recheck } from '../core/checks/recheck';
import type { CheckedStatements } from '../core/checks/recheck';
import { fixesFor } from '../core/checks/runChecks';
import type { CheckedDocument } from '../core/checks/runChecks';

import { problemToDiagnostic, toCodeAction, toDiagnostic } from './convert';
import type { OpenDocument } from './documentStore';
import type { ServiceContext } from './serviceContext';

/** What the checks know of the open documents, by URI: an edit checks only the statements that it touches. */
export type DiagnosticsMemory = Map<string, CheckedStatements>;

/** What is wrong with a policy document; nothing for documents that are none. Beside VS Code's own JSON support its syntax errors are left to it. */
export function provideDiagnostics(
  document: OpenDocument,
  { catalog, settings, translate, besideJsonSupport }: ServiceContext,
  memory: DiagnosticsMemory,
): Diagnostic[] {
  if (document.kind !== 'policy') {
    memory.delete(document.uri);
    return [];
  }
  const problems = document.syntax.problems.filter(
    ({ code }) => !besideJsonSupport || code === 'nesting-too-deep' || code === 'empty-document',
  );
  const { findings, statements } = recheck(checked(document), { catalog, severities: settings.checks }, memory.get(document.uri));
  memory.set(document.uri, statements);
  return [
    ...problems.map((problem) => problemToDiagnostic(document, problem, translate)),
    ...findings.map((finding) => toDiagnostic(document, finding, settings.checks[finding.code], translate)),
  ];
}

/** The quick fixes of the diagnostics given; only their checks run again. */
export function provideQuickFixes(document: OpenDocument, diagnostics: readonly Diagnostic[], context: ServiceContext): CodeAction[] {
  const { catalog, settings, translate } = context;
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.source !== 'gatehouse' || typeof diagnostic.code !== 'string') return [];
    const { start, end } = diagnostic.range;
    const span = { start: document.textDocument.offsetAt(start), end: document.textDocument.offsetAt(end) };
    const fixes = fixesFor(checked(document), { catalog, severities: settings.checks }, diagnostic.code, span);
    return fixes.map((fix) => toCodeAction(document, fix, diagnostic, translate));
  });
}

function checked(document: OpenDocument): CheckedDocument {
  return {
    text: document.text,
    root: document.syntax.root,
    get policy() {
      return document.policy;
    },
    policyType: document.policyType(),
  };
}
