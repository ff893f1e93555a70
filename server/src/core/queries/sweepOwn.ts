import type { CompiledLevel } from '../evaluation/policySet';
import type { PreparedRequest } from '../evaluation/prepareRequest';
import type { PolicyInput } from '../evaluation/request';
import { createTally, scanLevel } from '../evaluation/scan';
import type { Tally } from '../evaluation/scan';
import { and, or, yes } from '../evaluation/ternary';
import { boundaryOf, identityPolicies } from '../simulation/gatherPolicies';

import { dependencesOf, followsFromAccount, joinDependences, noDependences } from './callerDependence';
import type { CallerDependences } from './callerDependence';
import type { MemberPrincipal } from './members';
import type { OrganizationFrame } from './organizationFrame';
import type { PolicyPool } from './policyPool';
import { costOf, isDue } from './progress';
import type { QueryProgress } from './progress';
import { partCode } from './sweepCodes';
import { addRow } from './sweepRows';
import { callerOf, knownShape, lend, makeShape, partitionOf, plainScan, rest, signatureOf } from './sweepWork';
import type { Work } from './sweepWork';

/** The class of a principal by its own policies; a new class is scanned for every request at once, so that its policies need not be kept. */
export function* ownClass(work: Work, pool: PolicyPool, principal: MemberPrincipal): Generator<QueryProgress, number, void> {
  const { frame, own, meter } = work;
  const account = frame.account(principal.account);
  const policies = identityPolicies(principal, frame.input);
  const boundary = boundaryOf(principal, frame.input);
  const dependences = joinDependences(
    [...policies, ...(boundary === undefined ? [] : [boundary])].map((policy) => policyDependences(frame, policy)),
  );
  const name = ({ policy }: PolicyInput): string => (policy === undefined ? '?' : String(pool.numberOf(policy)));
  const shape = knownShape(work, principal) ?? (yield* makeShape(work, principal, account));
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
    if (isDue(meter)) yield rest(work);
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
