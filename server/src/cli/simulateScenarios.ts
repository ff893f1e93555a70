import { decideScenario } from '../core/evaluation/decideScenario';
import type { ResolveManagedPolicy } from '../core/evaluation/scenario';
import { meetsExpectation, readScenario } from '../core/evaluation/scenario';
import { toScenarioResult } from '../core/evaluation/scenarioResult';
import { readPolicyText } from '../core/organization/policyLoader';
import { english, message } from '../core/text/message';
import type { Message } from '../core/text/message';

import type { CommandContext } from './command';
import { explanation, headline } from './explanation';
import { readScenarios } from './scenarioInput';
import type { IncomingScenario } from './scenarioInput';
import { partLines } from './simulationParts';
import { stylesFor } from './styles';

/** Decides the scenarios of a file, in order, as they are read. */
export async function simulateScenarios(file: string, format: 'text' | 'json', context: CommandContext): Promise<number> {
  const { host, data } = context;
  const catalog = await data.catalog();
  const texts = await data.texts();
  const resolve: ResolveManagedPolicy = (arn) => readPolicyText(texts.managedPolicyDocument(arn));
  const styles = stylesFor(host, host.stdout);
  const style = { translate: context.translate, styles };
  const totals = { decided: 0, unexpected: 0, unreadable: 0 };
  for await (const incoming of readScenarios(file, host)) {
    const { scenario, name, problems } = readIncoming(incoming, resolve);
    if (scenario === undefined) {
      totals.unreadable += 1;
      await reportUnreadable({ line: incoming.line, name, problems }, format, context);
      continue;
    }
    totals.decided += 1;
    const answer = decideScenario(scenario, catalog);
    const { trace } = answer;
    const asExpected = scenario.expect === undefined || meetsExpectation(trace.decision, scenario.expect);
    if (!asExpected) totals.unexpected += 1;
    const mismatch = message('expected `{0}`, but it is `{1}`', scenario.expect ?? '', trace.decision);
    if (format === 'json') {
      await host.stdout.write(`${JSON.stringify(toScenarioResult(scenario.name, trace, answer))}\n`);
      if (!asExpected)
        await host.stderr.write(`${context.translate(message('{0}, line {1}: {2}', scenario.name, incoming.line, mismatch))}\n`);
    } else {
      const lines = [`${styles.bold(scenario.name)}`, `  ${headline(trace, {}, style)}`, ...partLines(answer, style)];
      if (!asExpected) lines.push(`  ${styles.red(context.translate(mismatch))}`);
      if (!asExpected) lines.push(...explanation(trace, {}, style).map((line) => `  ${line}`));
      await host.stdout.write(`${lines.join('\n')}\n`);
    }
  }
  if (totals.decided + totals.unreadable === 0) {
    await host.stderr.write(`${context.translate(message('{0} holds no scenario', file))}\n`);
    return 2;
  }
  if (format === 'text') await host.stdout.write(`\n${context.translate(summary(totals))}\n`);
  return totals.unreadable > 0 ? 2 : totals.unexpected > 0 ? 1 : 0;
}

function readIncoming({ node, problem }: IncomingScenario, resolve: ResolveManagedPolicy) {
  return problem === undefined ? readScenario(node, resolve) : { scenario: undefined, name: undefined, problems: [problem] };
}

interface Unreadable {
  readonly line: number;
  readonly name: string | undefined;
  readonly problems: readonly Message[];
}

/** In JSON a scenario that cannot be read has its line all the same, so that lines can be counted off against scenarios. */
async function reportUnreadable(
  { line, name, problems }: Unreadable,
  format: 'text' | 'json',
  { host, translate }: CommandContext,
): Promise<void> {
  if (format === 'json') {
    const error = problems.map(english).join('; ');
    const nothing = {
      decision: null,
      decidedBy: null,
      matchedStatements: [],
      missingContextKeys: [],
      layers: [],
      problems: problems.map(english),
    };
    await host.stdout.write(`${JSON.stringify({ name: name ?? null, ...nothing, error: `line ${line}: ${error}` })}\n`);
    return;
  }
  const said = problems.map(translate).join('; ');
  await host.stderr.write(`${translate(message('line {0} cannot be read: {1}', line, said))}\n`);
}

function summary({
  decided,
  unexpected,
  unreadable,
}: {
  readonly decided: number;
  readonly unexpected: number;
  readonly unreadable: number;
}): Message {
  if (unreadable > 0) return message('{0} decided, {1} not as expected, {2} cannot be read', decided, unexpected, unreadable);
  return message('{0} decided, {1} not as expected', decided, unexpected);
}
