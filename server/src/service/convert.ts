import { CodeActionKind, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { CodeAction, Diagnostic, Range, TextEdit } from 'vscode-languageserver-types';

import type { Finding, FindingType, Fix, Severity, TextChange } from '../core/checks/check';
import type { SyntaxProblem } from '../core/syntax/nodes';
import type { Translate } from '../core/text/message';
import type { Span } from '../core/text/span';
import type { Location } from '../protocol/requests';

import type { OpenDocument } from './documentStore';

/** The only place where spans become ranges, and findings what an editor shows. */
export function toRange({ textDocument }: Pick<OpenDocument, 'textDocument'>, span: Span): Range {
  return { start: textDocument.positionAt(span.start), end: textDocument.positionAt(span.end) };
}

const severityOfType: Readonly<Record<FindingType, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  securityWarning: DiagnosticSeverity.Warning,
  warning: DiagnosticSeverity.Warning,
  suggestion: DiagnosticSeverity.Information,
};

const severityByName: Readonly<Record<Exclude<Severity, 'off'>, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Where the pages about our checks are; the anchor is the code. */
export const checksPage = 'https://github.com/gatehouse-iam/gatehouse/blob/main/docs/checks.md';

/** A finding as a diagnostic; `severity` is what the user's settings say, if anything. */
export function toDiagnostic(document: OpenDocument, finding: Finding, severity: Severity | undefined, translate: Translate): Diagnostic {
  return {
    range: toRange(document, finding.span),
    severity: severity === undefined || severity === 'off' ? severityOfType[finding.findingType] : severityByName[severity],
    code: finding.code,
    codeDescription: { href: `${checksPage}#${finding.code}` },
    source: 'gatehouse',
    message: translate(finding.message),
  };
}

/** Trouble with the JSON as a diagnostic. */
export function problemToDiagnostic(document: OpenDocument, problem: SyntaxProblem, translate: Translate): Diagnostic {
  return {
    range: toRange(document, problem.span),
    severity: DiagnosticSeverity.Error,
    code: problem.code,
    source: 'gatehouse',
    message: translate(problem.message),
  };
}

/** A fix as a quick fix of the diagnostic it repairs. */
export function toCodeAction(document: OpenDocument, fix: Fix, diagnostic: Diagnostic, translate: Translate): CodeAction {
  return {
    title: translate(fix.title),
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    isPreferred: fix.preferred,
    edit: { changes: { [document.textDocument.uri]: fix.edits.map((edit) => toTextEdit(document, edit)) } },
  };
}

export function toTextEdit(document: OpenDocument, { span, newText }: TextChange): TextEdit {
  return { range: toRange(document, span), newText };
}

/** A span of any text as a place that a client can open. */
export function locate(uri: string, text: string, span: Span): Location {
  return { uri, range: { start: positionIn(text, span.start), end: positionIn(text, span.end) } };
}

function positionIn(text: string, offset: number): Location['range']['start'] {
  let line = 0;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { line, character: offset - lineStart };
}
