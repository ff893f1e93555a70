import type { Catalog } from '../catalog/catalog';
import type { DecidedBy, Decision } from '../evaluation/decision';
import { describeTrace } from '../evaluation/describeTrace';
import type { LevelNames } from '../evaluation/describeTrace';
import { explainOperation } from '../evaluation/operations';
import type { PolicySet } from '../evaluation/request';
import { meetsExpectation } from '../evaluation/scenario';
import type { Trace } from '../evaluation/trace';
import { accountIndexOf } from '../organization/accountIndex';
import type { Organization } from '../organization/organization';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { askCall } from './askCall';
import { requestOf, standInOrganization } from './askOrganization';
import type { OrganizationSources, StandingQuestion } from './askOrganization';
import { createCompiledPolicies } from './compiledPolicies';
import type { CompiledPolicies } from './compiledPolicies';
import { problemOfAccount, problemOfAction, problemOfPrincipal } from './checkRequest';
import { decidingPolicy, isDecidedBy, readStatementName } from './decidingStatement';
import { lookUpStatement } from './namedStatements';
import type { TestFiles } from './namedStatements';
import type { TestCase } from './readTests';
import type { SharedGathering } from './sharedGathering';
import { decideStanding, describeStanding, explainStanding, standingRequest } from './standingRequest';
import type { StandingRequest } from './standingRequest';
import type { TestGround } from './testGround';
import { callerOf } from './testPrincipal';

export type { TestGround } from './testGround';

/** A case that was decided, whatever it expected. */
export interface AnsweredTest {
  readonly trace: Trace;
  readonly policies: PolicySet;
  readonly levelNames: LevelNames;
}

/** A case that was decided: the decision in words, and every reason when somebody asks. Most cases pass, and nobody asks. */
export interface DecidedTest {
  readonly policies: PolicySet;
  readonly levelNames: LevelNames;
  /** The headline of `describeTrace`. */
  headline(): Message;
  explain(): Trace;
}

/** The outcome of one case. */
export type TestOutcome =
  | ({ readonly kind: 'passed' } & DecidedTest)
  | ({ readonly kind: 'failed'; readonly reason: Message } & DecidedTest)
  /** The case cannot be understood: its principal is nobody, its `by` names no statement. */
  | { readonly kind: 'unclear'; readonly reason: Message };

export interface TestSources {
  readonly ground: TestGround;
  readonly catalog: Catalog;
  /** Which documents a path of `by` may mean, relative to the test file and to the organization's folder. */
  readonly urisOf: (file: string) => readonly string[];
  /** What several cases share; left out: nothing. */
  readonly compiled?: CompiledPolicies | undefined;
  readonly shared?: SharedGathering | undefined;
  /** The files around the test, so that one that `by` names and nobody has is told; left out: nobody looks. */
  readonly files?: TestFiles;
}

/** A case made ready: to be decided again when a policy changes; a call of several steps is answered as a whole. */
export type AskedTest = StandingQuestion | { readonly kind: 'call'; answer(): CallAnswer };

/** What a call of several steps came to; or why it cannot be understood. */
export type CallAnswer = ({ readonly kind: 'answered' } & AnsweredTest) | { readonly kind: 'unclear'; readonly message: Message };

/** Runs one case: the decision must be the expected one, and where a statement is named it must be the one that decided. */
export function runTest(test: TestCase, sources: TestSources): TestOutcome {
  const asked = askTest(test, sources);
  switch (asked.kind) {
    case 'unclear':
      return { kind: 'unclear', reason: asked.message };
    case 'standing':
      return outcomeOfStanding(test, asked.standing, sources);
    case 'call': {
      const answer = asked.answer();
      return answer.kind === 'unclear' ? { kind: 'unclear', reason: answer.message } : outcomeOfCall(test, answer, sources);
    }
  }
}

function outcomeOfStanding(test: TestCase, standing: StandingRequest, sources: TestSources): TestOutcome {
  const { policies, levelNames } = standing;
  // A case is decided once.
  const compiled = { set: (sources.compiled ?? createCompiledPolicies()).passing };
  const { decision, decidedBy, headline } = describeStanding(standing, decideStanding(standing, compiled));
  const explain = (): Trace => explainStanding(standing, compiled);
  const words = (): Message => headline ?? describeTrace(explain(), levelNames).headline;
  return { ...judgeTest(test, { decision, decidedBy, policies }, placesOf(sources)), policies, levelNames, headline: words, explain };
}

function outcomeOfCall(test: TestCase, { trace, policies, levelNames }: AnsweredTest, sources: TestSources): TestOutcome {
  const judged = judgeTest(test, { ...trace, policies }, placesOf(sources));
  return { ...judged, policies, levelNames, headline: () => describeTrace(trace, levelNames).headline, explain: () => trace };
}

/** Finds out who is meant and what bears on it; or why the case cannot be understood. */
export function askTest(test: TestCase, sources: Omit<TestSources, 'urisOf'>): AskedTest {
  const reason = whyUnclear(test, sources);
  if (reason !== undefined) return { kind: 'unclear', message: reason, nearest: [] };
  const { ground, catalog, shared } = sources;
  return ground.kind === 'organization' ? askThere(test, { ...ground, catalog, shared }) : askPolicies(test, ground.policies, catalog);
}

function askThere(test: TestCase, sources: OrganizationSources): AskedTest {
  const { organization } = sources;
  const { principal, assumeRoles, action, resource, operationResources, context, contextIsComplete } = test;
  const resourceAccount = test.resourceAccount === undefined ? undefined : accountIdOf(test.resourceAccount, organization);
  const isOfAccount = typeof callerOf(principal, action) === 'string';
  if (assumeRoles.length === 0 && operationResources === undefined && isOfAccount)
    return standInOrganization(resourceAccount === test.resourceAccount ? test : { ...test, resourceAccount }, sources);
  const what =
    operationResources === undefined
      ? ({ kind: 'action', action, resource, resourceAccount } as const)
      : ({ kind: 'operation', operation: action, resources: operationResources } as const);
  return { kind: 'call', answer: () => askCall({ principal, assumeRoles, what, context, contextIsComplete }, sources) };
}

function askPolicies(test: TestCase, policies: PolicySet, catalog: Catalog): AskedTest {
  const { principal: named, action, operationResources, context, contextIsComplete } = test;
  const principal = callerOf(named, action);
  if (operationResources === undefined)
    return { kind: 'standing', standing: standingRequest(requestOf(test, principal), { policies }, catalog) };
  const request = { principal, operation: action, resources: operationResources, context, contextIsComplete };
  const answer = (): CallAnswer => {
    const { trace } = explainOperation(request, policies, catalog);
    return { kind: 'answered', trace, policies, levelNames: {} };
  };
  return { kind: 'call', answer };
}

/**
 * Why nobody can say what a case means: it names a principal, an account, an action or a file that there is not. A statement that its policy
 * has not is another matter: it decides nothing, so the case fails.
 */
function whyUnclear(
  { principal, assumeRoles, action, operationResources, resourceAccount, by }: TestCase,
  { ground, catalog, files }: Omit<TestSources, 'urisOf'>,
): Message | undefined {
  if (by !== undefined && readStatementName(by) === undefined) {
    return message('`{0}` names no statement; write FILE#SID or FILE#INDEX', by);
  }
  const organization = ground.kind === 'organization' ? ground.organization : undefined;
  if (assumeRoles.length > 0 && organization === undefined) return message('`{0}` needs an organization', 'assumeRoles');
  // Identity providers vouch for somebody from outside.
  const isOfAccount = typeof callerOf(principal, action) === 'string';
  const problem =
    (isOfAccount ? problemOfPrincipal(principal, organization) : undefined) ??
    (operationResources === undefined ? problemOfAction(action, catalog) : undefined) ??
    (resourceAccount === undefined ? undefined : problemOfAccount(resourceAccount, organization));
  if (problem !== undefined) return problem.message;
  if (by === undefined || files === undefined) return undefined;
  const named = lookUpStatement(by, { files, ground, catalog });
  return named.kind === 'notFound' && named.problem.code !== 'unknown-statement' ? named.problem.message : undefined;
}

/** Which documents a path or an ARN of `by` may mean. */
export function placesOf({ urisOf, ground }: Pick<TestSources, 'urisOf' | 'ground'>): TestSources['urisOf'] {
  return (file) => [...urisOf(file), ...uriOfOwnPolicy(file, ground)];
}

/** A managed policy of an account's own is a file of the organization. */
function uriOfOwnPolicy(arn: string, ground: TestGround): readonly string[] {
  if (ground.kind !== 'organization' || !arn.startsWith('arn:')) return [];
  const account = ground.organization.accounts.find(({ id }) => id === arn.split(':')[4]);
  const policy = account?.customerPolicies.find((candidate) => candidate.arn === arn);
  const uri = policy === undefined ? undefined : ground.load(policy.reference)?.uri;
  return uri === undefined ? [] : [uri];
}

/** The id of an account that may be called by its name; what is neither stays as it is. */
export function accountIdOf(idOrName: string, organization: Organization): string {
  const found = accountIndexOf(organization).find(idOrName);
  return found.kind === 'found' ? found.account.id : idOrName;
}

/** Whether a case that was decided came out as it should. */
export type Judgement = { readonly kind: 'passed' } | { readonly kind: 'failed'; readonly reason: Message };

/** Compares what decided with what the case expects. */
export function judgeTest(
  test: TestCase,
  { decision, decidedBy, policies }: { readonly decision: Decision; readonly decidedBy: DecidedBy | null; readonly policies: PolicySet },
  urisOf: TestSources['urisOf'],
): Judgement {
  if (!meetsExpectation(decision, test.expect)) {
    return { kind: 'failed', reason: message('expected `{0}`, but it is `{1}`', test.expect, decision) };
  }
  const name = test.by === undefined ? undefined : readStatementName(test.by);
  if (name === undefined || isDecidedBy(name, { policies, decidedBy }, urisOf)) return { kind: 'passed' };
  return { kind: 'failed', reason: wrongStatement(test.by ?? '', decidedBy, policies) };
}

function wrongStatement(by: string, decidedBy: DecidedBy | null, policies: PolicySet): Message {
  const policy = decidingPolicy(policies, decidedBy);
  if (policy === undefined || decidedBy === null || decidedBy.statement === null) {
    return message('expected to be decided by `{0}`, but no statement decided', by);
  }
  const decided = `${policy.name ?? decidedBy.policy ?? ''}#${decidedBy.sid ?? decidedBy.statement}`;
  return message('expected to be decided by `{0}`, but `{1}` decided', by, decided);
}
