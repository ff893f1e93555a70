import type { CancellationToken, Connection } from 'vscode-languageserver';

import {
  attachablePoliciesRequest,
  compareOrganizationsRequest,
  compareWithRevisionRequest,
  draftsRequest,
  effectivePoliciesRequest,
  findInOrganizationRequest,
  importFromAwsRequest,
  importProgressNotification,
  organizationChildrenRequest,
  organizationOutlineRequest,
  organizationWayRequest,
  planConversionRequest,
  planNewOrganizationRequest,
  planOrganizationEditRequest,
  planSaveRequest,
  policyTypesRequest,
  proposeDraftsRequest,
} from '../protocol/requests';
import type { Request } from '../protocol/requests';
import type { PolicyLanguageService } from '../service/languageService';

import { answer } from './answer';

/** The Organizations view and what is done from it. */
export function registerOrganization(connection: Connection, service: PolicyLanguageService): void {
  answer(connection, organizationOutlineRequest, { roots: [], problems: 0 }, () => service.organizationOutline());
  answer(connection, organizationChildrenRequest, { nodes: [], childCount: 0 }, (params) => service.organizationChildren(params));
  answer(connection, findInOrganizationRequest, { matches: [] }, (params) => service.findInOrganization(params));
  answer(connection, organizationWayRequest, { nodes: [] }, (params) => service.organizationWay(params));
  answer(connection, effectivePoliciesRequest, null, (params) => service.effectivePolicies(params));
  answer(connection, attachablePoliciesRequest, { policies: [] }, (params) => service.attachablePolicies(params));
  answer(connection, policyTypesRequest, { types: [] }, (params) => service.policyTypes(params));
  answer(connection, compareOrganizationsRequest, { text: '' }, (params) => service.compareOrganizations(params));
  answer(connection, draftsRequest, { drafts: [] }, (params) => service.drafts(params));
  answer(connection, proposeDraftsRequest, { proposals: [] }, (params) => service.proposeDrafts(params));
  // A change that could not be planned must say so: an empty plan would look like one.
  answerOrFail(connection, planOrganizationEditRequest, (params, isCancelled) => service.planOrganizationEdit(params, isCancelled));
  answerOrFail(connection, planSaveRequest, (params, isCancelled) => service.planSave(params, isCancelled));
  answerOrFail(connection, compareWithRevisionRequest, (params, isCancelled) => service.compareWithRevision(params, isCancelled));
  answerOrFail(connection, planNewOrganizationRequest, (params) => service.planNewOrganization(params));
  answerOrFail(connection, planConversionRequest, (params) => service.planConversion(params));
  connection.onRequest(importFromAwsRequest.method, (params: ImportParams, token: CancellationToken) =>
    service.importFromAws(
      params,
      { onCancel: (run) => void (token.isCancellationRequested ? run() : token.onCancellationRequested(run)) },
      (progress) => void connection.sendNotification(importProgressNotification.method, progress),
    ),
  );
}

type ImportParams = Parameters<NonNullable<typeof importFromAwsRequest.types>>[0];

function answerOrFail<Params, Result>(
  connection: Connection,
  { method }: Request<Params, Result>,
  run: (params: Params, isCancelled: () => boolean) => Promise<Result>,
): void {
  connection.onRequest(method, (params: Params, token: CancellationToken) => run(params, () => token.isCancellationRequested));
}
