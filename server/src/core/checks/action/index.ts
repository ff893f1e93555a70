import type { Check } from '../check';

import { createSlrWithNotActionAndNotResource } from './createSlrWithNotActionAndNotResource';
import { createSlrWithNotResource } from './createSlrWithNotResource';
import { createSlrWithStarInActionAndNotResource } from './createSlrWithStarInActionAndNotResource';
import { createSlrWithStarInActionAndResource } from './createSlrWithStarInActionAndResource';
import { createSlrWithStarInResource } from './createSlrWithStarInResource';
import { createSlrWithStarInResourceAndNotAction } from './createSlrWithStarInResourceAndNotAction';
import { emptyArrayAction } from './emptyArrayAction';
import { invalidAction } from './invalidAction';
import { invalidServiceInAction } from './invalidServiceInAction';
import { mismatchedActionForPrincipal } from './mismatchedActionForPrincipal';
import { missingActionForRolesAnywhereTrustPolicy } from './missingActionForRolesAnywhereTrustPolicy';
import { passRoleWithNotActionAndNotResource } from './passRoleWithNotActionAndNotResource';
import { passRoleWithNotResource } from './passRoleWithNotResource';
import { passRoleWithStarInActionAndNotResource } from './passRoleWithStarInActionAndNotResource';
import { passRoleWithStarInActionAndResource } from './passRoleWithStarInActionAndResource';
import { passRoleWithStarInResource } from './passRoleWithStarInResource';
import { passRoleWithStarInResourceAndNotAction } from './passRoleWithStarInResourceAndNotAction';
import { rcpSyntaxErrorAction } from './rcpSyntaxErrorAction';
import { rcpSyntaxErrorNotaction } from './rcpSyntaxErrorNotaction';
import { redundantAction } from './redundantAction';
import { unsupportedActionInPolicy } from './unsupportedActionInPolicy';

/** The checks of this folder, by name. */
export const actionChecks: readonly Check[] = [
  createSlrWithNotActionAndNotResource,
  createSlrWithNotResource,
  createSlrWithStarInActionAndNotResource,
  createSlrWithStarInActionAndResource,
  createSlrWithStarInResource,
  createSlrWithStarInResourceAndNotAction,
  emptyArrayAction,
  invalidAction,
  invalidServiceInAction,
  mismatchedActionForPrincipal,
  missingActionForRolesAnywhereTrustPolicy,
  passRoleWithNotActionAndNotResource,
  passRoleWithNotResource,
  passRoleWithStarInActionAndNotResource,
  passRoleWithStarInActionAndResource,
  passRoleWithStarInResource,
  passRoleWithStarInResourceAndNotAction,
  rcpSyntaxErrorAction,
  rcpSyntaxErrorNotaction,
  redundantAction,
  unsupportedActionInPolicy,
];
