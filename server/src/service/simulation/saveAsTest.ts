import { readLayout } from '../../core/edits/layout';
import { appendTest } from '../../core/edits/testEdits';
import type { Decision, DecidedBy } from '../../core/evaluation/decision';
import type { PolicySet } from '../../core/evaluation/request';
import { manifestNames } from '../../core/organization/organizationFiles';
import { decidingPolicy } from '../../core/simulation/decidingStatement';
import { surroundingsOf } from '../../core/simulation/generate/ground';
import { writeTestFile } from '../../core/simulation/writeTests';
import type { WrittenTest, WrittenTestFile } from '../../core/simulation/writeTests';
import { createLineIndex } from '../../core/text/lineIndex';
import { message } from '../../core/text/message';
import type { SaveAsTestParams, SaveAsTestResult } from '../../protocol/decisions';
import type { FileEdit, SimulateParams } from '../../protocol/requests';

import type { DocumentStore } from '../documentStore';
import type { LoadedOrganization, OrganizationIndex } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { relativeTo } from '../testFiles/relativeTo';
import { statementNameIn } from '../testFiles/statements';
import { fileNameOf, folderOf, normaliseUri } from '../uris';
import type { WorkspaceFiles } from '../workspaceFiles';

import { freeTestPlace } from './proposeTests';

/** What was decided of a question, and by which policies. */
export interface DecidedQuestion {
  readonly decision: Decision;
  readonly decidedBy: DecidedBy | null;
  readonly policies: PolicySet;
}

interface Sources {
  readonly index: OrganizationIndex;
  readonly documents: DocumentStore;
  readonly files: WorkspaceFiles;
}

/** A request with its decision of now as a test: at the end of a test file, or in a new one beside what it is about. Nothing is written. */
export async function saveAsTest(
  { question, name, file }: SaveAsTestParams,
  decided: DecidedQuestion,
  sources: Sources,
  context: ServiceContext,
): Promise<SaveAsTestResult> {
  const policy = normaliseUri(question.uri ?? '');
  const loaded = sources.index.organizationFor(question.uri, context.settings.organization);
  const uri = file === null ? await newPlace(policy, loaded, sources) : normaliseUri(file);
  const test = testOf(question, name, decided, uri, loaded);
  const text = file === null ? undefined : await sources.files.textOf(uri);
  if (text === undefined) {
    const head = headOf(policy, uri, loaded, sources);
    const layout = readLayout(sources.documents.get(policy)?.text ?? '');
    return {
      kind: 'file',
      file: {
        uri,
        newText: writeTestFile({ comment: [], ...head, groups: [{ comment: [], tests: [test] }], remarks: [] }, layout),
        edits: [],
      },
    };
  }
  const changes = appendTest(text, test);
  if (changes === undefined) {
    const reason = message('{0} is no file of tests whose JSON is sound; mend it first', fileNameOf(uri));
    return { kind: 'refused', reason: context.translate(reason) };
  }
  const lines = createLineIndex(text);
  const edits = changes.map(({ span, newText }): FileEdit['edits'][number] => ({
    range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) },
    newText,
  }));
  return { kind: 'file', file: { uri, newText: null, edits } };
}

/** With the tests of its organization, else beside the policy. */
async function newPlace(policy: string, loaded: LoadedOrganization | undefined, { files }: Sources): Promise<string> {
  const isOurs = loaded?.organization !== undefined && !loaded.isForeign;
  const beside = isOurs ? `${loaded.folder}/tests/${policy.slice(policy.lastIndexOf('/') + 1)}` : policy;
  return freeTestPlace(beside, async (place) => (await files.textOf(place)) !== undefined);
}

function testOf(
  { principal, action, resource, resourceAccount, context, contextIsComplete }: SimulateParams,
  name: string,
  { decision, decidedBy, policies }: DecidedQuestion,
  test: string,
  loaded: LoadedOrganization | undefined,
): WrittenTest {
  const deciding = decidingPolicy(policies, decidedBy);
  const statement = decidedBy?.statement ?? null;
  const by = deciding === undefined || statement === null ? undefined : statementNameIn(deciding, statement, test, loaded);
  return {
    name,
    principal,
    action,
    resource,
    ...(resourceAccount === undefined || resourceAccount === '' ? {} : { resourceAccount }),
    ...(Object.keys(context).length === 0 ? {} : { context }),
    // Files take what is not given for absent; here nobody said so.
    ...(contextIsComplete ? {} : { contextIsComplete }),
    expect: decision,
    ...(by === undefined ? {} : { by }),
  };
}

/** What a new file is asked of. */
function headOf(
  policy: string,
  test: string,
  loaded: LoadedOrganization | undefined,
  { documents }: Sources,
): Pick<WrittenTestFile, 'organization' | 'policies'> {
  if (loaded?.organization !== undefined) {
    const { origin } = loaded.organization;
    const manifest = loaded.isForeign ? loaded.folder : loaded.uriOf(origin.file === '' ? (manifestNames[0] ?? '') : origin.file);
    return { organization: relativeTo(folderOf(test), manifest) };
  }
  const document = documents.get(policy);
  if (document === undefined) return {};
  const file = relativeTo(folderOf(test), policy);
  return { policies: surroundingsOf(document.policy, document.policyType(), { file, uri: policy })?.written };
}
