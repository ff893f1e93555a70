import { readdirSync, readFileSync } from 'node:fs';

import type { Catalog } from '../../server/src/core/catalog/catalog';
import { evaluate } from '../../server/src/core/evaluation/evaluate';
import { readScenario } from '../../server/src/core/evaluation/scenario';
import type { Scenario } from '../../server/src/core/evaluation/scenario';
import type { Trace } from '../../server/src/core/evaluation/trace';
import type { JsonNode } from '../../server/src/core/syntax/nodes';
import { parseJson } from '../../server/src/core/syntax/parseJson';
import { itemsOf, textOf, valueOf } from '../../server/src/core/syntax/queries';

/** A request with the decision that AWS documents, or that somebody measured. */
export interface ConformanceCase {
  readonly scenario: Scenario;
  readonly source: string;
  readonly note: string | undefined;
}

/** Cases of one theme. */
export interface ConformanceTopic {
  readonly title: string;
  readonly cases: readonly ConformanceCase[];
}

/** The lines of a file that are not empty. */
export function linesOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** The scenarios of `scenarios.jsonl`, and those of our own by caller and policy type. */
export function readTopics(): readonly ConformanceTopic[] {
  const collected = { title: 'scenarios', cases: linesOf('test/conformance/scenarios.jsonl').map((line) => readCase(parseJson(line).root)) };
  const folder = 'test/evaluation/cases';
  const own = readdirSync(folder)
    .sort()
    .map((file) => ({
      title: file.replace('.json', '').replaceAll('-', ' '),
      cases: itemsOf(parseJson(readFileSync(`${folder}/${file}`, 'utf8')).root).map((row) => readCase(valueOf(row, 'scenario'))),
    }));
  return [collected, ...own];
}

function readCase(node: JsonNode | undefined): ConformanceCase {
  const { scenario } = readScenario(node, () => undefined);
  if (scenario === undefined) throw new Error('a case cannot be read');
  return { scenario, source: textOf(node, 'source') ?? '', note: textOf(node, 'note') };
}

/** Our answer to a case. */
export function answerCase({ scenario }: ConformanceCase, catalog: Catalog): Trace {
  return evaluate(scenario.request, scenario.policies, catalog);
}
