import type { JsonNode, ObjectNode } from '../syntax/nodes';
import { memberOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';
import type { PolicyInput } from './request';
import { contextOfPassing } from './roleChain';
import type { RoleHop } from './roleChain';
import { readContext, readLevels, readList, readSingle } from './scenarioReader';
import type { Reader } from './scenarioReader';

/** A role that a scenario takes on the way, with the policies that an organization would know. */
export interface ScenarioRole extends RoleHop {
  readonly trustPolicy: PolicyInput | undefined;
  readonly identityPolicies: readonly PolicyInput[] | undefined;
  readonly permissionsBoundary: PolicyInput | undefined;
  readonly serviceControlPolicies: readonly (readonly PolicyInput[])[] | undefined;
  readonly resourceControlPolicies: readonly (readonly PolicyInput[])[] | undefined;
  /** Tags of the role itself. */
  readonly roleTags: Readonly<Record<string, string>> | undefined;
}

const roleFields = [
  'role',
  'sessionName',
  'sessionPolicies',
  'tags',
  'transitiveTagKeys',
  'sourceIdentity',
  'externalId',
  'context',
  'trustPolicy',
  'identityPolicies',
  'permissionsBoundary',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'roleTags',
];

/** The member `assumeRoles` of a request; undefined where it has none. */
export function readAssumeRoles(node: ObjectNode, reader: Reader): readonly ScenarioRole[] | undefined {
  const value = valueOf(node, 'assumeRoles');
  if (value === undefined) return undefined;
  if (value.kind !== 'array') return reader.report(message('`{0}` must be a list', 'assumeRoles'));
  return value.items.flatMap((item) => readRole(item, reader));
}

function readRole(node: JsonNode, reader: Reader): readonly ScenarioRole[] {
  if (node.kind !== 'object') return reader.report(message('`{0}` must be an object', 'assumeRoles')) ?? [];
  reader.rejectUnknown(node, roleFields);
  const role = reader.text(node, 'role', 'required');
  const passing = {
    sessionName: reader.text(node, 'sessionName', 'optional'),
    sourceIdentity: reader.text(node, 'sourceIdentity', 'optional'),
    externalId: reader.text(node, 'externalId', 'optional'),
    tags: readTags(node, 'tags', reader),
    transitiveTagKeys: readKeys(node, 'transitiveTagKeys', reader),
  };
  const rest = {
    sessionPolicies: readList(node, 'sessionPolicies', reader),
    trustPolicy: readSingle(node, 'trustPolicy', reader),
    identityPolicies: readList(node, 'identityPolicies', reader),
    permissionsBoundary: readSingle(node, 'permissionsBoundary', reader),
    serviceControlPolicies: readLevels(node, 'serviceControlPolicies', reader),
    resourceControlPolicies: readLevels(node, 'resourceControlPolicies', reader),
    roleTags: readTags(node, 'roleTags', reader),
  };
  const context = { ...contextOfPassing(passing), ...readContext(valueOf(node, 'context'), reader) };
  if (role === undefined) return [];
  if (!isRoleArn(role)) return reader.report(message('`{0}` is no ARN of a role', role)) ?? [];
  return [{ role, context, ...rest }];
}

/** Whether a text is the ARN of a role. */
export function isRoleArn(text: string): boolean {
  return /^arn:[^:]+:iam::\d{12}:role\/./.test(text);
}

function readTags(node: ObjectNode, field: string, reader: Reader): Readonly<Record<string, string>> | undefined {
  const value = valueOf(node, field);
  if (value === undefined) return undefined;
  const entries = value.kind === 'object' ? value.members.map(({ key, value: tag }) => [key.text, tag] as const) : [];
  const tags = entries.flatMap(([name, tag]) => (tag?.kind === 'string' ? [[name, tag.text] as const] : []));
  if (value.kind === 'object' && tags.length === entries.length) return Object.fromEntries(tags);
  return reader.report(message('`{0}` must be an object of strings', field));
}

function readKeys(node: ObjectNode, field: string, reader: Reader): readonly string[] | undefined {
  if (memberOf(node, field) === undefined) return undefined;
  const value = valueOf(node, field);
  const items = value?.kind === 'array' ? value.items : [];
  const keys = items.flatMap((item) => (item.kind === 'string' ? [item.text] : []));
  return value?.kind === 'array' && keys.length === items.length ? keys : reader.report(message('`{0}` must hold strings only', field));
}
