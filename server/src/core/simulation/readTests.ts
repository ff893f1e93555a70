import type { ContextValue } from '../evaluation/request';
import type { OperationResource } from '../evaluation/operations';
import type { RoleHop } from '../evaluation/roleChain';
import type { JsonNode, JsonSyntax } from '../syntax/nodes';
import { parseJson } from '../syntax/parseJson';
import { memberOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Span } from '../text/span';

import { readCall } from './readTestCall';
import { expectMembers, readBoolean, readContext, readString } from './testFields';
import type { Report } from './testFields';

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
  /** Roles taken on the way, first to last, by name or ARN; usually none. */
  readonly assumeRoles: readonly RoleHop[];
  /** For an operation: its name, and its first resource. */
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string | undefined;
  /** The resources of the operation that `action` names; undefined: it is a single action. */
  readonly operationResources: readonly OperationResource[] | undefined;
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
  /** Tests that do not say yet what they expect: `expect` is what any decision meets there, and nothing is judged. */
  readonly drafts: readonly TestCase[];
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
  if (root === undefined) return { organization: undefined, policies: undefined, cases: [], drafts: [], problems, syntax };
  if (root.kind !== 'object') {
    report(root, 'wrong-type', message('an object is expected here'));
    return { organization: undefined, policies: undefined, cases: [], drafts: [], problems, syntax };
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
  const read = tests?.kind === 'array' ? tests.items.map((node) => readTest(node, shared, report)) : [];
  return {
    organization: organization === undefined ? undefined : { path: organization.text, span: organization },
    policies: valueOf(root, 'policies'),
    cases: read.flatMap(({ cases, isDraft }) => (isDraft ? [] : cases)),
    drafts: read.flatMap(({ cases, isDraft }) => (isDraft ? cases : [])),
    problems,
    syntax,
  };
}

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
  'operation',
  'resources',
  'assumeRoles',
  'context',
  'contextIsComplete',
  'expect',
  'by',
] as const;

interface ReadTest {
  readonly cases: readonly TestCase[];
  readonly isDraft: boolean;
}

const nothing: ReadTest = { cases: [], isDraft: false };

function readTest(node: JsonNode, shared: SharedContext, report: Report): ReadTest {
  if (node.kind !== 'object') {
    report(node, 'wrong-type', message('an object is expected here'));
    return nothing;
  }
  expectMembers(node.members, testMembers, report);
  const principal = readString(node, 'principal', report);
  const call = readCall(node, report);
  const expect = readExpectation(node, report);
  const head = { start: node.start, end: node.start + 1 };
  if (principal === undefined && memberOf(node, 'principal') === undefined)
    report(head, 'missing-field', message('`{0}` is missing', 'principal'));
  const isDraft = expect === undefined && memberOf(node, 'expect') === undefined;
  if (principal === undefined || (expect === undefined && !isDraft)) return nothing;
  const name = readString(node, 'name', report);
  const { actions, resources, resourceAccount, operationResources, assumeRoles } = call;
  const several = actions.length * resources.length > 1;
  if (actions.length * resources.length > mostCases) {
    report(head, 'too-many-cases', message('{0} combinations; a test has up to {1}', actions.length * resources.length, mostCases));
    return nothing;
  }
  const context = { ...shared.context, ...readContext(node, report) };
  const contextIsComplete = readBoolean(node, 'contextIsComplete', report) ?? shared.contextIsComplete;
  const by = readString(node, 'by', report)?.text;
  const span = { start: node.start, end: node.end };
  const nameSpan = { start: (name ?? head).start, end: (name ?? head).end };
  const principalSpan = { start: principal.start, end: principal.end };
  const expectation = { value: expect?.value ?? ('undetermined' as const), span: expect?.span ?? { start: node.end, end: node.end } };
  const cases = actions.flatMap((action) =>
    resources.map((resource): TestCase => {
      const said = name?.text ?? `${principal.text} ${action} ${resource}`;
      const which = [...(actions.length > 1 ? [action] : []), ...(resources.length > 1 ? [resource] : [])].join(' ');
      // Member by member: a spread of so many makes an object that is slow to read, and there are thousands.
      return {
        name: name !== undefined && several ? `${said} (${which})` : said,
        principal: principal.text,
        assumeRoles,
        action,
        resource,
        resourceAccount,
        operationResources,
        context,
        contextIsComplete,
        expect: expectation.value,
        by,
        span,
        nameSpan,
        expectSpan: expectation.span,
        principalSpan,
      };
    }),
  );
  return { cases, isDraft };
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
