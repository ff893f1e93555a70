import * as l10n from '@vscode/l10n';
import { Location, Position, TestMessage, TestMessageStackFrame, Uri } from 'vscode';
import type { CancellationToken, Disposable, TestController, TestItem, TestRun, TestRunRequest } from 'vscode';

import { exercisedRequest, runTestsRequest } from '../../../server/src/protocol/decisions';
import type { ChosenTests, TestResult } from '../../../server/src/protocol/decisions';
import type { Server } from '../client';
import { toRange } from '../locations';
import { coverageOf } from './coverage';
import { messagesOf, outputOf, terminalText } from './describeResult';
import type { ResultMessage } from './describeResult';
import type { ResultMemory } from './resultMemory';
import type { TestTree } from './testTree';

/** What a run is made of. */
export interface RunParts {
  readonly server: Server;
  readonly controller: TestController;
  readonly tree: TestTree;
  readonly memory: ResultMemory;
}

/** What is to be run. */
export interface RunOrder {
  readonly request: TestRunRequest;
  readonly tests: readonly ChosenTests[];
  readonly withCoverage: boolean;
  /** Only what came out otherwise than it was told last. */
  readonly onlyChanges: boolean;
}

let runs = 0;

/** Runs tests, tells VS Code each result as it comes, and says what the run reached. Nothing is shown of a run that changes nothing. */
export async function runTests(order: RunOrder, parts: RunParts, token: CancellationToken): Promise<void> {
  const { server, controller, tree, memory } = parts;
  let made: TestRun | undefined;
  const run = (): TestRun => (made ??= controller.createTestRun(order.request));
  const number = (runs += 1);
  const report = (results: readonly TestResult[]): void => results.forEach((result) => reportResult(run(), result, { tree, memory }));
  const listening: Disposable = server.onTestResults((told) => {
    if (told.run === number) report(told.results);
  });
  if (!order.onlyChanges) enqueue(run(), order.tests, tree);
  try {
    const asked = { run: number, tests: order.tests, ...(order.onlyChanges ? { changed: true } : {}) };
    report((await server.send(runTestsRequest, asked, token)).results);
    const isWorthIt = order.withCoverage && !token.isCancellationRequested && (made !== undefined || !order.onlyChanges);
    if (isWorthIt) await addCoverage(run(), order.tests, server, token);
  } catch (error) {
    if (!token.isCancellationRequested) reportFailure(run(), order.tests, tree, error);
  } finally {
    listening.dispose();
    made?.end();
  }
}

async function addCoverage(run: TestRun, tests: readonly ChosenTests[], server: Server, token: CancellationToken): Promise<void> {
  const { files } = await server.send(exercisedRequest, { tests }, token);
  for (const file of files) run.addCoverage(coverageOf(file));
}

/** Each file waits as a whole: rows for thousands of cases would be told twice for nothing. */
function enqueue(run: TestRun, tests: readonly ChosenTests[], tree: TestTree): void {
  for (const { uri } of tests) {
    const item = tree.fileItem(uri);
    if (item !== undefined) run.started(item);
  }
}

function reportResult(run: TestRun, result: TestResult, { tree, memory }: Pick<RunParts, 'tree' | 'memory'>): void {
  const item = tree.caseItem(result.uri, result.id, result.key);
  if (item === undefined) return;
  const label = labelOf(item, result);
  run.appendOutput(outputOf(result, label), new Location(Uri.parse(result.uri, true), toRange(result.range)), item);
  const messages = messagesOf(result, label).map(toMessage);
  if (result.outcome === 'passed') run.passed(item);
  else if (result.outcome === 'failed') run.failed(item, messages);
  else run.errored(item, messages);
  memory.shown(item, result);
}

/** A case is named with its test. */
function labelOf(item: TestItem, { id }: TestResult): string {
  return id.includes('.') && item.parent !== undefined ? `${item.parent.label} (${item.label})` : item.label;
}

function toMessage({ text, difference, at, frames }: ResultMessage): TestMessage {
  const message = difference === undefined ? new TestMessage(text) : TestMessage.diff(text, difference.expected, difference.actual);
  message.location = new Location(Uri.parse(at.uri, true), toRange(at.range));
  if (frames.length > 0) {
    message.stackTrace = frames.map(({ label, location: { uri, range } }) => {
      const { line, character } = range.start;
      return new TestMessageStackFrame(label, Uri.parse(uri, true), new Position(line, character));
    });
  }
  return message;
}

/** The tests did not come out one way or the other: nobody knows. */
function reportFailure(run: TestRun, tests: readonly ChosenTests[], tree: TestTree, error: unknown): void {
  const text = l10n.t('The tests could not be run: {0}', error instanceof Error ? error.message : String(error));
  run.appendOutput(terminalText(text));
  for (const { uri } of tests) {
    const item = tree.fileItem(uri);
    if (item !== undefined) run.errored(item, new TestMessage(text));
  }
}
