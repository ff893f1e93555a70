import { message } from '../core/text/message';

import type { CloudFormationContext } from './cloudFormationContext';
import { managementKey } from './cloudFormationOrganization';
import type { TemplateResource } from './cloudFormationTemplate';
import { textOfValue } from './cloudFormationValues';
import type { Value } from './cloudFormationValues';
import { accountOfId, report, targetOf } from './draft';
import type { Draft, DraftPrincipal } from './draft';
import { notTold } from './foreignFormat';

const kinds = { User: 'user', Group: 'group', Role: 'role' } as const;
type KindName = keyof typeof kinds;
const kindNames = ['User', 'Group', 'Role'] as const;

/** Reads users, groups, roles and policies of the accounts that the templates are for. */
export function readCloudFormationIam(context: CloudFormationContext, placed: Places): void {
  for (const resource of context.of('AWS::IAM::ManagedPolicy')) {
    const account = placed(resource);
    if (account === undefined) continue;
    const name = context.text(resource, 'ManagedPolicyName') ?? resource.logicalId;
    const arn = textOfValue(context.templates, { kind: 'resource', resource, attribute: 'Ref' });
    const content = context.document(resource, 'PolicyDocument');
    context.draft.customerPolicies.push({ account, name, keys: [resource.key, ...(arn === undefined ? [] : [arn])], content });
  }
  for (const kind of kindNames) {
    for (const resource of context.of(`AWS::IAM::${kind}`)) {
      const account = placed(resource);
      if (account !== undefined) readPrincipal(context, resource, kind, account);
    }
  }
  const recipients = createRecipients(context, placed);
  readGroups(context, recipients);
  readPolicies(context, recipients);
  for (const resource of context.of('AWS::IAM::AccessKey')) {
    for (const user of recipients(resource, 'User', 'UserName') ?? []) user.accessKeys += 1;
  }
}

/** The key of the account that a resource lies in. */
export type Places = (resource: TemplateResource) => string | undefined;

/** By its template: a 12-digit id in its path, or an organization in it, tells. A template of which nobody tells is reported once and left out. */
export function placesOf({ draft, list }: CloudFormationContext): Places {
  const places = new Map<string, string | undefined>();
  for (const { file, account, resources } of list) {
    const management = targetOf(draft, managementKey(file));
    const isNeeded = [...resources.values()].find(
      ({ type }) => /^AWS::IAM::|Policy$|^AWS::Lambda::Permission$/.test(type) && !type.startsWith('AWS::Organizations::'),
    );
    if (isNeeded === undefined) continue;
    const key = account === undefined ? management?.key : accountOfId(draft, account, isNeeded.origin).key;
    places.set(file, key);
    if (key !== undefined) continue;
    const text = message(
      'which account this template is for is not told by an id in its path, so its users, roles and policies are left out',
    );
    report(draft, isNeeded.origin, 'unknown-account', 'warning', text);
  }
  return ({ template }) => places.get(template);
}

function readPrincipal(context: CloudFormationContext, resource: TemplateResource, kindName: KindName, account: string): void {
  const { text, value, document } = context;
  const kind = kinds[kindName];
  const duration = Number(text(resource, 'MaxSessionDuration'));
  const boundary = value(resource, 'PermissionsBoundary');
  const principal: DraftPrincipal = {
    kind,
    key: resource.key,
    name: text(resource, `${kindName}Name`) ?? resource.logicalId,
    path: text(resource, 'Path') ?? '/',
    account,
    managed: new Set(resource.conditional ? [notTold] : []),
    inline: new Map(),
    boundary: boundary.kind === 'absent' ? undefined : policyKey(boundary),
    trust: kind === 'role' ? { content: document(resource, 'AssumeRolePolicyDocument') } : undefined,
    groups: new Set(),
    tags: context.tags(resource),
    maxSession: Number.isInteger(duration) && duration > 0 ? duration : undefined,
    console: kind === 'user' && value(resource, 'LoginProfile').kind !== 'absent',
    accessKeys: 0,
  };
  const managed = context.values(resource, 'ManagedPolicyArns');
  for (const one of managed ?? [{ kind: 'unknown' } as const]) principal.managed.add(policyKey(one));
  const blocks = context.blocks(resource, 'Policies');
  if (blocks === undefined) principal.managed.add(notTold);
  for (const [index, block] of (blocks ?? []).entries()) {
    principal.inline.set(block.text('PolicyName') ?? `policy-${index + 1}`, { content: block.document('PolicyDocument') });
  }
  context.draft.principals.set(principal.key, principal);
}

/** A managed policy where it is used: an ARN, the key of one of the templates, or one that nobody tells. */
function policyKey(value: Value): string {
  if (value.kind === 'text') return value.text.startsWith('arn:') ? value.text : notTold;
  // Whether there is one at all may depend on a condition.
  return value.kind === 'resource' && value.resource.type === 'AWS::IAM::ManagedPolicy' && !value.resource.conditional
    ? value.resource.key
    : notTold;
}

/** The principals that a property names; undefined where that is unknown, after each that it may name was given a policy nobody tells. */
type Recipients = (resource: TemplateResource, kind: KindName, property: string) => readonly DraftPrincipal[] | undefined;

function createRecipients(context: CloudFormationContext, placed: Places): Recipients {
  const all = [...context.draft.principals.values()];
  return (resource, kind, property) => {
    const account = placed(resource);
    const near = all.filter((principal) => principal.kind === kinds[kind] && principal.account === account);
    const values = context.values(resource, property);
    const found = values?.map((value) => principalIn(near, value));
    if (found === undefined || found.includes('unknown')) {
      for (const principal of near) principal.managed.add(notTold);
      return undefined;
    }
    return found.flatMap((one) => (one === 'unknown' ? [] : one));
  };
}

/** A name that no template describes is nobody here. */
function principalIn(near: readonly DraftPrincipal[], value: Value): readonly DraftPrincipal[] | 'unknown' {
  if (value.kind === 'resource') return near.filter(({ key }) => key === value.resource.key);
  return value.kind === 'text' ? near.filter(({ name }) => name === value.text) : 'unknown';
}

function readGroups(context: CloudFormationContext, recipients: Recipients): void {
  for (const resource of context.of('AWS::IAM::UserToGroupAddition')) {
    const group = context.value(resource, 'GroupName');
    const name = groupName(context.draft, group);
    for (const user of recipients(resource, 'User', 'Users') ?? []) {
      if (name === undefined || resource.conditional) user.managed.add(notTold);
      else user.groups.add(name);
    }
  }
  for (const resource of context.of('AWS::IAM::User')) {
    const user = context.draft.principals.get(resource.key);
    const groups = context.values(resource, 'Groups');
    if (user === undefined) continue;
    for (const name of groups === undefined ? [undefined] : groups.map((group) => groupName(context.draft, group))) {
      if (name === undefined) user.managed.add(notTold);
      else user.groups.add(name);
    }
  }
}

function groupName(draft: Draft, value: Value): string | undefined {
  if (value.kind === 'text') return value.text;
  return value.kind === 'resource' && !value.resource.conditional ? draft.principals.get(value.resource.key)?.name : undefined;
}

/** Policies that name whom they are for. */
function readPolicies(context: CloudFormationContext, recipients: Recipients): void {
  for (const kind of kindNames) {
    for (const resource of context.of('AWS::IAM::ManagedPolicy')) {
      const reference = resource.conditional ? notTold : resource.key;
      for (const principal of recipients(resource, kind, `${kind}s`) ?? []) principal.managed.add(reference);
    }
    for (const [type, property] of [
      ['AWS::IAM::Policy', `${kind}s`],
      [`AWS::IAM::${kind}Policy`, `${kind}Name`],
    ] as const) {
      for (const resource of context.of(type)) {
        const name = context.text(resource, 'PolicyName') ?? resource.logicalId;
        const content = context.document(resource, 'PolicyDocument');
        for (const principal of recipients(resource, kind, property) ?? []) {
          if (resource.conditional) principal.managed.add(notTold);
          else principal.inline.set(name, { content });
        }
      }
    }
  }
}
