import type { Connection } from 'vscode-languageserver';

import {
  attachablePoliciesRequest,
  effectivePoliciesRequest,
  findInOrganizationRequest,
  organizationChildrenRequest,
  organizationOutlineRequest,
  organizationWayRequest,
  planOrganizationEditRequest,
  policyTypesRequest,
} from '../protocol/requests';
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
  // A change that could not be planned must say so: an empty plan would look like one.
  connection.onRequest(planOrganizationEditRequest.method, (params: Parameters<NonNullable<typeof planOrganizationEditRequest.types>>[0]) =>
    service.planOrganizationEdit(params),
  );
}
