import type { TestCase } from '../../core/simulation/readTests';
import { askTest, placesOf } from '../../core/simulation/runTest';
import { itemsOf, valueOf } from '../../core/syntax/queries';
import { createLineIndex } from '../../core/text/lineIndex';
import type { Span } from '../../core/text/span';
import { message } from '../../core/text/message';
import type { Range, RememberedRequest } from '../../protocol/requests';

import type { DocumentStore } from '../documentStore';
import type { OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { readQuestion, standingQuestion } from '../simulation/question';
import { normaliseUri } from '../uris';
import type { WorkspaceFiles } from '../workspaceFiles';

import type { LiveAnswer, LiveDecisions, LiveRequest, LiveTestFile } from './live';
import type { LivePolicies } from './livePolicies';
import { createStandingEntries } from './standingEntries';
import type { Asked, Entry } from './standingEntries';
import { readSuite } from './testSuite';
import type { TestSuite } from './testSuite';
import { tagsOf } from './testTags';

interface Sources {
  readonly files: WorkspaceFiles;
  readonly documents: DocumentStore;
  readonly index: OrganizationIndex;
  readonly policies: LivePolicies;
  /** Lets whatever waits have its turn. */
  readonly pause: () => Promise<void>;
  /** Answers came that somebody was told to wait for. */
  readonly onSettled: () => void;
}

/** The requests of one file: its tests, or what is remembered about it. They are made ready together, and dropped together. */
interface Group {
  readonly suite: TestSuite | undefined;
  readonly entries: readonly Entry[];
  /** What it was made with; with another it is made again. */
  readonly context: ServiceContext;
  readonly organizations: object;
}

/** So many requests are made ready, or decided, before others have their turn: some milliseconds. */
const readyAtOnce = 50;
const decidedAtOnce = 300;
/** So many are made ready before a lens is drawn, and so many decided; the rest it waits for. */
const readyForLens = 400;
const decidedForLens = 3000;

/**
 * Keeps every request ready and its answer as long as it holds. Which documents bear on a request is an index, so that a keystroke in one of
 * them makes these answers old, and no others.
 */
export function createLiveDecisions({ files, documents, index, policies, pause, onSettled }: Sources): LiveDecisions {
  const entries = createStandingEntries(policies);
  const remembered = new Map<string, readonly RememberedRequest[]>();
  const groups = new Map<string, Group>();
  /** Groups whose own file changed. */
  const old = new Set<string>();
  let listed: readonly string[] | undefined;
  let refreshing: Promise<void> | undefined;
  let settling: Promise<void> | undefined;
  let known: readonly unknown[] = [];

  /** The organizations of now, as one thing that is the same as long as they are. */
  function organizationsNow(): object {
    const now = index.organizations();
    if (now.length !== known.length || now.some((each, at) => each !== known[at])) known = now;
    return known;
  }

  function put(name: string, group: Group): Group {
    forget(name);
    groups.set(name, group);
    for (const entry of group.entries) entries.add(entry);
    return group;
  }

  function forget(name: string): void {
    for (const entry of groups.get(name)?.entries ?? []) entries.remove(entry);
    groups.delete(name);
  }

  function fresh(name: string, context: ServiceContext): Group | undefined {
    const group = groups.get(name);
    if (group === undefined || old.has(name) || !isLike(group.context, context)) return undefined;
    return group.organizations === organizationsNow() ? group : undefined;
  }

  /** The tests of a file as they are now; undefined when the file is gone. */
  async function suiteGroup(uri: string, context: ServiceContext): Promise<Group | undefined> {
    const name = testsOf(uri);
    const found = fresh(name, context);
    if (found !== undefined) return found;
    old.delete(name);
    const { catalog } = context;
    const organizations = organizationsNow();
    const suite = await readSuite(uri, { files, index, policies, catalog, texts: await context.texts() });
    if (suite === undefined) return void forget(name);
    const before = groups.get(name);
    const urisOf = suite.ground === undefined ? suite.urisOf : placesOf({ urisOf: suite.urisOf, ground: suite.ground });
    const made: Entry[] = [];
    for (const [at, entry] of requestsOf(suite).entries()) {
      if (at % readyAtOnce === readyAtOnce - 1) await pause();
      made.push({ request: entry, urisOf, asked: askedOf(entry, suite, context), answer: undefined });
    }
    // While it was read the file, or the organization, may have changed again.
    if (groups.get(name) !== before || organizations !== organizationsNow() || old.has(name)) return suiteGroup(uri, context);
    return put(name, { suite, entries: made, context, organizations });
  }

  async function rememberedGroup(uri: string, context: ServiceContext): Promise<Group | undefined> {
    const name = rememberedOf(uri);
    const found = fresh(name, context);
    if (found !== undefined) return found;
    old.delete(name);
    const requests = remembered.get(uri) ?? [];
    if (requests.length === 0) return void forget(name);
    const texts = await context.texts();
    const sources = { index, documents, policies, texts, organizationSetting: context.settings.organization };
    const made = requests.map((request): Entry => {
      const { principal, action, resource, context: given } = request;
      const question = readQuestion({ uri, principal, action, resource, context: given, contextIsComplete: false }, sources);
      const asked: Asked =
        question.kind === 'ready'
          ? { standing: standingQuestion(question, context.catalog) }
          : { unclear: Object.values(question.problems)[0] ?? message('this request is not understood') };
      return { request: { kind: 'remembered', uri, remembered: request }, urisOf: () => [], asked, answer: undefined };
    });
    return put(name, { suite: undefined, entries: made, context, organizations: organizationsNow() });
  }

  /** Brings every group up to date; cheap when everything is. */
  async function refreshAll(context: ServiceContext): Promise<void> {
    if (listed === undefined) {
      const found = new Set([...(await files.list()), ...documents.all().map(({ uri }) => uri)]);
      listed = [...found].filter(isTestFile).sort();
      for (const [name, { suite }] of groups) if (suite !== undefined && !listed.includes(suite.uri)) forget(name);
    }
    for (const uri of listed) await suiteGroup(uri, context);
    for (const uri of remembered.keys()) await rememberedGroup(uri, context);
  }

  const refresh = (context: ServiceContext): Promise<void> => (refreshing ??= refreshAll(context).finally(() => (refreshing = undefined)));

  /** Whether everything is up to date, so that nobody has to wait. */
  function isReady(context: ServiceContext): boolean {
    if (listed === undefined) return false;
    const names = [...listed.map(testsOf), ...[...remembered].flatMap(([uri, { length }]) => (length > 0 ? [rememberedOf(uri)] : []))];
    return names.every((name) => fresh(name, context) !== undefined);
  }

  function countAll(): number {
    return [...groups.values()].reduce((count, group) => count + group.entries.length, 0);
  }

  /** Without those whose file or organization is another by now: an old answer is never shown as one of now. */
  function stillGood(some: readonly Entry[], context: ServiceContext): readonly Entry[] {
    const good = new Map<string, boolean>();
    return some.filter(({ request }) => {
      const name = groupOf(request);
      const is = good.get(name) ?? fresh(name, context) !== undefined;
      good.set(name, is);
      return is;
    });
  }

  /** Decides what a lens did not wait for, and says so. */
  function settleLater(run: () => Promise<void>): void {
    settling ??= run()
      .catch(() => undefined)
      .finally(() => {
        settling = undefined;
        onSettled();
      });
  }

  async function decideSome(some: readonly Entry[], isCancelled: () => boolean): Promise<readonly LiveAnswer[]> {
    const answers: LiveAnswer[] = [];
    let decided = 0;
    for (const entry of some) {
      if (entry.answer === undefined) decided += 1;
      answers.push(entries.answerOf(entry));
      if (decided < decidedAtOnce) continue;
      decided = 0;
      await pause();
      if (isCancelled()) break;
    }
    return answers;
  }

  function liveFile({ suite, entries: all }: Group): LiveTestFile | undefined {
    if (suite === undefined) return undefined;
    const lines = createLineIndex(suite.text);
    const tests = all.flatMap(({ request }) => (request.kind === 'test' ? [request] : []));
    const byRequest = new Map<LiveRequest, Entry>(all.map((entry) => [entry.request, entry]));
    const rangeOf = (span: Span): Range => ({
      start: lines.positionAt(span.start),
      end: lines.positionAt(span.end),
    });
    return {
      uri: suite.uri,
      loaded: suite.loaded,
      problems: suite.problems.map(({ message: said, span }) => ({ message: said, range: span === undefined ? undefined : rangeOf(span) })),
      requests: tests.filter(({ isDraft }) => !isDraft),
      drafts: tests.filter(({ isDraft }) => isDraft),
      tagsOf: (request) => {
        const entry = byRequest.get(request);
        return entry === undefined ? [] : tagsOf(entry, suite.loaded?.organization);
      },
    };
  }

  return {
    changed(given) {
      if (given === undefined) {
        listed = undefined;
        for (const name of groups.keys()) old.add(name);
        return;
      }
      const uri = normaliseUri(given);
      if (isTestFile(uri)) listed = undefined;
      old.add(testsOf(uri));
      old.add(rememberedOf(uri));
      for (const [name, { suite }] of groups) if (suite?.reads.has(uri) === true) old.add(name);
      entries.changed(uri);
    },
    reaches: (given) => isTestFile(given) || entries.bearing(normaliseUri(given)).size > 0,
    remember(given, requests) {
      const uri = normaliseUri(given);
      remembered.set(uri, requests);
      old.add(rememberedOf(uri));
    },
    async concerning(given, context) {
      const uri = normaliseUri(given);
      await rememberedGroup(uri, context);
      if (!isReady(context)) {
        if (listed !== undefined && countAll() <= readyForLens) await refresh(context);
        else settleLater(() => refresh(context));
      }
      // Its own requests too, where it has no say in them: a request is asked about a policy to find that out.
      const own = groups.get(rememberedOf(uri))?.entries ?? [];
      const all = [...new Set([...own, ...entries.bearing(uri)])];
      const made = stillGood(all, context);
      const now = made.filter((entry, at) => entry.answer !== undefined || at < decidedForLens);
      const answers = await decideSome(now, () => false);
      if (now.length < made.length) settleLater(async () => void (await decideSome(made, () => false)));
      return { answers, waiting: all.length - now.length };
    },
    async testFiles(context) {
      await refresh(context);
      return (listed ?? []).flatMap((uri) => {
        const group = groups.get(testsOf(uri));
        return (group === undefined ? undefined : liveFile(group)) ?? [];
      });
    },
    async testFile(uri, context) {
      const group = await suiteGroup(normaliseUri(uri), context);
      return group === undefined ? undefined : liveFile(group);
    },
    async groundOf(given, context) {
      const uri = normaliseUri(given);
      const suite = isTestFile(uri) ? (await suiteGroup(uri, context))?.suite : undefined;
      if (suite?.loaded !== undefined) return { loaded: suite.loaded };
      return suite?.ground?.kind === 'policies' ? { loaded: undefined, policies: suite.ground.policies } : undefined;
    },
    async decide(requests, context, isCancelled) {
      const first = new Map(requests.map((request) => [groupOf(request), request]));
      const found: Group[] = [];
      for (const { kind, uri } of first.values()) {
        const group = kind === 'test' ? await suiteGroup(uri, context) : await rememberedGroup(uri, context);
        if (group !== undefined) found.push(group);
      }
      const byKey = new Map(found.flatMap((group) => group.entries.map((entry) => [keyOf(entry.request), entry] as const)));
      return decideSome(
        requests.flatMap((request) => byKey.get(keyOf(request)) ?? []),
        isCancelled,
      );
    },
  };
}

/** Folders may have settings of their own; what matters here is which service data and which organization are asked. */
function isLike(one: ServiceContext, other: ServiceContext): boolean {
  return one === other || (one.catalog === other.catalog && one.settings.organization === other.settings.organization);
}

function askedOf(request: LiveRequest, { ground }: TestSuite, { catalog }: ServiceContext): Asked {
  if (ground === undefined || request.kind !== 'test') return { unclear: message('what this test is asked of cannot be read') };
  const asked = askTest(request.test, { ground, catalog });
  if (asked.kind === 'unclear') return { unclear: asked.message };
  return asked.kind === 'call' ? { call: () => asked.answer() } : { standing: asked.standing };
}

/** The cases of a file, each by the place of its test and its own in the test. */
function requestsOf({ uri, file, text }: TestSuite): readonly LiveRequest[] {
  const lines = createLineIndex(text);
  const places = new Map(itemsOf(valueOf(file.syntax.root, 'tests')).map(({ start }, at) => [start, at]));
  const counts = new Map<number, number>();
  const made = (test: TestCase, isDraft: boolean): LiveRequest => {
    const index = places.get(test.span.start) ?? 0;
    const caseIndex = counts.get(index) ?? 0;
    counts.set(index, caseIndex + 1);
    const range = { start: lines.positionAt(test.span.start), end: lines.positionAt(test.span.end) };
    return { kind: 'test', uri, index, caseIndex, test, range, isDraft };
  };
  return [...file.cases.map((test) => made(test, false)), ...file.drafts.map((test) => made(test, true))];
}

/** What a request is called among the others. */
function keyOf(request: LiveRequest): string {
  if (request.kind === 'remembered') return `remembered ${request.uri} ${request.remembered.id}`;
  return `test ${request.uri} ${request.index} ${request.caseIndex}`;
}

function groupOf({ kind, uri }: LiveRequest): string {
  return kind === 'test' ? testsOf(uri) : rememberedOf(uri);
}

function isTestFile(uri: string): boolean {
  return /\.iamtest\.jsonc?$/i.test(uri);
}

function testsOf(uri: string): string {
  return `tests ${uri}`;
}

function rememberedOf(uri: string): string {
  return `remembered ${uri}`;
}
