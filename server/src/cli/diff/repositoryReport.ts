import path from 'node:path';

import { diffOrganizations } from '../../core/queries/diff';
import { groupChanges } from '../../core/queries/groupChanges';
import type { QuerySources } from '../../core/queries/organizationFrame';
import type { QueryContext } from '../../core/queries/whatCan';
import { message } from '../../core/text/message';

import type { CommandContext } from '../command';
import { createOrganizations } from '../organizations';
import type { OpenedOrganization, Organizations } from '../organizations';
import { runQuery } from '../steppedQuery';

import { placesOf, touches } from './organizationPlaces';
import type { OrganizationPlace } from './organizationPlaces';
import type { Comparison, DiffReport, NotCompared } from './report';
import { comparePolicies } from './repositoryPolicies';
import { flippedTests } from './repositoryTests';
import type { Side, Sides } from './workspaceSides';

/** A version of a repository with its organizations. */
export interface OpenedSide extends Side {
  readonly organizations: Organizations;
}

/** Two sources that can be compared. */
interface Pair {
  readonly before: QuerySources;
  readonly after: QuerySources;
}

/** What differs between two organizations, or two versions of a policy. A policy by itself stands for what a user with it may do. */
export async function compareSources(
  { kind, place }: Pick<Comparison, 'kind' | 'place'>,
  { before, after }: Pair,
  known: QueryContext,
  context: CommandContext,
): Promise<Comparison> {
  const who = kind === 'policy' ? 'usersAndRoles' : 'everybody';
  const answer = await runQuery(diffOrganizations(before, after, known, who), context);
  return { kind, place, answer, groups: groupChanges(answer.principals, after.catalog) };
}

/** Every organization whose files differ, every changed policy that is part of none, and the tests. */
export async function reportOnRepository(sides: Sides, known: QueryContext, context: CommandContext): Promise<DiffReport> {
  const { names: versions, changed } = sides;
  const nothing = { comparisons: [], oneSided: [], notCompared: [], tests: { flipped: [], asked: 0 } };
  if (changed.length === 0) return { versions, ...nothing };
  const catalog = await context.data.catalog();
  const texts = await context.data.texts();
  const opened = (side: Side): OpenedSide => ({ ...side, organizations: createOrganizations(catalog, texts) });
  const [before, after] = [opened(sides.before), opened(sides.after)];
  const comparisons: Comparison[] = [];
  const notCompared: NotCompared[] = [];
  const added: string[] = [];
  const removed: string[] = [];
  const covered = new Set<string>();
  for (const place of placesOf([...before.files, ...after.files])) {
    if (!changed.some((file) => touches(place, file))) continue;
    const pair = [openPlace(before, place), openPlace(after, place)] as const;
    for (const one of pair) for (const file of policyFilesOf(one, place)) covered.add(file);
    const shown = place.path === '' ? '.' : place.path;
    const [old, now] = pair.map((one) => (one === undefined || isNone(one) ? undefined : one));
    const broken = [old, now].find((one) => one !== undefined && one.organization === undefined);
    if (broken !== undefined) notCompared.push({ place: shown, reason: reasonOf(broken), failed: true });
    else if (old?.organization !== undefined && now?.organization !== undefined) {
      const pairOf = {
        before: { organization: old.organization, load: old.load, catalog },
        after: { organization: now.organization, load: now.load, catalog },
      };
      comparisons.push(await compareSources({ kind: 'organization', place: shown }, pairOf, known, context));
    } else if (now !== undefined) added.push(shown);
    else if (old !== undefined) removed.push(shown);
  }
  const policies = comparePolicies({ before, after, changed: changed.filter((file) => !covered.has(file)), catalog });
  for (const { place, ...pair } of policies.pairs) comparisons.push(await compareSources({ kind: 'policy', place }, pair, known, context));
  return {
    versions,
    comparisons,
    oneSided: [{ kind: 'organization', added, removed }, policies.oneSided],
    notCompared: [...notCompared, ...policies.notCompared],
    tests: await flippedTests(before, after, { sides, catalog, texts, context }),
  };
}

/** Undefined where the version has nothing that begins an organization there. */
function openPlace({ root, files, organizations }: OpenedSide, { path: at }: OrganizationPlace): OpenedOrganization | undefined {
  return placesOf(files).some((place) => place.path === at) ? organizations.open(path.join(root, at)) : undefined;
}

/** No organization at all, as a file that is only called like one of another tool. */
function isNone({ organization, foreign, problems }: OpenedOrganization): boolean {
  return organization === undefined && foreign === undefined && problems.length === 0;
}

function reasonOf({ problems }: OpenedOrganization): NotCompared['reason'] {
  const [first] = problems;
  return first === undefined ? message('there is no organization in it') : message('cannot be read: {0}', first.message);
}

/** The policies that an organization knows, by paths from the root. */
function policyFilesOf(opened: OpenedOrganization | undefined, { path: at, isFile }: OrganizationPlace): readonly string[] {
  const folder = isFile ? path.posix.dirname(at) : at;
  return (opened?.policyFiles ?? []).map(({ file }) => path.posix.join(folder, file));
}
