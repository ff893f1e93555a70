import type { Catalog } from '../core/catalog/catalog';
import { resolvePath } from '../core/organization/organizationFiles';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { readOrganization } from '../core/organization/readOrganization';
import type { ReadOrganizationResult } from '../core/organization/readOrganization';
import type { PolicyType } from '../core/policy/policyType';
import type { ForeignOrganization } from '../readers/foreignFormat';
import { foreignFolder, readForeign } from '../readers/readForeign';

import { applyDrafts } from './drafts';
import type { DraftFile } from './drafts';
import type { LoadedOrganization } from './organizationIndex';
import { folderOf, normaliseUri, pathOf, relativePath, uriBelow } from './uris';
import type { Workspace } from './workspace';
