import assert from 'node:assert/strict';

import type { Check, CheckExample, Finding } from '../../server/src/core/checks/check';
import { fixesFor, runChecks } from '../../server/src/core/checks/runChecks';
import type { CheckedDocument } from '../../server/src/core/checks/runChecks';
import { lowerPolicy } from '../../server/src/core/policy/lowerPolicy';
import type { PolicyType } from '../../server/src/core/policy/policyType';
import { parseJson } from '../../server/src/core/syntax/parseJson';

import { tinyCatalog } from './tinyCatalog';

/** A text ready to be checked. */
export function checkedDocument(text: string, policyType: PolicyType): CheckedDocument {
  const { root } = parseJson(text);
  return { text, root, policy: lowerPolicy(root), policyType };
}

/** An example of a check as a whole policy of its type; a statement gets a policy around it. */
export function wholePolicy({ appliesTo }: Check, example: CheckExample): { readonly text: string; readonly policyType: PolicyType } {
  const { text, policyType } =
    typeof example === 'string'
      ? { text: example, policyType: appliesTo === 'allPolicyTypes' ? 'identity' : (appliesTo[0] ?? 'identity') }
      : example;
  const { root } = parseJson(text);
  const isPolicy = root?.kind === 'object' && root.members.some(({ key }) => ['Version', 'Statement', 'Id'].includes(key.text));
  return { policyType, text: isPolicy ? text : `{ "Version": "2012-10-17", "Statement": [${text}] }` };
}

/** A place where a code is expected. */
interface Annotation {
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts the annotations out of a policy: a line `// ^^^^ code` expects that code under the text above its carets; several such lines
 * may follow one line. A comment without carets is cut out as well, so what is checked is strict JSON.
 */
export function readAnnotations(annotated: string): { readonly text: string; readonly annotations: readonly Annotation[] } {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  let length = 0;
  let lineStart = 0;
  for (const line of annotated.split('\n')) {
    const [, before, carets, code] = /^(\s*\/\/\s*)(\^+)\s+([a-z0-9-]+)\s*$/.exec(line) ?? [];
    if (before !== undefined && carets !== undefined && code !== undefined) {
      annotations.push({ code, start: lineStart + before.length, end: lineStart + before.length + carets.length });
      continue;
    }
    if (/^\s*\/\//.test(line)) continue;
    lines.push(line);
    lineStart = length;
    length += line.length + 1;
  }
  return { text: lines.join('\n'), annotations };
}

/** Checks an annotated policy: every finding has its annotation and every annotation its finding. */
export function expectFindings(annotated: string, policyType: PolicyType): void {
  const { text, annotations } = readAnnotations(annotated);
  const findings = runChecks(checkedDocument(text, policyType), { catalog: tinyCatalog() });
  const actual = findings.map(({ code, span }) => describe(text, code, span.start, span.end));
  const expected = annotations.map(({ code, start, end }) => describe(text, code, start, end));
  assert.deepEqual(actual.sort(), expected.sort());
}

/** Applies the preferred fix of each finding of a code, one after the other, and compares the text. */
export function expectFix(before: string, after: string, code: string, policyType: PolicyType): void {
  let text = before;
  // A fix removes its finding, so this ends; the bound only keeps a broken fix from running on.
  for (let round = 0; round < 20; round++) {
    const document = checkedDocument(text, policyType);
    const finding = runChecks(document, { catalog: tinyCatalog() }).find((found) => found.code === code);
    if (finding === undefined) break;
    text = applyFix(document, finding);
  }
  assert.equal(text, after);
}

function applyFix(document: CheckedDocument, { code, span }: Finding): string {
  const [fix] = fixesFor(document, { catalog: tinyCatalog() }, code, span);
  if (fix === undefined) throw new Error(`${code} has no fix at ${span.start}`);
  return fix.edits.reduceRight((text, edit) => text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end), document.text);
}

function describe(text: string, code: string, start: number, end: number): string {
  const line = text.slice(0, start).split('\n').length;
  return `line ${line}: ${code} at ${JSON.stringify(text.slice(start, end))} (${start})`;
}
