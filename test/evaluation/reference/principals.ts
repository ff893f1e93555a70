import type { Caller } from './callers';
import type { PrincipalJson, StatementJson } from './scenario';
import { toList } from './scenario';

/** How closely a policy names a caller: Rd, Rr and Ra of semantics 0. */
export type Level = 'direct' | 'role' | 'account';

/** What a statement is read by. */
export interface PrincipalReading {
  readonly caller: Caller;
  readonly hasBoundary: boolean;
  /** Gateway endpoints read an account principal as its root user alone (semantics 7). */
  readonly accountMeansRoot: boolean;
}

/** The closest level at which a statement reaches the caller; undefined when it does not. */
export function reachedLevel(statement: StatementJson, reading: PrincipalReading): Level | undefined {
  if (statement.Principal !== undefined) return closest(namedLevels(statement.Principal, reading));
  if (statement.NotPrincipal === undefined) return undefined;
  return exempts(statement.NotPrincipal, statement.Effect === 'Allow', reading) ? undefined : 'direct';
}

/** Semantics 3.3, NotPrincipal: an Allow spares everybody listed at any level (A24), a Deny only who is listed in full (A5). */
function exempts(listed: PrincipalJson, isAllow: boolean, reading: PrincipalReading): boolean {
  const levels = namedLevels(listed, reading);
  const isEveryone = principalsOf(listed).some(([type, id]) => type === 'AWS' && id === '*');
  const { caller, hasBoundary } = reading;
  if (isAllow) return levels.size > 0;
  if (hasBoundary && (caller.kind === 'user' || caller.kind === 'role')) return false;
  if (isEveryone) return true;
  if (caller.kind === 'user') return levels.has('account') && levels.has('direct');
  if (caller.kind === 'role' || caller.kind === 'federatedUser') {
    return levels.has('account') && (levels.has('role') || levels.has('direct'));
  }
  return levels.size > 0;
}

function closest(levels: ReadonlySet<Level>): Level | undefined {
  return (['direct', 'role', 'account'] as const).find((level) => levels.has(level));
}

function namedLevels(principal: PrincipalJson, reading: PrincipalReading): ReadonlySet<Level> {
  const levels = principalsOf(principal).map(([type, id]) => levelOf(type, id, reading));
  return new Set(levels.filter((level) => level !== undefined));
}

/** A bare string means `AWS` (A26). */
function principalsOf(principal: PrincipalJson): readonly (readonly [type: string, id: string])[] {
  if (typeof principal === 'string') return [['AWS', principal]];
  return Object.entries(principal).flatMap(([type, ids]) => toList(ids).map((id) => [type, id] as const));
}

function levelOf(type: string, id: string, { caller, accountMeansRoot }: PrincipalReading): Level | undefined {
  if (type === 'Service') return caller.kind === 'service' && caller.name === id ? 'direct' : undefined;
  if (type === 'Federated') return caller.kind === 'external' && caller.provider === id ? 'direct' : undefined;
  if (type !== 'AWS') return undefined;
  if (id === '*') return 'direct';
  if (!('account' in caller)) return undefined;
  if (id === caller.account || id === `arn:${caller.partition}:iam::${caller.account}:root`) {
    if (caller.kind === 'root') return 'direct';
    return accountMeansRoot ? undefined : 'account';
  }
  switch (caller.kind) {
    case 'user':
      return id === caller.arn ? 'direct' : undefined;
    case 'role':
      return id === caller.sessionArn ? 'direct' : id === caller.roleArn ? 'role' : undefined;
    case 'federatedUser':
      return id === caller.arn ? 'direct' : id === caller.userArn ? 'role' : undefined;
    case 'root':
      return undefined;
  }
}
