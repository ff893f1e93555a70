import { policyTypeOfConstant } from '../core/organization/organizationPolicyTypes';
import type { Origin } from '../core/organization/organization';
import type { JsonNode } from '../core/syntax/nodes';
import { itemsOf, textOf, valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { accountOfId, delegate, policyOf, report, rootKey, targetOf } from './draft';
import type { Draft, DraftTarget } from './draft';
import { addressKey, choose, isUnknown, keyOf, tagsOf, text, texts } from './terraformContext';
import type { TerraformContext } from './terraformContext';
import type { Mention } from './terraformReferences';
import type { TerraformResource } from './terraformState';

const prefix = 'aws_organizations_';

/** Reads the resources and data sources of AWS Organizations. Those that Terraform manages come first and win. */
export function readTerraformOrganization(context: TerraformContext): void {
  for (const resource of context.of(`${prefix}organization`)) readOrganization(context, resource);
  for (const resource of context.of(`${prefix}organizational_unit`)) readTarget(context, resource, 'unit');
  for (const resource of context.of(`${prefix}account`)) readTarget(context, resource, 'account');
  readChildren(context);
  for (const resource of context.of(`${prefix}policy`)) readPolicy(context, resource);
  for (const resource of context.of(`${prefix}policy_attachment`)) readAttachment(context, resource);
  for (const resource of context.of(`${prefix}aws_service_access`)) {
    const service = text(resource, 'service_principal');
    if (service !== undefined) context.draft.trustedAccess.add(service);
  }
  for (const resource of context.of(`${prefix}delegated_administrator`)) readDelegated(context, resource);
  const [resourcePolicy] = context.of(`${prefix}resource_policy`);
  if (resourcePolicy !== undefined) context.draft.delegation = { content: text(resourcePolicy, 'content') };
}

function readOrganization({ draft, isGone }: TerraformContext, resource: TerraformResource): void {
  const { values, origin } = resource;
  draft.id ??= text(resource, 'id');
  draft.featureSet ??= text(resource, 'feature_set');
  draft.root.managed ||= resource.mode === 'managed';
  const [root] = itemsOf(valueOf(values, 'roots'));
  nameRoot(draft, textOf(root, 'id'));
  draft.policyTypes ??= policyTypesOf(resource, root);
  for (const service of texts(resource, 'aws_service_access_principals')) draft.trustedAccess.add(service);
  for (const list of ['accounts', 'non_master_accounts']) {
    for (const node of itemsOf(valueOf(values, list))) if (!isGone(textOf(node, 'id') ?? '')) listedAccount(draft, node, origin);
  }
  const management = text(resource, 'master_account_id');
  if (management === undefined || draft.managementAccount !== undefined) return;
  const account = accountOfId(draft, management, origin);
  draft.managementAccount = management;
  const name = text(resource, 'master_account_name');
  if (name !== undefined && account.name === account.id) account.name = name;
  account.email ??= text(resource, 'master_account_email');
}

/** Types that are configured; else, for a data source too, what the root says of itself. */
function policyTypesOf(resource: TerraformResource, root: JsonNode | undefined): Map<string, string> | undefined {
  const enabled = texts(resource, 'enabled_policy_types');
  const isTold =
    valueOf(resource.values, 'enabled_policy_types')?.kind === 'array' && !isUnknown(resource, 'enabled_policy_types', 'array');
  const written = itemsOf(valueOf(root, 'policy_types')).flatMap((node): readonly (readonly [string, string])[] => {
    const [type, status] = [textOf(node, 'type'), textOf(node, 'status')];
    return type === undefined || status === undefined ? [] : [[type, status]];
  });
  const known = (entries: readonly (readonly [string, string])[]) =>
    new Map(entries.filter(([constant]) => policyTypeOfConstant(constant) !== undefined));
  if (isTold && (enabled.length > 0 || resource.mode === 'managed')) return known(enabled.map((constant) => [constant, 'ENABLED']));
  if (written.length > 0) return known(written);
  // A managed organization that lists no types has none; one whose list is not known, or a data source without a say, does not tell.
  return resource.mode === 'managed' && !isUnknown(resource, 'enabled_policy_types', 'array') ? new Map() : undefined;
}

function nameRoot(draft: Draft, id: string | undefined): void {
  if (id === undefined || !id.startsWith('r-')) return;
  draft.root.id ??= id;
  if (draft.root.id === id) draft.aliases.set(id, rootKey);
}

function listedAccount(draft: Draft, node: JsonNode, origin: Origin, parent?: string): void {
  const id = textOf(node, 'id');
  if (id === undefined || !/^\d{12}$/.test(id)) return;
  const account = accountOfId(draft, id, origin);
  if (account.name === id) account.name = textOf(node, 'name') || id;
  account.email ??= textOf(node, 'email');
  account.state ??= textOf(node, 'state') || textOf(node, 'status');
  account.joined ??= textOf(node, 'joined_method');
  account.parent ??= parent;
}

/** An OU or an account. What a list of accounts said of it before is older. */
function readTarget(context: TerraformContext, resource: TerraformResource, kind: 'unit' | 'account'): void {
  const { draft } = context;
  const key = keyOf(resource);
  const known = targetOf(draft, key);
  const isManaged = resource.mode === 'managed';
  if (known?.managed === true) {
    if (isManaged && known.origin.file === resource.file) {
      report(draft, resource.origin, 'duplicate-resource', 'warning', message('`{0}` is there twice; the first is taken', key));
    }
    return;
  }
  const id = text(resource, 'id');
  const parent = parentOf(context, resource);
  const target: DraftTarget = {
    kind,
    key,
    name: text(resource, 'name') ?? known?.name ?? id ?? resource.name,
    id,
    parent: parent ?? known?.parent,
    managed: isManaged,
    doubtful: false,
    origin: resource.origin,
    email: text(resource, 'email') ?? known?.email,
    state: text(resource, 'state') ?? text(resource, 'status') ?? known?.state,
    joined: text(resource, 'joined_method') ?? known?.joined,
    tags: tagsOf(resource),
  };
  draft.targets.set(key, target);
  draft.aliases.set(addressKey(resource), key);
}

function parentOf(context: TerraformContext, resource: TerraformResource): string | undefined {
  // Without a parent, an account is put under the root.
  if (resource.type === `${prefix}account` && context.references(resource).isLeftOut(resource, 'parent_id') === true) {
    if (text(resource, 'parent_id') === undefined) return rootKey;
  }
  const { keys, certain } = choose(context, resource, 'parent_id', targetIn(context.draft));
  const key = certain ? keys?.[0] : undefined;
  if (key?.startsWith('r-') === true) nameRoot(context.draft, key);
  return key;
}

/** What a mention is as a target: a resource itself, or the root that the organization lists. */
function targetIn(draft: Draft): (mention: Mention) => string | undefined {
  return ({ resource, attribute }) => {
    if (resource.type === `${prefix}organization`) {
      if (/^roots\[0\]/.test(attribute)) return rootKey;
      return attribute === 'master_account_id' ? (text(resource, 'master_account_id') ?? draft.managementAccount) : undefined;
    }
    const isTarget = resource.type === `${prefix}organizational_unit` || resource.type === `${prefix}account`;
    return isTarget && (attribute === 'id' || attribute === '') ? keyOf(resource) : undefined;
  };
}

/** Data sources that list what lies directly in the root or an OU. */
function readChildren({ draft, of, isGone }: TerraformContext): void {
  for (const resource of of(`${prefix}organizational_units`)) {
    const parent = text(resource, 'parent_id');
    nameRoot(draft, parent);
    for (const node of itemsOf(valueOf(resource.values, 'children'))) {
      const [id, name] = [textOf(node, 'id'), textOf(node, 'name')];
      if (id === undefined || name === undefined || targetOf(draft, id) !== undefined || isGone(id)) continue;
      draft.targets.set(id, { kind: 'unit', key: id, name, id, parent, managed: false, doubtful: false, origin: resource.origin });
    }
  }
  for (const resource of of(`${prefix}organizational_unit_child_accounts`)) {
    const parent = text(resource, 'parent_id');
    nameRoot(draft, parent);
    for (const node of itemsOf(valueOf(resource.values, 'accounts'))) {
      if (!isGone(textOf(node, 'id') ?? '')) listedAccount(draft, node, resource.origin, parent);
    }
  }
}

function readPolicy({ draft }: TerraformContext, resource: TerraformResource): void {
  const key = keyOf(resource);
  const isAwsManaged = valueOf(resource.values, 'aws_managed');
  if (isAwsManaged?.kind === 'boolean' && isAwsManaged.value) return;
  const known = policyOf(draft, key);
  if (known !== undefined) {
    if (resource.mode === 'managed' && known.origin.file === resource.file) {
      report(draft, resource.origin, 'duplicate-resource', 'warning', message('`{0}` is there twice; the first is taken', key));
    }
    return;
  }
  const name = text(resource, 'name') ?? resource.name;
  const constant = text(resource, 'type') ?? 'SERVICE_CONTROL_POLICY';
  const type = isUnknown(resource, 'type', 'string') ? undefined : policyTypeOfConstant(constant);
  if (type === undefined) {
    const unknown = message('policy `{0}` is left out: `{1}` is a policy type that is not known here', name, constant);
    report(draft, resource.origin, 'unknown-policy-type', 'warning', unknown);
    return;
  }
  const { origin } = resource;
  const description = text(resource, 'description');
  draft.policies.set(key, { key, type, name, id: text(resource, 'id'), description, content: text(resource, 'content'), origin });
  draft.aliases.set(addressKey(resource), key);
  const arn = text(resource, 'arn');
  if (arn !== undefined) draft.aliases.set(arn, key);
}

function readAttachment(context: TerraformContext, resource: TerraformResource): void {
  const { draft } = context;
  const policies = choose(context, resource, 'policy_id', (mention) =>
    mention.resource.type === `${prefix}policy` && /^(id)?$/.test(mention.attribute) ? keyOf(mention.resource) : undefined,
  );
  const targets = choose(context, resource, 'target_id', targetIn(draft));
  const policy = policies.certain ? policies.keys?.[0] : undefined;
  const types = new Set((policies.keys ?? []).map((key) => policyOf(draft, key)?.type));
  const [type] = types;
  if (targets.keys === undefined) {
    const text = message('what `{0}` attaches a policy to is not told, so it may be attached anywhere', resource.address);
    report(draft, resource.origin, 'unknown-attachment', 'warning', text);
  } else if (policy === undefined) {
    report(draft, resource.origin, 'unknown-attachment', 'warning', message('which policy `{0}` attaches is not told', resource.address));
  }
  for (const key of targets.keys ?? []) {
    nameRoot(draft, key);
    if (/^\d{12}$/.test(key)) accountOfId(draft, key, resource.origin);
    if (targetOf(draft, key) !== undefined) continue;
    const text = message('`{0}` attaches a policy to `{1}`, which is not described here', resource.address, key);
    report(draft, resource.origin, 'unknown-target', 'warning', text);
  }
  draft.attachments.push({
    policy,
    targets: targets.keys,
    certain: targets.certain && policies.certain,
    ...(types.size === 1 && type !== undefined ? { type } : {}),
  });
}

function readDelegated(context: TerraformContext, resource: TerraformResource): void {
  const service = text(resource, 'service_principal');
  const { keys, certain } = choose(context, resource, 'account_id', targetIn(context.draft));
  const [account] = keys ?? [];
  if (service === undefined || account === undefined || !certain) return;
  if (/^\d{12}$/.test(account)) accountOfId(context.draft, account, resource.origin);
  if (targetOf(context.draft, account)?.kind === 'account') delegate(context.draft, service, account);
}
