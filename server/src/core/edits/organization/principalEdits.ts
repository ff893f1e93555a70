import { policyName } from '../../organization/policyNames';
import type { Account, Group, PolicyReference, Role, User } from '../../organization/organization';
import { valueOf } from '../../syntax/queries';
import { message } from '../../text/message';

import { isSound } from '../document';
import { insertItem, removeItem, setMember } from '../jsonEdits';

import { notReadable, refused } from './editTargets';
import { objectAt } from './organizationDocuments';
import type { EditedOrganization } from './organizationDocuments';
import type { EditPlan, OrganizationEdit } from './organizationEdit';

type EditOf<Kind extends OrganizationEdit['kind']> = Extract<OrganizationEdit, { readonly kind: Kind }>;
type Principal = User | Group | Role;

/** <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html> */
export function planAttachToPrincipal(edited: EditedOrganization, { policy, principal }: EditOf<'attachToPrincipal'>): EditPlan {
  const found = principalOf(edited, principal);
  if (found === undefined) return refused(message('the organization has no `{0}`', principal));
  const { account, entry } = found;
  const place = objectAt(edited, entry.origin);
  if (place === undefined) return refused(notReadable(edited));
  if (/\/gaad\.json$/i.test(place.file)) return refused(exported());
  if (entry.managed.some((reference) => isThat(reference, policy))) {
    return refused(message('`{0}` is attached to {1} already', policy, entry.name));
  }
  if (!policy.startsWith('arn:') && policy.includes('/') && edited.files.read(policy) === undefined) {
    return refused(message('there is no file `{0}`', policy));
  }
  const written = JSON.stringify(writtenIn(place.file, policy));
  const list = valueOf(place.node, 'managed');
  if (list !== undefined && (list.kind !== 'array' || !isSound(place.document, list))) return refused(notReadable(edited));
  const edits =
    list === undefined ? setMember(place.document, place.node, 'managed', `[${written}]`) : insertItem(place.document, list, written);
  const title = message('Attach {0} to {1}', nameOfPolicy(policy), entry.name);
  return { kind: 'plan', title, changes: [{ file: place.file, newText: undefined, edits }], notes: [], accounts: [account.id] };
}

export function planDetachFromPrincipal(edited: EditedOrganization, { policy, principal }: EditOf<'detachFromPrincipal'>): EditPlan {
  const found = principalOf(edited, principal);
  if (found === undefined) return refused(message('the organization has no `{0}`', principal));
  const { account, entry } = found;
  const place = objectAt(edited, entry.origin);
  const list = valueOf(place?.node, 'managed');
  if (place === undefined || list?.kind !== 'array') return refused(notReadable(edited));
  if (/\/gaad\.json$/i.test(place.file)) return refused(exported());
  const index = entry.managed.findIndex((reference) => isThat(reference, policy));
  const item = list.items.find(({ start }) => start === entry.managed[index]?.origin.span.start) ?? list.items[index];
  if (index < 0 || item === undefined) return refused(message('`{0}` is not attached to {1}', policy, entry.name));
  const edits = removeItem(place.document, list, item);
  const title = message('Detach {0} from {1}', nameOfPolicy(policy), entry.name);
  return { kind: 'plan', title, changes: [{ file: place.file, newText: undefined, edits }], notes: [], accounts: [account.id] };
}

function exported() {
  return message('`gaad.json` is what AWS said, and is not edited: describe the account in `principals.jsonc` to change it');
}

function principalOf({ organization }: EditedOrganization, arn: string): { account: Account; entry: Principal } | undefined {
  const id = arn.split(':')[4];
  const account = organization.accounts.find((candidate) => candidate.id === id);
  if (account === undefined) return undefined;
  const { users, groups, roles } = account.principals;
  const entry = [...users, ...groups, ...roles].find((candidate) => candidate.arn === arn);
  return entry === undefined ? undefined : { account, entry };
}

function isThat(reference: PolicyReference, policy: string): boolean {
  if (reference.kind === 'file') return reference.file === policy;
  if (reference.kind === 'awsManaged') return reference.arn === policy || policyName(reference) === policy;
  return reference.kind === 'unresolved' && reference.text === policy;
}

function nameOfPolicy(policy: string): string {
  return (policy.split('/').at(-1) ?? policy).replace(/\.jsonc?$/i, '');
}

/** A file is written as a path from the file that refers to it; an ARN or a name as it is. */
function writtenIn(file: string, policy: string): string {
  if (policy.startsWith('arn:') || !policy.includes('/')) return policy;
  const from = file.split('/').slice(0, -1);
  const to = policy.split('/');
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  const up = from.length - common;
  return `${up === 0 ? './' : '../'.repeat(up)}${to.slice(common).join('/')}`;
}
