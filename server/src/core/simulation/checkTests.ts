import type { OrganizationProblem } from '../organization/organization';
import { namesMeant } from '../organization/organizationReader';
import { isAccountId } from '../policy/arn';
import type { JsonNode, ObjectNode, StringNode } from '../syntax/nodes';
import { itemsOf, nodeAt, valueOf } from '../syntax/queries';
import { nearestNames } from '../text/editDistance';
import { message } from '../text/message';
import { hasPlaceholder } from '../text/placeholder';
import type { Span } from '../text/span';

import { problemsOfContextEntry } from './checkContext';
import { problemOfAccount, problemOfAction, problemOfPrincipal, problemOfResource } from './checkRequest';
import { nameError } from './nameProblem';
import type { NameProblem } from './nameProblem';
import { lookUpStatement, missingFile, unknownManagedPolicy } from './namedStatements';
import type { StatementSources } from './namedStatements';
import { expectations } from './readTests';
import type { TestFile, TestProblem } from './readTests';

/** Trouble with a test file, at its place, and what was meant. */
export interface TestFinding extends NameProblem {
  readonly span: Span;
  /** The member that the object beginning at the span lacks. */
  readonly missing?: string;
}

/** What a test file is checked with. */
export interface TestCheckSources extends StatementSources {
  /**
   * How the organization fares: `missing` where the file names one and there is none; `broken` where something of it is wrong; `lost` where a
   * file of it cannot be read, so that names may be missing that are there; `unknown` where it cannot be looked at from here.
   */
  readonly manifest: 'found' | 'missing' | 'broken' | 'lost' | 'unknown';
}

/** How an organization fares that was read. */
export function manifestState(problems: readonly Pick<OrganizationProblem, 'code' | 'severity'>[]): 'found' | 'broken' | 'lost' {
  if (problems.some(({ code }) => unreadable.has(code))) return 'lost';
  return problems.some(({ severity }) => severity === 'error') ? 'broken' : 'found';
}

const unreadable: ReadonlySet<string> = new Set(['invalid-json', 'nesting-too-deep', 'empty-document']);

/** What is wrong with a test file: its form, and every name in it that nothing has. What nobody can know is no trouble. */
export function checkTests(file: TestFile, sources: TestCheckSources): readonly TestFinding[] {
  const { root } = file.syntax;
  const findings = file.problems.map((problem) => fromProblem(problem, file));
  if (root?.kind !== 'object') return findings;
  const tests = itemsOf(valueOf(root, 'tests')).flatMap((node) => (node.kind === 'object' ? [node] : []));
  const lookUp = createLookUp(sources);
  return [
    ...findings,
    ...organizationFindings(file, sources),
    ...policiesFindings(file.policies, sources),
    ...contextFindings(root, sources),
    ...duplicateNames(tests),
    ...tests.flatMap((test) => testFindings(test, lookUp, sources)),
  ];
}

/** `missing-field` names the member, an unknown name says what was meant. */
function fromProblem({ code, span, message: said }: TestProblem, { syntax }: TestFile): TestFinding {
  const [name] = said.args;
  const node = code === 'invalid-expectation' ? nodeAt(syntax.root, span.start + 1).node : undefined;
  const nearest = node?.kind === 'string' ? expectationsLike(node.text) : namesMeant(said);
  const finding: TestFinding = { code, severity: 'error', span, message: said, nearest };
  return code === 'missing-field' && typeof name === 'string' ? { ...finding, missing: name } : finding;
}

/** The expectation that somebody meant who wrote `allow` or `Denied`. */
export function expectationsLike(text: string): readonly string[] {
  const begun = text.toLowerCase().slice(0, 3);
  const near = nearestNames(text, expectations);
  return near.length > 0 || begun.length < 3 ? near : expectations.filter((known) => known.toLowerCase().startsWith(begun));
}

interface LookUp {
  principal(text: string): NameProblem | undefined;
  action(text: string): NameProblem | undefined;
  account(text: string): NameProblem | undefined;
  statement(text: string): NameProblem | undefined;
}

/** Tests name the same things again and again. While the organization is not known, only what needs none is looked at. */
function createLookUp(sources: TestCheckSources): LookUp {
  const { catalog, ground, manifest } = sources;
  const organization = ground?.kind === 'organization' ? ground.organization : undefined;
  const nothing = (): undefined => undefined;
  const isKnown = ground !== undefined && manifest !== 'lost';
  return {
    principal: isKnown ? once((text) => problemOfPrincipal(text, organization)) : nothing,
    action: once((text) => problemOfAction(text, catalog)),
    account: isKnown ? once((text) => problemOfAccount(text, organization)) : nothing,
    statement: once((text) => {
      const lookup = lookUpStatement(text, sources);
      return lookup.kind === 'notFound' ? lookup.problem : undefined;
    }),
  };
}

function once<Answer>(find: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const known = answers.get(text) ?? { answer: find(text) };
    answers.set(text, known);
    return known.answer;
  };
}

function testFindings(test: ObjectNode, lookUp: LookUp, sources: TestCheckSources): readonly TestFinding[] {
  const strings = (name: string): readonly StringNode[] =>
    itemsOf(valueOf(test, name)).flatMap((node) => (node.kind === 'string' ? [node] : []));
  const lone = (name: string): readonly StringNode[] => strings(name).filter((node) => node === valueOf(test, name));
  const expect = valueOf(test, 'expect');
  return [
    ...lone('principal').flatMap((node) => at(node, lookUp.principal(node.text))),
    ...strings('action').flatMap((node) => at(node, lookUp.action(node.text))),
    ...strings('resource').flatMap((node) => at(node, problemOfResource(node.text))),
    ...lone('resourceAccount').flatMap((node) => at(node, lookUp.account(node.text))),
    ...contextFindings(test, sources),
    ...lone('by').flatMap((node) => at(node, lookUp.statement(node.text))),
    ...emptyLists(test),
    ...contradictions(expect, lone('by')),
  ];
}

function at(span: Span, problem: NameProblem | undefined): readonly TestFinding[] {
  return problem === undefined ? [] : [{ ...problem, span: { start: span.start, end: span.end } }];
}

/** No action, or no resource, makes no case: the test would pass unseen. */
function emptyLists(test: ObjectNode): readonly TestFinding[] {
  return ['action', 'resource'].flatMap((name) => {
    const value = valueOf(test, name);
    if (value?.kind !== 'array' || value.items.length > 0) return [];
    return at(value, nameError('empty-list', message('an empty `{0}` makes no case, so nothing is tested', name)));
  });
}

/** An implicit deny is the lack of a statement, and what is undetermined nothing has decided. */
function contradictions(expect: JsonNode | undefined, by: readonly StringNode[]): readonly TestFinding[] {
  if (expect?.kind !== 'string' || (expect.text !== 'implicitDeny' && expect.text !== 'undetermined')) return [];
  return by.flatMap((node) =>
    at(node, nameError('by-without-decision', message('no statement decides where `{0}` is expected', expect.text))),
  );
}

function contextFindings(node: ObjectNode, { catalog }: TestCheckSources): readonly TestFinding[] {
  const context = valueOf(node, 'context');
  if (context?.kind !== 'object') return [];
  return context.members.flatMap((member) => problemsOfContextEntry(member, catalog).flatMap((problem) => at(problem.span, problem)));
}

function duplicateNames(tests: readonly ObjectNode[]): readonly TestFinding[] {
  const seen = new Set<string>();
  return tests.flatMap((test) => {
    const name = valueOf(test, 'name');
    if (name?.kind !== 'string' || name.text === '') return [];
    if (seen.has(name.text)) {
      const said = message('another test of this file is called `{0}`', name.text);
      return at(name, { code: 'duplicate-test-name', severity: 'hint', message: said, nearest: [] });
    }
    seen.add(name.text);
    return [];
  });
}

function organizationFindings({ organization }: TestFile, { manifest, files }: TestCheckSources): readonly TestFinding[] {
  if (organization === undefined || hasPlaceholder(organization.path)) return [];
  const { path, span } = organization;
  if (manifest === 'missing') {
    const { nearest } = missingFile(path, {
      ...files,
      paths: () => files.paths().filter((each) => /(?:^|\/)organization\.jsonc?$/.test(each)),
    });
    return at(span, nameError('missing-file', message('there is no organization at `{0}`', path), nearest));
  }
  if (manifest !== 'broken' && manifest !== 'lost') return [];
  const said = message('something of the organization cannot be read; what stands there is unknown to the tests');
  return at(span, { code: 'broken-organization', severity: 'information', message: said, nearest: [] });
}

/** Members of `policies`: those of a scenario. */
export const policiesMembers = [
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicies',
  'resourcePolicy',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'vpcEndpointPolicies',
  'managementAccount',
] as const;

function policiesFindings(policies: JsonNode | undefined, sources: TestCheckSources): readonly TestFinding[] {
  if (policies === undefined) return [];
  if (policies.kind !== 'object') return at(policies, nameError('wrong-type', message('`{0}` must be an object', 'policies')));
  return policies.members.flatMap(({ key, value }) => {
    if (key.text === 'managementAccount') return accountFindings(value);
    if (policiesMembers.some((known) => known === key.text))
      return stringsIn(value).flatMap((node) => at(node, problemOfPolicy(node.text, sources)));
    return at(key, nameError('unknown-field', message('unknown field `{0}`', key.text), nearestNames(key.text, policiesMembers, 1)));
  });
}

function accountFindings(value: JsonNode | undefined): readonly TestFinding[] {
  if (value?.kind !== 'string' || isAccountId(value.text) || hasPlaceholder(value.text)) return [];
  return at(value, nameError('invalid-id', message('`{0}` is no account id', value.text)));
}

/** The policies that are named and not written out: alone, in a list, in a list of levels. */
function stringsIn(node: JsonNode | undefined): readonly StringNode[] {
  if (node?.kind === 'string') return [node];
  if (node?.kind === 'array') return node.items.flatMap(stringsIn);
  const document = valueOf(node, 'document');
  return document?.kind === 'string' ? [document] : [];
}

function problemOfPolicy(text: string, { files, catalog }: TestCheckSources): NameProblem | undefined {
  if (hasPlaceholder(text)) return undefined;
  if (text.startsWith('arn:')) {
    const isAws = /^arn:[^:]*:iam::aws:policy\//.test(text);
    return isAws && catalog.managedPolicy(text) === undefined ? unknownManagedPolicy(text, catalog) : undefined;
  }
  return files.find(text, false).kind === 'missing' ? missingFile(text, files) : undefined;
}
