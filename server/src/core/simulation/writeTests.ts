import type { ContextValue } from '../evaluation/request';
import { inlineJson } from '../text/inlineJson';

import type { Expectation } from './readTests';

/** One test as it is written into a `*.iamtest.jsonc` file (product.md 4); what is undefined is left out. */
export interface WrittenTest {
  readonly name?: string | undefined;
  /** By name or ARN. */
  readonly principal: string;
  /** Roles taken on the way, by name or ARN, first to last. */
  readonly assumeRoles?: readonly (string | { readonly role: string })[] | undefined;
  /** An action on a resource; or, instead of both, `operation` and `resources`. */
  readonly action?: string | readonly string[] | undefined;
  readonly resource?: string | readonly string[] | undefined;
  readonly resourceAccount?: string | undefined;
  readonly operation?: string | undefined;
  readonly resources?: readonly (string | { readonly arn: string; readonly account?: string | undefined })[] | undefined;
  readonly context?: Readonly<Record<string, ContextValue>> | undefined;
  readonly contextIsComplete?: boolean | undefined;
  readonly expect: Expectation;
  /** The deciding statement, `FILE#SID` or `FILE#INDEX`. */
  readonly by?: string | undefined;
}

/** Tests that belong together, below a comment that says why. */
export interface TestGroup {
  /** Lines of the comment, without slashes. */
  readonly comment: readonly string[];
  readonly tests: readonly WrittenTest[];
}

/** A whole test file. */
export interface WrittenTestFile {
  /** Lines of the comment at its top, without slashes. */
  readonly comment: readonly string[];
  /** Path of the manifest, relative to the file. */
  readonly organization?: string | undefined;
  /** Without an organization: the policies, by the keys of a scenario. */
  readonly policies?: Readonly<Record<string, unknown>> | undefined;
  readonly context?: Readonly<Record<string, ContextValue>> | undefined;
  readonly groups: readonly TestGroup[];
  /** Lines of the comment behind the last test: what is left out. */
  readonly remarks: readonly string[];
}

/** How the file is laid out: one step of indentation, and how its lines end. */
export interface TestLayout {
  readonly unit: string;
  readonly newline: '\n' | '\r\n';
}

/** What is longer than this stands on several lines. */
const width = 120;

/** The text of a test file: JSON with comments that `readTests` reads back without a problem. */
export function writeTestFile(file: WrittenTestFile, { unit, newline }: TestLayout): string {
  const head = [
    ...(file.organization === undefined ? [] : [`"organization": ${JSON.stringify(file.organization)},`]),
    ...(file.policies === undefined ? [] : [`"policies": ${writeValue(file.policies, unit, unit)},`]),
    ...(file.context === undefined ? [] : [`"context": ${writeValue(file.context, unit, unit)},`]),
  ];
  const count = file.groups.reduce((sum, { tests }) => sum + tests.length, 0);
  let written = 0;
  const groups = file.groups.flatMap(({ comment, tests }, index) => {
    const lines = comment.map((line) => `${unit}${unit}${commentLine(line)}`);
    const items = tests.map((test) => `${unit}${unit}${writeTest(test, unit + unit, unit)}${++written < count ? ',' : ''}`);
    return [...(index > 0 ? [''] : []), ...lines, ...items];
  });
  const remarks = file.remarks.map((line) => `${unit}${unit}${commentLine(line)}`);
  const text = [
    ...file.comment.map(commentLine),
    '{',
    ...head.map((line) => unit + line),
    `${unit}"tests": [`,
    ...groups,
    ...remarks,
    `${unit}]`,
    '}',
    '',
  ].join('\n');
  return newline === '\n' ? text : text.replaceAll('\n', newline);
}

/** One test, a member a line; what comes after its first line is indented from `indentation`. Lines end in `\n`. */
export function writeTest(test: WrittenTest, indentation: string, unit: string): string {
  const inner = indentation + unit;
  const members = Object.entries(inOrder(test)).filter(([, value]) => value !== undefined);
  const lines = members.map(([name, value]) => `${inner}${JSON.stringify(name)}: ${writeValue(value, inner, unit)}`);
  return `{\n${lines.join(',\n')}\n${indentation}}`;
}

/** The members of a test in the order of the documentation. */
export function inOrder(test: WrittenTest): WrittenTest {
  const { name, principal, assumeRoles, action, resource, resourceAccount, operation, resources, context, contextIsComplete } = test;
  const call = { principal, assumeRoles, action, resource, resourceAccount, operation, resources };
  const known = context !== undefined && Object.keys(context).length > 0 ? context : undefined;
  return { name, ...call, context: known, contextIsComplete, expect: test.expect, by: test.by };
}

/** A value on one line where it is short, else what it holds a line each. */
function writeValue(value: unknown, indentation: string, unit: string): string {
  const line = inlineJson(value);
  if (indentation.length + line.length <= width || typeof value !== 'object' || value === null) return line;
  const inner = indentation + unit;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => `${inner}${writeValue(item, inner, unit)}`);
    return `[\n${items.join(',\n')}\n${indentation}]`;
  }
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const lines = members.map(([key, member]) => `${inner}${JSON.stringify(key)}: ${writeValue(member, inner, unit)}`);
  return `{\n${lines.join(',\n')}\n${indentation}}`;
}

/** A name in a policy may hold line breaks, which would end the comment. */
function commentLine(text: string): string {
  return `// ${text.replace(/[\r\n\u2028\u2029]+/g, ' ')}`.trimEnd();
}
