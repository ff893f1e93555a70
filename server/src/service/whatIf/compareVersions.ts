import type { Catalog } from '../../core/catalog/catalog';
import type { DiffAnswer } from '../../core/queries/decisionChange';
import { startDiff } from '../../core/queries/diff';
import { flippedRequests } from '../../core/queries/flippedRequests';
import type { ExplicitRequest, FlippedRequest, OrganizationVersion } from '../../core/queries/flippedRequests';
import type { SteppedQuery } from '../../core/queries/progress';

import type { ComparedVersions } from './decisionsText';

/** How long a comparison may take, and who is let in between. */
export interface Patience {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Milliseconds. */
  readonly budget: number;
  /** Lets whatever waits have its turn. */
  readonly pause: () => Promise<void>;
  readonly isCancelled: () => boolean;
}

/** What is compared. */
export interface Versions {
  /** Undefined: there is no organization, only requests. */
  readonly organizations: { readonly before: OrganizationVersion; readonly after: OrganizationVersion } | undefined;
  /** Root users are part of the question. */
  readonly who: 'everybody' | 'usersAndRoles';
  readonly requests: readonly ExplicitRequest[];
}

// Interactive answers suppose nothing of a context that nobody gave.
const known = { context: {}, contextIsComplete: false };
const nothing: DiffAnswer = { principals: [], added: [], removed: [], compared: { principals: 0, unchanged: 0, decisions: 0 } };

/** Compares two versions, requests that somebody wrote down first; ends when the time is up or nobody waits any more, with what it knows. */
export async function compareVersions(
  { organizations, who, requests }: Versions,
  catalog: Catalog,
  patience: Patience,
): Promise<ComparedVersions> {
  const start = patience.now();
  const flipped: FlippedRequest[] = [];
  let asked = 0;
  const isUp = (): boolean => patience.isCancelled() || patience.now() - start > patience.budget;
  const ended = await run(flippedRequests(requests, catalog, flipped), isUp, patience.pause, (done) => (asked = done));
  const counted = { asked: ended ? requests.length : asked, total: requests.length };
  if (organizations === undefined) return { flipped, requests: counted, diff: nothing, looked: { done: 0, total: 0 } };
  const { before, after } = organizations;
  const diff = startDiff({ ...before, catalog }, { ...after, catalog }, known, who);
  const isWhole = await run(diff.query, isUp, patience.pause);
  const { done, total, ...found } = diff.soFar();
  return { flipped, requests: counted, diff: isWhole?.value ?? found, looked: { done: isWhole === undefined ? done : total, total } };
}

/** Steps a query to its end, or until the time is up; undefined then. */
async function run<Result>(
  query: SteppedQuery<Result>,
  isUp: () => boolean,
  pause: () => Promise<void>,
  report: (done: number) => void = () => undefined,
): Promise<{ readonly value: Result } | undefined> {
  while (!isUp()) {
    const step = query.next();
    if (step.done === true) return { value: step.value };
    report(step.value.done);
    await pause();
  }
  return undefined;
}
