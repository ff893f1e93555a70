import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { memberOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Decision } from './decision';
import type { OperationResource } from './operations';
import type { AuthorizationRequest, PolicySet, RequestPrincipal } from './request';
import { readAssumeRoles } from './scenarioRoles';
import type { ScenarioRole } from './scenarioRoles';
import { createReader, readAccount, readContext, readLevels, readList, readSingle } from './scenarioReader';
import type { Reader, ResolveManagedPolicy } from './scenarioReader';

export type { ResolveManagedPolicy } from './scenarioReader';

/** What a scenario expects; `denied` is either kind of deny. */
export type ExpectedDecision = Decision | 'denied';

/** One request and every policy that bears on it: the contract of the command line. */
export interface Scenario {
  readonly name: string;
  /** For an operation: its name as the action, and the first resource. */
  readonly request: AuthorizationRequest;
  /** The resources of the operation that the request's action names; undefined: it is a single action. */
  readonly operationResources?: readonly OperationResource[] | undefined;
  /** The roles taken on the way to the request, first to last. */
  readonly assumeRoles?: readonly ScenarioRole[] | undefined;
  readonly policies: PolicySet;
  readonly expect: ExpectedDecision | undefined;
}

/** A scenario as read: with a problem there is no scenario. The name is told where there is one, so that a report can say whose problem it is. */
export interface ScenarioReading {
  readonly scenario: Scenario | undefined;
  readonly name: string | undefined;
  readonly problems: readonly Message[];
}

const scenarioFields = [
  'name',
  'source',
  'note',
  'request',
  'identityPolicies',
  'permissionsBoundary',
  'sessionPolicies',
  'resourcePolicy',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'vpcEndpointPolicies',
  'managementAccount',
  'expect',
];

const requestFields = [
  'principal',
  'action',
  'resource',
  'resourceAccount',
  'context',
  'contextIsComplete',
  'operation',
  'resources',
  'assumeRoles',
];

/** Reads one scenario from untrusted JSON. Unknown fields are problems; inside a policy they are that policy's matter. */
export function readScenario(node: JsonNode | undefined, resolveManaged: ResolveManagedPolicy): ScenarioReading {
  const reader = createReader(resolveManaged);
  if (node?.kind !== 'object') {
    return { scenario: undefined, name: undefined, problems: [message('a scenario must be an object')] };
  }
  reader.rejectUnknown(node, scenarioFields);
  const name = reader.text(node, 'name', 'required');
  reader.text(node, 'source', 'optional');
  reader.text(node, 'note', 'optional');
  const request = readRequest(memberOf(node, 'request'), reader);
  const policies = readPolicies(node, reader);
  const expect = readExpect(node, reader);
  const scenario =
    reader.problems.length === 0 && name !== undefined && request !== undefined ? { name, ...request, policies, expect } : undefined;
  return { scenario, name, problems: reader.problems };
}

function readRequest(
  member: MemberNode | undefined,
  reader: Reader,
): Pick<Scenario, 'request' | 'operationResources' | 'assumeRoles'> | undefined {
  if (member === undefined) return reader.report(message('`{0}` is missing', 'request'));
  const node = member.value;
  if (node?.kind !== 'object') return reader.report(message('`{0}` must be an object', 'request'));
  reader.rejectUnknown(node, requestFields);
  const isOperation = memberOf(node, 'operation') !== undefined;
  for (const field of isOperation ? ['action', 'resource', 'resourceAccount'] : ['resources']) {
    if (memberOf(node, field) === undefined) continue;
    reader.report(isOperation ? message('`{0}` has no place beside `operation`', field) : message('`resources` needs an `operation`'));
  }
  const principal = readPrincipal(valueOf(node, 'principal'), reader);
  const action = reader.text(node, isOperation ? 'operation' : 'action', 'required');
  const operationResources = isOperation ? readResources(node, reader) : undefined;
  const resource = isOperation ? (operationResources?.[0]?.arn ?? '*') : reader.text(node, 'resource', 'required');
  const resourceAccount = readAccount(node, 'resourceAccount', reader);
  const context = readContext(valueOf(node, 'context'), reader);
  const assumeRoles = readAssumeRoles(node, reader);
  const complete = valueOf(node, 'contextIsComplete');
  if (complete !== undefined && complete.kind !== 'boolean') reader.report(message('`{0}` must be true or false', 'contextIsComplete'));
  if (principal === undefined || action === undefined || resource === undefined) return undefined;
  const contextIsComplete = complete?.kind === 'boolean' ? complete.value : true;
  const request = { principal, action, resource, context, contextIsComplete };
  return { request: resourceAccount === undefined ? request : { ...request, resourceAccount }, operationResources, assumeRoles };
}

function readResources(node: ObjectNode, reader: Reader): readonly OperationResource[] {
  const value = valueOf(node, 'resources');
  if (value === undefined) return [];
  if (value.kind !== 'array') {
    reader.report(message('`{0}` must be a list', 'resources'));
    return [];
  }
  return value.items.flatMap((item) => {
    if (item.kind !== 'object') return reader.report(message('`{0}` must be an object', 'resources')) ?? [];
    reader.rejectUnknown(item, ['arn', 'account', 'resourcePolicy', 'resourceControlPolicies']);
    const arn = reader.text(item, 'arn', 'required');
    const resource = {
      account: readAccount(item, 'account', reader),
      resourcePolicy: readSingle(item, 'resourcePolicy', reader),
      resourceControlPolicies: readLevels(item, 'resourceControlPolicies', reader),
    };
    return arn === undefined ? [] : [{ arn, ...resource }];
  });
}

function readPrincipal(node: JsonNode | undefined, reader: Reader): RequestPrincipal | undefined {
  if (node === undefined) return reader.report(message('`{0}` is missing', 'principal'));
  if (node.kind === 'string') return node.text;
  if (node.kind !== 'object') return reader.report(message('`{0}` must be a string or an object', 'principal'));
  reader.rejectUnknown(node, ['federated']);
  const federated = reader.text(node, 'federated', 'required');
  return federated === undefined ? undefined : { federated };
}

function readPolicies(node: ObjectNode, reader: Reader): PolicySet {
  return {
    identityPolicies: readList(node, 'identityPolicies', reader) ?? [],
    permissionsBoundary: readSingle(node, 'permissionsBoundary', reader),
    sessionPolicies: readList(node, 'sessionPolicies', reader),
    resourcePolicy: readSingle(node, 'resourcePolicy', reader),
    serviceControlPolicies: readLevels(node, 'serviceControlPolicies', reader),
    resourceControlPolicies: readLevels(node, 'resourceControlPolicies', reader),
    vpcEndpointPolicies: readList(node, 'vpcEndpointPolicies', reader),
    managementAccount: readAccount(node, 'managementAccount', reader),
  };
}

function readExpect(node: ObjectNode, reader: Reader): ExpectedDecision | undefined {
  const text = reader.text(node, 'expect', 'optional');
  switch (text) {
    case 'allowed':
    case 'implicitDeny':
    case 'explicitDeny':
    case 'undetermined':
    case 'denied':
    case undefined:
      return text;
    default:
      return reader.report(message('`{0}` is no decision', text));
  }
}

/** Whether a decision is the expected one. */
export function meetsExpectation(decision: Decision, expect: ExpectedDecision): boolean {
  return expect === 'denied' ? decision === 'explicitDeny' || decision === 'implicitDeny' : decision === expect;
}
