import type { JsonNode } from '../syntax/nodes';
import { itemsOf, textOf, valueOf } from '../syntax/queries';
import { message } from '../text/message';

import type { AccountPrincipals, CustomerPolicy, Group, InlinePolicy, Origin, PolicyReference, Role, User } from './organization';
import { originOf } from './organizationReader';
import type { OrganizationReader } from './organizationReader';

/** What an account's `gaad.json` tells. */
export interface AuthorizationDetails {
  readonly principals: AccountPrincipals;
  readonly customerPolicies: readonly CustomerPolicy[];
}

const empty: AuthorizationDetails = { principals: { users: [], groups: [], roles: [] }, customerPolicies: [] };

/**
 * Reads an untouched output of `aws iam get-account-authorization-details`. Documents in it are objects (AWS CLI) or URL-encoded texts (API).
 * <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>
 */
export function readAuthorizationDetails(reader: OrganizationReader, file: string): AuthorizationDetails {
  const root = reader.parse(file)?.root;
  if (root === undefined) return empty;
  if (root.kind !== 'object') {
    reader.report(originOf(file, root), 'wrong-type', 'error', message('an object is expected here'));
    return empty;
  }
  const customerPolicies = listOf(root, 'Policies').flatMap((node) => readCustomerPolicy(file, node));
  const context: DetailsContext = { file, byArn: new Map(customerPolicies.map((policy) => [policy.arn, policy])) };
  return {
    customerPolicies,
    principals: {
      users: listOf(root, 'UserDetailList').flatMap((node) => readUser(context, node)),
      groups: listOf(root, 'GroupDetailList').flatMap((node) => readGroup(context, node)),
      roles: listOf(root, 'RoleDetailList').flatMap((node) => readRole(context, node)),
    },
  };
}

interface DetailsContext {
  readonly file: string;
  readonly byArn: ReadonlyMap<string, CustomerPolicy>;
}

function listOf(node: JsonNode | undefined, name: string): readonly JsonNode[] {
  return itemsOf(valueOf(node, name));
}

/** Policies that AWS manages are in the export as well, when they are attached: the catalog's text of those is used. */
function readCustomerPolicy(file: string, node: JsonNode): readonly CustomerPolicy[] {
  const arn = textOf(node, 'Arn');
  if (arn === undefined || isAwsManaged(arn)) return [];
  // Simulations of AWS leave the name out; an ARN ends with it.
  const name = textOf(node, 'PolicyName') ?? arn.slice(arn.lastIndexOf('/') + 1);
  const versions = listOf(node, 'PolicyVersionList');
  const inForce = versions.find((version) => isTrue(valueOf(version, 'IsDefaultVersion'))) ?? versions[0];
  return [{ name, arn, reference: documentReference(file, valueOf(inForce, 'Document'), node, name) }];
}

function isTrue(node: JsonNode | undefined): boolean {
  return node?.kind === 'boolean' && node.value;
}

function isAwsManaged(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:policy\//.test(arn);
}

function documentReference(file: string, document: JsonNode | undefined, owner: JsonNode, name: string): PolicyReference {
  if (document === undefined) return { kind: 'unresolved', text: name, origin: headOf(file, owner) };
  return { kind: 'embedded', name, origin: originOf(file, document) };
}

function headOf(file: string, node: JsonNode): Origin {
  return originOf(file, { start: node.start, end: Math.min(node.end, node.start + 1) });
}

function readUser(context: DetailsContext, node: JsonNode): readonly User[] {
  const base = readBase(context, node, { name: 'UserName', inline: 'UserPolicyList' });
  if (base === undefined) return [];
  return [
    {
      kind: 'user',
      ...base,
      groups: listOf(node, 'GroupList').flatMap((group) => (group.kind === 'string' ? [group.text] : [])),
      boundary: readBoundary(context, node),
      tags: readTags(node),
      console: false,
      accessKeys: 0,
    },
  ];
}

function readGroup(context: DetailsContext, node: JsonNode): readonly Group[] {
  const base = readBase(context, node, { name: 'GroupName', inline: 'GroupPolicyList' });
  return base === undefined ? [] : [{ kind: 'group', ...base }];
}

function readRole(context: DetailsContext, node: JsonNode): readonly Role[] {
  const base = readBase(context, node, { name: 'RoleName', inline: 'RolePolicyList' });
  if (base === undefined) return [];
  return [
    {
      kind: 'role',
      ...base,
      trust: documentReference(context.file, valueOf(node, 'AssumeRolePolicyDocument'), node, `${base.name}/trust`),
      boundary: readBoundary(context, node),
      tags: readTags(node),
      maxSession: undefined,
    },
  ];
}

function readBase(context: DetailsContext, node: JsonNode, members: { readonly name: string; readonly inline: string }) {
  const name = textOf(node, members.name);
  const arn = textOf(node, 'Arn');
  if (name === undefined || arn === undefined) return undefined;
  const managed = listOf(node, 'AttachedManagedPolicies').flatMap((attached) => managedReference(context, attached, 'PolicyArn'));
  const inline = listOf(node, members.inline).flatMap((policy) => readInline(context.file, name, policy));
  return { name, path: textOf(node, 'Path') ?? '/', arn, managed, inline, origin: headOf(context.file, node) };
}

function readInline(file: string, principal: string, node: JsonNode): readonly InlinePolicy[] {
  const name = textOf(node, 'PolicyName');
  if (name === undefined) return [];
  const reference = documentReference(file, valueOf(node, 'PolicyDocument'), node, `${principal}/${name}`);
  return [{ name, origin: headOf(file, node), reference }];
}

function managedReference({ file, byArn }: DetailsContext, node: JsonNode, member: string): readonly PolicyReference[] {
  const arn = textOf(node, member);
  if (arn === undefined) return [];
  const origin = headOf(file, node);
  if (isAwsManaged(arn)) return [{ kind: 'awsManaged', arn, origin }];
  return [byArn.get(arn)?.reference ?? { kind: 'unresolved', text: arn, origin }];
}

function readBoundary(context: DetailsContext, node: JsonNode): PolicyReference | undefined {
  const boundary = valueOf(node, 'PermissionsBoundary');
  return boundary === undefined ? undefined : managedReference(context, boundary, 'PermissionsBoundaryArn')[0];
}

function readTags(node: JsonNode): Readonly<Record<string, string>> {
  const pairs = listOf(node, 'Tags').flatMap((tag): readonly [string, string][] => {
    const key = textOf(tag, 'Key');
    return key === undefined ? [] : [[key, textOf(tag, 'Value') ?? '']];
  });
  return Object.fromEntries(pairs);
}
