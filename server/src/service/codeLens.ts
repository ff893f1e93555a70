import type { CodeLens, InlayHint, Range } from 'vscode-languageserver-types';

import { isAccessPolicy } from '../core/policy/inferPolicyType';

import type { LiveAnswer, LiveDecisions } from './decisions/live';
import { policyLenses } from './decisions/policyLenses';
import type { PlaceSources } from './decisions/statementPlaces';
import { testHints, testLenses } from './decisions/testLenses';
import type { OpenDocument } from './documentStore';
import type { ServiceContext } from './serviceContext';

/** Answers above policies and above tests, with the texts of now. */
export async function provideCodeLenses(
  document: OpenDocument,
  live: LiveDecisions,
  sources: PlaceSources,
  context: ServiceContext,
): Promise<CodeLens[]> {
  if (document.kind === 'test') {
    const answers = await answersOfTests(document.uri, live, context);
    return testLenses(answers, { document, sources, texts: await context.texts(), context });
  }
  if (document.kind !== 'policy' || document.syntax.root?.kind !== 'object' || !isAccessPolicy(document.policyType())) return [];
  return policyLenses(document, await live.concerning(document.uri, context), context);
}

/** After each test of a range, on its line: the decision of now. */
export async function provideTestHints(
  document: OpenDocument,
  range: Range,
  live: LiveDecisions,
  sources: PlaceSources,
  context: ServiceContext,
): Promise<InlayHint[]> {
  const answers = await answersOfTests(document.uri, live, context);
  return testHints(answers, range, { document, sources, texts: await context.texts(), context });
}

/** The cases of a test file with their answers of now. */
export async function answersOfTests(uri: string, live: LiveDecisions, context: ServiceContext): Promise<readonly LiveAnswer[]> {
  const file = await live.testFile(uri, context);
  return file === undefined ? [] : live.decide(file.requests, context, () => false);
}
