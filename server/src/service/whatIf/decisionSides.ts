import type { Organization } from '../../core/organization/organization';
import type { OrganizationFiles } from '../../core/organization/organizationFiles';

import type { SideTexts } from './decisionsText';

/** What a comparison found, in words. */
export interface DecisionSides extends SideTexts {
  /** Everything was compared: to compare again would say the same. */
  readonly isComplete: boolean;
}

/** An organization as a plan leaves it. */
export interface PlannedOrganization {
  readonly organization: Organization;
  readonly files: OrganizationFiles;
  /** Files with another text than now. */
  readonly changed: ReadonlySet<string>;
}

/** Decisions as far as they have to be the same when they are compared again; null: not all were compared. */
export function stateOf(sides: DecisionSides | undefined): string | null {
  return sides?.isComplete === true ? [...sides.before, ...sides.after].join('\n') : null;
}
