import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';

import type { Fix } from '../core/checks/check';
import { nearestFixes, replaceFix } from '../core/checks/support/fixes';
import { isSound } from '../core/edits/document';
import { removeItem } from '../core/edits/jsonEdits';
import type { OrganizationProblem } from '../core/organization/organization';
import { namesMeant } from '../core/organization/organizationReader';
import { nodeAt } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { toCodeAction, toRange } from './convert';
import type { OpenDocument } from './documentStore';
import { problemsOfFile } from './manifestDiagnostics';
import type { OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';

/** Quick fixes of what is wrong with the files of an organization: the name that was meant, ids without dashes, repetitions that go. */
export function provideManifestFixes(
  document: OpenDocument,
  diagnostics: readonly Diagnostic[],
  index: OrganizationIndex,
  context: ServiceContext,
): CodeAction[] {
  const problems = problemsOfFile(index.organizationOf(document.uri), document.uri);
  return diagnostics.flatMap((diagnostic) => {
    if (diagnostic.source !== 'gatehouse') return [];
    const { start, end } = diagnostic.range;
    const found = problems.find(({ code, span }) => {
      const range = toRange(document, span);
      return code === diagnostic.code && isSame(range.start, start) && isSame(range.end, end);
    });
    const fixes = found === undefined ? [] : fixesOf(document, found, context);
    return fixes.map((fix) => toCodeAction(document, fix, diagnostic, context.translate));
  });
}

function isSame(one: Diagnostic['range']['start'], other: Diagnostic['range']['start']): boolean {
  return one.line === other.line && one.character === other.character;
}

/** Only where the problem stands on the string that is wrong: of some it stands on what lacks something. */
function fixesOf(document: OpenDocument, problem: OrganizationProblem, context: ServiceContext): readonly Fix[] {
  const { code, span } = problem;
  const node = nodeAt(document.syntax.root, span.start + 1).node;
  if (node?.kind !== 'string' || node.start !== span.start) return [];
  if (code === 'invalid-id') return dashFixes(document, node.text, problem);
  if (code === 'duplicate-attachment') return repetitionFixes(document, problem);
  const names = namesMeant(problem.message);
  switch (code) {
    case 'unknown-field':
    case 'unknown-policy':
    case 'unknown-account':
    case 'unknown-organizational-unit':
    case 'unknown-permission-set':
      return nearestFixes(span, names);
    case 'unknown-policy-type':
      return nearestFixes(
        span,
        names.map((name) => (node.text.includes('/') ? node.text.replace(/^[^/]*/, name) : name)),
      );
    case 'unknown-managed-policy':
      return nearestFixes(
        span,
        names.flatMap((name) => managedAs(node.text, name, context)),
      );
    case 'missing-file':
      return nearestFixes(
        span,
        names.map((path) => pathFrom(problem.file, path, node.text)),
      );
    default:
      return [];
  }
}

/** `1111-2222-3333` is how the console shows the id 111122223333. */
function dashFixes({ text }: OpenDocument, written: string, { span }: OrganizationProblem): readonly Fix[] {
  const digits = written.replaceAll('-', '');
  if (!/^\d{12}$/.test(digits) || digits === written || text[span.start] !== '"') return [];
  return [replaceFix(span, digits, true)];
}

function repetitionFixes(document: OpenDocument, { span }: OrganizationProblem): readonly Fix[] {
  const { parents, node } = nodeAt(document.syntax.root, span.start + 1);
  const list = parents.at(-1);
  if (node === undefined || list?.kind !== 'array' || !isSound(document, list)) return [];
  return [{ title: message('Remove it'), edits: removeItem(document, list, node), preferred: true }];
}

/** By ARN where an ARN was written. */
function managedAs(written: string, name: string, { catalog }: ServiceContext): readonly string[] {
  if (!written.startsWith('arn:')) return [name];
  const arn = catalog.managedPolicy(name)?.arn;
  return arn === undefined ? [] : [arn];
}

/** A path of the organization as the file writes its paths: relative to itself. */
function pathFrom(file: string, path: string, written: string): string {
  const from = file.split('/').slice(0, -1);
  const to = path.split('/');
  while (from.length > 0 && to.length > 1 && from[0] === to[0]) {
    from.shift();
    to.shift();
  }
  const relative = [...from.map(() => '..'), ...to].join('/');
  return written.startsWith('./') && from.length === 0 ? `./${relative}` : relative;
}
