import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';

import type { Fix, Severity } from '../../core/checks/check';
import { replaceFix } from '../../core/checks/support/fixes';
import { isSound } from '../../core/edits/document';
import { inlineJson, setMember } from '../../core/edits/jsonEdits';
import { checkTests } from '../../core/simulation/checkTests';
import type { TestFinding } from '../../core/simulation/checkTests';
import type { TestSeverity } from '../../core/simulation/nameProblem';
import { readTests } from '../../core/simulation/readTests';
import { nodeAt } from '../../core/syntax/queries';
import { message } from '../../core/text/message';

import { toCodeAction, toRange } from '../convert';
import type { OpenDocument } from '../documentStore';
import type { ServiceContext } from '../serviceContext';

import { surroundingsOf } from './surroundings';
import type { TestParts } from './surroundings';

/** A larger test file is no longer one that somebody writes; it is run by the command line. In UTF-16 code units. */
export const largestTestFile = 1_000_000;

/** What is wrong with a test file. Beside VS Code's own JSON support its syntax errors are left to it. */
export async function provideTestDiagnostics(document: OpenDocument, parts: TestParts, context: ServiceContext): Promise<Diagnostic[]> {
  if (document.kind !== 'test') return [];
  const { translate, settings } = context;
  const findings = await findingsIn(document, parts, context);
  return findings.flatMap((finding) => {
    const wanted = settings.checks[finding.code];
    if (wanted === 'off') return [];
    return {
      range: toRange(document, finding.span),
      severity: severities[wanted ?? finding.severity],
      code: finding.code,
      source: 'gatehouse',
      message: translate(finding.message),
    };
  });
}

const severities: Readonly<Record<TestSeverity | Exclude<Severity, 'off'>, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

async function findingsIn(document: OpenDocument, parts: TestParts, context: ServiceContext): Promise<readonly TestFinding[]> {
  const { text, uri } = document;
  if (text.length > largestTestFile) {
    const said = message(
      'the file has more than {0} characters, so its tests are not checked here; `gatehouse test` runs them',
      largestTestFile,
    );
    return [{ code: 'file-too-large', severity: 'information', span: { start: 0, end: 1 }, message: said, nearest: [] }];
  }
  const tests = readTests(text);
  // The documents of AWS's policies are read from the disk for a test that names one.
  const texts = text.includes(':policy/') ? await context.texts() : undefined;
  const sources = await surroundingsOf(uri, tests, parts, context, texts);
  const leftOut = context.besideJsonSupport ? toJsonSupport : nobody;
  return checkTests(tests, sources).filter(({ code }) => !leftOut.has(code));
}

const toJsonSupport: ReadonlySet<string> = new Set(['invalid-json', 'comment-not-permitted', 'trailing-comma']);
const nobody: ReadonlySet<string> = new Set();

/** How that is repaired: by the name that was meant, or by what is missing. */
export async function provideTestFixes(
  document: OpenDocument,
  diagnostics: readonly Diagnostic[],
  parts: TestParts,
  context: ServiceContext,
): Promise<CodeAction[]> {
  const asked = diagnostics.filter(({ source }) => source === 'gatehouse');
  if (document.kind !== 'test' || asked.length === 0) return [];
  const findings = await findingsIn(document, parts, context);
  return asked.flatMap((diagnostic) => {
    const { start, end } = diagnostic.range;
    const span = { start: document.textDocument.offsetAt(start), end: document.textDocument.offsetAt(end) };
    const found = findings.filter((each) => each.code === diagnostic.code && each.span.start === span.start && each.span.end === span.end);
    // Several members may be missing from one object; each diagnostic brings its own back.
    const mine = found.find((each) => context.translate(each.message) === diagnostic.message) ?? found[0];
    return (mine === undefined ? [] : fixesOf(document, mine)).map((fix) => toCodeAction(document, fix, diagnostic, context.translate));
  });
}

function fixesOf(document: OpenDocument, { span, nearest, missing }: TestFinding): readonly Fix[] {
  if (missing !== undefined) return missingFixes(document, span.start, missing);
  const node = nodeAt(document.syntax.root, span.start + 1).node;
  if (node?.kind !== 'string' || node.start !== span.start || node.unclosed === true) return [];
  return nearest.map((name, index) => replaceFix(span, name, index === 0 && nearest.length === 1));
}

function missingFixes(document: OpenDocument, start: number, name: string): readonly Fix[] {
  const object = nodeAt(document.syntax.root, start + 1).parents.find((parent) => parent.start === start);
  if (object?.kind !== 'object' || !isSound(document, object)) return [];
  const value = { tests: [], expect: 'allowed', principal: '', action: '' }[name] ?? '';
  return [
    { title: message('Add the missing field `{0}`', name), edits: setMember(document, object, name, inlineJson(value)), preferred: true },
  ];
}
