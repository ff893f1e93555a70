import { evaluateCondition } from '../evaluation/conditions/condition';
import { compilePolicy } from '../evaluation/compile';
import type { CompiledStatement } from '../evaluation/compile';
import { no, open } from '../evaluation/ternary';
import type { Policy, Statement } from '../policy/policy';

import { classesFor } from './blockedActions';
import type { Guard, Guardrails } from './guardrails';
import { guardVerdict } from './guardVerdict';
import type { GuardBlock } from './guardVerdict';
import type { MemberPrincipal } from './members';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import { targetsOf } from './resourceTarget';

/** Principals to whom the same happens to some actions of a grant. */
export interface EffectiveGroup {
  /** The first few. */
  readonly principals: readonly MemberPrincipal[];
  readonly count: number;
  /** What keeps how many of the actions from them. */
  readonly blocks: readonly { readonly block: GuardBlock; readonly actions: number }[];
  /** How many of the actions hang on something that nobody knows. */
  readonly open: number;
  /** The context keys that they hang on; none: the resource, or a policy that cannot be read. */
  readonly keys: readonly string[];
  /** The condition of the statement itself cannot hold for them. */
  readonly isUnmet: boolean;
}

/** Who gets actions of a grant effectively. */
export interface EffectiveFor {
  readonly groups: readonly EffectiveGroup[];
  /** How many actions. */
  readonly actions: number;
  readonly principals: number;
  /** How many of them were asked about before the work was too much. */
  readonly asked: number;
}

/** How many principals of a group are named. */
const named = 4;
/** Beyond this much work (about microseconds) the rest of the principals is only counted. */
const mostWork = 150_000;

/**
 * Who of those who have a policy gets some actions of one of its statements, with what their own policies deny and everything above them:
 * the statements of the policies that they have are read as they stand in the editor.
 */
export function* effectiveFor(
  guardrails: Guardrails,
  { policy, statement, names }: { readonly policy: Policy; readonly statement: Statement; readonly names: readonly string[] },
  principals: readonly MemberPrincipal[],
  meter: Meter,
): SteppedQuery<EffectiveFor> {
  const targets = targetsOf(statement);
  const owners = [...new Set(targets.flatMap((target) => guardrails.ownerOf(target) ?? []))];
  const compiled = compilePolicy(policy).statements[statement.index];
  const outcomes = new Map<string, Outcome>();
  const groups = new Map<string, { -readonly [Key in keyof EffectiveGroup]: EffectiveGroup[Key] } & { principals: MemberPrincipal[] }>();
  let work = 0;
  let asked = 0;
  for (const principal of principals) {
    if (work > mostWork) break;
    const guard = guardrails.guardOf(principal, owners, true);
    meter.spent += costOf.prepare * 3;
    work += costOf.prepare * 3;
    let outcome = outcomes.get(guard.key);
    if (outcome === undefined) {
      outcome = yield* outcomeOf(guardrails, guard, { compiled, names, targets }, meter);
      outcomes.set(guard.key, outcome);
      work += names.length * costOf.list + costOf.decide * targets.length;
    }
    asked += 1;
    const known = groups.get(outcome.key);
    if (known === undefined) groups.set(outcome.key, { ...outcome.group, principals: [principal], count: 1 });
    else {
      known.count += 1;
      if (known.principals.length < named) known.principals.push(principal);
    }
    if (isDue(meter)) yield pause(meter, asked, principals.length);
  }
  return { groups: [...groups.values()], actions: names.length, principals: principals.length, asked };
}

interface Asked {
  readonly compiled: CompiledStatement | undefined;
  readonly names: readonly string[];
  readonly targets: ReturnType<typeof targetsOf>;
}

interface Outcome {
  readonly key: string;
  readonly group: Omit<EffectiveGroup, 'principals' | 'count'>;
}

function* outcomeOf(guardrails: Guardrails, guard: Guard, { compiled, names, targets }: Asked, meter: Meter): SteppedQuery<Outcome> {
  const blocks = new Map<string, { block: GuardBlock; actions: number }>();
  const keys = new Set<string>();
  let opened = 0;
  let isUnmet = false;
  for (const { names: alike, representative } of yield* classesFor({ guardrails, meter }, guard, names)) {
    const verdict = guardVerdict(guardrails, guard, representative.text, targets);
    meter.spent += costOf.decide * targets.length;
    const own = ownConditions(guardrails, guard, representative.text, compiled);
    isUnmet ||= own === 'unmet';
    if (verdict.kind === 'blocked') {
      const known = blocks.get(verdict.block.key) ?? { block: verdict.block, actions: 0 };
      known.actions += alike.length;
      blocks.set(verdict.block.key, known);
    } else if (verdict.kind === 'open' || (own !== 'unmet' && own.length > 0)) {
      opened += alike.length;
      for (const key of [...(verdict.kind === 'open' ? verdict.keys : []), ...(own === 'unmet' ? [] : own)]) keys.add(key);
    }
    if (isDue(meter)) yield pause(meter, 0, names.length);
  }
  const found = [...blocks.values()].sort((one, other) => other.actions - one.actions);
  const key = JSON.stringify([found.map(({ block, actions }) => [block.key, actions]), opened, [...keys], isUnmet]);
  return { key, group: { blocks: found, open: opened, keys: [...keys], isUnmet } };
}

/** Keys that the statement's own conditions ask for and nobody knows; or that they cannot hold for the principal. */
function ownConditions(guardrails: Guardrails, { principal }: Guard, action: string, statement: CompiledStatement | undefined) {
  const keys: string[] = [];
  if (statement === undefined || statement.conditions.length === 0) return keys;
  const { context } = guardrails.prepare(principal, action);
  for (const condition of statement.conditions) {
    const outcome = evaluateCondition(condition, context);
    if (outcome === no) return 'unmet' as const;
    if (outcome === open) keys.push(condition.source.key.text);
  }
  return keys;
}
