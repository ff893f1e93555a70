import type { Catalog } from '../catalog/catalog';
import type { LevelNames } from '../evaluation/describeTrace';
import { evaluate } from '../evaluation/evaluate';
import { explainOperation } from '../evaluation/operations';
import type { PolicySet } from '../evaluation/request';
import { meetsExpectation } from '../evaluation/scenario';
import type { Trace } from '../evaluation/trace';
import type { Organization } from '../organization/organization';
import type { LoadPolicy } from '../organization/policyLoader';
import { message } from '../text/message';
import type { Message } from '../text/message';

import { askCall } from './askCall';
import { askOrganization } from './askOrganization';
import { decidingPolicy, isDecidedBy, readStatementName } from './decidingStatement';
import type { TestCase } from './readTests';
import { callerOf } from './testPrincipal';

/** What a test file's cases are asked of: an organization, or the policies that the file itself names. */
export type TestGround =
  | { readonly kind: 'organization'; readonly organization: Organization; readonly load: LoadPolicy }
  | { readonly kind: 'policies'; readonly policies: PolicySet };

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
}

/** Runs one case: the decision must be the expected one, and where a statement is named it must be the one that decided. */
export function runTest(test: TestCase, { ground, catalog, urisOf }: TestSources): TestOutcome {
  const name = test.by === undefined ? undefined : readStatementName(test.by);
  if (test.by !== undefined && name === undefined) {
    return { kind: 'unclear', reason: message('`{0}` names no statement; write FILE#SID or FILE#INDEX', test.by) };
  }
  const answer = ask(test, ground, catalog);
  if (answer.kind === 'unclear') return answer;
  const { trace, policies, levelNames } = answer;
  const answered = { trace, policies, levelNames };
  if (!meetsExpectation(trace.decision, test.expect)) {
    return { kind: 'failed', ...answered, reason: message('expected `{0}`, but it is `{1}`', test.expect, trace.decision) };
  }
  if (name === undefined || isDecidedBy(name, { policies, decidedBy: trace.decidedBy }, urisOf)) return { kind: 'passed', ...answered };
  return { kind: 'failed', ...answered, reason: wrongStatement(test.by ?? '', trace, policies) };
}

type Answer = ({ readonly kind: 'answered' } & AnsweredTest) | { readonly kind: 'unclear'; readonly reason: Message };

function ask(test: TestCase, ground: TestGround, catalog: Catalog): Answer {
  return ground.kind === 'organization' ? askThere(test, ground, catalog) : askPolicies(test, ground.policies, catalog);
}

function askThere(test: TestCase, { organization, load }: TestGround & { readonly kind: 'organization' }, catalog: Catalog): Answer {
  const sources = { organization, load, catalog };
  const { principal, assumeRoles, action, resource, resourceAccount, operationResources, context, contextIsComplete } = test;
  const isOfAccount = typeof callerOf(principal, action) === 'string';
  if (assumeRoles.length === 0 && operationResources === undefined && isOfAccount) {
    const answer = askOrganization(test, sources);
    return answer.kind === 'answered' ? answer : { kind: 'unclear', reason: answer.message };
  }
  const what =
    operationResources === undefined
      ? ({ kind: 'action', action, resource, resourceAccount } as const)
      : ({ kind: 'operation', operation: action, resources: operationResources } as const);
  const answer = askCall({ principal, assumeRoles, what, context, contextIsComplete }, sources);
  return answer.kind === 'answered' ? answer : { kind: 'unclear', reason: answer.message };
}

function askPolicies(test: TestCase, policies: PolicySet, catalog: Catalog): Answer {
  const { principal: named, assumeRoles, action, resource, resourceAccount, operationResources, context, contextIsComplete } = test;
  if (assumeRoles.length > 0) return { kind: 'unclear', reason: message('`{0}` needs an organization', 'assumeRoles') };
  const principal = callerOf(named, action);
  if (operationResources !== undefined) {
    const request = { principal, operation: action, resources: operationResources, context, contextIsComplete };
    return { kind: 'answered', trace: explainOperation(request, policies, catalog).trace, policies, levelNames: {} };
  }
  const owner = resourceAccount === undefined ? {} : { resourceAccount };
  const trace = evaluate({ principal, action, resource, ...owner, context, contextIsComplete }, policies, catalog);
  return { kind: 'answered', trace, policies, levelNames: {} };
}

function wrongStatement(by: string, { decidedBy }: Trace, policies: PolicySet): Message {
  const policy = decidingPolicy(policies, decidedBy);
  if (policy === undefined || decidedBy === null || decidedBy.statement === null) {
    return message('expected to be decided by `{0}`, but no statement decided', by);
  }
  const decided = `${policy.name ?? decidedBy.policy ?? ''}#${decidedBy.sid ?? decidedBy.statement}`;
  return message('expected to be decided by `{0}`, but `{1}` decided', by, decided);
}
