import type { CatalogTexts } from '../../core/catalog/catalog';
import { manifestNames, stemOf } from '../../core/organization/organizationFiles';
import { createPolicyLoader, readPolicyText } from '../../core/organization/policyLoader';
import { manifestState } from '../../core/simulation/checkTests';
import type { TestCheckSources } from '../../core/simulation/checkTests';
import type { NamedFile, TestFiles } from '../../core/simulation/namedStatements';
import { readTestPolicies } from '../../core/simulation/readTestPolicies';
import type { TestFile } from '../../core/simulation/readTests';
import type { TestGround } from '../../core/simulation/testGround';

import { joinUri } from '../navigation/joinUri';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { folderOf, pathOf, relativePath } from '../uris';
import type { WorkspaceFiles } from '../workspaceFiles';

import { pathsNamedIn } from './pathsNamed';
import { relativeTo } from './relativeTo';

/** What questions about test files are answered with. */
export interface TestParts {
  readonly index: OrganizationIndex;
  readonly files: WorkspaceFiles;
}

/** What a test file is asked of, and the files around it. */
export interface TestSurroundings extends TestCheckSources {
  readonly loaded: LoadedOrganization | undefined;
}

/** Larger files are not read for a name. In bytes. */
const largestNamedFile = 1_000_000;

/**
 * Finds what a test file names: its organization (as named, else its own policies, else the innermost around it), and the files of `by` and
 * `policies`. `texts` undefined: documents of AWS's policies are not needed.
 */
export async function surroundingsOf(
  uri: string,
  tests: TestFile,
  { index, files }: TestParts,
  { catalog }: ServiceContext,
  texts: CatalogTexts | undefined,
): Promise<TestSurroundings> {
  const all = await files.list();
  const found = await findOrganization(uri, tests, index, files);
  const { loaded } = found;
  const folders = [folderOf(uri), ...(loaded === undefined ? [] : [loaded.folder, ...(loaded.isForeign ? [folderOf(loaded.folder)] : [])])];
  const texted = await readNamed(pathsNamedIn(tests), folders, files);
  const managedPolicyDocument = (arnOrName: string): string | undefined => texts?.managedPolicyDocument(arnOrName);
  const around: TestFiles = {
    find: remember((written, orBelowOrganization) => {
      // Where a path from the root of the disk leads is for the command line to know.
      if (written.startsWith('/')) return { kind: 'unknown' };
      const candidates = (orBelowOrganization ? folders : folders.slice(0, 1)).map((folder) => joinUri(folder, written));
      const there = candidates.find((candidate) => texted.get(candidate) !== undefined);
      const text = there === undefined ? undefined : texted.get(there);
      if (there !== undefined && text !== undefined) {
        return { kind: 'found', text, inOrganization: loaded === undefined ? undefined : relativePath(loaded.folder, there) };
      }
      return { kind: candidates.some((candidate) => files.exists(candidate)) ? 'unknown' : 'missing' };
    }),
    managedPolicyDocument,
    paths: () => [...all].map((file) => pathFrom(uri, file, loaded)),
  };
  return { catalog, files: around, manifest: found.manifest, loaded, ground: groundOf(tests, found, around) };
}

/** As people write it in a test: below the organization's folder without a way to it, else relative to the test. */
export function pathFrom(test: string, file: string, loaded: LoadedOrganization | undefined): string {
  return (loaded === undefined ? undefined : relativePath(loaded.folder, file)) ?? relativeTo(folderOf(test), file);
}

type FoundOrganization = Pick<TestSurroundings, 'loaded' | 'manifest'> & { readonly isAlone: boolean };

async function findOrganization(uri: string, tests: TestFile, index: OrganizationIndex, files: WorkspaceFiles): Promise<FoundOrganization> {
  const written = tests.organization?.path;
  if (written === undefined) {
    const loaded = tests.policies === undefined ? index.organizationOf(uri) : undefined;
    // A file that was opened alone may lie in an organization that nobody here has read.
    const isAlone = loaded === undefined && (tests.policies !== undefined || !(await hasManifestAbove(uri, files)));
    return { loaded, manifest: stateOf(loaded), isAlone };
  }
  if (written.startsWith('/')) return { loaded: undefined, manifest: 'unknown', isAlone: false };
  const place = joinUri(folderOf(uri), written);
  const folder = manifestNames.some((name) => place.endsWith(`/${name}`)) ? folderOf(place) : place;
  const loaded = index.organizations().find((one) => one.folder === place || one.folder === folder);
  if (loaded !== undefined) return { loaded, manifest: stateOf(loaded), isAlone: false };
  // A folder of another tool has no name to know it by.
  const isThere = !/\.jsonc?$/i.test(place) || (await files.textOf(place)) !== undefined;
  return { loaded: undefined, manifest: isThere ? 'unknown' : 'missing', isAlone: false };
}

function stateOf(loaded: LoadedOrganization | undefined): 'found' | 'broken' | 'lost' {
  if (loaded === undefined) return 'found';
  return loaded.organization === undefined ? 'lost' : manifestState(loaded.problems);
}

async function hasManifestAbove(uri: string, files: WorkspaceFiles): Promise<boolean> {
  for (let folder = folderOf(uri); pathOf(folder).length > 1; folder = folderOf(folder)) {
    for (const name of manifestNames) if ((await files.textOf(`${folder}/${name}`)) !== undefined) return true;
  }
  return false;
}

function groundOf(tests: TestFile, { loaded, isAlone }: FoundOrganization, files: TestFiles): TestGround | undefined {
  if (loaded?.organization !== undefined) {
    const load = createPolicyLoader({
      files: loaded.files,
      managedPolicyDocument: (name) => files.managedPolicyDocument(name),
      uriOfFile: (file) => loaded.uriOf(file),
    });
    return { kind: 'organization', organization: loaded.organization, load };
  }
  if (!isAlone) return undefined;
  const { policies } = readTestPolicies(tests.policies, (written) => {
    if (written.startsWith('arn:')) return { name: written, policy: readPolicyText(files.managedPolicyDocument(written)), uri: written };
    const found = files.find(written, false);
    return found.kind === 'found' ? { name: stemOf(written), policy: readPolicyText(found.text), uri: written } : undefined;
  });
  return { kind: 'policies', policies };
}

async function readNamed(
  paths: readonly string[],
  folders: readonly string[],
  files: WorkspaceFiles,
): Promise<ReadonlyMap<string, string | undefined>> {
  const uris = [...new Set(paths.flatMap((written) => folders.map((folder) => joinUri(folder, written))))];
  return new Map(await Promise.all(uris.map(async (uri) => [uri, await files.textOf(uri, largestNamedFile)] as const)));
}

function remember(find: TestFiles['find']): TestFiles['find'] {
  const known = new Map<string, NamedFile>();
  return (written, orBelowOrganization) => {
    const key = `${String(orBelowOrganization)} ${written}`;
    const file = known.get(key) ?? find(written, orBelowOrganization);
    known.set(key, file);
    return file;
  };
}
