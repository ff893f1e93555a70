import { entityOf } from '../../organization/entityOf';
import type { Account, Organization, OrganizationalUnit, OrganizationRoot } from '../../organization/organization';
import { message } from '../../text/message';
import type { Message } from '../../text/message';
import type { ObjectNode } from '../../syntax/nodes';

import { accountPlace, manifestPlace, unitPlace } from './organizationDocuments';
import type { EditedOrganization, Place } from './organizationDocuments';
import type { EditPlan } from './organizationEdit';

/** The root, an OU or an account, and where it is written. */
export interface EditTarget {
  readonly entity: OrganizationRoot | OrganizationalUnit | Account;
  readonly place: Place<ObjectNode>;
}

export function refused(reason: Message): EditPlan {
  return { kind: 'refused', reason };
}

/** What a target names, or why it cannot be changed. */
export function targetOf(edited: EditedOrganization, target: string): EditTarget | EditPlan {
  const entity = entityOf(edited.organization, target);
  if (entity === undefined) return refused(message('the organization has no `{0}`', target));
  const place = entity.kind === 'account' ? accountPlace(edited, entity) : unitPlace(edited, target);
  return place === undefined ? refused(notReadable(edited)) : { entity, place };
}

export function isPlan(found: EditTarget | EditPlan): found is EditPlan {
  return 'kind' in found;
}

/** Why a file does not let itself be edited. */
export function notReadable(edited: EditedOrganization): Message {
  return manifestPlace(edited) === undefined
    ? message('the manifest is no valid JSON; mend that first')
    : message('the file that this stands in is no valid JSON, or has no such entry; mend that first');
}

/** The accounts below a path, and those in it; of the root all. */
export function accountsBelow({ accounts }: Organization, path: string): readonly Account[] {
  return path === '/' ? accounts : accounts.filter(({ ou }) => ou === path || ou.startsWith(`${path}/`));
}

/** The ids of the accounts that what is attached to a target reaches. */
export function reachedBy(organization: Organization, target: string): readonly string[] {
  return target.startsWith('/') ? accountsBelow(organization, target).map(({ id }) => id) : [target];
}

/** What people call a target: `Root`, `/Data`, `pipeline`. */
export function nameOf({ entity }: Pick<EditTarget, 'entity'>): string {
  return entity.kind === 'organizationalUnit' ? entity.path : entity.name;
}
