import { levelsOf } from '../organization/effectivePolicies';
import { boundaryOf, identityPolicies } from '../simulation/gatherPolicies';

import type { ChangeDecider, RequestChange } from './decisionChange';
import type { Pair, PlacedChange, PlacedDecider } from './diffDecisions';

/** Gives the changes of a principal the names of what decides them; lists with the same changes and names are one list. */
export type NameChanges = (pair: Pair, changes: readonly PlacedChange[]) => readonly RequestChange[];

/**
 * Makes what names deciders. Principals who are decided alike need not have policies of the same names above them: equal texts have other
 * names in other OUs.
 */
export function createNameChanges(): NameChanges {
  const deciders = new Map<readonly PlacedChange[], readonly PlacedDecider[]>();
  const named = new Map<readonly PlacedChange[], Map<string, readonly RequestChange[]>>();
  const levels = new Map<string, Pick<ChangeDecider, 'policy' | 'place'>>();
  return (pair, changes) => {
    const distinct = deciders.get(changes) ?? [...new Set(changes.flatMap(({ decider }) => (decider === null ? [] : [decider])))];
    deciders.set(changes, distinct);
    const names = distinct.map((decider) => nameOf(pair, decider, levels));
    const known = named.get(changes) ?? new Map<string, readonly RequestChange[]>();
    named.set(changes, known);
    const key = JSON.stringify(names);
    const found = known.get(key);
    if (found !== undefined) return found;
    const byDecider = new Map(distinct.map((decider, index) => [decider, withNames(decider, names[index])]));
    const created = changes.map(({ decider, ...change }) => ({
      ...change,
      decidedBy: decider === null ? null : (byDecider.get(decider) ?? null),
    }));
    known.set(key, created);
    return created;
  };
}

function withNames(decider: PlacedDecider, names: Pick<ChangeDecider, 'policy' | 'place'> | undefined): ChangeDecider {
  const { layer, level, policyIndex, statement, sid } = decider;
  return { layer, level, policy: names?.policy ?? null, policyIndex, statement, sid, place: names?.place ?? null };
}

function nameOf(
  pair: Pair,
  decider: PlacedDecider,
  levels: Map<string, Pick<ChangeDecider, 'policy' | 'place'>>,
): Pick<ChangeDecider, 'policy' | 'place'> {
  const { layer, level, policy, policyIndex, owner, side } = decider;
  const { frame, principal } = pair[side];
  if (layer === 'scp' || layer === 'rcp') {
    const account = owner ?? principal.account.id;
    const key = `${side} ${layer} ${account} ${level ?? ''} ${policyIndex ?? ''}`;
    const known = levels.get(key);
    if (known !== undefined) return known;
    const found = levelsOf(frame.sources.organization, account, layer)?.[level ?? 0];
    const attached = policyIndex === null ? undefined : found?.policies[policyIndex];
    const names = {
      policy: policyIndex === null ? null : (attached?.policy?.name ?? attached?.reference ?? policy),
      place: found?.name ?? null,
    };
    levels.set(key, names);
    return names;
  }
  if (policyIndex === null) return { policy: null, place: null };
  const own = layer === 'identity' ? identityPolicies(principal, frame.input)[policyIndex] : boundaryOf(principal, frame.input);
  const isOwn = layer === 'identity' || layer === 'permissionsBoundary';
  return { policy: (isOwn ? own?.name : undefined) ?? policy, place: null };
}
