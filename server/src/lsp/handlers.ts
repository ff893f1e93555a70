import { CodeLensRefreshRequest } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';

import {
  documentInfoRequest,
  generateTestsRequest,
  joinServiceDataRequest,
  rememberRequestsNotification,
  simulateRequest,
  suggestRequest,
  virtualDocumentRequest,
} from '../protocol/requests';
import type { PolicyLanguageService } from '../service/languageService';

import { answer, listen } from './answer';
import { registerNavigation } from './navigationHandlers';
import { registerOrganization } from './organizationHandlers';
import { runSafe } from './runSafe';
import { registerStructure } from './structureHandlers';
import { registerTests } from './testHandlers';

/** One line per request: look up, call the service, run safely. */
export function registerHandlers(connection: Connection, service: PolicyLanguageService, symbolHierarchy: boolean): void {
  connection.onCompletion((params, token) =>
    runSafe(connection, token, null, () => service.completion(params.textDocument.uri, params.position)),
  );
  connection.onCompletionResolve((item, token) => runSafe(connection, token, item, () => service.resolveCompletion(item)));
  connection.onHover((params, token) => runSafe(connection, token, null, () => service.hover(params.textDocument.uri, params.position)));
  connection.onCodeAction((params, token) =>
    runSafe(connection, token, null, () => service.codeActions(params.textDocument.uri, params.range, params.context)),
  );
  connection.onCodeActionResolve((action, token) => runSafe(connection, token, action, () => service.resolveCodeAction(action)));
  connection.onDocumentFormatting((params, token) =>
    runSafe(connection, token, null, () => service.formatting(params.textDocument.uri, params.options)),
  );
  connection.onCodeLens((params, token) => runSafe(connection, token, null, () => service.codeLenses(params.textDocument.uri)));
  connection.languages.inlayHint.on((params, token) =>
    runSafe(connection, token, null, () => service.inlayHints(params.textDocument.uri, params.range)),
  );
  registerNavigation(connection, service);
  registerStructure(connection, service, symbolHierarchy);
  answer(connection, documentInfoRequest, null, ({ uri }) => service.documentInfo(uri));
  registerOrganization(connection, service);
  registerTests(connection, service);
  answer(connection, suggestRequest, { suggestions: [] }, (params) => service.suggest(params));
  answer(connection, joinServiceDataRequest, { text: null, actions: 0, services: 0 }, (params) => service.joinServiceData(params));
  answer(connection, virtualDocumentRequest, null, ({ uri }) => service.virtualDocument(uri));
  // A simulation that fails must say so: an empty answer would look like one.
  connection.onRequest(simulateRequest.method, (params: Parameters<NonNullable<typeof simulateRequest.types>>[0]) =>
    service.simulate(params),
  );
  // So must tests that cannot be made.
  connection.onRequest(generateTestsRequest.method, ({ uri }: Parameters<NonNullable<typeof generateTestsRequest.types>>[0]) =>
    service.generateTests(uri),
  );
  listen(connection, rememberRequestsNotification, ({ uri, requests }) => {
    service.rememberRequests(uri, requests);
    if (service.hasDocument(uri)) void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  });
}
