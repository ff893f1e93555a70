import { lookUp } from '../evaluation/context';
import type { CompiledLevel } from '../evaluation/policySet';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import type { ScanOptions } from '../evaluation/scan';
import { findHardLimit } from '../evaluation/serviceRules/hardLimits';

import { callerSignature, joinDependences } from './callerDependence';
import type { CallerDependences } from './callerDependence';
import { countMembers } from './members';
import type { MemberPrincipal } from './members';
import type { AccountFrame, OrganizationFrame, QueryRequest, RequestFrame } from './organizationFrame';
import { costOf, isDue, pause } from './progress';
import type { Meter, QueryProgress, SteppedQuery } from './progress';
import { createRows } from './sweepRows';
import type { Rows } from './sweepRows';

/** An account's principals among all. */
export interface AccountPlace {
  readonly frame: AccountFrame;
  readonly first: number;
  readonly count: number;
}

/** What the principals' own policies say: one row of codes per class of principals. */
export interface OwnParts {
  readonly classOf: Int32Array;
  readonly classes: Map<string, number>;
  /** Whether nothing in the class's policies can be open. */
  readonly plain: boolean[];
  readonly codes: Rows;
}

/** What reaches the principals from above: one row of codes per class of principals. */
export interface GuardParts {
  readonly classes: Map<string, number>;
  readonly codes: Rows;
  /** Undetermined wholes that have been decided. */
  readonly wholes: Map<string, number>;
}

/** A scan of layers that none of the exceptions concerns. */
export const plainScan: ScanOptions = { boundaryAttached: false, overridden: false };

/** What a sweep works with. */
export interface Work {
  readonly frame: OrganizationFrame;
  readonly requests: readonly RequestFrame[];
  readonly own: OwnParts;
  readonly guards: GuardParts;
  readonly principals: readonly MemberPrincipal[];
  readonly answers: Uint8Array;
  readonly meter: Meter;
  /** RCPs of owners that requests name: what in them hangs on the caller. */
  readonly ownerDependences: CallerDependences;
  readonly shapes: Map<string, Shape>;
  readonly lastCaller: LastCaller;
  /** How many principals are done. */
  readonly reached: { done: number };
}

interface LastCaller {
  principal: MemberPrincipal | undefined;
  complete: PreparedRequest | undefined;
  incomplete: PreparedRequest | undefined;
}

/** Callers of one kind and partition: what a request is to all of them. */
export interface Shape {
  /** Any caller's; only what does not hang on the caller may be asked of them. */
  readonly prepared: readonly PreparedRequest[];
  /** Whether the two parts make the decision; else the whole is decided. */
  readonly inParts: readonly boolean[];
}

/** Makes ready what a sweep works with. */
export function* createWork(
  frame: OrganizationFrame,
  asked: readonly QueryRequest[],
  principals: readonly MemberPrincipal[],
  own: OwnParts,
  answers: Uint8Array,
  meter: Meter,
): Generator<QueryProgress, Work, void> {
  const requests: RequestFrame[] = [];
  const owners = new Set<CallerDependences>();
  for (const request of asked) {
    const made = frame.request(request);
    requests.push(made);
    if (made.owner.accountId !== undefined && made.ownerFrame !== undefined) owners.add(made.ownerFrame.rcp.dependences);
    meter.spent += costOf.account;
    if (isDue(meter)) yield pause(meter, 0, principals.length);
  }
  return {
    frame,
    requests,
    own,
    guards: { classes: new Map(), codes: createRows(requests.length), wholes: new Map() },
    principals,
    answers,
    meter,
    ownerDependences: joinDependences([...owners]),
    shapes: new Map(),
    lastCaller: { principal: undefined, complete: undefined, incomplete: undefined },
    reached: { done: 0 },
  };
}

/** The accounts of an organization with what reaches them. */
export function* placesOf(frame: OrganizationFrame, meter: Meter): SteppedQuery<readonly AccountPlace[]> {
  const total = countMembers(frame.sources.organization);
  const places: AccountPlace[] = [];
  let first = 0;
  for (const account of frame.sources.organization.accounts) {
    const count = account.principals.users.length + account.principals.roles.length;
    places.push({ frame: frame.account(account), first, count });
    first += count;
    meter.spent += costOf.account;
    if (isDue(meter)) yield pause(meter, 0, total);
  }
  return places;
}

/** Ends a step of a sweep. */
export function rest({ meter, reached, principals }: Work): QueryProgress {
  return pause(meter, reached.done, principals.length);
}

function shapeName(principal: MemberPrincipal): string {
  return `${principal.kind} ${partitionOf(principal)} ${principal.arn.includes(':role/aws-service-role/')}`;
}

/** Everybody of a kind, partition and account role is the same to the rules that ask for no policy. */
export function knownShape(work: Work, principal: MemberPrincipal): Shape | undefined {
  return work.shapes.get(shapeName(principal));
}

/** Makes the shape that a principal is the first to have. */
export function* makeShape(work: Work, principal: MemberPrincipal, account: AccountFrame): Generator<QueryProgress, Shape, void> {
  const prepared: PreparedRequest[] = [];
  const inParts: boolean[] = [];
  for (const request of work.requests) {
    const made = work.frame.prepare(principal, account, request);
    prepared.push(made);
    inParts.push(isInParts(made, request.resource));
    work.meter.spent += costOf.decide;
    if (isDue(work.meter)) yield rest(work);
  }
  const shape = { prepared, inParts };
  work.shapes.set(shapeName(principal), shape);
  return shape;
}

/** The partition of a principal. */
export function partitionOf({ arn }: MemberPrincipal): string {
  return arn.slice(4, arn.indexOf(':', 4));
}

function isInParts(prepared: PreparedRequest, resource: CompiledLevel | undefined): boolean {
  const { caller, action, accessLevel, context } = prepared;
  if (resource !== undefined || prepared.alwaysAllowed || prepared.resourcePolicyMustGrant || !prepared.samePartition) return false;
  if (caller.kind !== 'user' && caller.kind !== 'role') return false;
  // What AWS authorises such an action on names the caller's account.
  if (prepared.resource.knownArn !== undefined && prepared.resource.knownArn.account !== '') return false;
  return !prepared.mayBeLimited || findHardLimit(caller, action, prepared.resource, accessLevel, context) === undefined;
}

/** How everything that hangs on the caller comes out for a principal. */
export function signatureOf(work: Work, dependences: CallerDependences, principal: MemberPrincipal, account: AccountFrame): string {
  return callerSignature(dependences, callerOf(work, principal, account, false), account.account.id);
}

/** A request of the caller's of which only what it says of the caller is asked; that of the last caller is kept. */
export function callerOf(work: Work, principal: MemberPrincipal, account: AccountFrame, contextIsComplete: boolean): PreparedRequest {
  const { lastCaller } = work;
  if (lastCaller.principal !== principal) {
    lastCaller.principal = principal;
    lastCaller.complete = undefined;
    lastCaller.incomplete = undefined;
  }
  const known = contextIsComplete ? lastCaller.complete : lastCaller.incomplete;
  if (known !== undefined) return known;
  work.meter.spent += costOf.prepare;
  const prepared = work.frame.prepare(principal, account, contextIsComplete ? anyCompleteRequest : anyRequest);
  if (contextIsComplete) lastCaller.complete = prepared;
  else lastCaller.incomplete = prepared;
  return prepared;
}

/** Puts what is known of a caller into a request that callers share; what the request itself gives stays. */
export function lend({ context }: PreparedRequest, { givenKeys }: RequestFrame, keys: readonly string[], caller: PreparedRequest): void {
  for (const key of keys) if (!givenKeys.has(key)) context.slots.set(key, lookUp(caller.context, key));
  context.lastKey = '';
}

/** A request that nothing is asked of but its caller. */
export const anyRequest: RequestFrame = {
  request: { action: 'sts:GetCallerIdentity', resource: '*', context: {}, contextIsComplete: false },
  owner: { accountId: undefined, listed: undefined },
  ownerFrame: undefined,
  resource: undefined,
  resourceTags: undefined,
  mayBeOwnAffair: false,
  givenKeys: new Set(),
};
const anyCompleteRequest: RequestFrame = { ...anyRequest, request: { ...anyRequest.request, contextIsComplete: true } };
