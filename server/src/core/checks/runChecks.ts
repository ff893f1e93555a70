import type { Catalog } from '../catalog/catalog';
import type { PatternElement, Policy, PolicyValue, Statement } from '../policy/policy';
import type { PolicyType } from '../policy/policyType';
import type { JsonNode, MemberNode, ObjectNode } from '../syntax/nodes';
import { nodeAt, statementsOf, valueOf } from '../syntax/queries';
import type { Span } from '../text/span';

import { allChecks } from './allChecks';
import type { Check, CheckContext, CheckVisitor, Finding, Fix, Severity } from './check';
import { isAccessPolicyType } from './support/policyTypes';

/** A policy text with what was read from it. */
export interface CheckedDocument {
  readonly text: string;
  readonly root: JsonNode | undefined;
  readonly policy: Policy;
  readonly policyType: PolicyType;
}

export interface CheckSettings {
  readonly catalog: Catalog;
  /** By code; only `off` matters here, the rest is for whoever shows the findings. */
  readonly severities?: Readonly<Record<string, Severity>>;
}

/**
 * The findings of a policy, in order of place. Policies that are no access policies (tag policies and the like) have none.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html>
 */
export function runChecks(document: CheckedDocument, settings: CheckSettings): readonly Finding[] {
  const walk = createWalk(document, settings, chosenChecks(document.policyType, settings));
  walk.document();
  for (const [node, statement] of statementsWithSyntax(document)) walk.statement(node, statement);
  return inOrder(walk.findings);
}

/** The findings about the document as a whole: its own elements, its size, and what spans statements. */
export function checkDocument(document: CheckedDocument, settings: CheckSettings): readonly Finding[] {
  const walk = createWalk(document, settings, chosenChecks(document.policyType, settings));
  walk.document();
  return inOrder(walk.findings);
}

/** The findings of one statement. They depend on that statement, the policy type and the catalog, and on nothing else. */
export function checkStatement(
  document: CheckedDocument,
  node: ObjectNode,
  statement: Statement,
  settings: CheckSettings,
): readonly Finding[] {
  return createStatementChecker(document, settings)(node, statement);
}

/** `checkStatement` for many statements of one document: what all of them need is prepared once. */
export function createStatementChecker(
  document: CheckedDocument,
  settings: CheckSettings,
): (node: ObjectNode, statement: Statement) => readonly Finding[] {
  const walk = createWalk(document, settings, chosenChecks(document.policyType, settings));
  return (node, statement) => {
    const known = walk.findings.length;
    walk.statement(node, statement);
    return walk.findings.length === known ? none : inOrder(walk.findings.slice(known));
  };
}

const none: readonly Finding[] = [];

/** The fixes of the finding with that code and span; only its check runs again, and of the statements only the one it is in. */
export function fixesFor(document: CheckedDocument, settings: CheckSettings, code: string, span: Span): readonly Fix[] {
  const checks = chosenChecks(document.policyType, settings).filter((check) => check.code === code);
  const walk = createWalk(document, settings, checks);
  walk.document();
  for (const [node, statement] of statementsWithSyntax(document)) {
    if (node.start <= span.start && span.end <= node.end) walk.statement(node, statement);
  }
  return walk.findings.flatMap((finding, index) =>
    finding.span.start === span.start && finding.span.end === span.end ? (walk.fixes[index]?.() ?? []) : [],
  );
}

function chosenChecks(policyType: PolicyType, { severities = {} }: CheckSettings): readonly Check[] {
  if (!isAccessPolicyType(policyType)) return [];
  return allChecks.filter(
    ({ code, appliesTo }) => severities[code] !== 'off' && (appliesTo === 'allPolicyTypes' || appliesTo.includes(policyType)),
  );
}

/** Each statement that is an object, with its meaning; both lists are in order of writing. */
function* statementsWithSyntax({ root, policy }: CheckedDocument): Generator<readonly [ObjectNode, Statement]> {
  const nodes = statementsOf(root);
  for (const statement of policy.statements) {
    const node = nodes[statement.index];
    if (node?.kind === 'object') yield [node, statement];
  }
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1));
}

interface Walk {
  readonly findings: readonly Finding[];
  /** As many as findings, in the same order. */
  readonly fixes: readonly ((() => readonly Fix[]) | undefined)[];
  document(): void;
  statement(node: ObjectNode, statement: Statement): void;
}

function createWalk(document: CheckedDocument, { catalog }: CheckSettings, checks: readonly Check[]): Walk {
  const { text, root, policy, policyType } = document;
  const findings: Finding[] = [];
  const fixes: ((() => readonly Fix[]) | undefined)[] = [];
  const contextOf = (check: Check): CheckContext => ({
    text,
    policyType,
    catalog,
    report(span, message, options = {}) {
      findings.push({
        code: check.code,
        findingType: options.findingType ?? check.findingType,
        span: { start: span.start, end: span.end },
        message,
        path: options.path ?? nodeAt(root, span.start).path,
      });
      fixes.push(options.fixes);
    },
  });
  const visits = visitsOf(checks, contextOf);

  return {
    findings,
    fixes,
    document() {
      if (root !== undefined) visits.document.forEach(({ visit, context }) => visit(root, policy, context));
    },
    statement(node, statement) {
      for (const { visit, context } of visits.statementSyntax) visit(node, statement.index, context);
      for (const member of node.members) {
        for (const { visit, context } of visits.elementSyntax) visit(member, statement.index, context);
      }
      for (const { visit, context } of visits.statement) visit(statement, context);
      for (const value of stringsOf(statement.action, text)) {
        for (const { visit, context } of visits.action) visit(value, statement, context);
      }
      for (const value of stringsOf(statement.resource, text)) {
        for (const { visit, context } of visits.resource) visit(value, statement, context);
      }
      if (statement.principal !== undefined) {
        for (const { visit, context } of visits.principal) visit(statement.principal, statement, context);
      }
      if (visits.conditionSyntax.length > 0) {
        for (const condition of conditionsAsWritten(node)) {
          for (const { visit, context } of visits.conditionSyntax) visit(condition, statement, context);
        }
      }
      for (const entry of statement.conditions) {
        for (const { visit, context } of visits.conditionEntry) visit(entry, statement, context);
      }
    },
  };
}

/** The values that are strings; anything else is a wrong type already, and needs no second finding. */
function stringsOf(element: PatternElement | undefined, text: string): readonly PolicyValue[] {
  return element?.values.filter(({ span }) => text[span.start] === '"') ?? [];
}

function* conditionsAsWritten(statement: ObjectNode): Generator<{ readonly operator: MemberNode; readonly key: MemberNode }> {
  const condition = valueOf(statement, 'Condition');
  if (condition?.kind !== 'object') return;
  for (const operator of condition.members) {
    if (operator.value?.kind !== 'object') continue;
    for (const key of operator.value.members) yield { operator, key };
  }
}

type Visits = {
  readonly [Kind in keyof CheckVisitor]-?: readonly { readonly visit: NonNullable<CheckVisitor[Kind]>; readonly context: CheckContext }[];
};

function visitsOf(checks: readonly Check[], contextOf: (check: Check) => CheckContext): Visits {
  const select = <Kind extends keyof CheckVisitor>(kind: Kind) =>
    checks.flatMap((check) => {
      const visit = check.visit[kind];
      return visit === undefined ? [] : [{ visit, context: contextOf(check) }];
    });
  return {
    document: select('document'),
    statementSyntax: select('statementSyntax'),
    elementSyntax: select('elementSyntax'),
    statement: select('statement'),
    action: select('action'),
    resource: select('resource'),
    principal: select('principal'),
    conditionSyntax: select('conditionSyntax'),
    conditionEntry: select('conditionEntry'),
  };
}
