import type { ObjectNode } from '../syntax/nodes';
import { statementsOf, valueOf } from '../syntax/queries';
import type { Message } from '../text/message';
import { ownCopy } from '../text/ownCopy';

import type { Finding } from './check';
import { checkDocument, createStatementChecker, inOrder } from './runChecks';
import type { CheckedDocument, CheckSettings } from './runChecks';

/** What the checks of single statements found, for the next version of the text. */
export interface CheckedStatements {
  readonly document: Pick<CheckedDocument, 'policyType'>;
  readonly settings: CheckSettings;
  /** By the text of the statement; places are from its beginning on. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/** The findings of a policy, and what to give to the call for its next version. */
export interface Recheck {
  readonly findings: readonly Finding[];
  readonly statements: CheckedStatements;
}

/**
 * The same findings as `runChecks`. Statements whose text an earlier version had too are not checked again, wherever they stand now: what
 * is found in a statement hangs on its text, the policy type and the settings alone. What was found for another policy type or
 * with other settings is not used.
 */
export function recheck(document: CheckedDocument, settings: CheckSettings, earlier?: CheckedStatements): Recheck {
  const { text, root, policy, policyType } = document;
  const isUsable = earlier?.document.policyType === policyType && isSame(earlier.settings, settings);
  const known = isUsable ? earlier.findings : new Map<string, readonly Finding[]>();
  const check = createStatementChecker(document, settings);
  const nodes = statementsOf(root);
  const isList = valueOf(root, 'Statement')?.kind === 'array';
  const findings: Finding[] = [...checkDocument(document, settings)];
  // The keys are cut from the new text: those of the earlier one would keep all of it in memory.
  const next = new Map<string, readonly Finding[]>();
  for (const statement of policy.statements) {
    const node = nodes[statement.index];
    if (node?.kind !== 'object') continue;
    const place: Place = { node, path: isList ? ['Statement', statement.index] : ['Statement'] };
    const key = text.slice(node.start, node.end);
    const found = next.get(key) ?? known.get(key) ?? fromBeginning(place, check(node, statement));
    if (found === undefined) {
      // Something is said about another place: that cannot be moved along with the statement.
      findings.push(...check(node, statement));
      continue;
    }
    next.set(key, found);
    if (found.length > 0) findings.push(...atPlace(place, found));
  }
  return { findings: inOrder(findings), statements: { document: { policyType }, settings, findings: next } };
}

function isSame(one: CheckSettings, other: CheckSettings): boolean {
  return one.catalog === other.catalog && one.severities === other.severities;
}

const none: readonly Finding[] = [];

/** Where a statement stands now. */
interface Place {
  readonly node: ObjectNode;
  readonly path: Finding['path'];
}

/** Findings with places from the statement's beginning on; undefined if one is not in the statement. */
function fromBeginning({ node, path }: Place, found: readonly Finding[]): readonly Finding[] | undefined {
  if (found.length === 0) return none;
  const isInside = ({ span, path: place }: Finding): boolean =>
    span.start >= node.start && span.end <= node.end && path.every((part, index) => place[index] === part);
  if (!found.every(isInside)) return undefined;
  return found.map((finding) => ({
    ...finding,
    message: withOwnTexts(finding.message),
    span: { start: finding.span.start - node.start, end: finding.span.end - node.start },
    path: finding.path.slice(path.length),
  }));
}

/** A message that stays when the text is gone: pieces of that would keep all of it alive. */
function withOwnTexts({ template, args }: Message): Message {
  return {
    template,
    args: args.map((arg) => (typeof arg === 'string' ? ownCopy(arg) : typeof arg === 'number' ? arg : withOwnTexts(arg))),
  };
}

function atPlace({ node, path }: Place, found: readonly Finding[]): readonly Finding[] {
  return found.map((finding) => ({
    ...finding,
    span: { start: finding.span.start + node.start, end: finding.span.end + node.start },
    path: [...path, ...finding.path],
  }));
}
