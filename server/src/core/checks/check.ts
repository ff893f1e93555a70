import type { Catalog } from '../catalog/catalog';
import type { Policy, PolicyValue, PrincipalElement } from '../policy/policy';
import type { PolicyType } from '../policy/policyType';
import type { JsonNode, MemberNode } from '../syntax/nodes';
import type { Message } from '../text/message';
import type { Span } from '../text/span';

import type { CheckedAction, CheckedCondition, CheckedResource, CheckedStatement } from './readStatement';
import type { CheckedArn } from './support/catalogLookup';
import type { RiskyGrant } from './support/riskyGrant';
import type { StatementElement, StatementSyntax } from './support/statementSyntax';
import type { ConditionOperator } from './support/conditionOperator';

/** AWS's four kinds of finding (ValidatePolicyFinding). */
export type FindingType = 'error' | 'securityWarning' | 'warning' | 'suggestion';

/** How a finding is shown; `off` silences its check. */
export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** Something wrong, or worth knowing, at a place of a policy. */
export interface Finding {
  /** AWS's issue code in kebab-case where AWS has one. */
  readonly code: string;
  readonly findingType: FindingType;
  readonly span: Span;
  readonly message: Message;
  /** Place as `ValidatePolicy` names it: `['Statement', 0, 'Action', 1]`. */
  readonly path: readonly (string | number)[];
}

/** A change that repairs a finding. */
export interface Fix {
  readonly title: Message;
  /** In order, without overlaps. */
  readonly edits: readonly TextChange[];
  /** True when this is the one right answer. */
  readonly preferred: boolean;
}

export interface TextChange {
  readonly span: Span;
  readonly newText: string;
}

/** What a check may ask while it runs. */
export interface CheckContext {
  readonly text: string;
  readonly policyType: PolicyType;
  readonly catalog: Catalog;
  /** `fixes` is a thunk: diagnostics never pay for it. */
  report(
    span: Span,
    message: Message,
    options?: {
      /** Default: where the span is. */
      readonly path?: readonly (string | number)[];
      readonly fixes?: () => readonly Fix[];
      /** Default: the check's own. */
      readonly findingType?: FindingType;
    },
  ): void;
}

/** One `"key": values` below an operator, as written. */
export interface ConditionSyntax {
  /** The operator's member; its value is the object that holds `key`. */
  readonly operator: MemberNode;
  readonly key: MemberNode;
  /** The operator taken apart, or undefined when there is none of that name. */
  readonly read: ConditionOperator | undefined;
}

/** Wakes on one member of a statement. */
export type ElementVisit = (member: MemberNode, statement: StatementSyntax, context: CheckContext) => void;

/**
 * The nodes a check may wake on; one walk serves all checks, and reads what they ask about once for all of them. `document` sees
 * the whole policy; what all others report depends on their statement, the policy type and the catalog alone, so that a
 * statement's findings hold until it changes. A check that names the narrowest node is asked least often.
 */
export interface CheckVisitor {
  /** What the policy means is read when a check asks for it: of most, only what was edited need be. */
  readonly document?: (root: JsonNode, policy: () => Policy, context: CheckContext) => void;
  readonly statementSyntax?: (statement: StatementSyntax, context: CheckContext) => void;
  /** Members of a statement by name; `other` are those of no element. */
  readonly elementSyntax?: Readonly<Partial<Record<StatementElement | 'other', ElementVisit>>>;
  readonly statement?: (statement: CheckedStatement, context: CheckContext) => void;
  readonly action?: (action: CheckedAction, statement: CheckedStatement, context: CheckContext) => void;
  readonly resource?: (resource: CheckedResource, statement: CheckedStatement, context: CheckContext) => void;
  /** A resource that begins with `arn:`. */
  readonly arn?: (arn: CheckedArn, resource: CheckedResource, context: CheckContext) => void;
  /** An action of note, allowed on everything or nearly so. */
  readonly riskyGrant?: (grant: RiskyGrant, context: CheckContext) => void;
  readonly principal?: (principal: PrincipalElement, statement: CheckedStatement, context: CheckContext) => void;
  readonly conditionSyntax?: (condition: ConditionSyntax, context: CheckContext) => void;
  readonly conditionEntry?: (entry: CheckedCondition, statement: CheckedStatement, context: CheckContext) => void;
  /** A resource, or a value of a condition, that holds `${`. */
  readonly variables?: (value: PolicyValue, context: CheckContext) => void;
}

/** One check: what it finds, why that matters, and examples that a test runs. */
export interface Check {
  readonly code: string;
  readonly findingType: FindingType;
  readonly appliesTo: 'allPolicyTypes' | readonly PolicyType[];
  /** One line, Markdown. */
  readonly summary: string;
  readonly why: string;
  /** The AWS page that rules it. */
  readonly source: string;
  readonly examples: { readonly bad: readonly CheckExample[]; readonly good: readonly CheckExample[] };
  readonly visit: CheckVisitor;
}

/** A whole policy, or a statement (which the test wraps in a policy), optionally of a certain policy type. */
export type CheckExample = string | { readonly policyType: PolicyType; readonly text: string };

/** Declares a check; gives the literal its type. */
export function defineCheck(check: Check): Check {
  return check;
}

/** The same visit for several members of a statement. */
export function atElements(
  names: readonly (StatementElement | 'other')[],
  visit: ElementVisit,
): NonNullable<CheckVisitor['elementSyntax']> {
  return Object.fromEntries(names.map((name) => [name, visit]));
}
