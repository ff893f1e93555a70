import type { Catalog } from '../catalog/catalog';
import { decide } from '../evaluation/decide';
import type { Verdict } from '../evaluation/decideKnown';
import { decidedBy } from '../evaluation/decidedBy';
import type { DecidedBy, Decision } from '../evaluation/decision';
import { describeVerdict } from '../evaluation/describeVerdict';
import type { LevelNames } from '../evaluation/describeVerdict';
import { explain } from '../evaluation/explain';
import { factsOf } from '../evaluation/evaluate';
import { decidingRule } from '../evaluation/notes';
import { prepareRequest } from '../evaluation/prepareRequest';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import type { AuthorizationRequest, PolicyInput, PolicySet } from '../evaluation/request';
import type { OrganizationFacts } from '../evaluation/requestFacts';
import type { Trace } from '../evaluation/trace';
import type { Message } from '../text/message';
import { oncePer } from '../text/oncePer';

import type { CompiledPolicies } from './compiledPolicies';

/** A request with everything that bears on it, made ready: when a policy changes it is decided again, and not gathered again. */
export interface StandingRequest {
  readonly prepared: PreparedRequest;
  readonly policies: PolicySet;
  /** What the levels of SCPs and RCPs are called, for `describeTrace`. */
  readonly levelNames: LevelNames;
  /** What the organization has and does not apply. */
  readonly notes: readonly Message[];
}

/** What a request is asked of. */
export interface StandingGround {
  readonly policies: PolicySet;
  readonly facts?: OrganizationFacts | undefined;
  readonly levelNames?: LevelNames | undefined;
  readonly notes?: readonly Message[] | undefined;
}

/** Makes a request ready. Nothing is decided yet. */
export function standingRequest(request: AuthorizationRequest, ground: StandingGround, catalog: Catalog): StandingRequest {
  const { policies, facts, levelNames = {}, notes = [] } = ground;
  return { prepared: prepareRequest(request, { catalog, ...factsOf(policies, facts) }), policies, levelNames, notes };
}

/** The decision and what brought it about: the cheap answer, for thousands of requests at each keystroke. */
export function decideStanding({ prepared, policies }: StandingRequest, compiled: Pick<CompiledPolicies, 'set'>): Verdict {
  return decide(prepared, compiled.set(policies));
}

/** The same decision with every reason. */
export function explainStanding({ prepared, policies, notes }: StandingRequest, compiled: Pick<CompiledPolicies, 'set'>): Trace {
  const trace = explain(prepared, compiled.set(policies));
  return { ...trace, notes: [...trace.notes, ...notes] };
}

/** What a verdict comes to, without its reasons. */
export interface StandingDecision {
  readonly decision: Decision;
  readonly decidedBy: DecidedBy | null;
  /** As `describeTrace` has it; undefined where only a trace tells. */
  readonly headline: Message | undefined;
}

/** Puts a verdict on a request into words. */
export function describeStanding({ prepared, levelNames }: StandingRequest, verdict: Verdict): StandingDecision {
  const { decision, statement } = verdict;
  const by = decidedBy(verdict);
  const rule = statement === undefined && decision !== 'undetermined' ? decidingRule(prepared) : undefined;
  const headline = describeVerdict({ decision, decidedBy: by, rule, action: prepared.request.action }, levelNames);
  return { decision, decidedBy: by, headline };
}

/** Other texts of policies: of one, and of a list of them, each list made once so that what many requests share stays shared. */
export interface Replacement {
  one(input: PolicyInput): PolicyInput;
  list(inputs: readonly PolicyInput[]): readonly PolicyInput[];
}

/** `now` gives back what it is given where nothing changed. Keep it for as long as no text changes. */
export function createReplacement(now: (input: PolicyInput) => PolicyInput): Replacement {
  const list = oncePer((inputs: readonly PolicyInput[]) => replaceEach(inputs, now));
  return { one: now, list };
}

/** The request with other texts of its policies; the same object where they are the same. */
export function withPolicies(standing: StandingRequest, replacement: Replacement): StandingRequest {
  const { policies } = standing;
  const replaced = replacePolicies(policies, replacement);
  return sameSet(policies, replaced) ? standing : { ...standing, policies: replaced };
}

function replacePolicies(set: PolicySet, { one, list }: Replacement): PolicySet {
  return {
    identityPolicies: list(set.identityPolicies),
    permissionsBoundary: set.permissionsBoundary === undefined ? undefined : one(set.permissionsBoundary),
    sessionPolicies: set.sessionPolicies === undefined ? undefined : list(set.sessionPolicies),
    resourcePolicy: set.resourcePolicy === undefined ? undefined : one(set.resourcePolicy),
    serviceControlPolicies: set.serviceControlPolicies === undefined ? undefined : replaceEach(set.serviceControlPolicies, list),
    resourceControlPolicies: set.resourceControlPolicies === undefined ? undefined : replaceEach(set.resourceControlPolicies, list),
    vpcEndpointPolicies: set.vpcEndpointPolicies === undefined ? undefined : list(set.vpcEndpointPolicies),
    managementAccount: set.managementAccount,
  };
}

/** The same list where nothing in it is replaced, so that what was made of it still holds. */
function replaceEach<Item>(items: readonly Item[], now: (item: Item) => Item): readonly Item[] {
  let replaced: Item[] | undefined;
  for (let at = 0; at < items.length; at++) {
    const item = items[at];
    if (item === undefined) continue;
    const other = now(item);
    if (other !== item) (replaced ??= [...items])[at] = other;
  }
  return replaced ?? items;
}

/** The request with lists that it shares with the others on which the same policies bear. */
export function sharing(standing: StandingRequest, compiled: CompiledPolicies): StandingRequest {
  const { policies } = standing;
  const shared = replacePolicies(policies, { one: (input) => input, list: (inputs) => compiled.shared(inputs) });
  return sameSet(policies, shared) ? standing : { ...standing, policies: shared };
}

function sameSet(one: PolicySet, other: PolicySet): boolean {
  return (
    one.identityPolicies === other.identityPolicies &&
    one.permissionsBoundary === other.permissionsBoundary &&
    one.sessionPolicies === other.sessionPolicies &&
    one.resourcePolicy === other.resourcePolicy &&
    one.serviceControlPolicies === other.serviceControlPolicies &&
    one.resourceControlPolicies === other.resourceControlPolicies &&
    one.vpcEndpointPolicies === other.vpcEndpointPolicies
  );
}

/** Every policy that bears on a request, in the order of the layers. */
export function inputsOf(set: PolicySet): readonly PolicyInput[] {
  return [
    ...(set.resourceControlPolicies ?? []).flat(),
    ...(set.serviceControlPolicies ?? []).flat(),
    ...(set.vpcEndpointPolicies ?? []),
    ...(set.resourcePolicy === undefined ? [] : [set.resourcePolicy]),
    ...set.identityPolicies,
    ...(set.permissionsBoundary === undefined ? [] : [set.permissionsBoundary]),
    ...(set.sessionPolicies ?? []),
  ];
}
