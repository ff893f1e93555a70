import type { Span } from '../text/span';

/** A policy as meant: lists normalised, what cannot mean anything dropped, each value with its span. */
export interface Policy {
  /** `2012-10-17` turns policy variables on; anything else, and none, is the 2008 language. */
  readonly version: string | undefined;
  readonly id: PolicyValue | undefined;
  readonly statements: readonly Statement[];
}

/** One statement. An element that is absent is undefined; what an absent one means is the evaluator's matter. */
export interface Statement extends Span {
  /** Place in the policy, from 0; a statement written as a single object is 0. */
  readonly index: number;
  readonly sid: PolicyValue | undefined;
  /** Undefined when missing or neither `Allow` nor `Deny`: such a statement never applies. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  readonly principal: PrincipalElement | undefined;
  readonly action: PatternElement | undefined;
  readonly resource: PatternElement | undefined;
  /** In order of writing; all must hold. */
  readonly conditions: readonly ConditionEntry[];
}

/** `Action`, `NotAction`, `Resource` or `NotResource`. */
export interface PatternElement {
  /** True for the `Not…` form. */
  readonly negated: boolean;
  readonly values: readonly PolicyValue[];
  /** The element's name, quotes included. */
  readonly keySpan: Span;
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly values: readonly PrincipalValue[];
  readonly keySpan: Span;
}

export interface PrincipalValue extends PolicyValue {
  /** `*` is the bare string; a bare string other than `*` is read as AWS (decision A26); other names are kept as written. */
  readonly type: string;
}

/** One `"Operator": { "key": values }` pair. */
export interface ConditionEntry {
  readonly operator: PolicyValue;
  readonly key: PolicyValue;
  readonly values: readonly PolicyValue[];
}

/** A string of the policy (numbers and booleans as AWS reads them, as text) and where it stands. */
export interface PolicyValue {
  readonly text: string;
  /** With the quotes. */
  readonly span: Span;
}
