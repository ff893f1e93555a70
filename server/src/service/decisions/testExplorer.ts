import { createLineIndex } from '../../core/text/lineIndex';
import type { Span } from '../../core/text/span';
import type { ChosenTests, TestFileItem, TestResult } from '../../protocol/decisions';
import type { Range } from '../../protocol/requests';

import type { DocumentStore } from '../documentStore';
import type { OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { normaliseUri } from '../uris';
import type { WorkspaceFiles } from '../workspaceFiles';

import { exercisedByTests, exercisedInPolicy } from './exercisedFiles';
import type { ExercisedFile } from './exercisedFiles';
import type { LiveDecisions, LiveTestFile } from './live';
import { placeOf } from '../statementPlace';
import { casesByTest, idOf, keyOf, problemOf, testFileItem } from './testItems';
import type { TestRequest } from './testItems';
import { fileProblem, outcomeKey, testResult } from './testResults';
import type { ResultSources } from './testResults';

/** What the Test Explorer asks. The organizations have been read before. */
export interface TestExplorer {
  /** Decides nothing. */
  files(uri: string | undefined, context: ServiceContext): Promise<readonly TestFileItem[]>;
  /** Runs tests and reports in pieces; the answer has what was not reported. Cancelled: it ends early. */
  run(asked: RunAsked, context: ServiceContext): Promise<readonly TestResult[]>;
  /** The keys of the results that were told and are still so. */
  held(uris: readonly string[], context: ServiceContext): Promise<readonly HeldResults[]>;
  exercised(asked: ExercisedAsked, context: ServiceContext): Promise<readonly ExercisedFile[]>;
}

export interface RunAsked {
  /** Undefined: all tests of the workspace. */
  readonly tests: readonly ChosenTests[] | undefined;
  /** Only what came out otherwise than it was told last. */
  readonly changed: boolean;
  readonly report: (results: readonly TestResult[]) => void;
  readonly isCancelled: () => boolean;
}

export interface HeldResults {
  readonly uri: string;
  readonly keys: readonly string[];
}

export interface ExercisedAsked {
  readonly uri: string | undefined;
  readonly tests: readonly ChosenTests[] | undefined;
  readonly isCancelled: () => boolean;
}

export interface TestExplorerSources {
  readonly live: LiveDecisions;
  readonly documents: DocumentStore;
  readonly index: OrganizationIndex;
  readonly files: WorkspaceFiles;
  readonly pause: () => Promise<void>;
}

/** So many results make a piece: they are on the screen before the next ones are decided. */
const pieceSize = 100;

/** In a larger run those that pass say no more than that: to explain each would take longer than to run them all. */
const mostExplained = 500;

/** A file's tests, those that are meant. */
interface Chosen {
  readonly file: LiveTestFile;
  readonly requests: readonly TestRequest[];
}

/** Nothing is told yet. */
export function createTestExplorer(sources: TestExplorerSources): TestExplorer {
  const { live, files } = sources;
  /** How cases came out when it was told last, by file and by the key of the case. */
  const told = new Map<string, Map<string, string>>();

  async function choose(tests: readonly ChosenTests[] | undefined, context: ServiceContext): Promise<readonly Chosen[]> {
    if (tests === undefined) return (await live.testFiles(context)).map((file) => ({ file, requests: file.requests }));
    const chosen: Chosen[] = [];
    for (const { uri, ids } of tests) {
      const file = await live.testFile(uri, context);
      if (file !== undefined) chosen.push({ file, requests: ids === undefined ? file.requests : withIds(file.requests, ids) });
    }
    return chosen;
  }

  /** Whether it is other than what was told; from now on it is told. */
  function isNews(uri: string, key: string, outcome: string): boolean {
    const known = told.get(uri) ?? new Map<string, string>();
    told.set(uri, known);
    const isNew = known.get(key) !== outcome;
    known.set(key, outcome);
    return isNew;
  }

  async function runFile(
    { file, requests }: Chosen,
    asked: RunAsked & { readonly brief: boolean },
    context: ServiceContext,
  ): Promise<readonly TestResult[]> {
    const cases = casesByTest(file.requests);
    const texts = await context.texts();
    const made: ResultSources = {
      translate: context.translate,
      rangeOf: rangesIn((await files.textOf(file.uri)) ?? ''),
      placeOf: ({ uri, span }) => placeOf(uri, span, { ...sources, texts }),
      brief: asked.brief,
    };
    let piece = problemResults(file, asked, made);
    for (let at = 0; at < requests.length && !asked.isCancelled(); at += pieceSize) {
      for (const answer of await live.decide(requests.slice(at, at + pieceSize), context, asked.isCancelled)) {
        const { request } = answer;
        if (request.kind !== 'test') continue;
        const key = keyOf(request);
        if (!isNews(file.uri, key, outcomeKey(answer)) && asked.changed) continue;
        const id = idOf(request, cases.get(request.index) ?? 1);
        piece = [...piece, testResult({ id, key, request }, answer, made)];
      }
      if (piece.length < pieceSize) continue;
      asked.report(piece);
      piece = [];
      await sources.pause();
    }
    return piece;
  }

  /** A file with a problem is told of in each run, whichever of its tests are meant. */
  function problemResults(file: LiveTestFile, { changed }: RunAsked, { translate, rangeOf }: ResultSources): readonly TestResult[] {
    const problem = problemOf(file, translate);
    const isNew = isNews(file.uri, '', problem ?? '');
    if (problem === null || (changed && !isNew)) return [];
    const range = file.problems.find((one) => one.range !== undefined)?.range ?? rangeOf({ start: 0, end: 0 });
    return [fileProblem(file.uri, problem, range)];
  }

  /** Of a file: the keys of what was told and came out the same with the texts of now. */
  async function heldIn(uri: string, known: Map<string, string>, context: ServiceContext): Promise<readonly string[]> {
    const file = await live.testFile(uri, context);
    const requests = (file?.requests ?? []).filter((request) => known.has(keyOf(request)));
    const answers = await live.decide(requests, context, () => false);
    const now = new Map(answers.flatMap((answer) => (answer.request.kind === 'test' ? [[keyOf(answer.request), outcomeKey(answer)]] : [])));
    now.set('', file === undefined ? 'gone' : (problemOf(file, context.translate) ?? ''));
    for (const [key, outcome] of known) if (now.get(key) !== outcome) known.delete(key);
    return [...known.keys()];
  }

  return {
    async files(uri, context) {
      if (uri === undefined) return (await live.testFiles(context)).map((file) => testFileItem(file, context.translate));
      const file = await live.testFile(uri, context);
      return file === undefined ? [] : [testFileItem(file, context.translate)];
    },
    async run(asked, context) {
      let rest: readonly TestResult[] = [];
      const all = await choose(asked.tests, context);
      const brief = asked.changed || all.reduce((count, { requests }) => count + requests.length, 0) > mostExplained;
      for (const chosen of all) {
        if (asked.isCancelled()) break;
        rest = [...rest, ...(await runFile(chosen, { ...asked, brief }, context))];
        if (rest.length < pieceSize) continue;
        asked.report(rest);
        rest = [];
        await sources.pause();
      }
      return rest;
    },
    async held(uris, context) {
      const held: HeldResults[] = [];
      for (const given of uris) {
        const uri = normaliseUri(given);
        const known = told.get(uri);
        if (known === undefined) continue;
        held.push({ uri: given, keys: await heldIn(uri, known, context) });
      }
      return held;
    },
    async exercised({ uri, tests, isCancelled }, context) {
      const asked = { ...sources, isCancelled };
      if (tests === undefined && uri !== undefined) return exercisedInPolicy(normaliseUri(uri), context, asked);
      const chosen = await choose(tests, context);
      const answers = await live.decide(
        chosen.flatMap(({ requests }) => requests),
        context,
        isCancelled,
      );
      const all = await exercisedByTests(
        answers,
        chosen.map(({ file }) => file.uri),
        asked,
      );
      return uri === undefined ? all : all.filter((file) => file.uri === normaliseUri(uri));
    },
  };
}

/** Cases by their ids; a test with lists means all of its cases. */
function withIds(requests: readonly TestRequest[], ids: readonly string[]): readonly TestRequest[] {
  const wanted = new Set(ids);
  const cases = casesByTest(requests);
  return requests.filter((request) => wanted.has(String(request.index)) || wanted.has(idOf(request, cases.get(request.index) ?? 1)));
}

function rangesIn(text: string): (span: Span) => Range {
  const lines = createLineIndex(text);
  return ({ start, end }) => ({ start: lines.positionAt(start), end: lines.positionAt(end) });
}
