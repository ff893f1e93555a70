import { decide } from '../evaluation/decide';
import type { Decision } from '../evaluation/decision';

import { listActions } from './actionReach';
import { attachedStatements, bearingStatements, differences, resourceControlStatements } from './bearingStatements';
import type { StatementTexts } from './bearingStatements';
import { fitKey, resourceKey } from './decisionClasses';
import type { ActionClass } from './decisionClasses';
import { createSituations, situationOf } from './diffSituation';
import type { Situation } from './diffSituation';
import { exampleResources } from './exampleResources';
import { countEverybody, countMembers, everybodyOf, membersOf } from './members';
import type { MemberPrincipal } from './members';
import { openOrganizationFrame } from './organizationFrame';
import type { AccountFrame, IdentityFrame, OrganizationFrame, QuerySources, RequestFrame } from './organizationFrame';
import { costOf, isDue, partOf, pause } from './progress';
import type { Meter, QueryProgress, SteppedQuery } from './progress';
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

/**
 * What changed between two versions of an organization: for each principal the actions that any changed statement reaches, on the
 * resources that statements of either version, or the catalog, name. Principals whom no changed statement can concern are not compared.
 * Of requests that nothing tells apart one is decided, see `decisionClasses`. What changes by the owner of a resource alone (a resource
 * that only one version lists, an account that moved), or by tags, is not compared.
 */
export function* diffOrganizations(
  before: QuerySources,
  after: QuerySources,
  known: QueryContext,
  who: 'everybody' | 'usersAndRoles' = 'everybody',
): SteppedQuery<DiffAnswer> {
  const principalsOf = who === 'everybody' ? everybodyOf : membersOf;
  const meter: Meter = { spent: 0 };
  const total = (who === 'everybody' ? countEverybody : countMembers)(before.organization);
  const start = { done: 0, total };
  const then = yield* partOf(start, openOrganizationFrame(before, meter));
  const now = yield* partOf(start, openOrganizationFrame(after, meter));
  const principalsAfter = new Map<string, MemberPrincipal>();
  for (const principal of principalsOf(after.organization)) {
    principalsAfter.set(principal.arn, principal);
    meter.spent += costOf.list;
    if (isDue(meter)) yield pause(meter, 0, total);
  }
  const texts: StatementTexts = new WeakMap();
  const { attached, controls, changedControls } = yield* partOf(start, sharedStatements(then, now, texts, meter));
  const reach = yield* partOf(start, listActions(before.catalog, meter));
  const situations = createSituations(before.catalog, reach, attached, controls);
  const answer = {
    changes: new Array<DecisionChange>(),
    removed: new Array<string>(),
    compared: { principals: 0, unchanged: 0, decisions: 0 },
  };
  let done = 0;
  for (const principal of principalsOf(before.organization)) {
    const counterpart = principalsAfter.get(principal.arn);
    principalsAfter.delete(principal.arn);
    meter.spent += costOf.compile;
    if (counterpart === undefined) answer.removed.push(principal.arn);
    else {
      const [statementsThen, statementsNow] = [bearingStatements(then, principal, texts), bearingStatements(now, counterpart, texts)];
      const changed = [...differences(statementsThen, statementsNow), ...attached.map(({ statement }) => statement), ...changedControls];
      if (changed.length === 0) answer.compared.unchanged += 1;
      else {
        answer.compared.principals += 1;
        const statements = [...statementsThen.values(), ...statementsNow.values()];
        const progress = { done, total };
        const pair = { then: sideOf(then, principal), now: sideOf(now, counterpart), known, meter, progress };
        const situation = yield* partOf(progress, situationOf(situations, principal, statements, changed, meter));
        yield* compare(pair, situation, answer);
      }
    }
    done += 1;
    if (isDue(meter)) yield pause(meter, done, total);
  }
  return { ...answer, added: [...principalsAfter.keys()] };
}

/** Statements that may bear on any principal: of resource and trust policies what has changed, of RCPs all and what has changed. */
function* sharedStatements(then: OrganizationFrame, now: OrganizationFrame, texts: StatementTexts, meter: Meter) {
  const controlsThen = yield* resourceControlStatements(then, texts, meter);
  const controlsNow = yield* resourceControlStatements(now, texts, meter);
  const attached = differences(yield* attachedStatements(then, meter), yield* attachedStatements(now, meter));
  const controls = [...new Set([...controlsThen.values(), ...controlsNow.values()])];
  return { attached, controls, changedControls: differences(controlsThen, controlsNow) };
}

/** A principal in one of the versions. */
interface Side {
  readonly frame: OrganizationFrame;
  readonly principal: MemberPrincipal;
  readonly account: AccountFrame;
  readonly identity: IdentityFrame;
}

function sideOf(frame: OrganizationFrame, principal: MemberPrincipal): Side {
  return { frame, principal, account: frame.account(principal.account), identity: frame.identity(principal) };
}

/** A principal in both versions. */
interface Pair {
  readonly then: Side;
  readonly now: Side;
  readonly known: QueryContext;
  readonly meter: Meter;
  readonly progress: QueryProgress;
}

interface Outcome {
  readonly before: Decision;
  readonly after: Decision;
}

/** Both decisions of each class of actions on each resource that stands for the patterns of either side. */
function* compare(
  pair: Pair,
  situation: Situation,
  answer: { changes: DecisionChange[]; compared: { decisions: number } },
): SteppedQuery<void> {
  const { catalog, naming, scope, classes } = situation;
  const { meter, progress } = pair;
  const outcomes = new Map<string, Outcome>();
  for (const actions of classes) {
    const { representative } = actions;
    meter.spent += costOf.prepare + naming.length * costOf.list;
    for (const { pattern, resource } of exampleResources(catalog, representative.text, naming, scope)) {
      const cases = casesOf(pair, situation, actions, resource);
      meter.spent += costOf.prepare;
      for (const { key, names } of cases) {
        const outcome = outcomes.get(key) ?? outcomeOf(pair, names[0] ?? representative.text, resource);
        outcomes.set(key, outcome);
        answer.compared.decisions += names.length;
        if (sayOf(outcome.before) === sayOf(outcome.after)) continue;
        for (const action of names)
          answer.changes.push({ principal: pair.then.principal.arn, action, resourcePattern: pattern, ...outcome });
        meter.spent += names.length * costOf.list;
        if (isDue(meter)) yield pause(meter, progress.done, progress.total);
      }
      if (isDue(meter)) yield pause(meter, progress.done, progress.total);
    }
  }
}

/** Requests that are decided alike. */
interface Case {
  readonly key: string;
  readonly names: readonly string[];
}

/** One case for a class of actions on a resource, save that a resource with a policy of its own may tell them apart. */
function casesOf({ then, now, known }: Pair, situation: Situation, actions: ActionClass, resource: string): readonly Case[] {
  const { resources, patterns, catalog } = situation;
  let of = resources.get(resource);
  if (of === undefined) {
    const asked = { action: actions.representative.text, resource, ...known };
    const isListed = [then, now].some(({ frame }) => frame.request(asked).owner.listed !== undefined);
    of = { isListed, key: resourceKey(patterns, resource) };
    resources.set(resource, of);
  }
  if (of.isListed) return actions.actions.map(({ text }) => ({ key: `${text} ${resource}`, names: [text] }));
  const key = `${actions.key} ${of.key} ${fitKey(catalog, patterns, actions, resource)}`;
  return [{ key, names: actions.actions.map(({ text }) => text) }];
}

function outcomeOf({ then, now, known, meter }: Pair, action: string, resource: string): Outcome {
  const asked = { action, resource, ...known };
  const decided = ({ frame, principal, account, identity }: Side): Decision => {
    const request: RequestFrame = frame.request(asked);
    const { decision } = decide(frame.prepare(principal, account, request), frame.set(identity, account, request));
    meter.spent += decision === 'undetermined' ? costOf.settle : costOf.decide * 3;
    return decision;
  };
  return { before: decided(then), after: decided(now) };
}

/** Whether a denial is explicit changes nothing for whoever is denied. */
function sayOf(decision: Decision): 'allowed' | 'denied' | 'undetermined' {
  return decision === 'explicitDeny' || decision === 'implicitDeny' ? 'denied' : decision;
}
