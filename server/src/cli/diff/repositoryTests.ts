import path from 'node:path';

import type { Catalog, CatalogTexts } from '../../core/catalog/catalog';
import { flippedRequests } from '../../core/queries/flippedRequests';
import type { ExplicitRequest } from '../../core/queries/flippedRequests';
import { readTests } from '../../core/simulation/readTests';

import type { CommandContext } from '../command';
import { readTextFile } from '../files';
import { runQuery } from '../steppedQuery';
import { findGround } from '../testGround';

import type { DiffReport } from './report';
import type { OpenedSide } from './repositoryReport';
import type { Sides } from './workspaceSides';

interface TestContext {
  readonly sides: Sides;
  readonly catalog: Catalog;
  readonly texts: CatalogTexts;
  readonly context: CommandContext;
}

/**
 * The tests as they are now, asked of both versions: those that are decided otherwise, or pass in one version only. A test that one version
 * cannot answer, as its principal is not there, is none.
 */
export async function flippedTests(
  before: OpenedSide,
  after: OpenedSide,
  { sides, catalog, texts, context }: TestContext,
): Promise<DiffReport['tests']> {
  const files = after.files.filter((file) => /\.iamtest\.jsonc?$/i.test(file) && sides.isWanted(file));
  const requests = files.flatMap((file): readonly ExplicitRequest[] => {
    const read = readTextFile(path.join(after.root, file));
    const tests = 'text' in read ? readTests(read.text) : undefined;
    if (tests === undefined) return [];
    const grounds = [before, after].map(({ root, organizations }) => {
      return { root, found: findGround(path.join(root, file), tests, { catalog, texts, organizations }) };
    });
    const [old, now] = grounds.map(({ found }) => (found.kind === 'found' && found.problems.length === 0 ? found.ground : undefined));
    if (old === undefined || now === undefined) return [];
    const folders = grounds.flatMap(({ root, found }) => [
      path.dirname(path.join(root, file)),
      ...(found.kind === 'found' ? found.folders : []),
    ]);
    const urisOf = (written: string): readonly string[] => folders.map((folder) => path.resolve(folder, written));
    return tests.cases.map((test) => ({ kind: 'test', name: test.name, file, test, before: old, after: now, urisOf }));
  });
  const found = await runQuery(flippedRequests(requests, catalog), context);
  // The versions lie in two folders, so that another file alone is no difference.
  const flipped = found.filter(({ before: old, after: now }) => {
    const isAnswered = old.say !== undefined && now.say !== undefined;
    return isAnswered && (old.say !== now.say || old.passes !== now.passes);
  });
  return { flipped, asked: requests.length };
}
