import { inputsOf } from '../../core/simulation/standingRequest';
import { readPolicyText } from '../../core/organization/policyLoader';
import type { Policy } from '../../core/policy/policy';
import { createLineIndex } from '../../core/text/lineIndex';
import type { exercisedRequest } from '../../protocol/decisions';

import type { DocumentStore } from '../documentStore';
import type { OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { normaliseUri } from '../uris';
import { managedPolicyName } from '../virtualDocuments';
import type { WorkspaceFiles } from '../workspaceFiles';

import { attachedFiles } from './attachedFiles';
import { addAnswer, addPolicy } from './exercised';
import type { StatementCount, StatementCounts } from './exercised';
import type { LiveAnswer, LiveDecisions } from './live';

/** A policy with what requests do with its statements. */
export type ExercisedFile = ReturnType<NonNullable<typeof exercisedRequest.types>>['files'][number];

interface Sources {
  readonly live: LiveDecisions;
  readonly documents: DocumentStore;
  readonly index: OrganizationIndex;
  readonly files: WorkspaceFiles;
  readonly pause: () => Promise<void>;
  readonly isCancelled: () => boolean;
}

/** So many requests are explained, or policies read, before others have their turn: some milliseconds. */
const explainedAtOnce = 50;

/** In one policy, by every request on which it has a say, tests and remembered ones; none when there is no such request. */
export async function exercisedInPolicy(uri: string, context: ServiceContext, sources: Sources): Promise<readonly ExercisedFile[]> {
  // Asked for by itself, this is worth the wait; a lens gets along with what is there.
  await sources.live.testFiles(context);
  let { answers, waiting } = await sources.live.concerning(uri, context);
  while (waiting > 0 && !sources.isCancelled()) {
    await sources.pause();
    ({ answers, waiting } = await sources.live.concerning(uri, context));
  }
  const counts: StatementCounts = new Map();
  // A request that is remembered about this policy may be one on which it has no say.
  const having = answers.filter((answer) => answer.kind === 'decided' && inputsOf(answer.policies).some((policy) => policy.uri === uri));
  await count(having, counts, sources);
  const found = counts.get(uri);
  return sources.isCancelled() || found === undefined || having.length === 0 ? [] : [await fileOf(uri, found, having.length, sources)];
}

/** In every policy file on which tests have a bearing, and in those that are attached in their organizations and that no test reaches. */
export async function exercisedByTests(
  answers: readonly LiveAnswer[],
  testUris: readonly string[],
  sources: Sources,
): Promise<readonly ExercisedFile[]> {
  const counts: StatementCounts = new Map();
  await count(answers, counts, sources);
  await addUnreached(counts, [...counts.keys(), ...testUris], sources);
  const made: ExercisedFile[] = [];
  for (const [uri, found] of counts) {
    if (sources.isCancelled()) break;
    if (managedPolicyName(uri) === undefined && found.size > 0) made.push(await fileOf(uri, found, answers.length, sources));
  }
  return made;
}

async function count(answers: readonly LiveAnswer[], counts: StatementCounts, { pause, isCancelled }: Sources): Promise<void> {
  const seen = new Set<Policy>();
  let explained = 0;
  for (const answer of answers) {
    if (answer.kind !== 'decided') continue;
    addAnswer(counts, answer, seen);
    explained += 1;
    if (explained % explainedAtOnce !== 0) continue;
    await pause();
    if (isCancelled()) return;
  }
}

async function addUnreached(
  counts: StatementCounts,
  reached: readonly string[],
  { index, documents, pause, isCancelled }: Sources,
): Promise<void> {
  let read = 0;
  for (const loaded of new Set(reached.flatMap((uri) => index.organizationOf(uri) ?? []))) {
    if (loaded.organization === undefined) continue;
    for (const file of attachedFiles(loaded.organization)) {
      const uri = normaliseUri(loaded.uriOf(file));
      if (counts.has(uri)) continue;
      const policy = readPolicyText(documents.get(uri)?.text ?? loaded.textOf(file));
      if (policy !== undefined) addPolicy(counts, uri, '', policy);
      read += 1;
      if (read % explainedAtOnce !== 0) continue;
      await pause();
      if (isCancelled()) return;
    }
  }
}

async function fileOf(
  uri: string,
  found: ReadonlyMap<number, StatementCount>,
  requests: number,
  { documents, index, files }: Sources,
): Promise<ExercisedFile> {
  const open = documents.get(uri);
  const text = open?.text ?? index.textOf(uri) ?? (await files.textOf(uri)) ?? '';
  const lines = createLineIndex(text);
  const statements = [...found.values()].sort((a, b) => a.start - b.start);
  return {
    uri: open?.textDocument.uri ?? uri,
    requests,
    statements: statements.map(({ label, start, end, matched, decided, open: mayMatch }) => ({
      label,
      range: { start: lines.positionAt(start), end: lines.positionAt(end) },
      matched,
      decided,
      open: mayMatch,
    })),
  };
}
