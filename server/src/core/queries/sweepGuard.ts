import { rcpLevels, scpLevels } from '../evaluation/applicability';
import { decide } from '../evaluation/decide';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import { createTally, scanLevel } from '../evaluation/scan';
import { isOwnAffair } from '../evaluation/serviceRules/resourceOwner';
import { and, no, or, yes } from '../evaluation/ternary';
import type { Ternary } from '../evaluation/ternary';
import { parseArn } from '../policy/arn';

import { joinDependences, noDependences } from './callerDependence';
import type { MemberPrincipal } from './members';
import type { AccountFrame, OrganizationFrame, RequestFrame } from './organizationFrame';
import { costOf, isDue } from './progress';
import type { QueryProgress } from './progress';
import { codeOf, combined, needsAll, partCode } from './sweepCodes';
import { addRow } from './sweepRows';
import { knownShape, makeShape, partitionOf, plainScan, rest, signatureOf } from './sweepWork';
import type { AccountPlace, Work } from './sweepWork';

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
  const { inParts } = knownShape(work, principal) ?? (yield* makeShape(work, principal, account));
  for (let r = 0; r < work.requests.length; r++) {
    const request = work.requests[r];
    if (request === undefined || inParts[r] !== true) continue;
    guards.codes.bytes[row * guards.codes.width + r] = guardCode(frame.prepare(principal, account, request), frame, account, request);
    meter.spent += costOf.decide;
    if (isDue(meter)) yield rest(work);
  }
  return row;
}

/** Puts the parts together, account by account; `from` of the sweep is done before. */
export function* guard(work: Work, places: readonly AccountPlace[], from: number): Generator<QueryProgress, void, void> {
  const { meter, principals } = work;
  for (const [position, { frame: account, first, count }] of places.entries()) {
    work.reached.done = (from + ((1 - from) * position) / places.length) * principals.length;
    meter.spent += costOf.caller;
    const hangsOnCaller = joinDependences([account.scp.dependences, account.rcp.dependences, work.ownerDependences]) !== noDependences;
    let last: { readonly shape: string; readonly row: number } | undefined;
    for (let index = first; index < first + count; index++) {
      const principal = principals[index];
      if (principal === undefined) continue;
      const shape = principal.arn.includes(':role/aws-service-role/') ? 'serviceLinked' : principal.kind;
      const row: number = !hangsOnCaller && last?.shape === shape ? last.row : yield* guardClass(work, principal, account);
      last = { shape, row };
      yield* answer(work, principal, index, account, row);
      if (isDue(meter)) yield rest(work);
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
  const { inParts } = knownShape(work, principal) ?? (yield* makeShape(work, principal, account));
  const ownAt = (own.classOf[index] ?? 0) * width;
  const guardAt = guardRow * width;
  const hasBrokenResources = account.account.resourcesAreBroken;
  for (let r = 0; r < width; r++) {
    const request = requests[r];
    if (request === undefined) continue;
    const ownerId = request.owner.accountId;
    let code = needsAll;
    if (inParts[r] === true && !hasBrokenResources) {
      const { action, resource } = request.request;
      const sameAccount =
        ownerId === undefined ||
        ownerId === account.account.id ||
        (request.mayBeOwnAffair &&
          isOwnAffair(action.toLowerCase(), parseArn(resource), account.account.id, account.isDelegatedAdministrator));
      code = combined(guards.codes.bytes[guardAt + r] ?? 0, own.codes.bytes[ownAt + r] ?? 0, sameAccount);
      if (code === needsAll) code = whole(work, principal, index, account, guardRow, r, sameAccount);
    } else {
      code = decideWhole(work, principal, account, request);
    }
    answers[index * width + r] = code;
    if (isDue(meter)) yield rest(work);
  }
  meter.spent += 0.5 + width * 0.04;
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
  work.meter.spent += costOf.scan;
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
