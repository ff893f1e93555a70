import { policyTypeOfConstant } from '../core/organization/organizationPolicyTypes';
import { message } from '../core/text/message';

import type { CloudFormationContext } from './cloudFormationContext';
import type { TemplateResource } from './cloudFormationTemplate';
import type { Value } from './cloudFormationValues';
import { accountOfId, report, rootKey, targetOf } from './draft';
import type { Draft, DraftTarget } from './draft';

const prefix = 'AWS::Organizations::';

/**
 * Reads the resources of AWS Organizations. No template enables a policy type, and AWS refuses to attach policies of one that is off: SCPs,
 * RCPs and what is attached are taken as enabled.
 */
export function readCloudFormationOrganization(context: CloudFormationContext): void {
  const { draft } = context;
  for (const resource of context.of(`${prefix}Organization`)) readOrganization(context, resource);
  for (const resource of context.of(`${prefix}OrganizationalUnit`)) readUnit(context, resource);
  for (const resource of context.of(`${prefix}Account`)) readAccount(context, resource);
  for (const resource of context.of(`${prefix}Policy`)) readPolicy(context, resource);
  for (const resource of context.of(`${prefix}ResourcePolicy`)) {
    const content = resource.conditional ? undefined : context.document(resource, 'Content');
    draft.delegation ??= { content };
  }
  for (const resource of context.of(...['Organization', 'OrganizationalUnit', 'Account', 'Policy'].map((name) => `${prefix}${name}`))) {
    if (!resource.conditional) continue;
    const text = message(
      'whether there is a `{0}` depends on a condition, so what is attached by it or to it is unknown',
      resource.logicalId,
    );
    report(draft, resource.origin, 'unknown-condition', 'warning', text);
  }
}

/** Only the management account can make an organization, so that a template with one is for it. */
function readOrganization({ draft, list, text }: CloudFormationContext, resource: TemplateResource): void {
  draft.featureSet ??= text(resource, 'FeatureSet');
  if (resource.conditional || draft.managementAccount !== undefined) return;
  draft.root.managed = true;
  const id = list.find(({ file }) => file === resource.template)?.account;
  const key = managementKey(resource.template);
  const account = id === undefined ? undefined : accountOfId(draft, id, resource.origin);
  const management: DraftTarget = {
    ...(account ?? { kind: 'account', key, id: undefined, doubtful: false, origin: resource.origin }),
    name: 'management',
    parent: rootKey,
    managed: true,
  };
  draft.targets.set(management.key, management);
  draft.aliases.set(key, management.key);
  draft.managementAccount = management.key;
}

/** What the account is known by that a template with an organization is for. */
export function managementKey(file: string): string {
  return `${file}#management account`;
}

function readUnit(context: CloudFormationContext, resource: TemplateResource): void {
  const parent = keyOf(context, context.value(resource, 'ParentId'), resource);
  addTarget(context.draft, resource, { kind: 'unit', name: context.text(resource, 'Name') ?? resource.logicalId, parent });
}

function readAccount(context: CloudFormationContext, resource: TemplateResource): void {
  const parents = context.values(resource, 'ParentIds');
  // Without a parent, an account is put under the root.
  const [parent] = parents ?? [];
  const target = addTarget(context.draft, resource, {
    kind: 'account',
    name: context.text(resource, 'AccountName') ?? resource.logicalId,
    parent: parents?.length === 0 ? rootKey : parent === undefined ? undefined : keyOf(context, parent, resource),
  });
  target.email = context.text(resource, 'Email');
  target.tags = context.tags(resource);
}

function addTarget(draft: Draft, resource: TemplateResource, about: Pick<DraftTarget, 'kind' | 'name' | 'parent'>): DraftTarget {
  const { key, conditional, origin } = resource;
  const target: DraftTarget = { ...about, key, id: undefined, managed: true, doubtful: conditional, origin };
  draft.targets.set(key, target);
  return target;
}

/** The key of what a value refers to: the root, an OU, an account or a policy. */
function keyOf(context: CloudFormationContext, value: Value, user: TemplateResource): string | undefined {
  const { draft } = context;
  if (value.kind === 'text') {
    if (/^\d{12}$/.test(value.text)) return accountOfId(draft, value.text, user.origin).key;
    if (value.text.startsWith('r-')) {
      draft.root.id ??= value.text;
      if (draft.root.id === value.text) draft.aliases.set(value.text, rootKey);
    }
    return value.text === '' ? undefined : value.text;
  }
  if (value.kind !== 'resource') return undefined;
  const { resource, attribute } = value;
  switch (resource.type) {
    case `${prefix}Organization`:
      if (attribute === 'RootId') return rootKey;
      return attribute === 'ManagementAccountId' ? draft.managementAccount : undefined;
    case `${prefix}OrganizationalUnit`:
    case `${prefix}Policy`:
      return attribute === 'Ref' || attribute === 'Id' ? resource.key : undefined;
    case `${prefix}Account`:
      return attribute === 'Ref' || attribute === 'AccountId' ? resource.key : undefined;
    default:
      return undefined;
  }
}

function readPolicy(context: CloudFormationContext, resource: TemplateResource): void {
  const { draft } = context;
  const { key, origin, conditional, logicalId } = resource;
  const constant = context.text(resource, 'Type');
  const type = constant === undefined ? undefined : policyTypeOfConstant(constant);
  const name = context.text(resource, 'Name') ?? logicalId;
  if (type === undefined) {
    const text = message('policy `{0}` is left out: `{1}` is a policy type that is not known here', name, constant ?? '');
    report(draft, origin, 'unknown-policy-type', 'warning', text);
    // Another type than those that are known here decides nothing.
    if (constant !== undefined) return;
  } else {
    const description = context.text(resource, 'Description');
    draft.policies.set(key, { key, type, name, id: undefined, description, content: context.document(resource, 'Content'), origin });
  }
  const values = context.values(resource, 'TargetIds');
  const keys = values?.map((value) => keyOf(context, value, resource));
  const known = keys?.flatMap((target) => target ?? []);
  const targets = known === undefined || known.length < (keys?.length ?? 0) ? undefined : known;
  if (targets === undefined) {
    const text = message('what `{0}` attaches a policy to is not told, so it may be attached anywhere', logicalId);
    report(draft, origin, 'unknown-attachment', 'warning', text);
  }
  for (const target of targets ?? []) {
    if (targetOf(draft, target) !== undefined) continue;
    const text = message('`{0}` attaches a policy to `{1}`, which is not described here', logicalId, target);
    report(draft, origin, 'unknown-target', 'warning', text);
  }
  if (targets?.length === 0) return;
  draft.attachments.push({
    policy: type === undefined ? undefined : key,
    targets,
    certain: targets !== undefined && !conditional,
    ...(type === undefined ? {} : { type }),
  });
}
