import type { Catalog, CatalogTexts } from '../../core/catalog/catalog';
import { manifestNames, stemOf } from '../../core/organization/organizationFiles';
import { readPolicyText } from '../../core/organization/policyLoader';
import { readTestPolicies } from '../../core/simulation/readTestPolicies';
import { readTests } from '../../core/simulation/readTests';
import type { TestFile } from '../../core/simulation/readTests';
import type { TestGround } from '../../core/simulation/runTest';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';
import type { Span } from '../../core/text/span';

import { joinUri } from '../navigation/joinUri';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import { fileNameOf, folderOf, normaliseUri } from '../uris';
import { managedPolicyUriOf } from '../virtualDocuments';
import type { WorkspaceFiles } from '../workspaceFiles';

import type { LivePolicies } from './livePolicies';

/** A test file with what its tests are asked of. */
export interface TestSuite {
  readonly uri: string;
  readonly text: string;
  readonly file: TestFile;
  readonly ground: TestGround | undefined;
  /** The organization, where that is the ground. */
  readonly loaded: LoadedOrganization | undefined;
  /** Trouble with the file and its ground, in the order of the file. */
  readonly problems: readonly { readonly message: Message; readonly span: Span | undefined }[];
  /** Files that were read for it besides the organization's. */
  readonly reads: ReadonlySet<string>;
  /** Which documents a path of `by` may mean. */
  readonly urisOf: (file: string) => readonly string[];
}

export interface SuiteSources {
  readonly files: WorkspaceFiles;
  readonly index: OrganizationIndex;
  readonly policies: LivePolicies;
  readonly catalog: Catalog;
  readonly texts: CatalogTexts;
}

/** A larger test file is read as one that cannot be understood: in UTF-16 code units. */
export const largestTestFile = 8_000_000;

/** Reads a test file; undefined when there is none. The organizations have been read before. */
export async function readSuite(uri: string, sources: SuiteSources): Promise<TestSuite | undefined> {
  const text = await sources.files.textOf(uri);
  if (text === undefined) return undefined;
  if (text.length > largestTestFile) return tooLarge(uri, text);
  const file = readTests(text);
  const own = file.problems.map(({ message: said, span }) => ({ message: said, span }));
  const found = await findGround(uri, file, sources);
  const folders = [folderOf(uri), ...(found.loaded === undefined ? [] : [found.loaded.folder])];
  return {
    uri,
    text,
    file,
    ground: found.ground,
    loaded: found.loaded,
    problems: [...own, ...found.problems],
    reads: found.reads,
    urisOf: (written) => (written.startsWith('arn:') ? [managedPolicyUriOf(written)] : placesOf(written, folders, found.loaded)),
  };
}

/** A draft is meant where the policy in whose place it stands is named. */
function placesOf(written: string, folders: readonly string[], loaded: LoadedOrganization | undefined): readonly string[] {
  const places = folders.map((folder) => joinUri(folder, written));
  const drafts = (loaded?.drafts ?? []).filter(({ deployedUri }) => places.includes(normaliseUri(deployedUri)));
  return [...places, ...drafts.map(({ uri }) => uri)];
}

function tooLarge(uri: string, text: string): TestSuite {
  const said = message('this file is too large to be run: {0} characters; at most {1}', text.length, largestTestFile);
  const file = readTests('{ "tests": [] }');
  return {
    uri,
    text,
    file,
    ground: undefined,
    loaded: undefined,
    problems: [{ message: said, span: undefined }],
    reads: new Set(),
    urisOf: () => [],
  };
}

type FoundGround = Pick<TestSuite, 'ground' | 'loaded' | 'problems' | 'reads'>;

/** The organization that the file names; without a name its own policies, else the nearest organization upwards. */
async function findGround(uri: string, file: TestFile, sources: SuiteSources): Promise<FoundGround> {
  const { index, policies, texts } = sources;
  const inOrganization = (loaded: LoadedOrganization): FoundGround | undefined => {
    const { organization } = loaded;
    if (organization === undefined) return undefined;
    const ground = { kind: 'organization', organization, load: policies.loaderOf(loaded, texts) } as const;
    return { ground, loaded, problems: [], reads: new Set() };
  };
  if (file.organization !== undefined) {
    const { path, span } = file.organization;
    const loaded = organizationAt(joinUri(folderOf(uri), path), index);
    const missing = { message: message('there is no organization at `{0}`', path), span };
    return (
      (loaded === undefined ? undefined : inOrganization(loaded)) ?? {
        ground: undefined,
        loaded: undefined,
        problems: [missing],
        reads: new Set(),
      }
    );
  }
  const nearest = file.policies === undefined ? index.organizationOf(uri) : undefined;
  return (nearest === undefined ? undefined : inOrganization(nearest)) ?? ownPolicies(uri, file, sources);
}

function organizationAt(place: string, index: OrganizationIndex): LoadedOrganization | undefined {
  const wanted = normaliseUri(place).replace(/\/$/, '');
  const folder = manifestNames.some((name) => fileNameOf(wanted) === name) ? folderOf(wanted) : wanted;
  const all = index.organizations();
  // Of another tool's format the folder is meant in which its file lies.
  return all.find((one) => one.folder === folder) ?? all.find((one) => one.isForeign && one.folder === folderOf(folder));
}

/** The policies that the file names, read as they are found to be wanted. */
async function ownPolicies(uri: string, file: TestFile, { files, texts }: SuiteSources): Promise<FoundGround> {
  const wanted = new Set<string>();
  readTestPolicies(file.policies, (written) => void wanted.add(written));
  const loaded = new Map<string, { readonly name: string; readonly policy: ReturnType<typeof readPolicyText>; readonly uri: string }>();
  const reads = new Set<string>();
  for (const written of wanted) {
    if (written.startsWith('arn:')) {
      const policy = readPolicyText(texts.managedPolicyDocument(written));
      loaded.set(written, { name: written, policy, uri: managedPolicyUriOf(written) });
      continue;
    }
    const place = normaliseUri(joinUri(folderOf(uri), written));
    reads.add(place);
    const text = await files.textOf(place);
    if (text !== undefined) loaded.set(written, { name: stemOf(written), policy: readPolicyText(text), uri: place });
  }
  const { policies, problems } = readTestPolicies(file.policies, (written) => loaded.get(written));
  const span = file.policies === undefined ? undefined : { start: file.policies.start, end: file.policies.start + 1 };
  return {
    ground: { kind: 'policies', policies },
    loaded: undefined,
    problems: problems.map((said) => ({ message: said, span })),
    reads,
  };
}
