import { textOf, valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { accountOfId, report } from './draft';
import type { DraftPrincipal } from './draft';
import { notTold } from './foreignFormat';
import { addressKey, blocks, choose, isUnknown, tagsOf, text, texts } from './terraformContext';
import type { TerraformContext } from './terraformContext';
import { readIamAttachments } from './terraformIamAttachments';
import type { TerraformResource } from './terraformState';

/** A principal, and the resource that makes it. */
export interface PlacedPrincipal {
  readonly principal: DraftPrincipal;
  readonly resource: TerraformResource;
}

export const principalKinds = ['user', 'group', 'role'] as const;

/** Reads users, groups, roles and policies of the accounts, and what is attached to whom. */
export function readTerraformIam(context: TerraformContext): void {
  for (const resource of context.of('aws_iam_policy')) readCustomerPolicy(context, resource);
  const placed: PlacedPrincipal[] = [];
  for (const kind of principalKinds) {
    for (const resource of context.of(`aws_iam_${kind}`)) {
      const principal = readPrincipal(context, resource, kind);
      if (principal !== undefined) placed.push({ principal, resource });
    }
  }
  readIamAttachments(context, placed);
}

/** The account of a resource; one that nobody tells is reported, and the resource left out. */
export function placeOf({ draft, accountOf }: TerraformContext, resource: TerraformResource): string | undefined {
  const account = accountOf(resource);
  if (account !== undefined) return accountOfId(draft, account, resource.origin).key;
  const left = message('which account `{0}` belongs to is not told, so it is left out', resource.address);
  report(draft, resource.origin, 'unknown-account', 'warning', left);
  return undefined;
}

function readCustomerPolicy(context: TerraformContext, resource: TerraformResource): void {
  const { draft } = context;
  const arn = text(resource, 'arn');
  // A data source may be asked about policies that AWS manages: the catalog has those.
  if (arn !== undefined && /^arn:[^:]*:iam::aws:/.test(arn)) return;
  if (arn !== undefined && draft.aliases.has(arn)) return;
  const account = placeOf(context, resource);
  if (account === undefined) return;
  const keys = [addressKey(resource), ...(arn === undefined ? [] : [arn])];
  if (arn !== undefined) draft.aliases.set(arn, addressKey(resource));
  draft.customerPolicies.push({ account, name: text(resource, 'name') ?? resource.name, keys, content: text(resource, 'policy') });
}

function readPrincipal(context: TerraformContext, resource: TerraformResource, kind: DraftPrincipal['kind']): DraftPrincipal | undefined {
  const { draft } = context;
  const arn = text(resource, 'arn');
  if (arn !== undefined && draft.principals.has(arn)) return undefined;
  const account = placeOf(context, resource);
  if (account === undefined) return undefined;
  // Data sources call it by the kind.
  const name = text(resource, 'name') ?? text(resource, `${kind}_name`) ?? resource.name;
  const duration = valueOf(resource.values, 'max_session_duration');
  const principal: DraftPrincipal = {
    kind,
    key: arn ?? addressKey(resource),
    name,
    path: text(resource, 'path') ?? '/',
    account,
    // A data source does not tell what is attached.
    managed: new Set(resource.mode === 'data' ? [notTold] : []),
    inline: new Map(),
    boundary: boundaryOf(context, resource),
    trust: kind === 'role' ? { content: text(resource, 'assume_role_policy') } : undefined,
    groups: new Set(),
    tags: tagsOf(resource),
    maxSession: duration?.kind === 'number' ? Number(duration.text) : undefined,
    console: false,
    accessKeys: 0,
  };
  draft.principals.set(principal.key, principal);
  if (kind === 'role') readRoleLists(context, resource, principal);
  return principal;
}

function boundaryOf(context: TerraformContext, resource: TerraformResource): string | undefined {
  const written = text(resource, 'permissions_boundary');
  if (written !== undefined) return written;
  if (!isUnknown(resource, 'permissions_boundary', 'string')) return undefined;
  return policyOfAttribute(context, resource, 'permissions_boundary');
}

/** The ARN or key of the policy that an attribute holds, or `notTold`. */
export function policyOfAttribute(context: TerraformContext, resource: TerraformResource, attribute: string): string {
  const { keys, certain } = choose(context, resource, attribute, (mention) =>
    mention.resource.type === 'aws_iam_policy' && /^(arn|id)?$/.test(mention.attribute)
      ? (text(mention.resource, 'arn') ?? addressKey(mention.resource))
      : undefined,
  );
  return (certain ? keys?.[0] : undefined) ?? notTold;
}

/**
 * What a role itself lists. Terraform fills the lists in with what it finds attached, so in a plan they are known after apply only: that says
 * nothing where the configuration leaves them out, for then attachments have resources of their own.
 */
function readRoleLists(context: TerraformContext, resource: TerraformResource, role: DraftPrincipal): void {
  const isOpen = (attribute: string): boolean =>
    isUnknown(resource, attribute, 'array') && context.references(resource).isLeftOut(resource, attribute) !== true;
  for (const arn of texts(resource, 'managed_policy_arns')) role.managed.add(arn);
  if (isOpen('managed_policy_arns') || isOpen('inline_policy')) role.managed.add(notTold);
  for (const block of blocks(resource, 'inline_policy')) {
    // An empty block means: none.
    const [name, policy] = [textOf(block, 'name') ?? '', textOf(block, 'policy') ?? ''];
    if (name !== '' || policy !== '') role.inline.set(name || 'inline', { content: policy || undefined });
  }
}
