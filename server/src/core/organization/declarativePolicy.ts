import type { JsonPath } from '../syntax/queries';
import type { Message } from '../text/message';

import type { ValueOperator } from './declarativeOperators';
import type { Level } from './effectivePolicies';
import type { OrganizationPolicyType, Origin } from './organization';

/** A value of JSON. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Which statement of which policy made a value what it is. */
export interface ValueOrigin {
  /** Reference of the policy, `tag/cost-center`. */
  readonly policy: string;
  /** Where it is attached. */
  readonly level: Pick<Level, 'kind' | 'id' | 'name'>;
  /** `@@operators_allowed_for_child_policies` where it does not set but limits. */
  readonly operator: string;
  /** In that policy, the operator included. */
  readonly path: JsonPath;
  readonly origin: Origin;
}

/** One setting of the effective policy: a single value, or a list whose items may come from several policies. */
export interface EffectiveSetting {
  /** In the effective policy. */
  readonly path: JsonPath;
  readonly value: JsonValue;
  readonly origins: readonly ValueOrigin[];
  /** Of a list, in its order; undefined for a single value. */
  readonly items: readonly EffectiveItem[] | undefined;
  /** What policies further down may still do to it. */
  readonly allowed: readonly ValueOperator[];
}

export interface EffectiveItem {
  readonly value: JsonValue;
  readonly origins: readonly ValueOrigin[];
}

/**
 * Why something in a policy had no effect:
 * - `operatorNotAllowed`: a policy above does not allow the operator, or no new entries
 * - `attachedLater`: a policy attached earlier to the same place says otherwise
 * - `onlyTighter`: what a policy above restricts cannot be given back
 * - `otherShape`: one policy has a setting where another has a group of settings, or a single value where the other has a list
 */
export type IgnoredReason = 'operatorNotAllowed' | 'attachedLater' | 'onlyTighter' | 'otherShape';

export interface IgnoredSetting {
  readonly reason: IgnoredReason;
  /** What had no effect. */
  readonly what: ValueOrigin;
  /** What stood against it. */
  readonly against: readonly ValueOrigin[];
  readonly message: Message;
}

/**
 * What AWS would find wrong, at a file that contributes to it.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_EffectivePolicyValidationError.html>
 */
export interface DeclarativeProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly origin: Origin;
  /** In the policy of that file, or in the effective policy where `contributing` has several. */
  readonly path: JsonPath;
  /** References of the policies that it comes from. */
  readonly contributing: readonly string[];
  readonly message: Message;
}

/** A policy that bears on the account, and of which nobody knows what it says. */
export interface UnknownDeclarativePolicy {
  readonly reference: string;
  readonly level: Pick<Level, 'kind' | 'id' | 'name'>;
}

/** What declarative policies of one type amount to for one account. */
export interface EffectiveDeclarativePolicy {
  readonly type: OrganizationPolicyType;
  /** Values without operators: what AWS would show, and no policy that it would take. */
  readonly document: { readonly [name: string]: JsonValue };
  /** The document's settings in its order. */
  readonly settings: readonly EffectiveSetting[];
  readonly ignored: readonly IgnoredSetting[];
  readonly problems: readonly DeclarativeProblem[];
  /** While there are any, the document is what the others say: these may add to it, change it or lock it. */
  readonly unknown: readonly UnknownDeclarativePolicy[];
}
