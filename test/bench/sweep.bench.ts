import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

import { complete } from '../../server/src/core/queries/progress';
import { sweep } from '../../server/src/core/queries/sweep';
import { provideCompletion } from '../../server/src/service/completion/provideCompletion';
import { runBetween } from '../../server/src/service/sweep';
import { realCatalog } from '../support/realCatalog';
import { contextFor, noNames, openDocument } from '../support/serviceFixture';
import { sweepModel, sweepRequests } from './sweepModel';
import { goal, median, milliseconds, quantile, report } from './table';

/** Runs measurements in a process of their own. */
function measure(program: string, ...args: readonly string[]): Readonly<Record<string, number>> {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', path.join(__dirname, program), ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const value: unknown = JSON.parse(stdout);
  if (!isNumbers(value)) throw new Error('the measurements have another form than expected');
  return value;
}

function isNumbers(value: unknown): value is Readonly<Record<string, number>> {
  return (
    typeof value === 'object' && value !== null && Object.values(value).every((number) => typeof number === 'number' || number === null)
  );
}

/** How long a completion takes, from the moment at which the editor asks, while a sweep runs in the same thread and without. */
async function completions(): Promise<{ readonly during: readonly number[]; readonly alone: readonly number[] }> {
  const catalog = realCatalog();
  const context = contextFor({}, catalog);
  const text = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:", "Resource": "*" }] }';
  const answer = (): void => {
    const document = openDocument(text);
    if (provideCompletion(document, text.indexOf('s3:') + 3, context, noNames).items.length < 100) throw new Error('actions are missing');
  };
  const ask = (into: number[]): Promise<void> => {
    const asked = performance.now() + 5;
    return new Promise((resolve) => {
      setTimeout(() => {
        answer();
        into.push(performance.now() - asked);
        resolve();
      }, 5);
    });
  };
  for (let i = 0; i < 50; i++) answer();
  const [during, alone]: [number[], number[]] = [[], []];
  for (let i = 0; i < 60; i++) await ask(alone);
  const model = sweepModel(300);
  complete(sweep({ ...model, catalog }, sweepRequests()));
  const running = runBetween(sweep({ ...model, catalog }, sweepRequests()), (delay, run) => {
    const timer = setTimeout(run, delay);
    return () => clearTimeout(timer);
  });
  let ended = false;
  void running.result.then(() => (ended = true));
  while (!ended) await ask(during);
  return { during, alone };
}

void (async () => {
  const few = measure('sweepProcess.js', '300', 'edits');
  const many = measure('sweepProcess.js', '100000', 'memory');
  const steps = measure('stepsProcess.js');
  const { during, alone } = await completions();
  const of = (values: Readonly<Record<string, number>>, name: string): number => values[name] ?? Number.NaN;
  const unit = of(few, 'unit') / of(few, 'sweep');
  const root = of(few, 'root') / of(few, 'sweep');
  const megabytes = (value: number): string => `${value.toFixed(0)} MB`;
  const added = quantile(during, 0.95) - quantile(alone, 0.95);
  report({
    title: 'A whole organization',
    intro:
      '1,000 accounts in 50 OUs, 100 users each, 50 requests: 5 million decisions on one thread, each equal to the plain `decide` (a property test holds that). Two policies for every other user, tags in a third of the policies, a Region lock with an exempt user at the root. After an edit the answers are compared with those of a new sweep, byte by byte. Policies are kept parsed when there are 300, as texts when there are 100,000.',
    columns: ['', 'measured', 'goal'],
    rows: [
      ['sweep, 300 distinct policies', milliseconds(of(few, 'sweep')), goal('≤ 2 s', of(few, 'sweep') <= 2000)],
      [
        'after an edit of an SCP on 2 % of the accounts',
        `${milliseconds(of(few, 'unit'))}, ${(unit * 100).toFixed(1)} %`,
        goal('≤ 5 %', unit <= 0.05),
      ],
      ['after an edit of a root SCP', `${milliseconds(of(few, 'root'))}, ${root.toFixed(2)} ×`, goal('≤ 1.1 ×', root <= 1.1)],
      ['both equal to a new sweep', of(few, 'isEqual') === 1 ? 'yes' : 'no', goal('equal', of(few, 'isEqual') === 1)],
      ['resident memory, 300 policies, answers included', megabytes(of(few, 'memory')), goal('≤ 300 MB', of(few, 'memory') <= 300)],
      ['resident memory, 100,000 policies, answers included', megabytes(of(many, 'memory')), goal('≤ 600 MB', of(many, 'memory') <= 600)],
      ['sweep, 100,000 distinct policies, read from their texts', milliseconds(of(many, 'sweep')), ''],
      ...[
        ['sweep', 'sweep'],
        ['again', 'sweep after an edit'],
        ['whoCan', 'who can'],
        ['whatCan', 'what can'],
        ['diff', 'diff'],
      ].map(([name = '', title = '']) => [`longest step: ${title}`, milliseconds(of(steps, name)), goal('≤ 15 ms', of(steps, name) <= 15)]),
      ['completion p50 / p95 alone', `${milliseconds(median(alone))} / ${milliseconds(quantile(alone, 0.95))}`, ''],
      [
        'completion p50 / p95 during a sweep',
        `${milliseconds(median(during))} / ${milliseconds(quantile(during, 0.95))}`,
        goal('p95 + ≤ 15 ms', added <= 15),
      ],
    ],
  });
})();
