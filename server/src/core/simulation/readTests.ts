import type { ContextValue } from '../evaluation/request';
import type { JsonNode, JsonSyntax, MemberNode } from '../syntax/nodes';
import { parseJson } from '../syntax/parseJson';
import { itemsOf, memberOf, valueOf } from '../syntax/queries';
import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Span } from '../text/span';

/** What a test may expect; `denied` is either deny. */
export type Expectation = 'allowed' | 'implicitDeny' | 'explicitDeny' | 'denied' | 'undetermined';

export const expectations: readonly Expectation[] = ['allowed', 'implicitDeny', 'explicitDeny', 'denied', 'undetermined'];

/** Trouble with a test file, at its place. */
export interface TestProblem {
  readonly code: string;
  readonly span: Span;
  readonly message: Message;
}

/** One request of a test and what is expected of it; a test with lists is as many cases as it has combinations. */
export interface TestCase {
  readonly name: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  /** The file's context with the test's over it. */
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
  readonly expect: Expectation;
  /** The deciding statement, `FILE#SID` or `FILE#INDEX`. */
  readonly by: string | undefined;
  /** The test's whole entry, and the places that a message about it stands at. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly expectSpan: Span;
  readonly principalSpan: Span;
}

export interface TestFile {
  /** As written; undefined: the nearest manifest upwards. */
  readonly organization: { readonly path: string; readonly span: Span } | undefined;
  /** The member `policies`, scenario keys with paths for policies. */
  readonly policies: JsonNode | undefined;
  readonly cases: readonly TestCase[];
  readonly problems: readonly TestProblem[];
  readonly syntax: JsonSyntax;
}

/** Members of a test file, in the order that people write them. */
export const testFileMembers = ['organization', 'policies', 'context', 'contextIsComplete', 'tests'] as const;

/** Reads a `*.iamtest.jsonc` file. Trouble becomes a problem, and the tests that can be understood are there. */
export function readTests(text: string): TestFile {
  const syntax = parseJson(text);
  const problems: TestProblem[] = syntax.problems.map(({ code, span, message: said }) => ({ code, span, message: said }));
  const report: Report = (node, code, said) => problems.push({ code, span: { start: node.start, end: node.end }, message: said });
  const { root } = syntax;
  if (root === undefined) return { organization: undefined, policies: undefined, cases: [], problems, syntax };
  if (root.kind !== 'object') {
    report(root, 'wrong-type', message('an object is expected here'));
    return { organization: undefined, policies: undefined, cases: [], problems, syntax };
  }
  expectMembers(root.members, ['$schema', ...testFileMembers], report);
  const organization = readString(root, 'organization', report);
  const shared: SharedContext = {
    context: readContext(root, report),
    contextIsComplete: readBoolean(root, 'contextIsComplete', report) ?? true,
  };
  const tests = valueOf(root, 'tests');
  if (tests === undefined) report({ start: root.start, end: root.start + 1 }, 'missing-field', message('`{0}` is missing', 'tests'));
  else if (tests.kind !== 'array') report(tests, 'wrong-type', message('`{0}` must be a list', 'tests'));
  const cases = tests?.kind === 'array' ? tests.items.flatMap((node) => readTest(node, shared, report)) : [];
  return {
    organization: organization === undefined ? undefined : { path: organization.text, span: organization },
    policies: valueOf(root, 'policies'),
    cases,
    problems,
    syntax,
  };
}

/** Takes what is wrong, and where. */
type Report = (span: Span, code: string, said: Message) => void;

interface SharedContext {
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

/** Members of one test, in the order that people write them. */
export const testMembers = [
  'name',
  'principal',
  'action',
  'resource',
  'resourceAccount',
  'context',
  'contextIsComplete',
  'expect',
  'by',
] as const;

function readTest(node: JsonNode, shared: SharedContext, report: Report): readonly TestCase[] {
  if (node.kind !== 'object') {
    report(node, 'wrong-type', message('an object is expected here'));
    return [];
  }
  expectMembers(node.members, testMembers, report);
  const principal = readString(node, 'principal', report);
  const actions = readStrings(node, 'action', report);
  const resources = memberOf(node, 'resource') === undefined ? ['*'] : readStrings(node, 'resource', report);
  const expect = readExpectation(node, report);
  const head = { start: node.start, end: node.start + 1 };
  if (principal === undefined && memberOf(node, 'principal') === undefined)
    report(head, 'missing-field', message('`{0}` is missing', 'principal'));
  if (memberOf(node, 'action') === undefined) report(head, 'missing-field', message('`{0}` is missing', 'action'));
  if (principal === undefined || expect === undefined) return [];
  const name = readString(node, 'name', report);
  const several = actions.length * resources.length > 1;
  if (actions.length * resources.length > mostCases) {
    report(head, 'too-many-cases', message('{0} combinations; a test has up to {1}', actions.length * resources.length, mostCases));
    return [];
  }
  const common = {
    principal: principal.text,
    resourceAccount: readString(node, 'resourceAccount', report)?.text,
    context: { ...shared.context, ...readContext(node, report) },
    contextIsComplete: readBoolean(node, 'contextIsComplete', report) ?? shared.contextIsComplete,
    expect: expect.value,
    by: readString(node, 'by', report)?.text,
    span: { start: node.start, end: node.end },
    nameSpan: { start: (name ?? head).start, end: (name ?? head).end },
    expectSpan: expect.span,
    principalSpan: { start: principal.start, end: principal.end },
  };
  return actions.flatMap((action) =>
    resources.map((resource): TestCase => {
      const said = name?.text ?? `${principal.text} ${action} ${resource}`;
      const which = [...(actions.length > 1 ? [action] : []), ...(resources.length > 1 ? [resource] : [])].join(' ');
      return { ...common, name: name !== undefined && several ? `${said} (${which})` : said, action, resource };
    }),
  );
}

/** Two long lists make more cases than anybody runs, or has memory for. */
const mostCases = 10_000;

function readExpectation(node: JsonNode, report: Report): { readonly value: Expectation; readonly span: Span } | undefined {
  const written = valueOf(node, 'expect');
  if (written === undefined) {
    report({ start: node.start, end: node.start + 1 }, 'missing-field', message('`{0}` is missing', 'expect'));
    return undefined;
  }
  const value = expectations.find((known) => written.kind === 'string' && known === written.text);
  if (value !== undefined) return { value, span: { start: written.start, end: written.end } };
  report(written, 'invalid-expectation', message('`expect` is one of {0}', expectations.map((known) => `\`${known}\``).join(', ')));
  return undefined;
}

function expectMembers(members: readonly MemberNode[], names: readonly string[], report: Report): void {
  for (const { key } of members) {
    if (names.includes(key.text)) continue;
    const [near] = nearestNames(key.text, names, 1);
    const unknown = message('unknown field `{0}`', key.text);
    report(key, 'unknown-field', near === undefined ? unknown : message('{0}; did you mean {1}?', unknown, `\`${near}\``));
  }
}

function readString(node: JsonNode, name: string, report: Report) {
  const value = valueOf(node, name);
  if (value === undefined || value.kind === 'string') return value;
  report(value, 'wrong-type', message('`{0}` must be a string', name));
  return undefined;
}

function readBoolean(node: JsonNode, name: string, report: Report): boolean | undefined {
  const value = valueOf(node, name);
  if (value === undefined || value.kind === 'boolean') return value?.value;
  report(value, 'wrong-type', message('`{0}` must be true or false', name));
  return undefined;
}

function readStrings(node: JsonNode, name: string, report: Report): readonly string[] {
  return itemsOf(valueOf(node, name)).flatMap((item) => {
    if (item.kind === 'string') return [item.text];
    report(item, 'wrong-type', message('`{0}` must hold strings only', name));
    return [];
  });
}

/** The context that a file or a test gives; what is no context value is left out and reported. */
export function readContext(node: JsonNode, report: Report): Readonly<Record<string, ContextValue>> {
  const value = valueOf(node, 'context');
  if (value === undefined) return {};
  if (value.kind !== 'object') {
    report(value, 'wrong-type', message('`{0}` must be an object', 'context'));
    return {};
  }
  return Object.fromEntries(value.members.flatMap((member) => readContextEntry(member, report)));
}

function readContextEntry({ key, value }: MemberNode, report: Report): readonly (readonly [string, ContextValue])[] {
  if (value?.kind === 'array') {
    return [[key.text, value.items.flatMap((item) => scalar(item) ?? [])]];
  }
  const read = value === undefined ? undefined : scalar(value);
  if (read !== undefined) return [[key.text, read]];
  report(value ?? key, 'wrong-type', message('a context value is a string, a number, true or false, or a list of such'));
  return [];
}

function scalar(node: JsonNode): string | number | boolean | undefined {
  switch (node.kind) {
    case 'string':
      return node.text;
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.value;
    default:
      return undefined;
  }
}
