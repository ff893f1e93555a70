import { readLayout } from '../../core/edits/layout';
import { generateTests } from '../../core/simulation/generateTests';
import type { SubjectOrganization } from '../../core/simulation/generateTests';
import { testFileName } from '../../core/simulation/testFileName';
import { writeTestFile } from '../../core/simulation/writeTests';
import { message } from '../../core/text/message';
import type { GenerateTestsResult } from '../../protocol/requests';

import type { LivePolicies } from '../decisions/livePolicies';
import type { OpenDocument } from '../documentStore';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { fileNameOf, folderOf, pathOf, relativePath } from '../uris';
import { managedPolicyName } from '../virtualDocuments';

/** What proposing tests asks beside the document. */
export interface ProposalSources {
  readonly index: OrganizationIndex;
  readonly policies: LivePolicies;
  /** Whether there is a file, saved or not. */
  readonly isTaken: (uri: string) => Promise<boolean>;
}

/** Tests that say what a policy decides today, with the place where they would lie: beside it, under the first name that is free. */
export async function proposeTests(
  document: OpenDocument,
  { index, policies, isTaken }: ProposalSources,
  context: ServiceContext,
): Promise<GenerateTestsResult> {
  const { catalog, translate, settings } = context;
  const name = fileNameOf(document.uri);
  const refused = (reason: ReturnType<typeof message>): GenerateTestsResult => ({ kind: 'refused', reason: translate(reason) });
  if (document.kind !== 'policy') return refused(message('{0} is no policy', name));
  if (document.syntax.problems.some(({ code }) => code === 'invalid-json')) {
    return refused(message('{0} is no policy: its JSON is broken', name));
  }
  const loaded = index.organizationFor(document.uri, settings.organization);
  const tests = generateTests(
    {
      policy: document.policy,
      policyType: document.policyType(),
      file: name,
      uri: document.uri,
      catalog,
      organization:
        loaded === undefined
          ? undefined
          : subjectOrganization(document.uri, loaded, policies.loaderOf(loaded, await context.texts()), context),
    },
    translate,
  );
  if (tests === undefined) return refused(message('{0} is no access policy with statements: there is nothing to test', name));
  const text = writeTestFile(tests.file, readLayout(document.text));
  // A text that was never saved has no place for files beside it.
  if (document.uri.startsWith('untitled:')) return { kind: 'file', fileName: testFileName(name), uri: null, text };
  const uri = await freeTestPlace(document.uri, isTaken);
  return { kind: 'file', fileName: fileNameOf(uri), uri, text };
}

/** Where the tests of a policy go: beside it, under the first name that is free. */
export async function freeTestPlace(policyUri: string, isTaken: (uri: string) => Promise<boolean>): Promise<string> {
  const encodedName = /[^/]*$/.exec(policyUri)?.[0] ?? '';
  for (let number = 1; ; number++) {
    const uri = `${folderOf(policyUri)}/${testFileName(encodedName, number)}`;
    if (!(await isTaken(uri))) return uri;
  }
}

function subjectOrganization(
  policyUri: string,
  loaded: LoadedOrganization,
  load: SubjectOrganization['load'],
  { catalog }: ServiceContext,
): SubjectOrganization | undefined {
  const { organization, folder, isForeign } = loaded;
  if (organization === undefined) return undefined;
  const testFolder = folderOf(policyUri);
  return {
    organization,
    load,
    policyFile: relativePath(folder, policyUri),
    manifest: pathBetween(testFolder, isForeign ? folder : loaded.uriOf(organization.origin.file)) ?? '',
    fileOf: (uri) => {
      const managed = managedPolicyName(uri);
      if (managed !== undefined) return catalog.managedPolicy(managed)?.arn;
      // What was made of another tool's files has no file to name.
      return uri.startsWith('gatehouse:') ? undefined : pathBetween(testFolder, uri);
    },
  };
}

/** The path that leads from a folder to a file, with slashes; undefined where they have no folder in common. */
function pathBetween(folder: string, file: string): string | undefined {
  const rootOf = (uri: string): string => /^[a-z][\w+.-]*:(?:\/\/[^/]*)?/i.exec(uri)?.[0] ?? '';
  if (rootOf(folder) !== rootOf(file)) return undefined;
  const from = pathOf(folder).split('/');
  const to = pathOf(file).split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
