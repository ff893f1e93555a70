import type { Diagnostic } from 'vscode-languageserver-types';

import { provideDiagnostics } from './diagnostics';
import type { DocumentStore } from './documentStore';
import { foreignFilesWithProblems, problemsOfFile, provideManifestDiagnostics } from './manifestDiagnostics';
import { provideOrganizationDiagnostics } from './organizationDiagnostics';
import type { LoadedOrganization, OrganizationIndex } from './organizationIndex';
import { resultIdOf } from './resultId';
import type { ServiceContext } from './serviceContext';
import { provideTestDiagnostics } from './testFiles';
import { normaliseUri } from './uris';
import { filesAtOnce, mayMatter } from './workspaceFiles';
import type { WorkspaceFiles } from './workspaceFiles';

/** What is wrong with one file, and the name of that answer: the same findings have the same. */
export interface FileDiagnostics {
  readonly uri: string;
  readonly resultId: string;
  readonly items: Diagnostic[];
}

export interface WorkspaceDiagnosticsAsked {
  /** The answers that the client has, by URI. */
  readonly previous: ReadonlyMap<string, string>;
  /** Called with each answer that is new. */
  readonly report: (file: FileDiagnostics) => void;
  readonly isCancelled: () => boolean;
}

/** What is wrong with the files of this machine that are not open; each is read again only when something changed that it depends on. */
export interface WorkspaceDiagnostics {
  /** Reports each closed file whose findings are others than the client has; those of files that went are empty. */
  run(asked: WorkspaceDiagnosticsAsked): Promise<void>;
  /** Of a file that is not open; none when it cannot be read or is none of our business. */
  of(uri: string): Promise<Diagnostic[]>;
  /** A file changed on disk, came or went. */
  changed(uri: string): void;
}

interface WorkspaceDiagnosticsContext {
  readonly files: WorkspaceFiles;
  readonly documents: DocumentStore;
  readonly index: OrganizationIndex;
  /**
   * Documents that were closed and not told of since. A client drops what it knew of them as files, and may show what was found in a buffer
   * that was never saved; told once, they are taken out.
   */
  readonly closedSince: Set<string>;
  readonly contextOf: (uri: string) => Promise<ServiceContext>;
  readonly pause: () => Promise<void>;
}

/** A larger file that nobody opened is no single policy, and would be checked in one go: it is checked when it is opened. In bytes and in UTF-16 code units. */
const largestText = 1_000_000;

/** After so much text others have their turn: a few milliseconds of checks. In UTF-16 code units. */
const textAtOnce = 24_000;

/** What it costs to see that nothing is to be done for a file, as text. */
const looking = 100;

function isTest(uri: string): boolean {
  return /\.iamtest\.jsonc?$/i.test(uri);
}

function isJson(uri: string): boolean {
  return /\.jsonc?$/i.test(uri);
}

/** Files without findings are never mentioned unless they had some. */
const nothing = resultIdOf([]);

interface Known {
  /** What the answer depends on besides the text: settings and service data, … */
  readonly context: ServiceContext;
  /** … and what the organization says of the file. */
  readonly organization: string;
  readonly resultId: string;
}

/** A file whose answer has to be made. */
interface Work extends Omit<Known, 'resultId'> {
  readonly uri: string;
  /** The client's answer; undefined: whatever it is, it is told. */
  readonly previous: string | undefined;
  readonly text: string | undefined;
}

export function createWorkspaceDiagnostics({
  files,
  documents,
  index,
  closedSince,
  contextOf,
  pause,
}: WorkspaceDiagnosticsContext): WorkspaceDiagnostics {
  const known = new Map<string, Known>();
  /** Files that did not change since they were read. */
  const reading = new Set<string>();
  /** Tests name other files and an organization: they are looked at again whenever one of those may have changed. */
  let changes = 0;
  const readings = new WeakMap<LoadedOrganization, number>();
  let lastReading = 0;
  function readingOf(loaded: LoadedOrganization): number {
    const number = readings.get(loaded) ?? (lastReading += 1);
    readings.set(loaded, number);
    return number;
  }

  async function diagnose(uri: string, text: string | undefined, context: ServiceContext): Promise<Diagnostic[]> {
    if (text === undefined || text.length > largestText) return [];
    if (!mayMatter(uri, text, index) && documents.evidence(uri).setting === undefined) return [];
    const document = documents.readClosed(uri, text);
    // A file of another tool is no JSON, and says only what reading it as an organization found.
    if (!isJson(uri)) return provideManifestDiagnostics(document, index, context);
    // Nobody else tells of broken JSON in a file that is not open.
    const alone = { ...context, besideJsonSupport: false };
    return [
      ...provideDiagnostics(document, alone, new Map()),
      ...provideOrganizationDiagnostics(document, index, context),
      ...(await provideTestDiagnostics(document, { index, files }, alone)),
    ];
  }

  /** The problems of an organization's files are found when it is read, and change with any of them. */
  function organizationFacts(uri: string, { settings }: ServiceContext): string {
    if (isTest(uri)) return JSON.stringify([changes, ...index.organizations().map(readingOf)]);
    const deciding = index.organizationFor(uri, settings.organization)?.organization;
    const owner = [deciding?.id, deciding?.managementAccount];
    const loaded = index.organizationOf(uri);
    if (loaded === undefined) return JSON.stringify(owner);
    return JSON.stringify([owner, index.policyTypeOf(uri), problemsOfFile(loaded, uri)]);
  }

  /** What has to be read and checked to answer for a file; undefined when the client has the answer. */
  async function workOn(uri: string, previous: string | undefined): Promise<Work | undefined> {
    const context = await contextOf(uri);
    const organization = organizationFacts(uri, context);
    const before = known.get(uri);
    if (before?.context === context && before.organization === organization && before.resultId === previous) return undefined;
    reading.add(uri);
    return { uri, previous, context, organization, text: await files.textOf(uri, largestText) };
  }

  async function answer({ uri, previous, context, organization, text }: Work): Promise<FileDiagnostics | undefined> {
    // Opened meanwhile: its findings are asked for by themselves.
    if (documents.get(uri) !== undefined) return undefined;
    const items = await diagnose(uri, text, context);
    if (documents.get(uri) !== undefined) return undefined;
    const resultId = resultIdOf(items);
    closedSince.delete(uri);
    if (reading.delete(uri)) known.set(uri, { context, organization, resultId });
    return resultId === previous ? undefined : { uri, resultId, items };
  }

  return {
    async run({ previous, report, isCancelled }) {
      const all = await files.list();
      const wanted: string[] = [];
      for (const uri of all) {
        // Elsewhere every file would be a message over a network, for files that nobody asked about.
        if (uri.startsWith('file:') && documents.get(uri) === undefined && (await contextOf(uri)).settings.checkAllFiles) wanted.push(uri);
      }
      for (const uri of foreignFilesWithProblems(index)) if (!isJson(uri)) wanted.push(uri);
      const closed = new Set(wanted);
      const given = new Map([...previous].map(([uri, resultId]) => [normaliseUri(uri), { uri, resultId }]));
      const toTell = new Set([...closedSince].filter((uri) => documents.get(uri) === undefined));
      for (const uri of new Set([...given.keys(), ...toTell])) {
        if (closed.has(uri) || documents.get(uri) !== undefined) continue;
        closedSince.delete(uri);
        if (given.get(uri)?.resultId !== nothing) report({ uri: given.get(uri)?.uri ?? uri, resultId: nothing, items: [] });
      }
      for (const uri of known.keys()) if (!closed.has(uri) && !all.has(uri)) known.delete(uri);
      let size = 0;
      for (let at = 0; at < wanted.length && !isCancelled(); at += filesAtOnce) {
        const work = await Promise.all(
          wanted.slice(at, at + filesAtOnce).map((uri) => workOn(uri, toTell.has(uri) ? undefined : (given.get(uri)?.resultId ?? nothing))),
        );
        for (const one of work) {
          const found = one === undefined ? undefined : await answer(one);
          if (found !== undefined) report(found);
          size += looking + (one?.text?.length ?? 0);
          if (size < textAtOnce) continue;
          size = 0;
          await pause();
        }
      }
    },
    of: async (uri) => diagnose(uri, await files.textOf(uri, largestText), await contextOf(uri)),
    changed(given) {
      const uri = normaliseUri(given);
      changes += 1;
      known.delete(uri);
      reading.delete(uri);
    },
  };
}
