import type { Account } from '../organization/organization';
import type { Statement } from '../policy/policy';

import {
  attachedStatements,
  changedStatements,
  controlStatements,
  differences,
  reconsidered,
  resourceControlStatements,
} from './bearingStatements';
import type { AttachedStatement, ChangedStatement, StatementTexts } from './bearingStatements';
import { keysOf } from './decisionClasses';
import type { AccountFrame, OrganizationFrame } from './organizationFrame';
import { costOf, isDue, pause } from './progress';
import type { Meter, SteppedQuery } from './progress';

/** What lies above the principals of an account in both versions. */
export interface AccountPair {
  readonly then: AccountFrame;
  readonly now: AccountFrame;
  /** The SCPs and RCPs of both versions as one text: equal for accounts below the same ones. */
  readonly key: string;
  /** Statements of both versions. */
  readonly statements: readonly Statement[];
  /** Statements of one version only. */
  readonly changed: readonly ChangedStatement[];
  /** The account has moved, or is another sort of account: facts about its principals that conditions ask for are others. */
  readonly hasMoved: boolean;
}

/** Compares what lies above accounts, once for all that are below the same. */
export interface AccountPairs {
  readonly then: OrganizationFrame;
  readonly now: OrganizationFrame;
  readonly texts: StatementTexts;
  readonly byControls: Map<string, Pick<AccountPair, 'statements' | 'changed'>>;
}

/** An account in both versions. Both frames have one pool of policies, so that equal keys mean equal policies. */
export function pairOf({ then, now, texts, byControls }: AccountPairs, before: Account, after: Account): AccountPair {
  const frames = { then: then.account(before), now: now.account(after) };
  const key = [frames.then, frames.now].map(({ scp, rcp }) => `${scp.key}|${rcp.key}`).join(' > ');
  let known = byControls.get(key);
  if (known === undefined) {
    const [one, other] = [controlStatements(then, before, texts), controlStatements(now, after, texts)];
    known = { statements: [...one.values(), ...other.values()], changed: changedStatements(one, other) };
    byControls.set(key, known);
  }
  return { ...frames, key, ...known, hasMoved: factsOf(then, frames.then) !== factsOf(now, frames.now) };
}

/** What conditions can ask of an account, beside its number. */
function factsOf({ sources: { organization } }: OrganizationFrame, { account, place, isDelegatedAdministrator }: AccountFrame): string {
  return [place?.organizationId, place?.organizationPath, isDelegatedAdministrator, organization.managementAccount === account.id].join();
}

/** Statements that may concern anybody, whichever the account. */
export interface SharedStatements {
  /** Of resource and trust policies, what has changed. */
  readonly attached: readonly AttachedStatement[];
  /** Of RCPs, all. */
  readonly controls: readonly Statement[];
  /** Of all of these what has changed, and what asks where a resource is, when one has moved. */
  readonly changed: readonly ChangedStatement[];
  /** Of RCPs, resource and trust policies: what asks where a caller is. It may come out differently for whoever has moved. */
  readonly aboutPlaces: { readonly attached: readonly AttachedStatement[]; readonly controls: readonly Statement[] };
}

/** Gathers them. */
export function* sharedStatements({ then, now, texts }: AccountPairs, anyHasMoved: boolean, meter: Meter): SteppedQuery<SharedStatements> {
  const controlsThen = yield* resourceControlStatements(then, texts, meter);
  const controlsNow = yield* resourceControlStatements(now, texts, meter);
  const [attachedThen, attachedNow] = [yield* attachedStatements(then, meter), yield* attachedStatements(now, meter)];
  const controls = [...new Set([...controlsThen.values(), ...controlsNow.values()])];
  const attached = differences(attachedThen, attachedNow);
  const changed = [
    ...changedStatements(controlsThen, controlsNow),
    ...changedStatements(statementsIn(attachedThen), statementsIn(attachedNow)),
  ];
  if (!anyHasMoved) return { attached, controls, changed, aboutPlaces: { attached: [], controls: [] } };
  const everything = [...new Map([...attachedThen, ...attachedNow]).values()];
  const aboutResources = everything.filter(({ statement }) => asksFor(statement, isPlaceOfResource));
  return {
    attached: [...new Set([...attached, ...aboutResources])],
    controls,
    changed: [
      ...changed,
      ...aboutResources.map(({ statement }) => reconsidered(statement)),
      ...controls.filter((statement) => asksFor(statement, isPlaceOfResource)).map(reconsidered),
    ],
    aboutPlaces: {
      attached: everything.filter(({ statement }) => asksFor(statement, isPlaceOfCaller)),
      controls: controls.filter((statement) => asksFor(statement, isPlaceOfCaller)),
    },
  };
}

function statementsIn(attached: ReadonlyMap<string, AttachedStatement>): ReadonlyMap<string, Statement> {
  return new Map([...attached].map(([key, { statement }]) => [key, statement]));
}

/** Whether any account has moved; accounts of one version only have not. */
export function* findMoves(pairs: AccountPairs, partners: ReadonlyMap<string, Account>, meter: Meter): SteppedQuery<boolean> {
  const { accounts } = pairs.then.sources.organization;
  for (const account of accounts) {
    const partner = partners.get(account.id);
    if (partner !== undefined && factsOf(pairs.then, pairs.then.account(account)) !== factsOf(pairs.now, pairs.now.account(partner)))
      return true;
    meter.spent += costOf.account;
    if (isDue(meter)) yield pause(meter, 0, accounts.length);
  }
  return false;
}

/** Whether a condition or a variable of a statement is about one of some keys. */
export function asksFor(statement: Statement, isMeant: (key: string) => boolean): boolean {
  return keysOf([statement]).some(isMeant);
}

/** A key that says where the caller's account is. */
export function isPlaceOfCaller(key: string): boolean {
  return key === 'aws:principalorgpaths' || key === 'aws:principalorgid';
}

/** A key that says where the account of a resource is. */
export function isPlaceOfResource(key: string): boolean {
  return key === 'aws:resourceorgpaths' || key === 'aws:resourceorgid';
}

/** A key that says what tags the caller has. */
export function isTagOfCaller(key: string): boolean {
  return key.startsWith('aws:principaltag/');
}
