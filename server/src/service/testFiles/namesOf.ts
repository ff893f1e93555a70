import { oncePer } from '../../core/text/oncePer';

import { collectNames } from '../organizationNames';
import type { LoadedOrganization, OrganizationNames } from '../organizationIndex';

const ofOne: (loaded: LoadedOrganization) => OrganizationNames = oncePer((loaded) => collectNames([loaded]));

/** The names of the one organization that a test is asked of; asked for with every letter typed, made once for each reading. */
export function namesOf(loaded: LoadedOrganization | undefined): OrganizationNames {
  return loaded === undefined ? none : ofOne(loaded);
}

const none: OrganizationNames = { accounts: [], principals: [], entities: [] };
