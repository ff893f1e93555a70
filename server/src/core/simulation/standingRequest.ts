import type { Catalog } from '../catalog/catalog';
import { decide } from '../evaluation/decide';
import type { Verdict } from '../evaluation/decideKnown';
import type { LevelNames } from '../evaluation/describeTrace';
import { explain } from '../evaluation/explain';
import { factsOf } from '../evaluation/evaluate';
import { prepareRequest } from '../evaluation/prepareRequest';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import type { AuthorizationRequest, PolicyInput, PolicySet } from '../evaluation/request';
import type { OrganizationFacts } from '../evaluation/requestFacts';
import type { Trace } from '../evaluation/trace';
import type { Message } from '../text/message';

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
export function decideStanding({ prepared, policies }: StandingRequest, compiled: CompiledPolicies): Verdict {
  return decide(prepared, compiled.set(policies));
}

/** The same decision with every reason. */
export function explainStanding({ prepared, policies, notes }: StandingRequest, compiled: CompiledPolicies): Trace {
  const trace = explain(prepared, compiled.set(policies));
  return { ...trace, notes: [...trace.notes, ...notes] };
}

/** The request with other texts of its policies; the same object where `now` gives back all that it is given. */
export function withPolicies(standing: StandingRequest, now: (input: PolicyInput) => PolicyInput): StandingRequest {
  const { policies } = standing;
  const replaced = replacePolicies(policies, now);
  return replaced === policies ? standing : { ...standing, policies: replaced };
}

function replacePolicies(set: PolicySet, now: (input: PolicyInput) => PolicyInput): PolicySet {
  const list = (inputs: readonly PolicyInput[]): readonly PolicyInput[] => replaceEach(inputs, now);
  const lists = (levels: readonly (readonly PolicyInput[])[] | undefined) => (levels === undefined ? undefined : replaceEach(levels, list));
  const replaced: PolicySet = {
    ...set,
    identityPolicies: list(set.identityPolicies),
    permissionsBoundary: set.permissionsBoundary === undefined ? undefined : now(set.permissionsBoundary),
    sessionPolicies: set.sessionPolicies === undefined ? undefined : list(set.sessionPolicies),
    resourcePolicy: set.resourcePolicy === undefined ? undefined : now(set.resourcePolicy),
    serviceControlPolicies: lists(set.serviceControlPolicies),
    resourceControlPolicies: lists(set.resourceControlPolicies),
    vpcEndpointPolicies: set.vpcEndpointPolicies === undefined ? undefined : list(set.vpcEndpointPolicies),
  };
  return sameSet(set, replaced) ? set : replaced;
}

/** The same list where nothing in it is replaced, so that what was made of it still holds. */
function replaceEach<Item>(items: readonly Item[], now: (item: Item) => Item): readonly Item[] {
  const replaced = items.map(now);
  return replaced.every((item, at) => item === items[at]) ? items : replaced;
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
