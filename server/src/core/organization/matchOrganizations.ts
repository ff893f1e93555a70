import type { Account, Organization, OrganizationalUnit, OrganizationPolicy, OrganizationRoot } from './organization';
import type { Subject } from './organizationDifferences';
import { policyTypeOfFolder } from './organizationPolicyTypes';

/** A thing in one version, in the other, or in both. */
export interface Pair<Thing> {
  readonly before: Thing | undefined;
  readonly after: Thing | undefined;
  readonly subject: Subject;
}

/** Which thing of one version is which of the other. */
export interface OrganizationMatch {
  readonly root: Pair<OrganizationRoot>;
  /** Each after the one it lies in: those of the later version in its order, then those that are gone. */
  readonly units: readonly Pair<OrganizationalUnit>[];
  readonly accounts: readonly Pair<Account>[];
  readonly policies: readonly Pair<OrganizationPolicy>[];
  /** The OU or root of a path. */
  placeBefore(path: string): Subject | undefined;
  placeAfter(path: string): Subject | undefined;
}

interface Identified {
  readonly id: string;
  readonly idIsSynthetic: boolean;
}

/**
 * Finds what of two versions is the same: what has the same id, where both ids are known; else what has the same name at the same place. Of
 * two different organizations ids say nothing.
 */
export function matchOrganizations(before: Organization, after: Organization): OrganizationMatch {
  const idsCount = before.idIsSynthetic || after.idIsSynthetic || before.id === after.id;
  const root: Pair<OrganizationRoot> = {
    before: before.root,
    after: after.root,
    subject: subject('root', {
      key: 'root',
      name: before.root.name,
      path: '/',
      id: knownId(before.root, idsCount ? after.root : undefined),
      exists: true,
    }),
  };
  const units = matchUnits(before, after, root.subject, idsCount);
  const places = (side: 'before' | 'after') => {
    const byPath = new Map<string, Subject>([['/', root.subject]]);
    for (const unit of units) {
      const path = unit[side]?.path;
      if (path !== undefined && !byPath.has(path)) byPath.set(path, unit.subject);
    }
    return (path: string) => byPath.get(path);
  };
  const own = ({ policies }: Organization) => [...policies.values()].filter(({ file }) => file !== undefined);
  return {
    root,
    units,
    accounts: pair(before.accounts, after.accounts, idsCount, ({ name }) => name).map((found) => ({
      ...found,
      subject: accountSubject(found, idsCount),
    })),
    policies: pair(
      own(before),
      own(after),
      idsCount,
      ({ reference }) => reference,
      ({ type }) => type,
    ).map((found) => ({
      ...found,
      subject: policySubject(found, idsCount),
    })),
    placeBefore: places('before'),
    placeAfter: places('after'),
  };
}

function subject(kind: Subject['kind'], rest: Pick<Subject, 'key' | 'name' | 'path' | 'id' | 'exists'> & Partial<Subject>): Subject {
  return { parent: undefined, email: undefined, policyType: undefined, isAwsManaged: false, ...rest, kind };
}

/** What AWS knows a thing by that exists: a later version may know it when the earlier one does not. */
function knownId(before: Identified | undefined, after: Identified | undefined): string | undefined {
  if (before?.idIsSynthetic === false) return before.id;
  return after?.idIsSynthetic === false ? after.id : undefined;
}

interface Found<Thing> {
  readonly before: Thing | undefined;
  readonly after: Thing | undefined;
}

/** Pairs by id, then by name; what is of another group (a policy of another type) is never the same. */
function pair<Thing extends Identified>(
  before: readonly Thing[],
  after: readonly Thing[],
  idsCount: boolean,
  nameOf: (thing: Thing) => string,
  groupOf: (thing: Thing) => string = () => '',
): readonly Found<Thing>[] {
  const free = new Set(before);
  const ids = new Map(idsCount ? before.filter(({ idIsSynthetic }) => !idIsSynthetic).map((thing) => [thing.id, thing]) : []);
  const matched = new Map<Thing, Thing>();
  const match = (thing: Thing, other: Thing | undefined): void => {
    if (other === undefined || !free.has(other) || groupOf(other) !== groupOf(thing)) return;
    free.delete(other);
    matched.set(thing, other);
  };
  for (const thing of after) if (!thing.idIsSynthetic) match(thing, ids.get(thing.id));
  const names = new Map<string, Thing[]>();
  for (const thing of free) names.set(nameOf(thing), [...(names.get(nameOf(thing)) ?? []), thing]);
  for (const thing of after) {
    if (matched.has(thing)) continue;
    const named = names.get(nameOf(thing)) ?? [];
    match(
      thing,
      named.find((other) => free.has(other) && mayBeSame(other, thing, idsCount)),
    );
  }
  return [
    ...after.map((thing) => ({ before: matched.get(thing), after: thing })),
    ...before.filter((thing) => free.has(thing)).map((thing) => ({ before: thing, after: undefined })),
  ];
}

/** Two ids that are known and differ are two things, whatever they are called. */
function mayBeSame(before: Identified, after: Identified, idsCount: boolean): boolean {
  return !idsCount || before.idIsSynthetic || after.idIsSynthetic;
}

/** An OU of which an id is not known is found by its name below what its parent is; parents come first, so that is known. */
function matchUnits(before: Organization, after: Organization, root: Subject, idsCount: boolean): readonly Pair<OrganizationalUnit>[] {
  const [placedBefore, placedAfter] = [placed(before), placed(after)];
  const sought = new Set(placedAfter.filter(({ unit }) => !unit.idIsSynthetic).map(({ unit }) => unit.id));
  const free = new Set(placedBefore);
  const subjects = new Map<OrganizationalUnit, Subject>();
  const [byId, byName] = [new Map(placedBefore.map((one) => [one.unit.id, one])), groupByParent(placedBefore)];
  const found = new Map<OrganizationalUnit | undefined, OrganizationalUnit | undefined>([[undefined, undefined]]);
  const pairs = placedAfter.map(({ unit, parent }): Pair<OrganizationalUnit> => {
    const same = idsCount && !unit.idIsSynthetic ? byId.get(unit.id) : undefined;
    let match = same?.unit.idIsSynthetic === false && free.has(same) ? same : undefined;
    if (match === undefined && found.has(parent)) {
      match = byName.get(found.get(parent))?.find((one) => {
        const taken = idsCount && !one.unit.idIsSynthetic && sought.has(one.unit.id);
        return free.has(one) && !taken && one.unit.name === unit.name && mayBeSame(one.unit, unit, idsCount);
      });
    }
    if (match !== undefined) {
      free.delete(match);
      found.set(unit, match.unit);
    }
    const inside =
      (match?.parent === undefined ? undefined : subjects.get(match.parent)) ?? (parent === undefined ? root : subjects.get(parent));
    const made = unitSubject(match?.unit, unit, match?.parent === undefined && match !== undefined ? root : inside, idsCount);
    subjects.set(unit, made);
    if (match !== undefined) subjects.set(match.unit, made);
    return { before: match?.unit, after: unit, subject: made };
  });
  const gone = [...free].map(({ unit, parent }): Pair<OrganizationalUnit> => {
    const made = unitSubject(unit, undefined, parent === undefined ? root : subjects.get(parent), idsCount);
    subjects.set(unit, made);
    return { before: unit, after: undefined, subject: made };
  });
  return [...pairs, ...gone];
}

interface PlacedUnit {
  readonly unit: OrganizationalUnit;
  readonly parent: OrganizationalUnit | undefined;
}

function placed({ root }: Organization): readonly PlacedUnit[] {
  const walk = (units: readonly OrganizationalUnit[], parent: OrganizationalUnit | undefined): readonly PlacedUnit[] =>
    units.flatMap((unit) => [{ unit, parent }, ...walk(unit.organizationalUnits, unit)]);
  return walk(root.organizationalUnits, undefined);
}

function groupByParent(units: readonly PlacedUnit[]): ReadonlyMap<OrganizationalUnit | undefined, readonly PlacedUnit[]> {
  const groups = new Map<OrganizationalUnit | undefined, PlacedUnit[]>();
  for (const one of units) {
    const group = groups.get(one.parent);
    if (group === undefined) groups.set(one.parent, [one]);
    else group.push(one);
  }
  return groups;
}

function unitSubject(
  before: OrganizationalUnit | undefined,
  after: OrganizationalUnit | undefined,
  parent: Subject | undefined,
  idsCount: boolean,
): Subject {
  const path = before?.path ?? after?.path ?? '';
  return subject('organizationalUnit', {
    key: `${before === undefined ? 'new' : 'unit'} ${path}`,
    name: before?.name ?? after?.name ?? '',
    path,
    // What is created gets an id from AWS, whatever another organization calls it.
    id: before === undefined ? undefined : knownId(before, idsCount ? after : undefined),
    exists: before !== undefined,
    parent,
  });
}

function accountSubject({ before, after }: Found<Account>, idsCount: boolean): Subject {
  const account = before ?? after;
  return subject('account', {
    key: `${before === undefined ? 'new account' : 'account'} ${account?.id ?? ''}`,
    name: account?.name ?? '',
    path: account?.ou ?? '/',
    // An account has its id before it joins.
    id: before === undefined ? knownId(undefined, after) : knownId(before, idsCount ? after : undefined),
    exists: before !== undefined,
    email: before?.email ?? after?.email,
  });
}

function policySubject({ before, after }: Found<OrganizationPolicy>, idsCount: boolean): Subject {
  const policy = before ?? after;
  return subject('policy', {
    key: `${before === undefined ? 'new' : 'policy'} ${policy?.reference ?? ''}`,
    name: policy?.name ?? '',
    path: policy?.reference ?? '',
    id: before === undefined ? undefined : knownId(before, idsCount ? after : undefined),
    exists: before !== undefined,
    policyType: policy?.type,
  });
}

/** A policy that AWS manages, or one that the organization's files do not have. */
export function foreignPolicySubject(reference: string, policy: OrganizationPolicy | undefined): Subject {
  const name = policy?.name ?? reference.slice(reference.indexOf('/') + 1);
  return subject('policy', {
    key: `policy ${reference}`,
    name,
    path: reference,
    id: policy?.idIsSynthetic === false ? policy.id : undefined,
    exists: true,
    policyType: policy?.type ?? policyTypeOfFolder(reference.split('/', 1)[0] ?? ''),
    isAwsManaged: policy !== undefined,
  });
}
