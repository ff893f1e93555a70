import { isAccountId } from '../policy/arn';
import { lowerPolicy } from '../policy/lowerPolicy';
import type { Policy } from '../policy/policy';
import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { itemsOf, memberOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Decision } from './decision';
import type { OperationResource } from './operations';
import type { AuthorizationRequest, ContextValue, PolicyInput, PolicySet, RequestPrincipal } from './request';

/** What a scenario expects; `denied` is either kind of deny. */
export type ExpectedDecision = Decision | 'denied';

/** One request and every policy that bears on it: the contract of the command line. */
export interface Scenario {
  readonly name: string;
  /** For an operation: its name as the action, and the first resource. */
  readonly request: AuthorizationRequest;
  /** The resources of the operation that the request's action names; undefined: it is a single action. */
  readonly operationResources?: readonly OperationResource[] | undefined;
  readonly policies: PolicySet;
  readonly expect: ExpectedDecision | undefined;
}

/** A scenario as read: with a problem there is no scenario. The name is told where there is one, so that a report can say whose problem it is. */
export interface ScenarioReading {
  readonly scenario: Scenario | undefined;
  readonly name: string | undefined;
  readonly problems: readonly Message[];
}

/** Finds the document of a policy that AWS manages, by its ARN. */
export type ResolveManagedPolicy = (arn: string) => Policy | undefined;

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

interface Reader {
  readonly problems: Message[];
  readonly resolveManaged: ResolveManagedPolicy;
  report(problem: Message): undefined;
  rejectUnknown(node: ObjectNode, known: readonly string[]): void;
  text(node: ObjectNode, field: string, need: 'required' | 'optional'): string | undefined;
}

function createReader(resolveManaged: ResolveManagedPolicy): Reader {
  const problems: Message[] = [];
  const report = (problem: Message): undefined => {
    problems.push(problem);
    return undefined;
  };
  return {
    problems,
    resolveManaged,
    report,
    rejectUnknown: (node, known) => {
      const seen = new Set<string>();
      for (const { key } of node.members) {
        if (!known.includes(key.text)) report(message('unknown field `{0}`', key.text));
        else if (seen.has(key.text)) report(message('the field `{0}` stands twice', key.text));
        seen.add(key.text);
      }
    },
    text: (node, field, need) => {
      const value = valueOf(node, field);
      if (value?.kind === 'string') return value.text;
      if (value !== undefined) return report(message('`{0}` must be a string', field));
      return need === 'required' ? report(message('`{0}` is missing', field)) : undefined;
    },
  };
}

function readRequest(member: MemberNode | undefined, reader: Reader): Pick<Scenario, 'request' | 'operationResources'> | undefined {
  if (member === undefined) return reader.report(message('`{0}` is missing', 'request'));
  const node = member.value;
  if (node?.kind !== 'object') return reader.report(message('`{0}` must be an object', 'request'));
  reader.rejectUnknown(node, requestFields);
  if (memberOf(node, 'assumeRoles') !== undefined) reader.report(message('`{0}` is not supported yet', 'assumeRoles'));
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
  const complete = valueOf(node, 'contextIsComplete');
  if (complete !== undefined && complete.kind !== 'boolean') reader.report(message('`{0}` must be true or false', 'contextIsComplete'));
  if (principal === undefined || action === undefined || resource === undefined) return undefined;
  const contextIsComplete = complete?.kind === 'boolean' ? complete.value : true;
  const request = { principal, action, resource, context, contextIsComplete };
  return { request: resourceAccount === undefined ? request : { ...request, resourceAccount }, operationResources };
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
    reader.rejectUnknown(item, ['arn', 'account']);
    const arn = reader.text(item, 'arn', 'required');
    return arn === undefined ? [] : [{ arn, account: readAccount(item, 'account', reader) }];
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

function readAccount(node: ObjectNode, field: string, reader: Reader): string | undefined {
  const account = reader.text(node, field, 'optional');
  if (account !== undefined && !isAccountId(account)) return reader.report(message('`{0}` is no account id', account));
  return account;
}

function readContext(node: JsonNode | undefined, reader: Reader): Readonly<Record<string, ContextValue>> {
  if (node === undefined) return {};
  if (node.kind !== 'object') {
    reader.report(message('`{0}` must be an object', 'context'));
    return {};
  }
  const entries = node.members.flatMap(({ key, value }): readonly (readonly [string, ContextValue])[] => {
    const read = readContextValue(value);
    if (read !== undefined) return [[key.text, read]];
    reader.report(message('the context value of `{0}` must be a string, a number, a boolean or a list of these', key.text));
    return [];
  });
  return Object.fromEntries(entries);
}

function readContextValue(node: JsonNode | undefined): ContextValue | undefined {
  if (node?.kind !== 'array') return readScalar(node);
  const values = node.items.map(readScalar);
  const known = values.flatMap((value) => (value === undefined ? [] : [value]));
  return known.length === values.length ? known : undefined;
}

/** Numbers stay as they are written, so that no digit is lost. */
function readScalar(node: JsonNode | undefined): string | boolean | undefined {
  if (node?.kind === 'string' || node?.kind === 'number') return node.text;
  return node?.kind === 'boolean' ? node.value : undefined;
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

function readSingle(node: ObjectNode, field: string, reader: Reader): PolicyInput | undefined {
  const value = valueOf(node, field);
  return value === undefined ? undefined : readPolicy(value, reader);
}

function readList(node: ObjectNode, field: string, reader: Reader): readonly PolicyInput[] | undefined {
  const value = valueOf(node, field);
  if (value === undefined) return undefined;
  if (value.kind !== 'array') return reader.report(message('`{0}` must be a list', field));
  return itemsOf(value).map((item) => readPolicy(item, reader));
}

function readLevels(node: ObjectNode, field: string, reader: Reader): readonly (readonly PolicyInput[])[] | undefined {
  const value = valueOf(node, field);
  if (value === undefined) return undefined;
  if (value.kind !== 'array') return reader.report(message('`{0}` must be a list of lists, one per level', field));
  return value.items.map((level) => {
    if (level.kind === 'array') return level.items.map((item) => readPolicy(item, reader));
    reader.report(message('`{0}` must be a list of lists, one per level', field));
    return [];
  });
}

/** A document, `{ "name", "document" }`, or the ARN of a policy that AWS manages. What cannot be read makes its layer unknown. */
function readPolicy(node: JsonNode, reader: Reader): PolicyInput {
  if (node.kind === 'string') return { name: node.text, policy: reader.resolveManaged(node.text) };
  const isWrapped = node.kind === 'object' && memberOf(node, 'document') !== undefined && memberOf(node, 'Statement') === undefined;
  if (node.kind !== 'object' || !isWrapped) return { name: undefined, policy: readDocument(node) };
  reader.rejectUnknown(node, ['name', 'document']);
  const document = valueOf(node, 'document');
  const name = reader.text(node, 'name', 'optional');
  if (document?.kind === 'string') return { name: name ?? document.text, policy: reader.resolveManaged(document.text) };
  return { name, policy: readDocument(document) };
}

/** A policy document; undefined for what has no statements at all. */
function readDocument(node: JsonNode | undefined): Policy | undefined {
  const statement = valueOf(node, 'Statement');
  return statement?.kind === 'object' || statement?.kind === 'array' ? lowerPolicy(node) : undefined;
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
