import type { PolicySet } from '../evaluation/request';
import type { Organization } from '../organization/organization';
import type { LoadPolicy } from '../organization/policyLoader';

/** What a test file's cases are asked of: an organization, or the policies that the file itself names. */
export type TestGround =
  | { readonly kind: 'organization'; readonly organization: Organization; readonly load: LoadPolicy }
  | { readonly kind: 'policies'; readonly policies: PolicySet };
