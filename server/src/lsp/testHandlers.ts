import type { CancellationToken, Connection } from 'vscode-languageserver';

import {
  decisionsRequest,
  exercisedRequest,
  expectActualRequest,
  heldResultsRequest,
  runTestsRequest,
  saveAsTestRequest,
  testFilesRequest,
  testResultsNotification,
} from '../protocol/decisions';
import type { PolicyLanguageService } from '../service/languageService';

import { answer } from './answer';
import { runSafe } from './runSafe';

type Asked<Named extends { readonly types?: (params: never) => unknown }> = Parameters<NonNullable<Named['types']>>[0];

/** The Test Explorer, its coverage, and the marks beside statements. */
export function registerTests(connection: Connection, service: PolicyLanguageService): void {
  answer(connection, testFilesRequest, { files: [] }, (params) => service.testFiles(params));
  answer(connection, decisionsRequest, { items: [] }, (params) => service.decisions(params));
  answer(connection, expectActualRequest, { edits: [] }, (params) => service.expectActual(params));
  answer(connection, heldResultsRequest, { files: [] }, (params) => service.heldResults(params));
  // What cannot be saved must say so.
  connection.onRequest(saveAsTestRequest.method, (params: Asked<typeof saveAsTestRequest>) => service.saveAsTest(params));
  connection.onRequest(exercisedRequest.method, (params: Asked<typeof exercisedRequest>, token: CancellationToken) =>
    runSafe(connection, token, { files: [] }, () => service.exercised(params, () => token.isCancellationRequested)),
  );
  // A run that fails must say so: without results it would look like one without tests. What a cancelled one knows is worth having.
  connection.onRequest(runTestsRequest.method, (params: Asked<typeof runTestsRequest>, token: CancellationToken) =>
    service.runTests(params, {
      report: (results) => void connection.sendNotification(testResultsNotification.method, { run: params.run, results }),
      isCancelled: () => token.isCancellationRequested,
    }),
  );
}
