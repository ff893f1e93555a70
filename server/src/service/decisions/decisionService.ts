import type { CodeAction, CodeLens, InlayHint, Range } from 'vscode-languageserver-types';

import type { decisionsRequest, expectActualRequest, saveAsTestRequest } from '../../protocol/decisions';
import type { GenerateTestsResult, RememberedRequest, SimulateParams, SimulateResult } from '../../protocol/requests';

import type { DocumentStore, OpenDocument } from '../documentStore';
import type * as LaterParts from '../later';
import type { OrganizationIndex } from '../organizationIndex';
import type { Answer, Params } from '../organizationService';
import type { ServiceContext } from '../serviceContext';
import type { Decisions } from '../simulation';
import { normaliseUri } from '../uris';
import type { DecisionWhatIf, ReadRevision } from '../whatIf/whatIf';
import type { Workspace } from '../workspace';
import type { WorkspaceFiles } from '../workspaceFiles';

import type { LiveAnswer } from './live';
import { createTestService } from './testService';
import type { TestService } from './testService';

/** What an editor asks about decisions: one request in full, the answers on the lines, and what is done with them. */
export interface DecisionService extends TestService {
  simulate(params: SimulateParams): Promise<SimulateResult>;
  /** The answers behind a lens of a policy. */
  decisions(params: Params<typeof decisionsRequest>): Answer<typeof decisionsRequest>;
  expectActual(params: Params<typeof expectActualRequest>): Answer<typeof expectActualRequest>;
  saveAsTest(params: Params<typeof saveAsTestRequest>): Answer<typeof saveAsTestRequest>;
  /** Tests for a policy, open or not. */
  generateTests(uri: string): Promise<GenerateTestsResult>;
  rememberRequests(uri: string, requests: readonly RememberedRequest[]): void;
}

/** The same for the other features of an editor, and the changes that answers follow. */
export interface DecisionFeatures {
  readonly service: DecisionService;
  /** What compares decisions, loaded with the first question. */
  whatIf(): Promise<DecisionWhatIf>;
  lenses(document: OpenDocument, context: ServiceContext): Promise<CodeLens[]>;
  /** Of a test file; none of any other. */
  testHints(document: OpenDocument, range: Range, context: ServiceContext): Promise<InlayHint[]>;
  testActions(document: OpenDocument, range: Range, context: ServiceContext): Promise<CodeAction[]>;
  /** A text changed, came or went; undefined: anything may have. */
  changed(uri: string | undefined): void;
  /** Whether a change of a document may be one of answers that are shown elsewhere. */
  reaches(uri: string): boolean;
}

interface Parts {
  readonly workspace: Workspace;
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly files: WorkspaceFiles;
  readonly pause: () => Promise<void>;
  /** Answers that a lens told to wait for are there. */
  readonly onSettled: () => void;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  readonly readRevision: ReadRevision | undefined;
  readonly later: () => Promise<typeof LaterParts>;
  /** The context of a document, or of what concerns none; the organizations have been read then. */
  readonly loaded: (uri?: string) => Promise<ServiceContext>;
}

/** What decides is loaded when something is to be decided. */
export function createDecisionFeatures(parts: Parts): DecisionFeatures {
  const { index, documents, files, later, loaded } = parts;
  const remembered = new Map<string, readonly RememberedRequest[]>();
  let deciding: Promise<Decisions> | undefined;
  let decisions: Decisions | undefined;
  const load = (): Promise<Decisions> =>
    (deciding ??= import('../simulation/index.js').then(({ createDecisions }) => {
      decisions = createDecisions({ ...parts, remembered: () => remembered });
      for (const [uri, requests] of remembered) decisions.live.remember(uri, requests);
      return decisions;
    }));
  const placesFor = async (context: ServiceContext) => ({ index, documents, texts: await context.texts() });

  /** The cases of a test file, those of tests that expect nothing yet among them. */
  async function answersOfTests(uri: string, context: ServiceContext): Promise<readonly LiveAnswer[]> {
    const { live } = await load();
    const file = await live.testFile(uri, context);
    return file === undefined ? [] : live.decide([...file.requests, ...file.drafts], context, () => false);
  }

  return {
    service: {
      ...createTestService(loaded, load),
      async simulate(params) {
        const context = await loaded();
        return (await load()).simulation.simulate(params, context);
      },
      async decisions({ uri, ...filter }) {
        const context = await loaded(uri);
        const { live } = await load();
        // Whoever asks for a list waits for all of it.
        await live.testFiles(context);
        const { answers } = await live.concerning(uri, context);
        const { decisionItems } = await later();
        return { items: decisionItems(normaliseUri(uri), answers, filter, { sources: await placesFor(context), context }) };
      },
      async expectActual({ uri, index: place }) {
        const context = await loaded(uri);
        const document = documents.get(uri);
        if (document === undefined) return { edits: [] };
        const answers = await answersOfTests(uri, context);
        const cases = answers.filter(({ request }) => request.kind === 'test' && request.index === place);
        const file = await (await load()).live.testFile(uri, context);
        const { expectActual } = await later();
        return { edits: expectActual(document, cases, file?.loaded) };
      },
      async saveAsTest(params) {
        const context = await loaded(params.question.uri);
        return (await load()).saveAsTest(params, context);
      },
      async generateTests(uri) {
        const context = await loaded(uri);
        const document = documents.get(uri) ?? documents.readClosed(uri, (await files.textOf(uri)) ?? '');
        const isTaken = async (place: string): Promise<boolean> => (await files.textOf(place)) !== undefined;
        return (await load()).propose(document, isTaken, context);
      },
      rememberRequests(uri, requests) {
        remembered.set(normaliseUri(uri), requests);
        decisions?.live.remember(uri, requests);
      },
    },
    whatIf: async () => (await load()).whatIf,
    async lenses(document, context) {
      const { policyLenses, testLenses } = await later();
      if (document.kind === 'test') {
        const answers = await answersOfTests(document.uri, context);
        return testLenses(answers, { document, sources: await placesFor(context), context });
      }
      const { live } = await load();
      return policyLenses(document, () => live.concerning(document.uri, context), context);
    },
    async testHints(document, range, context) {
      if (document.kind !== 'test') return [];
      const { testHints } = await later();
      return testHints(await answersOfTests(document.uri, context), range, { document, sources: await placesFor(context), context });
    },
    async testActions(document, range, context) {
      if (document.kind !== 'test') return [];
      const answers = await answersOfTests(document.uri, context);
      const file = await (await load()).live.testFile(document.uri, context);
      const { testActions } = await later();
      return testActions(document, range, answers, file?.loaded, context);
    },
    changed: (uri) => decisions?.live.changed(uri),
    reaches: (uri) => decisions?.live.reaches(uri) === true,
  };
}
