import type { Policy, PolicyValue, PrincipalElement } from '../policy/policy';
import type { JsonNode, MemberNode } from '../syntax/nodes';

import type { Check, CheckContext, CheckVisitor, ConditionSyntax } from './check';
import type { CheckedAction, CheckedCondition, CheckedResource, CheckedStatement } from './readStatement';
import type { CheckedArn } from './support/catalogLookup';
import type { RiskyGrant } from './support/riskyGrant';
import type { StatementElement, StatementSyntax } from './support/statementSyntax';

/** A check that wakes on a kind of node. */
export interface Visit<Node> {
  readonly check: Check;
  readonly visit: (node: Node, context: CheckContext) => void;
}

/** A check that wakes on a kind of node and looks at what holds it. */
export interface VisitIn<Node, Owner> {
  readonly check: Check;
  readonly visit: (node: Node, owner: Owner, context: CheckContext) => void;
}

/** Who wakes on what, each list in the order of the checks. */
export interface Visits {
  readonly document: readonly VisitIn<JsonNode, () => Policy>[];
  readonly statementSyntax: readonly Visit<StatementSyntax>[];
  readonly elementSyntax: Readonly<Record<StatementElement | 'other', readonly VisitIn<MemberNode, StatementSyntax>[]>>;
  readonly statement: readonly Visit<CheckedStatement>[];
  readonly action: readonly VisitIn<CheckedAction, CheckedStatement>[];
  readonly resource: readonly VisitIn<CheckedResource, CheckedStatement>[];
  readonly arn: readonly VisitIn<CheckedArn, CheckedResource>[];
  readonly riskyGrant: readonly Visit<RiskyGrant>[];
  readonly principal: readonly VisitIn<PrincipalElement, CheckedStatement>[];
  readonly conditionSyntax: readonly Visit<ConditionSyntax>[];
  readonly conditionEntry: readonly VisitIn<CheckedCondition, CheckedStatement>[];
  readonly variables: readonly Visit<PolicyValue>[];
}

/** The visits of some checks. */
export function visitsOf(checks: readonly Check[]): Visits {
  const select = <Visiting>(pick: (visitor: CheckVisitor) => Visiting | undefined) => {
    const found: { readonly check: Check; readonly visit: Visiting }[] = [];
    for (const check of checks) {
      const visit = pick(check.visit);
      if (visit !== undefined) found.push({ check, visit });
    }
    return found;
  };
  const selectElement = (name: StatementElement | 'other') => select(({ elementSyntax }) => elementSyntax?.[name]);
  return {
    document: select(({ document }) => document),
    statementSyntax: select(({ statementSyntax }) => statementSyntax),
    elementSyntax: {
      Sid: selectElement('Sid'),
      Effect: selectElement('Effect'),
      Principal: selectElement('Principal'),
      NotPrincipal: selectElement('NotPrincipal'),
      Action: selectElement('Action'),
      NotAction: selectElement('NotAction'),
      Resource: selectElement('Resource'),
      NotResource: selectElement('NotResource'),
      Condition: selectElement('Condition'),
      other: selectElement('other'),
    },
    statement: select(({ statement }) => statement),
    action: select(({ action }) => action),
    resource: select(({ resource }) => resource),
    arn: select(({ arn }) => arn),
    riskyGrant: select(({ riskyGrant }) => riskyGrant),
    principal: select(({ principal }) => principal),
    conditionSyntax: select(({ conditionSyntax }) => conditionSyntax),
    conditionEntry: select(({ conditionEntry }) => conditionEntry),
    variables: select(({ variables }) => variables),
  };
}
