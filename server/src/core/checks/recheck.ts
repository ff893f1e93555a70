import { lowerStatement } from '../policy/lowerPolicy';
import type { PolicyType } from '../policy/policyType';
import type { ObjectNode } from '../syntax/nodes';
import { statementsOf, valueOf } from '../syntax/queries';
import type { Message } from '../text/message';
import { ownCopy } from '../text/ownCopy';
import { replacementBetween } from '../text/replacement';
import type { Span } from '../text/span';

import type { Finding } from './check';
import { checkDocument, createStatementChecker, inOrder } from './runChecks';
import type { CheckedDocument, CheckSettings } from './runChecks';

/** What the checks of single statements found, for the next version of the text. */
export interface CheckedStatements {
  readonly text: string;
  readonly policyType: PolicyType;
  readonly settings: CheckSettings;
  /** By where the statement begins. */
  readonly findings: ReadonlyMap<number, FoundInStatement>;
}

interface FoundInStatement {
  readonly end: number;
  /** Places are from the beginning of the statement on. */
  readonly findings: readonly Finding[];
}

/** The findings of a policy, and what to give to the call for its next version. */
export interface Recheck {
  readonly findings: readonly Finding[];
  readonly statements: CheckedStatements;
}

/**
 * The same findings as `runChecks`. Statements before and behind what changed since an earlier version are not checked again: what is
 * found in a statement hangs on its text, the policy type and the settings alone. What was found for another policy type or with
 * other settings is not used.
 */
export function recheck(document: CheckedDocument, settings: CheckSettings, earlier?: CheckedStatements): Recheck {
  const { text, root, policyType } = document;
  const isUsable = earlier?.policyType === policyType && isSame(earlier.settings, settings);
  const foundBefore = isUsable ? findingsBefore(earlier, text) : () => undefined;
  const check = createStatementChecker(document, settings);
  const nodes = statementsOf(root);
  const isList = valueOf(root, 'Statement')?.kind === 'array';
  const findings: Finding[] = [...checkDocument(document, settings)];
  const next = new Map<number, FoundInStatement>();
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.kind !== 'object') continue;
    const place: Place = { node, path: isList ? ['Statement', index] : ['Statement'] };
    let found = foundBefore(node);
    if (found === undefined) {
      const fresh = check(node, lowerStatement(node, index));
      found = fromBeginning(place, fresh);
      // Something that is said about another place cannot be moved along with the statement.
      if (found === undefined) {
        findings.push(...fresh);
        continue;
      }
    }
    next.set(node.start, { end: node.end, findings: found });
    if (found.length > 0) findings.push(...atPlace(place, found));
  }
  return { findings: inOrder(findings), statements: { text, policyType, settings, findings: next } };
}

function isSame(one: CheckSettings, other: CheckSettings): boolean {
  return one.catalog === other.catalog && one.severities === other.severities;
}

/** What was found in statements whose text stands before or behind the change. */
function findingsBefore({ text, findings }: CheckedStatements, now: string): (node: Span) => readonly Finding[] | undefined {
  const { start, oldEnd, newEnd } = replacementBetween(text, now) ?? { start: now.length, oldEnd: now.length, newEnd: now.length };
  return (node) => {
    if (node.end > start && node.start < newEnd) return undefined;
    const delta = node.end <= start ? 0 : newEnd - oldEnd;
    const found = findings.get(node.start - delta);
    return found?.end === node.end - delta ? found.findings : undefined;
  };
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
