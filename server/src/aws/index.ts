/** What `dist/aws.js` has: everything that knows AWS's SDK, read only when somebody asks AWS. */
export { collectOrganization } from './collect';
export { createAwsCalls } from './createAwsCalls';
export { importFromAws } from './importFromAws';
export { AwsError } from './trouble';
export { importAwsOutputs } from '../core/organization/importAwsOutputs';
