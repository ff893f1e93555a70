import type { OperationResource } from '../evaluation/operations';
import { contextOfPassing } from '../evaluation/roleChain';
import type { RoleHop } from '../evaluation/roleChain';
import type { JsonNode, ObjectNode } from '../syntax/nodes';
import { itemsOf, memberOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';

import { expectMembers, readContext, readString, readStrings } from './testFields';
import type { Report } from './testFields';

/** What a test asks to be done: actions on resources, or one operation; and the roles that are taken before. */
export interface TestCall {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly resourceAccount: string | undefined;
  readonly operationResources: readonly OperationResource[] | undefined;
  readonly assumeRoles: readonly RoleHop[];
}

/** Reads what a test asks to be done, as a scenario says it (product.md 5). */
export function readCall(node: ObjectNode, report: Report): TestCall {
  const assumeRoles = itemsOf(valueOf(node, 'assumeRoles')).flatMap((item) => readRole(item, report));
  const resourceAccount = readString(node, 'resourceAccount', report)?.text;
  const operation = memberOf(node, 'operation');
  if (operation === undefined) {
    const misplaced = memberOf(node, 'resources');
    if (misplaced !== undefined) report(misplaced.key, 'misplaced-field', message('`resources` needs an `operation`'));
    if (memberOf(node, 'action') === undefined) {
      report({ start: node.start, end: node.start + 1 }, 'missing-field', message('`{0}` is missing', 'action'));
    }
    const resources = memberOf(node, 'resource') === undefined ? ['*'] : readStrings(node, 'resource', report);
    return { actions: readStrings(node, 'action', report), resources, resourceAccount, operationResources: undefined, assumeRoles };
  }
  for (const name of ['action', 'resource', 'resourceAccount']) {
    const member = memberOf(node, name);
    if (member !== undefined) report(member.key, 'misplaced-field', message('`{0}` has no place beside `operation`', name));
  }
  const name = readString(node, 'operation', report);
  const operationResources = itemsOf(valueOf(node, 'resources')).flatMap((item) => readResource(item, report));
  return {
    actions: name === undefined ? [] : [name.text],
    resources: [operationResources[0]?.arn ?? '*'],
    resourceAccount: undefined,
    operationResources,
    assumeRoles,
  };
}

/** An ARN, or an ARN with its owner. */
function readResource(node: JsonNode, report: Report): readonly OperationResource[] {
  if (node.kind === 'string') return [{ arn: node.text }];
  if (node.kind !== 'object') {
    report(node, 'wrong-type', message('an ARN, or an object with `{0}`, is expected here', 'arn'));
    return [];
  }
  expectMembers(node.members, ['arn', 'account'], report);
  const arn = readRequired(node, 'arn', report);
  return arn === undefined ? [] : [{ arn, account: readString(node, 'account', report)?.text }];
}

const roleMembers = ['role', 'sessionName', 'sourceIdentity', 'externalId', 'tags', 'transitiveTagKeys', 'context'];

/** A role by name or ARN, or with what is passed when it is taken. */
function readRole(node: JsonNode, report: Report): readonly RoleHop[] {
  if (node.kind === 'string') return [{ role: node.text, context: {} }];
  if (node.kind !== 'object') {
    report(node, 'wrong-type', message('a role, or an object with `{0}`, is expected here', 'role'));
    return [];
  }
  expectMembers(node.members, roleMembers, report);
  const role = readRequired(node, 'role', report);
  const text = (name: string): string | undefined => readString(node, name, report)?.text;
  const passed = contextOfPassing({
    sessionName: text('sessionName'),
    sourceIdentity: text('sourceIdentity'),
    externalId: text('externalId'),
    tags: readTags(node, report),
    transitiveTagKeys: memberOf(node, 'transitiveTagKeys') === undefined ? undefined : readStrings(node, 'transitiveTagKeys', report),
  });
  const context = { ...passed, ...readContext(node, report) };
  return role === undefined ? [] : [{ role, context }];
}

function readTags(node: ObjectNode, report: Report): Readonly<Record<string, string>> | undefined {
  const value = valueOf(node, 'tags');
  if (value === undefined) return undefined;
  if (value.kind !== 'object') {
    report(value, 'wrong-type', message('`{0}` must be an object', 'tags'));
    return undefined;
  }
  return Object.fromEntries(
    value.members.flatMap(({ key }) => {
      const tag = readString(value, key.text, report);
      return tag === undefined ? [] : [[key.text, tag.text]];
    }),
  );
}

function readRequired(node: ObjectNode, name: string, report: Report): string | undefined {
  if (memberOf(node, name) === undefined) {
    report({ start: node.start, end: node.start + 1 }, 'missing-field', message('`{0}` is missing', name));
  }
  return readString(node, name, report)?.text;
}
