import { matchAction, readRequestAction } from '../evaluation/actions';
import { evaluateCondition } from '../evaluation/conditions/condition';
import { compilePolicy } from '../evaluation/compile';
import type { CompiledStatement } from '../evaluation/compile';
import { and, no, open, yes } from '../evaluation/ternary';
import type { Ternary } from '../evaluation/ternary';
import { levelsOf } from '../organization/effectivePolicies';
import type { Account, Organization } from '../organization/organization';
import type { Policy, Statement } from '../policy/policy';

import { dependencesOf, noDependences } from './callerDependence';
import type { Guard, Guardrails } from './guardrails';
import { guardVerdict } from './guardVerdict';
import type { MemberPrincipal } from './members';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { targetsOf } from './resourceTarget';

/** Whom a deny of a guardrail meets. */
export interface ControlReach {
  readonly accounts: number;
  /** Users and roles below, who are not beyond the guardrail's reach. */
  readonly principals: number;
  /** How many of them the statement meets; undefined: too many to ask about each. */
  readonly denied: number | undefined;
  /** How many of them it meets or not, as something decides that nobody knows. */
  readonly perhaps: number;
  /** How many of the denied would have one of the actions otherwise; undefined: not counted. */
  readonly allowedOtherwise: number | undefined;
}

/** Beyond this much work (about microseconds) no principal is asked about any more. */
const mostWork = 150_000;
/** Beyond this number of actions nobody looks who has them otherwise. */
const mostActions = 60;

/** The member accounts that an SCP or RCP of these references reaches. */
export function* accountsBelow(
  organization: Organization,
  references: ReadonlySet<string>,
  type: 'scp' | 'rcp',
  meter: Meter,
): SteppedQuery<readonly Account[]> {
  const { accounts, managementAccount } = organization;
  const found: Account[] = [];
  for (const [index, account] of accounts.entries()) {
    if (account.id === managementAccount) continue;
    const levels = levelsOf(organization, account.id, type) ?? [];
    if (levels.some(({ policies }) => policies.some(({ reference }) => references.has(reference)))) found.push(account);
    meter.spent += costOf.prepare;
    if (isDue(meter)) yield pause(meter, index, accounts.length);
  }
  return found;
}

/** What a statement that denies is about. */
export interface AskedControl {
  readonly policy: Policy;
  readonly statement: Statement;
  readonly names: readonly string[];
  /** What the policy is called where it is used. */
  readonly uri: string;
}

/** Whom a denying statement of an SCP or a boundary meets among some principals, and who of them would have an action without it. */
export function* controlReach(
  guardrails: Guardrails,
  asked: AskedControl,
  principals: readonly MemberPrincipal[],
  meter: Meter,
): SteppedQuery<ControlReach> {
  const statement = compilePolicy(asked.policy).statements[asked.statement.index];
  const reached = principals.filter(({ arn }) => !arn.includes(':role/aws-service-role/'));
  const accounts = new Set(reached.map(({ account }) => account.id)).size;
  const counted = { accounts, principals: reached.length };
  const met = yield* meetings(guardrails, statement, asked, reached, meter);
  if (met === undefined) return { ...counted, denied: undefined, perhaps: 0, allowedOtherwise: undefined };
  const denied = reached.filter((_, index) => met[index] === yes);
  const perhaps = met.filter((one) => one === open).length;
  const allowedOtherwise = yield* countAllowed(guardrails, asked, denied, meter);
  return { ...counted, denied: denied.length, perhaps, allowedOtherwise };
}

/** By principal, whether the statement's conditions hold; undefined when there are too many principals to ask. */
function* meetings(
  guardrails: Guardrails,
  statement: CompiledStatement | undefined,
  { names }: AskedControl,
  principals: readonly MemberPrincipal[],
  meter: Meter,
): SteppedQuery<readonly Ternary[] | undefined> {
  const [first] = names;
  if (statement === undefined || first === undefined) return undefined;
  const meet = (principal: MemberPrincipal): Ternary => {
    const { context } = guardrails.prepare(principal, first);
    return statement.conditions.reduce<Ternary>((all, condition) => and(all, evaluateCondition(condition, context)), yes);
  };
  const [anybody] = principals;
  if (anybody === undefined) return [];
  if (dependencesOf([statement], 'scp') === noDependences) {
    const outcome = meet(anybody);
    return principals.map(() => outcome);
  }
  if (principals.length * costOf.prepare * 2 > mostWork) return undefined;
  const found: Ternary[] = [];
  for (const principal of principals) {
    found.push(meet(principal));
    meter.spent += costOf.prepare * 2;
    if (isDue(meter)) yield pause(meter, found.length, principals.length);
  }
  return found;
}

function* countAllowed(
  guardrails: Guardrails,
  { statement, names, uri }: AskedControl,
  denied: readonly MemberPrincipal[],
  meter: Meter,
): SteppedQuery<number | undefined> {
  if (names.length > mostActions || denied.length * costOf.prepare * 4 > mostWork) return undefined;
  const targets = targetsOf(statement);
  const answers = new Map<string, boolean>();
  let count = 0;
  for (const [index, principal] of denied.entries()) {
    const guard = guardrails.guardOf(principal, [], true);
    meter.spent += costOf.prepare * 4;
    let isAllowed = answers.get(guard.key);
    if (isAllowed === undefined) {
      const others = {
        ...guard,
        levels: guard.levels.map((level) => ({ ...level, policies: level.policies.filter((one) => one.uri !== uri) })),
      };
      isAllowed = names.some(
        (name) => grants(guardrails, guard, name) && guardVerdict(guardrails, others, name, targets).kind !== 'blocked',
      );
      answers.set(guard.key, isAllowed);
      meter.spent += names.length * costOf.decide;
    }
    if (isAllowed) count += 1;
    if (isDue(meter)) yield pause(meter, index, denied.length);
  }
  return count;
}

/** Whether an identity policy of the principal may allow an action, on some resource. */
function grants(guardrails: Guardrails, { principal, levels }: Guard, name: string): boolean {
  const action = readRequestAction(name);
  const own = levels.find(({ layer }) => layer === 'identity');
  const allows = own?.policies.flatMap(({ compiled }) => compiled.statements.filter(({ effect }) => effect === 'Allow')) ?? [];
  return allows.some((statement) => {
    if (statement.action === undefined || !matchAction(statement.action, action)) return false;
    const { context } = guardrails.prepare(principal, name);
    return statement.conditions.every((condition) => evaluateCondition(condition, context) !== no);
  });
}
