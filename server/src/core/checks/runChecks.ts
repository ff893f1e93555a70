import type { Catalog } from '../catalog/catalog';
import type { Statement } from '../policy/policy';
import type { PolicyType } from '../policy/policyType';
import type { ObjectNode } from '../syntax/nodes';
import { statementsOf } from '../syntax/queries';
import type { Span } from '../text/span';

import { allChecks } from './allChecks';
import type { Check, Finding, Fix, Severity } from './check';
import { isAccessPolicyType } from './support/policyTypes';
import { createWalk } from './walk';
import type { CheckedDocument, Walk } from './walk';

export type { CheckedDocument } from './walk';

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
  const walk = createWalk(document, settings.catalog, chosenChecks(document.policyType, settings));
  walk.document();
  walkStatements(document, walk, () => true);
  return inOrder(walk.findings);
}

/** The findings about the document as a whole: its own elements, its size, and what spans statements. */
export function checkDocument(document: CheckedDocument, settings: CheckSettings): readonly Finding[] {
  const walk = createWalk(document, settings.catalog, chosenChecks(document.policyType, settings));
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
  const walk = createWalk(document, settings.catalog, chosenChecks(document.policyType, settings));
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
  const walk = createWalk(document, settings.catalog, checks);
  walk.document();
  walkStatements(document, walk, (node) => node.start <= span.start && span.end <= node.end);
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

/** Both lists are in order of writing; what is no object has no meaning. */
function walkStatements({ root, policy }: CheckedDocument, walk: Walk, isWanted: (node: ObjectNode) => boolean): void {
  const nodes = statementsOf(root);
  for (const statement of policy.statements) {
    const node = nodes[statement.index];
    if (node?.kind === 'object' && isWanted(node)) walk.statement(node, statement);
  }
}

/** By place, then code. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1));
}
