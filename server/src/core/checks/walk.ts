import type { Catalog } from '../catalog/catalog';
import type { Policy, PolicyValue, Statement } from '../policy/policy';
import type { PolicyType } from '../policy/policyType';
import type { JsonNode, ObjectNode } from '../syntax/nodes';
import { nodeAt, valueOf } from '../syntax/queries';

import type { Check, CheckContext, Finding, Fix } from './check';
import { readStatement } from './readStatement';
import { lookupIn } from './support/catalogLookup';
import type { CatalogLookup } from './support/catalogLookup';
import { readOperator } from './support/conditionOperator';
import { riskyGrants } from './support/riskyGrant';
import { readStatementSyntax } from './support/statementSyntax';
import { visitsOf } from './visits';
import type { Visit, VisitIn, Visits } from './visits';

/** A policy text with what was read from it. */
export interface CheckedDocument {
  readonly text: string;
  readonly root: JsonNode | undefined;
  /** Asked for late, so that it may be read then. */
  readonly policy: Policy;
  readonly policyType: PolicyType;
}

/** One pass of some checks over a document, or over statements of it. */
export interface Walk {
  readonly findings: readonly Finding[];
  /** As many as findings, in the same order. */
  readonly fixes: readonly ((() => readonly Fix[]) | undefined)[];
  /** Lets the checks of the whole document look at it. */
  document(): void;
  /** Lets all others look at one statement. */
  statement(node: ObjectNode, statement: Statement): void;
}

/** A walk of these checks. What many of them ask about a value is read once, and a check is called only for nodes that it names. */
export function createWalk(document: CheckedDocument, catalog: Catalog, checks: readonly Check[]): Walk {
  const { root, text } = document;
  const findings: Finding[] = [];
  const fixes: ((() => readonly Fix[]) | undefined)[] = [];
  const visits = visitsOf(checks);
  const wake = createWake(document, catalog, (finding, fix) => {
    findings.push(finding);
    fixes.push(fix);
  });
  const steps: Steps = { visits, wake, text, lookup: lookupIn(catalog) };
  return {
    findings,
    fixes,
    document: () => root !== undefined && wake.in(visits.document, root, () => document.policy),
    statement: (node, statement) => walkStatement(node, statement, steps),
  };
}

/** Calls checks with a node, and in whose place. */
interface Wake {
  of<Node>(visits: readonly Visit<Node>[], node: Node): void;
  in<Node, Owner>(visits: readonly VisitIn<Node, Owner>[], node: Node, owner: Owner): void;
}

/** One context serves all checks: it knows whose turn it is. */
function createWake(
  { text, root, policyType }: CheckedDocument,
  catalog: Catalog,
  add: (finding: Finding, fixes: (() => readonly Fix[]) | undefined) => void,
): Wake {
  let current: Check | undefined;
  const context: CheckContext = {
    text,
    policyType,
    catalog,
    report(span, message, options) {
      if (current === undefined) return;
      const finding = {
        code: current.code,
        findingType: options?.findingType ?? current.findingType,
        span: { start: span.start, end: span.end },
        message,
        path: options?.path ?? nodeAt(root, span.start).path,
      };
      add(finding, options?.fixes);
    },
  };
  return {
    of(visits, node) {
      for (const { check, visit } of visits) {
        current = check;
        visit(node, context);
      }
    },
    in(visits, node, owner) {
      for (const { check, visit } of visits) {
        current = check;
        visit(node, owner, context);
      }
    },
  };
}

interface Steps {
  readonly visits: Visits;
  readonly wake: Wake;
  readonly text: string;
  readonly lookup: CatalogLookup;
}

function walkStatement(node: ObjectNode, written: Statement, steps: Steps): void {
  const { visits, wake, text, lookup } = steps;
  const syntax = readStatementSyntax(node);
  const statement = readStatement(written, lookup);
  wake.of(visits.statementSyntax, syntax);
  for (let index = 0; index < node.members.length; index++) {
    const member = node.members[index];
    if (member !== undefined) wake.in(visits.elementSyntax[syntax.elements[index] ?? 'other'], member, syntax);
  }
  wake.of(visits.statement, statement);
  if (visits.riskyGrant.length > 0) for (const grant of riskyGrants(statement)) wake.of(visits.riskyGrant, grant);
  for (const action of statement.actions) if (isString(action, text)) wake.in(visits.action, action, statement);
  for (const resource of statement.resources) {
    if (!isString(resource, text)) continue;
    wake.in(visits.resource, resource, statement);
    if (resource.name.arn !== undefined) wake.in(visits.arn, resource.name.arn, resource);
    if (resource.name.hasVariables) wake.of(visits.variables, resource);
  }
  if (statement.principal !== undefined) wake.in(visits.principal, statement.principal, statement);
  if (syntax.first.Condition !== undefined) walkConditionSyntax(node, steps);
  for (const entry of statement.conditions) {
    wake.in(visits.conditionEntry, entry, statement);
    for (const value of entry.values) if (value.text.includes('${')) wake.of(visits.variables, value);
  }
}

/** Anything but a string is a wrong type already, and needs no second finding. */
function isString({ span }: PolicyValue, text: string): boolean {
  return text.charCodeAt(span.start) === 0x22;
}

function walkConditionSyntax(statement: ObjectNode, { visits, wake }: Steps): void {
  const condition = valueOf(statement, 'Condition');
  if (condition?.kind !== 'object') return;
  for (const operator of condition.members) {
    if (operator.value?.kind !== 'object') continue;
    const read = readOperator(operator.key.text);
    for (const key of operator.value.members) wake.of(visits.conditionSyntax, { operator, key, read });
  }
}
