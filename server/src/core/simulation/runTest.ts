import type { Catalog } from '../catalog/catalog';
import type { LevelNames } from '../evaluation/describeTrace';
import { evaluate } from '../evaluation/evaluate';
import type { PolicySet } from '../evaluation/request';
import { meetsExpectation } from '../evaluation/scenario';
import type { Trace } from '../evaluation/trace';
import { accountIndexOf } from '../organization/accountIndex';
import type { Organization } from '../organization/organization';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { askOrganization } from './askOrganization';
import { problemOfAccount, problemOfAction, problemOfPrincipal } from './checkRequest';
import { decidingPolicy, isDecidedBy, readStatementName } from './decidingStatement';
import { lookUpStatement } from './namedStatements';
import type { TestFiles } from './namedStatements';
import type { TestCase } from './readTests';
import type { TestGround } from './testGround';

export type { TestGround } from './testGround';

/** A case that was decided, whatever it expected. */
export interface AnsweredTest {
  readonly trace: Trace;
  readonly policies: PolicySet;
  readonly levelNames: LevelNames;
}

/** The outcome of one case. */
export type TestOutcome =
  | ({ readonly kind: 'passed' } & AnsweredTest)
  | ({ readonly kind: 'failed'; readonly reason: Message } & AnsweredTest)
  /** The case cannot be understood: its principal is nobody, its `by` names no statement. */
  | { readonly kind: 'unclear'; readonly reason: Message };

export interface TestSources {
  readonly ground: TestGround;
  readonly catalog: Catalog;
  /** Which documents a path of `by` may mean, relative to the test file and to the organization's folder. */
  readonly urisOf: (file: string) => readonly string[];
  /** The files around the test, so that one that `by` names and nobody has is told; left out: nobody looks. */
  readonly files?: TestFiles;
}

/** Runs one case: the decision must be the expected one, and where a statement is named it must be the one that decided. */
export function runTest(test: TestCase, sources: TestSources): TestOutcome {
  const { ground, catalog } = sources;
  const reason = whyUnclear(test, sources);
  if (reason !== undefined) return { kind: 'unclear', reason };
  const name = test.by === undefined ? undefined : readStatementName(test.by);
  const answer = ask(test, ground, catalog);
  if (answer.kind === 'unclear') return answer;
  const { trace, policies, levelNames } = answer;
  const answered = { trace, policies, levelNames };
  if (!meetsExpectation(trace.decision, test.expect)) {
    return { kind: 'failed', ...answered, reason: message('expected `{0}`, but it is `{1}`', test.expect, trace.decision) };
  }
  const urisOf = (file: string): readonly string[] => [...sources.urisOf(file), ...uriOfOwnPolicy(file, ground)];
  if (name === undefined || isDecidedBy(name, { policies, decidedBy: trace.decidedBy }, urisOf)) return { kind: 'passed', ...answered };
  return { kind: 'failed', ...answered, reason: wrongStatement(test.by ?? '', trace, policies) };
}

/**
 * Why nobody can say what a case means: it names a principal, an account, an action or a file that there is not. A statement that its policy
 * has not is another matter: it decides nothing, so the case fails.
 */
function whyUnclear({ principal, action, resourceAccount, by }: TestCase, { ground, catalog, files }: TestSources): Message | undefined {
  if (by !== undefined && readStatementName(by) === undefined) {
    return message('`{0}` names no statement; write FILE#SID or FILE#INDEX', by);
  }
  const organization = ground.kind === 'organization' ? ground.organization : undefined;
  const problem =
    problemOfPrincipal(principal, organization) ??
    problemOfAction(action, catalog) ??
    (resourceAccount === undefined ? undefined : problemOfAccount(resourceAccount, organization));
  if (problem !== undefined) return problem.message;
  if (by === undefined || files === undefined) return undefined;
  const named = lookUpStatement(by, { files, ground, catalog });
  return named.kind === 'notFound' && named.problem.code !== 'unknown-statement' ? named.problem.message : undefined;
}

/** A managed policy of an account's own is a file of the organization. */
function uriOfOwnPolicy(arn: string, ground: TestGround): readonly string[] {
  if (ground.kind !== 'organization' || !arn.startsWith('arn:')) return [];
  const account = ground.organization.accounts.find(({ id }) => id === arn.split(':')[4]);
  const policy = account?.customerPolicies.find((candidate) => candidate.arn === arn);
  const uri = policy === undefined ? undefined : ground.load(policy.reference)?.uri;
  return uri === undefined ? [] : [uri];
}

type Answer = ({ readonly kind: 'answered' } & AnsweredTest) | { readonly kind: 'unclear'; readonly reason: Message };

function ask(test: TestCase, ground: TestGround, catalog: Catalog): Answer {
  if (ground.kind === 'organization') {
    const { organization, load } = ground;
    const resourceAccount = test.resourceAccount === undefined ? undefined : accountIdOf(test.resourceAccount, organization);
    const answer = askOrganization({ ...test, resourceAccount }, { organization, load, catalog });
    return answer.kind === 'answered' ? answer : { kind: 'unclear', reason: answer.message };
  }
  const { principal, action, resource, resourceAccount, context, contextIsComplete } = test;
  const owner = resourceAccount === undefined ? {} : { resourceAccount };
  const trace = evaluate({ principal, action, resource, ...owner, context, contextIsComplete }, ground.policies, catalog);
  return { kind: 'answered', trace, policies: ground.policies, levelNames: {} };
}

/** The id of an account that may be called by its name; what is neither stays as it is. */
export function accountIdOf(idOrName: string, organization: Organization): string {
  const found = accountIndexOf(organization).find(idOrName);
  return found.kind === 'found' ? found.account.id : idOrName;
}

function wrongStatement(by: string, { decidedBy }: Trace, policies: PolicySet): Message {
  const policy = decidingPolicy(policies, decidedBy);
  if (policy === undefined || decidedBy === null || decidedBy.statement === null) {
    return message('expected to be decided by `{0}`, but no statement decided', by);
  }
  const decided = `${policy.name ?? decidedBy.policy ?? ''}#${decidedBy.sid ?? decidedBy.statement}`;
  return message('expected to be decided by `{0}`, but `{1}` decided', by, decided);
}
