import type { Catalog } from '../catalog/catalog';
import type { ConditionEntry, Policy, PolicyValue, PrincipalElement, Statement } from '../policy/policy';
import type { PolicyType } from '../policy/policyType';
import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import type { Message } from '../text/message';
import type { Span } from '../text/span';

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
}

/**
 * The nodes a check may wake on; one walk serves all checks. `document` sees the whole policy; what all others report depends
 * on their statement, the policy type and the catalog alone, so that a statement's findings hold until it changes.
 */
export interface CheckVisitor {
  readonly document?: (root: JsonNode, policy: Policy, context: CheckContext) => void;
  readonly statementSyntax?: (statement: ObjectNode, index: number, context: CheckContext) => void;
  readonly elementSyntax?: (member: MemberNode, statementIndex: number, context: CheckContext) => void;
  readonly statement?: (statement: Statement, context: CheckContext) => void;
  readonly action?: (value: PolicyValue, statement: Statement, context: CheckContext) => void;
  readonly resource?: (value: PolicyValue, statement: Statement, context: CheckContext) => void;
  readonly principal?: (principal: PrincipalElement, statement: Statement, context: CheckContext) => void;
  readonly conditionSyntax?: (condition: ConditionSyntax, statement: Statement, context: CheckContext) => void;
  readonly conditionEntry?: (entry: ConditionEntry, statement: Statement, context: CheckContext) => void;
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
