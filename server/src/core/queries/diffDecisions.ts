import { decide } from '../evaluation/decide';
import type { Verdict } from '../evaluation/decideKnown';
import { decidedBy } from '../evaluation/decidedBy';
import type { DecidedBy, Decision } from '../evaluation/decision';

import { fitKey, resourceKey } from './decisionClasses';
import type { ActionClass } from './decisionClasses';
import { sayOf } from './decisionChange';
import type { Situation } from './diffSituation';
import { exampleResources } from './exampleResources';
import type { MemberPrincipal } from './members';
import type { AccountFrame, IdentityFrame, OrganizationFrame } from './organizationFrame';
import { costOf, isDue, pause } from './progress';
import type { Meter, QueryProgress, SteppedQuery } from './progress';
import type { QueryContext } from './whatCan';

/** A principal in one of the versions. */
export interface Side {
  readonly frame: OrganizationFrame;
  readonly principal: MemberPrincipal;
  readonly account: AccountFrame;
  readonly identity: IdentityFrame;
}

/** A principal in both versions. */
export interface Pair {
  readonly then: Side;
  readonly now: Side;
  readonly known: QueryContext;
  readonly meter: Meter;
  readonly progress: QueryProgress;
}

/** A principal in a version, its policies made ready. */
export function sideOf(frame: OrganizationFrame, principal: MemberPrincipal): Side {
  return { frame, principal, account: frame.account(principal.account), identity: frame.identity(principal) };
}

/** Where in which version stands what decides; names are still to be found. */
export interface PlacedDecider extends DecidedBy {
  readonly side: 'then' | 'now';
  /** Whose RCPs it is about; undefined: those above the principal's own account. */
  readonly owner: string | undefined;
}

/** A change as every principal has it for whom nothing tells the requests apart. */
export interface PlacedChange {
  readonly action: string;
  readonly resourcePattern: string;
  readonly before: Decision;
  readonly after: Decision;
  readonly decider: PlacedDecider | null;
  readonly everywhere: boolean;
}

/** What flips for a principal, and of how many decisions. */
export interface Comparison {
  readonly changes: readonly PlacedChange[];
  readonly decisions: number;
  /** Resources with a policy of their own that had a say. */
  readonly policed: ReadonlySet<string>;
}

interface Outcome {
  readonly before: Decision;
  readonly after: Decision;
  readonly decider: PlacedDecider | null;
  /** Undefined: both sides say the same. */
  readonly flip: string | undefined;
}

/** Both decisions of each class of actions on each resource that stands for the patterns of either side. */
export function* compare(pair: Pair, situation: Situation): SteppedQuery<Comparison> {
  const { catalog, naming, scope, classes } = situation;
  const { meter, progress } = pair;
  const outcomes = new Map<string, Outcome>();
  const policed = new Set<string>();
  const changes: PlacedChange[] = [];
  let decisions = 0;
  for (const actions of classes) {
    const { representative } = actions;
    meter.spent += costOf.prepare + naming.length * costOf.list;
    const flips = new Map<string, { readonly pattern: string; readonly outcome: Outcome }[]>();
    const tried = exampleResources(catalog, representative.text, naming, scope);
    for (const { pattern, resource } of tried) {
      const cases = casesOf(pair, situation, actions, resource);
      meter.spent += costOf.prepare;
      for (const { key, names } of cases) {
        const outcome = outcomes.get(key) ?? outcomeOf(pair, names[0] ?? representative.text, resource, policed);
        outcomes.set(key, outcome);
        decisions += names.length;
        if (outcome.flip === undefined) continue;
        for (const name of names) {
          const known = flips.get(name);
          if (known === undefined) flips.set(name, [{ pattern, outcome }]);
          else known.push({ pattern, outcome });
        }
        meter.spent += names.length * costOf.list;
        if (isDue(meter)) yield pause(meter, progress.done, progress.total);
      }
      if (isDue(meter)) yield pause(meter, progress.done, progress.total);
    }
    for (const [action, flipped] of flips) {
      const everywhere = flipped.length === tried.length && new Set(flipped.map(({ outcome }) => outcome.flip)).size === 1;
      for (const { pattern, outcome } of flipped) {
        const { before, after, decider } = outcome;
        changes.push({ action, resourcePattern: pattern, before, after, decider, everywhere });
      }
    }
  }
  return { changes, decisions, policed };
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

function outcomeOf({ then, now, known, meter }: Pair, action: string, resource: string, policed: Set<string>): Outcome {
  const asked = { action, resource, ...known };
  const decided = ({ frame, principal, account, identity }: Side) => {
    const request = frame.request(asked);
    if (request.resource?.unreadable.length === 0) policed.add(resource);
    const verdict = decide(frame.prepare(principal, account, request), frame.set(identity, account, request));
    meter.spent += verdict.decision === 'undetermined' ? costOf.settle : costOf.decide * 3;
    return { verdict, owner: request.owner.accountId };
  };
  const [before, after] = [decided(then), decided(now)];
  const says = [sayOf(before.verdict.decision), sayOf(after.verdict.decision)] as const;
  const outcome = { before: before.verdict.decision, after: after.verdict.decision };
  if (says[0] === says[1]) return { ...outcome, decider: null, flip: undefined };
  // What people ask is who denies; where nobody does, what the later version says.
  const side = says[0] === 'denied' ? 'then' : 'now';
  const decider = placed(side === 'then' ? before : after, side);
  return { ...outcome, decider, flip: JSON.stringify([says, decider]) };
}

function placed({ verdict, owner }: { readonly verdict: Verdict; readonly owner: string | undefined }, side: 'then' | 'now') {
  const by = decidedBy(verdict);
  return by === null ? null : { ...by, side, owner: by.layer === 'rcp' ? owner : undefined };
}
