import { compileAction, matchAction, readRequestAction } from '../evaluation/actions';
import type { Decision } from '../evaluation/decision';
import type { PolicyInput } from '../evaluation/request';
import type { PolicyReference } from '../organization/organization';
import type { Statement } from '../policy/policy';
import { boundaryOf, controlLevels, identityPolicies } from '../simulation/gatherPolicies';

import { exampleResources } from './exampleResources';
import { createOrganizationFrame, membersOf } from './organizationFrame';
import type { MemberPrincipal, OrganizationFrame, QuerySources } from './organizationFrame';
import { costOf, workPerStep } from './progress';
import type { SteppedQuery } from './progress';
import type { QueryContext } from './whatCan';

/** A decision that an edit flips: between allowed, denied and undetermined. */
export interface DecisionChange {
  readonly principal: string;
  readonly action: string;
  readonly resourcePattern: string;
  readonly before: Decision;
  readonly after: Decision;
}

export interface DiffAnswer {
  readonly changes: readonly DecisionChange[];
  /** Principals of one side only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** What was compared: principals whose policies differ, and the decisions made on each side. */
  readonly compared: { readonly principals: number; readonly unchanged: number; readonly decisions: number };
}

interface Side {
  readonly frame: OrganizationFrame;
  readonly principal: MemberPrincipal;
  readonly statements: ReadonlyMap<string, Statement>;
}

/**
 * What changed between two versions of an organization: for each principal the actions that any changed statement reaches, on the
 * resources that statements of either version, or the catalog, name. Principals whose policies are the same are not compared.
 */
export function* diffOrganizations(before: QuerySources, after: QuerySources, known: QueryContext): SteppedQuery<DiffAnswer> {
  const [frameBefore, frameAfter] = [createOrganizationFrame(before), createOrganizationFrame(after)];
  const principalsAfter = new Map([...membersOf(after.organization)].map((principal) => [principal.arn, principal]));
  const principalsBefore = [...membersOf(before.organization)];
  const changes: DecisionChange[] = [];
  const removed: string[] = [];
  const compared = { principals: 0, unchanged: 0, decisions: 0 };
  const reached = new Map<string, readonly string[]>();
  const texts = new WeakMap<object, ReadonlyMap<string, Statement>>();
  const attached = differences(attachedStatements(frameBefore), attachedStatements(frameAfter));
  let spent = 0;
  for (const [index, principal] of principalsBefore.entries()) {
    const then: Side = { frame: frameBefore, principal, statements: statementsOf(frameBefore, principal, texts) };
    const counterpart = principalsAfter.get(principal.arn);
    principalsAfter.delete(principal.arn);
    spent += costOf.compile;
    if (counterpart === undefined) removed.push(principal.arn);
    else {
      const now: Side = { frame: frameAfter, principal: counterpart, statements: statementsOf(frameAfter, counterpart, texts) };
      const changed = [...differences(then.statements, now.statements), ...attached.map(({ statement }) => statement)];
      if (changed.length === 0) compared.unchanged += 1;
      else {
        compared.principals += 1;
        for (const action of actionsOf(before, changed, reached)) {
          for (const change of flips(then, now, action, attached, known)) {
            compared.decisions += 1;
            spent += costOf.decide * 4;
            if (outcomeOf(change.before) !== outcomeOf(change.after)) changes.push(change);
            if (spent > workPerStep) {
              spent = 0;
              yield { done: index, total: principalsBefore.length };
            }
          }
        }
      }
    }
    if (spent > workPerStep) {
      spent = 0;
      yield { done: index + 1, total: principalsBefore.length };
    }
  }
  return { changes, added: [...principalsAfter.keys()], removed, compared };
}

/** Statements that bear on a principal, by layer, place and text without places in files. */
function statementsOf(
  { sources: { organization }, input }: OrganizationFrame,
  principal: MemberPrincipal,
  texts: WeakMap<object, ReadonlyMap<string, Statement>>,
): ReadonlyMap<string, Statement> {
  const found = new Map<string, Statement>();
  const add = (where: string, { policy }: PolicyInput): void => {
    if (policy === undefined) return;
    let known = texts.get(policy);
    if (known === undefined) {
      known = new Map(policy.statements.map((statement) => [`${policy.version ?? ''} ${meaningOf(statement)}`, statement]));
      texts.set(policy, known);
    }
    for (const [text, statement] of known) found.set(`${where} ${text}`, statement);
  };
  for (const policy of identityPolicies(principal, input)) add('identity', policy);
  const boundary = boundaryOf(principal, input);
  if (boundary !== undefined) add('boundary', boundary);
  controlLevels(organization, principal.account.id, 'scp', input)?.forEach((level, depth) =>
    level.forEach((policy) => add(`scp${depth}`, policy)),
  );
  controlLevels(organization, principal.account.id, 'rcp', input)?.forEach((level, depth) =>
    level.forEach((policy) => add(`rcp${depth}`, policy)),
  );
  return found;
}

/** A statement of a policy that a resource or role has. */
interface AttachedStatement {
  readonly arn: string;
  readonly statement: Statement;
}

/** The statements of resource and trust policies, by resource and text. */
function attachedStatements({ sources: { organization }, input }: OrganizationFrame): ReadonlyMap<string, AttachedStatement> {
  const found = new Map<string, AttachedStatement>();
  const add = (arn: string, reference: PolicyReference | undefined): void => {
    const policy = reference === undefined ? undefined : input(reference, arn).policy;
    for (const statement of policy?.statements ?? [])
      found.set(`${arn} ${policy?.version ?? ''} ${meaningOf(statement)}`, { arn, statement });
  };
  for (const account of organization.accounts) {
    for (const { arn, policy } of account.resources) add(arn, policy);
    for (const { arn, trust } of account.principals.roles) add(arn, trust);
  }
  return found;
}

/** What a statement says, without where it stands and what it is called. */
function meaningOf({ effect, principal, action, resource, conditions }: Statement): string {
  const list = (element: Statement['action']) => element && [element.negated, ...element.values.map(({ text }) => text).sort()];
  return JSON.stringify([
    effect,
    principal && [principal.negated, ...principal.values.map(({ type, text }) => `${type} ${text}`).sort()],
    list(action),
    list(resource),
    conditions.map(({ operator, key, values }) => [operator.text, key.text, ...values.map(({ text }) => text)]),
  ]);
}

/** What only one of the two has. */
function differences<Item>(one: ReadonlyMap<string, Item>, other: ReadonlyMap<string, Item>): readonly Item[] {
  const only = (mine: ReadonlyMap<string, Item>, theirs: ReadonlyMap<string, Item>): readonly Item[] =>
    [...mine].filter(([key]) => !theirs.has(key)).map(([, item]) => item);
  return [...only(one, other), ...only(other, one)];
}

/** The actions of the catalog that some statements reach, and those that they name and the catalog lacks. */
function actionsOf(
  { catalog }: QuerySources,
  statements: readonly Statement[],
  reached: Map<string, readonly string[]>,
): readonly string[] {
  const actions = new Set<string>();
  for (const { action } of statements) {
    if (action === undefined) continue;
    const key = JSON.stringify([action.negated, action.values.map(({ text }) => text)]);
    let found = reached.get(key);
    if (found === undefined) {
      const compiled = compileAction(action);
      const named = action.values
        .map(({ text }) => text)
        .filter((text) => /^[^*?:\s]+:[^*?\s]+$/.test(text) && catalog.action(text) === undefined);
      const all = action.negated ? catalog.expandAction('*') : action.values.flatMap(({ text }) => catalog.expandAction(text));
      found = [...all.filter((name) => matchAction(compiled, readRequestAction(name))), ...(action.negated ? [] : named)];
      reached.set(key, found);
    }
    for (const name of found) actions.add(name);
  }
  return [...actions];
}

/** Whether a denial is explicit changes nothing for whoever is denied. */
function outcomeOf(decision: Decision): 'allowed' | 'denied' | 'undetermined' {
  return decision === 'explicitDeny' || decision === 'implicitDeny' ? 'denied' : decision;
}

/** Both decisions of one action on each resource that stands for the patterns of either side. */
function* flips(
  then: Side,
  now: Side,
  action: string,
  attached: readonly AttachedStatement[],
  known: QueryContext,
): Generator<DecisionChange, void> {
  const { principal } = then;
  const scope = { partition: principal.arn.split(':')[1] ?? 'aws', account: principal.account.id, region: 'us-east-1' };
  const statements = [...then.statements.values(), ...now.statements.values(), ...attached.map(({ statement }) => statement)];
  const examples = exampleResources(then.frame.sources.catalog, action, statements, scope);
  const asked = readRequestAction(action);
  // A trust policy names no resource: it means the role it belongs to.
  const bearers = attached.filter(({ statement }) => statement.action !== undefined && matchAction(compileAction(statement.action), asked));
  const theirs = [...new Set(bearers.map(({ arn }) => arn))].filter((arn) => !examples.some(({ resource }) => resource === arn));
  for (const { pattern, resource } of [...examples, ...theirs.map((arn) => ({ pattern: arn, resource: arn }))]) {
    const request = { action, resource, ...known };
    yield {
      principal: principal.arn,
      action,
      resourcePattern: pattern,
      before: then.frame.decide(principal, then.frame.request(request)).decision,
      after: now.frame.decide(now.principal, now.frame.request(request)).decision,
    };
  }
}
