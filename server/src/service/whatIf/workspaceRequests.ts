import type { CatalogTexts } from '../../core/catalog/catalog';
import type { ExplicitRequest, OrganizationVersion } from '../../core/queries/flippedRequests';
import { placesOf } from '../../core/simulation/runTest';
import type { RememberedRequest } from '../../protocol/requests';

import type { LivePolicies } from '../decisions/livePolicies';
import { readSuite } from '../decisions/testSuite';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { fileNameOf } from '../uris';
import type { WorkspaceFiles } from '../workspaceFiles';

/** Where requests are found that people wrote down. */
export interface RequestSources {
  readonly files: WorkspaceFiles;
  readonly index: OrganizationIndex;
  readonly policies: LivePolicies;
  /** By policy. */
  readonly remembered: () => ReadonlyMap<string, readonly RememberedRequest[]>;
}

/** An organization in both versions. */
export interface OrganizationVersions {
  readonly loaded: LoadedOrganization;
  readonly before: OrganizationVersion;
  readonly after: OrganizationVersion;
}

/** The tests that are asked of an organization, and the requests remembered about its policies. */
export async function requestsOf(
  { loaded, before, after }: OrganizationVersions,
  sources: RequestSources,
  context: ServiceContext,
): Promise<readonly ExplicitRequest[]> {
  const texts = await context.texts();
  const tests: ExplicitRequest[] = [];
  for (const uri of await testFiles(sources)) {
    const suite = await readSuite(uri, { ...sources, catalog: context.catalog, texts });
    if (suite?.loaded !== loaded || suite.ground === undefined) continue;
    const urisOf = placesOf({ urisOf: suite.urisOf, ground: suite.ground });
    const grounds = { before: { kind: 'organization', ...before }, after: { kind: 'organization', ...after } } as const;
    for (const test of suite.file.cases) tests.push({ kind: 'test', name: test.name, file: fileNameOf(uri), test, urisOf, ...grounds });
  }
  const remembered = [...sources.remembered()].flatMap(([uri, requests]) => {
    if (sources.index.organizationFor(uri, context.settings.organization) !== loaded) return [];
    return requests.filter(({ principal }) => principal.trim() !== '').map((request) => rememberedRequest(uri, request, { before, after }));
  });
  return [...tests, ...remembered];
}

/** The tests of files that name their policies themselves, with a policy file as it was and as it is. */
export async function requestsOnPolicies(
  texts: { readonly uri: string; readonly before: string; readonly after: string },
  sources: RequestSources,
  context: ServiceContext,
): Promise<readonly ExplicitRequest[]> {
  const documents: CatalogTexts = await context.texts();
  const withText = (text: string): WorkspaceFiles => ({
    ...sources.files,
    textOf: async (uri, limit) => (uri === texts.uri ? text : sources.files.textOf(uri, limit)),
  });
  const found: ExplicitRequest[] = [];
  for (const uri of await testFiles(sources)) {
    const read = (text: string) => readSuite(uri, { ...sources, files: withText(text), catalog: context.catalog, texts: documents });
    const [before, after] = [await read(texts.before), await read(texts.after)];
    if (before?.ground?.kind !== 'policies' || after?.ground?.kind !== 'policies' || !after.reads.has(texts.uri)) continue;
    const [then, now] = [before.ground, after.ground];
    for (const test of after.file.cases) {
      found.push({ kind: 'test', name: test.name, file: fileNameOf(uri), test, before: then, after: now, urisOf: after.urisOf });
    }
  }
  return found;
}

async function testFiles({ files }: RequestSources): Promise<readonly string[]> {
  return [...(await files.list())].filter((uri) => /\.iamtest\.jsonc?$/i.test(uri)).sort();
}

function rememberedRequest(
  uri: string,
  { principal, action, resource, context }: RememberedRequest,
  versions: Pick<OrganizationVersions, 'before' | 'after'>,
): ExplicitRequest {
  const question = { principal, action, resource, context, contextIsComplete: false };
  return { kind: 'remembered', name: `${principal} ${action} ${resource}`, file: fileNameOf(uri), question, ...versions };
}
