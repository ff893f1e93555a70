import { rcpLevels, scpLevels } from '../evaluation/applicability';
import { lookUp } from '../evaluation/context';
import { decide } from '../evaluation/decide';
import type { Decision } from '../evaluation/decision';
import type { CompiledLevel } from '../evaluation/policySet';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import { createTally, scanLevel } from '../evaluation/scan';
import type { ScanOptions, Tally } from '../evaluation/scan';
import { findHardLimit } from '../evaluation/serviceRules/hardLimits';
import { and, no, or, yes } from '../evaluation/ternary';
import type { Ternary } from '../evaluation/ternary';
import type { PolicyInput } from '../evaluation/request';
import { boundaryOf, identityPolicies } from '../simulation/gatherPolicies';

import { callerSignature, dependencesOf, followsFromAccount, joinDependences, noDependences } from './callerDependence';
import type { CallerDependences } from './callerDependence';
import { createOrganizationFrame, createPolicyPool, membersOf } from './organizationFrame';
import type {
  AccountFrame,
  MemberPrincipal,
  OrganizationFrame,
  PolicyPool,
  QueryRequest,
  QuerySources,
  RequestFrame,
} from './organizationFrame';
import { costOf, workPerStep } from './progress';
import type { Meter, QueryProgress, SteppedQuery } from './progress';
import { codeOf, combined, decisions, needsAll, partCode } from './sweepCodes';

/**
 * Every principal of an organization against every request, decided as `decide` would. It is fast because callers with equal policies
 * share the part that their own policies decide, accounts with equal SCPs and RCPs the part that those decide; only where something
 * unknown, a resource policy or a rule of a service takes part is the whole decided again.
 */
export interface Sweep {
  readonly requests: readonly QueryRequest[];
  readonly principals: readonly MemberPrincipal[];
  /** By principal, then by request; a number of `decisions`. */
  readonly answers: Uint8Array;
  decisionOf(principal: number, request: number): Decision;
  /** What a later sweep takes over. */
  readonly memory: SweepMemory;
}

/** What is known of the principals' own policies, and of the places in the organization, when an organization is swept again. */
export interface SweepMemory {
  readonly pool: PolicyPool;
  readonly sources: QuerySources;
  readonly own: OwnParts;
  /** By account: the keys of its SCPs and RCPs, and its first principal. */
  readonly places: readonly AccountPlace[];
}

interface AccountPlace {
  readonly frame: AccountFrame;
  readonly first: number;
  readonly count: number;
}

/** What the principals' own policies say: one row of codes per class of principals. */
interface OwnParts {
  readonly classOf: Int32Array;
  readonly classes: Map<string, number>;
  /** Whether nothing in the class's policies can be open. */
  readonly plain: boolean[];
  readonly codes: Rows;
}

interface GuardParts {
  readonly classes: Map<string, number>;
  readonly codes: Rows;
  /** Undetermined wholes that have been decided. */
  readonly wholes: Map<string, number>;
}

/** Rows of equal length that grow in number. */
interface Rows {
  bytes: Uint8Array;
  count: number;
  readonly width: number;
}

function createRows(width: number): Rows {
  return { bytes: new Uint8Array(Math.max(width, 1) * 64), count: 0, width };
}

function addRow(rows: Rows): number {
  const needed = (rows.count + 1) * rows.width;
  if (needed > rows.bytes.length) {
    const grown = new Uint8Array(Math.max(needed, rows.bytes.length * 2));
    grown.set(rows.bytes);
    rows.bytes = grown;
  }
  return rows.count++;
}

const plainScan: ScanOptions = { boundaryAttached: false, overridden: false };

/** What a sweep works with. */
interface Work {
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
}

interface LastCaller {
  principal: MemberPrincipal | undefined;
  complete: PreparedRequest | undefined;
  incomplete: PreparedRequest | undefined;
}

/** Callers of one kind and partition: what a request is to all of them. */
interface Shape {
  /** Any caller's; only what does not hang on the caller may be asked of them. */
  readonly prepared: readonly PreparedRequest[];
  /** Whether the two parts make the decision; else the whole is decided. */
  readonly inParts: readonly boolean[];
}

/** Sweeps an organization. With the memory of an earlier sweep only the accounts whose SCPs or RCPs differ are done again. */
export function* sweep(sources: QuerySources, requests: readonly QueryRequest[]): SteppedQuery<Sweep> {
  const pool = createPolicyPool();
  const frame = createOrganizationFrame(sources, pool);
  const principals = [...membersOf(sources.organization)];
  const own: OwnParts = { classOf: new Int32Array(principals.length), classes: new Map(), plain: [], codes: createRows(requests.length) };
  const places = placesOf(frame);
  const work = createWork(frame, requests, principals, own, new Uint8Array(principals.length * requests.length));
  for (let index = 0; index < principals.length; index++) {
    const principal = principals[index];
    if (principal === undefined) continue;
    own.classOf[index] = yield* ownClass(work, pool, principal, index);
    if (work.meter.spent > workPerStep) yield pause(work, index / 2);
  }
  yield* guard(work, places, 0.5);
  return finish(work, pool, requests, places);
}

/**
 * Sweeps again after an edit of SCPs, RCPs or what they are attached to: equal to a new sweep. Principals, their own policies and the
 * resources must be the same as before; what the requests are is taken from the earlier sweep.
 */
export function* sweepAgain(earlier: Sweep, sources: QuerySources): SteppedQuery<Sweep> {
  const { pool, own, places: before } = earlier.memory;
  const frame = createOrganizationFrame(sources, pool);
  const places = placesOf(frame);
  const answers = earlier.answers.slice();
  const principals = rebind(earlier, sources);
  // Accounts that have moved may be other callers to conditions on organization paths.
  const stayed = places.every(({ frame: now }, index) => isSamePlace(before[index]?.frame, now));
  if (principals === undefined || !stayed) return yield* sweep(sources, earlier.requests);
  const work = createWork(frame, earlier.requests, principals, own, answers);
  const changed = places.filter(({ frame: now }, index) => {
    const then = before[index]?.frame;
    return then === undefined || then.scp.key !== now.scp.key || then.rcp.key !== now.rcp.key;
  });
  // A request about another account's resource brings that account's RCPs to every caller.
  const reachesAll = work.requests.some(
    ({ ownerFrame }) => ownerFrame !== undefined && changed.some((place) => place.frame === ownerFrame),
  );
  yield* guard(work, reachesAll ? places : changed, 0);
  return finish(work, pool, earlier.requests, places);
}

function isSamePlace(one: AccountFrame | undefined, other: AccountFrame): boolean {
  return one?.place?.organizationPath === other.place?.organizationPath && one?.place?.organizationId === other.place?.organizationId;
}

/** The principals of an organization that differs in its guardrails only; undefined where more has changed. */
function rebind(earlier: Sweep, { organization }: QuerySources): readonly MemberPrincipal[] | undefined {
  const { places, sources } = earlier.memory;
  const same =
    organization.managementAccount === sources.organization.managementAccount &&
    organization.accounts.length === places.length &&
    organization.accounts.every((account, index) => {
      const then = places[index]?.frame.account;
      return then !== undefined && then.principals === account.principals && then.resources === account.resources && then.id === account.id;
    });
  if (!same) return undefined;
  const moved = organization.accounts.some((account, index) => places[index]?.frame.account !== account);
  return moved ? [...membersOf(organization)] : earlier.principals;
}

function createWork(
  frame: OrganizationFrame,
  requests: readonly QueryRequest[],
  principals: readonly MemberPrincipal[],
  own: OwnParts,
  answers: Uint8Array,
): Work {
  const frames = requests.map((request) => frame.request(request));
  const owners = frames.flatMap(({ owner, ownerFrame }) =>
    owner.accountId === undefined || ownerFrame === undefined ? [] : [ownerFrame.rcp.dependences],
  );
  return {
    frame,
    requests: frames,
    own,
    guards: { classes: new Map(), codes: createRows(requests.length), wholes: new Map() },
    principals,
    answers,
    meter: { spent: 0 },
    ownerDependences: joinDependences([...new Set(owners)]),
    shapes: new Map(),
    lastCaller: { principal: undefined, complete: undefined, incomplete: undefined },
  };
}

function placesOf(frame: OrganizationFrame): readonly AccountPlace[] {
  let first = 0;
  return frame.sources.organization.accounts.map((account) => {
    const count = account.principals.users.length + account.principals.roles.length;
    const place = { frame: frame.account(account), first, count };
    first += count;
    return place;
  });
}

function pause({ meter, principals }: Work, done: number): QueryProgress {
  meter.spent = 0;
  return { done: Math.floor(done), total: principals.length };
}

function finish(work: Work, pool: PolicyPool, requests: readonly QueryRequest[], places: readonly AccountPlace[]): Sweep {
  const { answers, principals, own, frame } = work;
  return {
    requests,
    principals,
    answers,
    decisionOf: (principal, request) => decisions[answers[principal * requests.length + request] ?? 3] ?? 'undetermined',
    memory: { pool, sources: frame.sources, own, places },
  };
}

/** Everybody of a kind, partition and account role is the same to the rules that ask for no policy. */
function shapeOf(work: Work, principal: MemberPrincipal, account: AccountFrame): Shape {
  const serviceLinked = principal.arn.includes(':role/aws-service-role/');
  const key = `${principal.kind} ${partitionOf(principal)} ${serviceLinked}`;
  const known = work.shapes.get(key);
  if (known !== undefined) return known;
  const prepared = work.requests.map((request) => work.frame.prepare(principal, account, request));
  const inParts = prepared.map((request, index) => isInParts(request, work.requests[index]?.resource));
  const shape = { prepared, inParts };
  work.shapes.set(key, shape);
  return shape;
}

function partitionOf({ arn }: MemberPrincipal): string {
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

/** The class of a principal by its own policies; a new class is scanned for every request at once, so that its policies need not be kept. */
function* ownClass(work: Work, pool: PolicyPool, principal: MemberPrincipal, index: number): Generator<QueryProgress, number, void> {
  const { frame, own, meter } = work;
  const account = frame.account(principal.account);
  const policies = identityPolicies(principal, frame.input);
  const boundary = boundaryOf(principal, frame.input);
  const dependences = joinDependences(
    [...policies, ...(boundary === undefined ? [] : [boundary])].map((policy) => policyDependences(frame, policy)),
  );
  const name = ({ policy }: PolicyInput): string => (policy === undefined ? '?' : String(pool.numberOf(policy)));
  const shape = shapeOf(work, principal, account);
  let key = `${principal.kind} ${partitionOf(principal)} ${policies.map(name).join(',')}|${boundary === undefined ? '' : name(boundary)}`;
  meter.spent += costOf.caller;
  const hangsOnCaller = dependences !== noDependences;
  if (hangsOnCaller) key += `|${signatureOf(work, dependences, principal, account)}`;
  const known = own.classes.get(key);
  if (known !== undefined) return known;
  const row = addRow(own.codes);
  own.classes.set(key, row);
  const tally = createTally();
  const { identity, boundary: limit } = frame.identity(principal);
  meter.spent += costOf.compile;
  own.plain.push(isPlain(identity) && (limit === undefined || isPlain(limit)));
  const keys = [...new Set([...dependences.conditions.map(({ lookupKey }) => lookupKey), ...dependences.keys])];
  const mixed = keys.some(followsFromAccount);
  for (let r = 0; r < work.requests.length; r++) {
    const request = work.requests[r];
    const shared = shape.prepared[r];
    if (request === undefined || shared === undefined || shape.inParts[r] !== true) continue;
    if (hangsOnCaller && !mixed) lend(shared, request, keys, callerOf(work, principal, account, request.request.contextIsComplete));
    const prepared = mixed ? frame.prepare(principal, account, request) : shared;
    own.codes.bytes[row * own.codes.width + r] = ownCode(identity, limit, prepared, tally);
    meter.spent += mixed ? costOf.prepare : costOf.scan;
    if (meter.spent > workPerStep) yield pause(work, index / 2);
  }
  return row;
}

const dependencesByPolicy = new WeakMap<object, CallerDependences>();

function policyDependences({ compile }: OrganizationFrame, { policy }: PolicyInput): CallerDependences {
  if (policy === undefined) return noDependences;
  const known = dependencesByPolicy.get(policy);
  if (known !== undefined) return known;
  const found = dependencesOf(compile(policy).statements, 'identity');
  dependencesByPolicy.set(policy, found);
  return found;
}

function signatureOf(work: Work, dependences: CallerDependences, principal: MemberPrincipal, account: AccountFrame): string {
  return callerSignature(dependences, callerOf(work, principal, account, false), account.account.id);
}

/** A request of the caller's of which only what it says of the caller is asked; that of the last caller is kept. */
function callerOf(work: Work, principal: MemberPrincipal, account: AccountFrame, contextIsComplete: boolean): PreparedRequest {
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
function lend({ context }: PreparedRequest, { givenKeys }: RequestFrame, keys: readonly string[], caller: PreparedRequest): void {
  for (const key of keys) if (!givenKeys.has(key)) context.slots.set(key, lookUp(caller.context, key));
  context.lastKey = '';
}

const anyRequest: RequestFrame = {
  request: { action: 'sts:GetCallerIdentity', resource: '*', context: {}, contextIsComplete: false },
  owner: { accountId: undefined, listed: undefined },
  ownerFrame: undefined,
  resource: undefined,
  resourceTags: undefined,
  givenKeys: new Set(),
};
const anyCompleteRequest: RequestFrame = { ...anyRequest, request: { ...anyRequest.request, contextIsComplete: true } };

/** Whether nothing in a level can be open: no conditions, no variables, everything readable. Patterns may be, of a request for `*`. */
function isPlain({ policies, unreadable }: CompiledLevel): boolean {
  return (
    unreadable.length === 0 &&
    policies.every(({ compiled }) =>
      compiled.statements.every(
        ({ conditions, resource }) =>
          conditions.length === 0 &&
          resource?.patterns.every((pattern) => pattern.kind === 'any' || pattern.template === undefined) !== false,
      ),
    )
  );
}

function ownCode(identity: CompiledLevel, boundary: CompiledLevel | undefined, prepared: PreparedRequest, tally: Tally): number {
  scanLevel(identity, prepared, prepared.context, plainScan, tally);
  let deny = tally.deny;
  let allow = tally.direct;
  if (boundary !== undefined && deny !== yes) {
    scanLevel(boundary, prepared, prepared.context, plainScan, tally);
    deny = or(deny, tally.deny);
    allow = and(allow, tally.direct);
  }
  return partCode(deny, allow);
}

function guardCode(prepared: PreparedRequest, frame: OrganizationFrame, account: AccountFrame, request: RequestFrame): number {
  const set = frame.set(noIdentity, account, request);
  const tally = createTally();
  let deny: Ternary = no;
  let gate: Ternary = yes;
  for (const level of rcpLevels(prepared, set)) {
    scanLevel(level, prepared, prepared.context, plainScan, tally);
    deny = or(deny, tally.deny);
    if (deny === yes) return partCode(yes, no);
  }
  for (const level of scpLevels(prepared, set)) {
    if (level.grantsAll && !level.mayDeny) continue;
    scanLevel(level, prepared, prepared.context, plainScan, tally);
    deny = or(deny, tally.deny);
    if (deny === yes) return partCode(yes, no);
    gate = and(gate, tally.direct);
  }
  return partCode(deny, gate);
}

const noIdentity = {
  identity: { layer: 'identity', named: false, policies: [], indexes: [], unreadable: [], grantsAll: false, mayDeny: false },
  boundary: undefined,
} as const;

/** The class of a principal by what reaches its account from above. */
function* guardClass(work: Work, principal: MemberPrincipal, account: AccountFrame): Generator<QueryProgress, number, void> {
  const { frame, guards, meter } = work;
  const dependences = joinDependences([account.scp.dependences, account.rcp.dependences, work.ownerDependences]);
  const isManagement = account.account.id === frame.sources.organization.managementAccount;
  const serviceLinked = principal.arn.includes(':role/aws-service-role/');
  let key = `${principal.kind} ${isManagement} ${serviceLinked} ${account.scp.key}|${account.rcp.key}|${partitionOf(principal)}`;
  if (dependences !== noDependences) key += `|${signatureOf(work, dependences, principal, account)}`;
  const known = guards.classes.get(key);
  if (known !== undefined) return known;
  const row = addRow(guards.codes);
  guards.classes.set(key, row);
  const { inParts } = shapeOf(work, principal, account);
  for (let r = 0; r < work.requests.length; r++) {
    const request = work.requests[r];
    if (request === undefined || inParts[r] !== true) continue;
    guards.codes.bytes[row * guards.codes.width + r] = guardCode(frame.prepare(principal, account, request), frame, account, request);
    meter.spent += costOf.decide;
    if (meter.spent > workPerStep) yield pause(work, 0);
  }
  return row;
}

/** Puts the parts together, account by account. */
function* guard(work: Work, places: readonly AccountPlace[], from: number): Generator<QueryProgress, void, void> {
  const { meter, principals } = work;
  for (const [position, { frame: account, first, count }] of places.entries()) {
    const hangsOnCaller = joinDependences([account.scp.dependences, account.rcp.dependences, work.ownerDependences]) !== noDependences;
    let last: { readonly shape: string; readonly row: number } | undefined;
    for (let index = first; index < first + count; index++) {
      const principal = principals[index];
      if (principal === undefined) continue;
      const shape = principal.arn.includes(':role/aws-service-role/') ? 'serviceLinked' : principal.kind;
      const row: number = !hangsOnCaller && last?.shape === shape ? last.row : yield* guardClass(work, principal, account);
      last = { shape, row };
      yield* answer(work, principal, index, account, row);
      if (meter.spent > workPerStep) yield pause(work, (from + ((1 - from) * position) / places.length) * principals.length);
    }
  }
}

function* answer(
  work: Work,
  principal: MemberPrincipal,
  index: number,
  account: AccountFrame,
  guardRow: number,
): Generator<QueryProgress, void, void> {
  const { requests, own, guards, answers, meter } = work;
  const width = requests.length;
  const { inParts } = shapeOf(work, principal, account);
  const ownAt = (own.classOf[index] ?? 0) * width;
  const guardAt = guardRow * width;
  const hasBrokenResources = account.account.resourcesAreBroken;
  for (let r = 0; r < width; r++) {
    const request = requests[r];
    if (request === undefined) continue;
    const ownerId = request.owner.accountId;
    let code = needsAll;
    if (inParts[r] === true && !hasBrokenResources) {
      const sameAccount = ownerId === undefined || ownerId === account.account.id;
      code = combined(guards.codes.bytes[guardAt + r] ?? 0, own.codes.bytes[ownAt + r] ?? 0, sameAccount);
      if (code === needsAll) code = whole(work, principal, index, account, guardRow, r, sameAccount);
    } else {
      code = decideWhole(work, principal, account, request);
    }
    answers[index * width + r] = code;
    if (meter.spent > workPerStep) yield pause(work, index);
  }
  meter.spent += width * 0.01;
}

/** An answer that hangs on something unknown: the same for all who are in the same two classes. */
function whole(
  work: Work,
  principal: MemberPrincipal,
  index: number,
  account: AccountFrame,
  guardRow: number,
  r: number,
  sameAccount: boolean,
): number {
  const { own, guards, requests } = work;
  const request = requests[r];
  if (request === undefined) return codeOf('undetermined');
  const ownRow = own.classOf[index] ?? 0;
  // Where nothing of the own policies is open, only what they say counts, not who says it.
  const isPlainHere = own.plain[ownRow] === true && request.request.resource !== '*';
  const ownName = isPlainHere ? `=${own.codes.bytes[ownRow * requests.length + r] ?? 0}` : String(ownRow);
  const key = `${ownName} ${guardRow} ${r} ${sameAccount}`;
  const known = guards.wholes.get(key);
  if (known !== undefined) return known;
  const code = decideWhole(work, principal, account, request);
  work.meter.spent += costOf.settle;
  guards.wholes.set(key, code);
  return code;
}

function decideWhole({ frame, meter }: Work, principal: MemberPrincipal, account: AccountFrame, request: RequestFrame): number {
  const { decision } = decide(frame.prepare(principal, account, request), frame.set(frame.identity(principal), account, request));
  meter.spent += decision === 'undetermined' ? costOf.settle : costOf.decide;
  return codeOf(decision);
}
