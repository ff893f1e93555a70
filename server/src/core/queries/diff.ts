import { listActions } from './actionReach';
import { attachedStatements, bearingStatements, differences, resourceControlStatements } from './bearingStatements';
import type { StatementTexts } from './bearingStatements';
import type { DiffAnswer, PrincipalChanges } from './decisionChange';
import { compare, sideOf } from './diffDecisions';
import { createNameChanges } from './diffNames';
import { createSituations, situationOf } from './diffSituation';
import { countEverybody, countMembers, everybodyOf, membersOf } from './members';
import type { MemberPrincipal } from './members';
import { openOrganizationFrame } from './organizationFrame';
import type { OrganizationFrame, QuerySources } from './organizationFrame';
import { costOf, isDue, partOf, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';
import type { QueryContext } from './whatCan';

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
    principals: new Array<PrincipalChanges>(),
    removed: new Array<string>(),
    compared: { principals: 0, unchanged: 0, decisions: 0 },
  };
  const nameChanges = createNameChanges();
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
        const { changes, decisions } = yield* compare(pair, situation);
        answer.compared.decisions += decisions;
        if (changes.length > 0) {
          const { arn, account } = principal;
          answer.principals.push({ principal: arn, account: { id: account.id, name: account.name }, changes: nameChanges(pair, changes) });
        }
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
