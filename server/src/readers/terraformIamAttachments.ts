import { valueOf } from '../core/syntax/queries';

import type { DraftPrincipal } from './draft';
import { notTold } from './foreignFormat';
import { accountIn, isUnknown, text, texts } from './terraformContext';
import type { TerraformContext } from './terraformContext';
import { policyOfAttribute, principalKinds } from './terraformIam';
import type { PlacedPrincipal } from './terraformIam';
import type { TerraformResource } from './terraformState';

/** What attaches something to principals: they are named, and where several accounts have one of that name, others tell which it is. */
export function readIamAttachments(context: TerraformContext, all: readonly PlacedPrincipal[]): void {
  const placed = registerOf(all);
  for (const kind of principalKinds) {
    const to = (resource: TerraformResource, attribute: string) => principalsOf(context, placed, kind, resource, attribute);
    readManaged(context, kind, to);
    for (const resource of context.of(`aws_iam_${kind}_policy`)) {
      const name = text(resource, 'name') ?? resource.name;
      give(to(resource, kind), (principal) => principal.inline.set(name, { content: text(resource, 'policy') }));
    }
    for (const resource of context.of(`aws_iam_${kind}_policies_exclusive`)) {
      const open = isUnknown(resource, 'policy_names', 'array');
      give(to(resource, `${kind}_name`), (principal) => {
        for (const name of texts(resource, 'policy_names'))
          if (!principal.inline.has(name)) principal.inline.set(name, { content: undefined });
        if (open) principal.managed.add(notTold);
      });
    }
  }
  readMemberships(context, placed);
  for (const resource of context.of('aws_iam_user_login_profile')) {
    give(principalsOf(context, placed, 'user', resource, 'user'), (user) => (user.console = true));
  }
  for (const resource of context.of('aws_iam_access_key')) {
    give(principalsOf(context, placed, 'user', resource, 'user'), (user) => (user.accessKeys += 1));
  }
}

/** Principals of each kind: all, and by name and by ARN. */
interface Register {
  all(kind: DraftPrincipal['kind']): readonly PlacedPrincipal[];
  named(kind: DraftPrincipal['kind'], name: string): readonly PlacedPrincipal[];
}

function registerOf(placed: readonly PlacedPrincipal[]): Register {
  const lists = new Map<string, PlacedPrincipal[]>();
  const add = (key: string, one: PlacedPrincipal): void => {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [one]);
    else list.push(one);
  };
  for (const one of placed) {
    const { kind, name, key } = one.principal;
    add(kind, one);
    add(`${kind} ${name}`, one);
    if (key !== name) add(`${kind} ${key}`, one);
  }
  return { all: (kind) => lists.get(kind) ?? [], named: (kind, name) => lists.get(`${kind} ${name}`) ?? [] };
}

/** Principals that something is for; not certain: for one of them. */
interface Recipients {
  readonly principals: readonly DraftPrincipal[];
  readonly certain: boolean;
}

/** Each of several that it may be for has a policy that nobody tells. */
function give({ principals, certain }: Recipients, change: (principal: DraftPrincipal) => void): void {
  for (const principal of principals) {
    if (certain) change(principal);
    else principal.managed.add(notTold);
  }
}

function readManaged(
  context: TerraformContext,
  kind: DraftPrincipal['kind'],
  to: (resource: TerraformResource, attribute: string) => Recipients,
): void {
  for (const resource of context.of(`aws_iam_${kind}_policy_attachment`)) {
    const policy = policyOfAttribute(context, resource, 'policy_arn');
    give(to(resource, kind), (principal) => principal.managed.add(policy));
  }
  for (const resource of context.of(`aws_iam_${kind}_policy_attachments_exclusive`)) {
    const open = isUnknown(resource, 'policy_arns', 'array') ? [notTold] : [];
    give(to(resource, `${kind}_name`), (principal) => {
      for (const policy of [...texts(resource, 'policy_arns'), ...open]) principal.managed.add(policy);
    });
  }
  for (const resource of context.of('aws_iam_policy_attachment')) {
    const policy = policyOfAttribute(context, resource, 'policy_arn');
    give(to(resource, `${kind}s`), (principal) => principal.managed.add(policy));
  }
}

function readMemberships(context: TerraformContext, placed: Register): void {
  for (const resource of context.of('aws_iam_user_group_membership')) {
    const { principals, certain } = principalsOf(context, placed, 'group', resource, 'groups');
    give(principalsOf(context, placed, 'user', resource, 'user'), (user) => {
      for (const group of texts(resource, 'groups')) user.groups.add(group);
      for (const { name, account } of certain ? principals : []) if (account === user.account) user.groups.add(name);
      if (isUnknown(resource, 'groups', 'array') && !certain) user.managed.add(notTold);
    });
  }
  for (const resource of context.of('aws_iam_group_membership')) {
    const { principals, certain } = principalsOf(context, placed, 'group', resource, 'group');
    const [group] = principals;
    give(principalsOf(context, placed, 'user', resource, 'users'), (user) => {
      if (certain && group !== undefined) user.groups.add(group.name);
      else user.managed.add(notTold);
    });
  }
}

/**
 * The principals that an attribute names, one or a list. A name that is known after apply only is found through its expression; one that
 * cannot be found may be any of the kind.
 */
function principalsOf(
  context: TerraformContext,
  placed: Register,
  kind: DraftPrincipal['kind'],
  resource: TerraformResource,
  attribute: string,
): Recipients {
  const written = text(resource, attribute);
  const names = written === undefined ? texts(resource, attribute) : [written];
  const isOpen = isUnknown(resource, attribute, valueOf(resource.values, attribute)?.kind === 'array' ? 'array' : 'string');
  if (names.length === 0 || (isOpen && written === undefined)) {
    if (!isOpen) return { principals: [], certain: true };
    const mentions = context.references(resource).of(resource, attribute);
    const ofKind = placed.all(kind);
    const found = ofKind.filter((one) => mentions?.found.some((mention) => mention.resource === one.resource) === true);
    if (mentions?.isWhole !== true || found.length < mentions.found.length) {
      return { principals: ofKind.map(({ principal }) => principal), certain: false };
    }
    const isList = attribute.endsWith('s');
    return { principals: found.map(({ principal }) => principal), certain: isList || found.length === 1 };
  }
  const choices = names.map((name) => namesakes(context, resource, name, placed.named(kind, name)));
  return { principals: choices.flat(), certain: choices.every((choice) => choice.length <= 1) };
}

/** Principals of a name that a resource may mean: what it was made after tells, else its account, else the policy's. */
function namesakes(
  context: TerraformContext,
  resource: TerraformResource,
  name: string,
  all: readonly PlacedPrincipal[],
): readonly DraftPrincipal[] {
  const mentions = context.references(resource);
  const accounts = [context.accountOf(resource), accountIn(text(resource, 'policy_arn'))];
  const tests: readonly ((one: PlacedPrincipal) => boolean)[] = [
    (one) => one.principal.key === name,
    (one) => one.resource.file === resource.file && resource.dependsOn.some((address) => withoutInstance(one.resource) === address),
    (one) => mentions.of(resource, one.principal.kind)?.found.some((mention) => mention.resource === one.resource) === true,
    ...accounts.map((account) => (one: PlacedPrincipal) => account !== undefined && one.principal.account === account),
  ];
  if (all.length > 1) {
    for (const test of tests) {
      const meant = all.filter(test);
      if (meant.length === 1) return meant.map(({ principal }) => principal);
    }
  }
  return all.map(({ principal }) => principal);
}

/** As `depends_on` has it. */
function withoutInstance({ address }: TerraformResource): string {
  return address.replace(/\[("(?:[^"\\]|\\.)*"|\d+)\]/g, '');
}
