import path from 'node:path';

import type { Catalog, CatalogTexts } from '../core/catalog/catalog';
import { stemOf } from '../core/organization/organizationFiles';
import { readPolicyText } from '../core/organization/policyLoader';
import type { NamedFile, TestFiles } from '../core/simulation/namedStatements';
import { readTestPolicies } from '../core/simulation/readTestPolicies';
import type { TestFile } from '../core/simulation/readTests';
import type { TestGround } from '../core/simulation/testGround';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { isFile, listJsonFiles, readTextFile } from './files';
import type { OpenedOrganization, Organizations } from './organizations';

export interface TestGroundOptions {
  readonly catalog: Catalog;
  readonly texts: CatalogTexts;
  readonly organizations: Organizations;
}

/** What a test file is asked of, and the folders that its paths start from beside its own. */
export type FoundGround =
  | {
      readonly kind: 'found';
      readonly ground: TestGround;
      readonly folders: readonly string[];
      readonly problems: readonly Message[];
      readonly organization: OpenedOrganization | undefined;
    }
  | { readonly kind: 'none'; readonly problem: Message; readonly start: number | undefined };

/** The organization that the file names; without a name its own policies, else the nearest organization upwards. */
export function findGround(absolute: string, tests: TestFile, options: TestGroundOptions): FoundGround {
  const { organizations } = options;
  if (tests.organization !== undefined) {
    const { path: written, span } = tests.organization;
    const opened = organizations.open(path.resolve(path.dirname(absolute), written));
    const { organization, load, place, folder } = opened;
    if (organization === undefined)
      return { kind: 'none', problem: message('there is no organization at `{0}`', written), start: span.start };
    // Of a file of another tool the policies stand in it, or beside it.
    return {
      kind: 'found',
      ground: { kind: 'organization', organization, load },
      folders: [place, folder],
      problems: [],
      organization: opened,
    };
  }
  const nearest = tests.policies === undefined ? organizations.of(absolute) : undefined;
  if (nearest?.organization !== undefined) {
    return {
      kind: 'found',
      ground: { kind: 'organization', organization: nearest.organization, load: nearest.load },
      folders: [nearest.folder],
      problems: [],
      organization: nearest,
    };
  }
  const { policies, problems } = readTestPolicies(tests.policies, (written) => loadPolicy(written, absolute, options));
  return { kind: 'found', ground: { kind: 'policies', policies }, folders: [], problems, organization: undefined };
}

function loadPolicy(written: string, testFile: string, { texts }: TestGroundOptions) {
  if (written.startsWith('arn:')) return { name: written, policy: readPolicyText(texts.managedPolicyDocument(written)), uri: written };
  const file = path.resolve(path.dirname(testFile), written);
  const read = readTextFile(file);
  return 'text' in read ? { name: stemOf(written), policy: readPolicyText(read.text), uri: file } : undefined;
}

/** The files around a test file, as its names are looked up in them. */
export function filesAround(absolute: string, ground: FoundGround, { texts }: TestGroundOptions): TestFiles {
  const folder = path.dirname(absolute);
  const found = new Map<string, NamedFile>();
  const organization = ground.kind === 'found' ? ground.organization : undefined;
  const others = ground.kind === 'found' ? ground.folders : [];
  let paths: readonly string[] | undefined;
  const find = (written: string, orBelowOrganization: boolean): NamedFile => {
    const candidates = [folder, ...(orBelowOrganization ? others : [])].map((from) => path.resolve(from, written));
    const file = candidates.find(isFile);
    const below = organization === undefined || file === undefined ? undefined : path.relative(organization.folder, file);
    const inOrganization = below === undefined || below.startsWith('..') ? undefined : below.split(path.sep).join('/');
    // What was made of another tool's file is no file of its own.
    const made = file === undefined && orBelowOrganization ? organization?.files.read(written) : undefined;
    if (made !== undefined) return { kind: 'found', text: made, inOrganization: written };
    if (file === undefined) return { kind: 'missing' };
    const read = readTextFile(file);
    return 'text' in read ? { kind: 'found', text: read.text, inOrganization } : { kind: 'unknown' };
  };
  return {
    find(written, orBelowOrganization) {
      const key = `${String(orBelowOrganization)} ${written}`;
      const known = found.get(key) ?? find(written, orBelowOrganization);
      found.set(key, known);
      return known;
    },
    managedPolicyDocument: (arnOrName) => texts.managedPolicyDocument(arnOrName),
    paths: () => (paths ??= [...new Set([...listJsonFiles(folder).map(slashed), ...(organization?.files.list() ?? [])])]),
  };
}

function slashed(file: string): string {
  return file.split(path.sep).join('/');
}
