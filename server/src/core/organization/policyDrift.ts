import type { Organization } from './organization';
import { canonical, documentOf, policyNamed } from './policyDrafts';

/** A statement that one of two versions has and the other has not, or that they have differently. */
export interface StatementChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly sid: string | undefined;
  /** From 0: in the draft, but of a removed one in the deployed policy. */
  readonly index: number;
}

/** What a draft is to the policy that it is bound to. */
export type Drift =
  | { readonly status: 'same'; readonly reference: string }
  | {
      readonly status: 'differs';
      readonly reference: string;
      readonly statements: readonly StatementChange[];
      /** Other members of the document that differ, such as `Version` or `tags`; `Statement` when only the order of statements does. */
      readonly members: readonly string[];
    }
  /** The organization has no policy of that name. */
  | { readonly status: 'missing' }
  /** One of the two is no JSON, or is not there to be read. */
  | { readonly status: 'unreadable'; readonly reference: string | undefined; readonly which: 'draft' | 'deployed' };

export interface DriftQuestion {
  /** An id, reference, name or ARN. */
  readonly policy: string;
  readonly draft: string | undefined;
}

/** Compares a draft with the deployed policy; layout, comments and the order of members make no difference. */
export function driftOf(organization: Organization, textOf: (file: string) => string | undefined, { policy, draft }: DriftQuestion): Drift {
  const deployed = policyNamed(organization, policy);
  const after = documentOf(draft);
  if (after === undefined) return { status: 'unreadable', reference: deployed?.reference, which: 'draft' };
  if (deployed?.file === undefined) return { status: 'missing' };
  const { reference } = deployed;
  const before = documentOf(textOf(deployed.file));
  if (before === undefined) return { status: 'unreadable', reference, which: 'deployed' };
  if (canonical(before.value) === canonical(after.value)) return { status: 'same', reference };
  const statements = compareStatements(statementsOf(before.value), statementsOf(after.value));
  const members = compareMembers(before.value, after.value);
  // Nothing is another, but the order is: what the editor calls a difference is none to hide here.
  const isOrder = statements.length === 0 && members.length === 0;
  return { status: 'differs', reference, statements, members: isOrder ? ['Statement'] : members };
}

interface Statement {
  readonly sid: string | undefined;
  readonly index: number;
  readonly text: string;
}

function statementsOf(document: unknown): readonly Statement[] {
  const value = memberOf(document, 'Statement');
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map((statement, index) => {
    const sid = memberOf(statement, 'Sid');
    return { sid: typeof sid === 'string' && sid !== '' ? sid : undefined, index, text: canonical(statement) };
  });
}

/** Statements are one where they are called the same; of those without a name, where they say the same, then in their order. */
function compareStatements(before: readonly Statement[], after: readonly Statement[]): readonly StatementChange[] {
  const changes: StatementChange[] = [];
  const left = [...before];
  const take = (found: (statement: Statement) => boolean): Statement | undefined => {
    const at = left.findIndex(found);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const unmatched = after.filter(({ text }) => take((one) => one.text === text) === undefined);
  for (const { sid, index, text } of unmatched) {
    const old = take((one) => one.sid === sid);
    if (old === undefined) changes.push({ kind: 'added', sid, index });
    else if (old.text !== text) changes.push({ kind: 'changed', sid, index });
  }
  return [...changes, ...left.map(({ sid, index }): StatementChange => ({ kind: 'removed', sid, index }))];
}

function compareMembers(before: unknown, after: unknown): readonly string[] {
  if (!isObject(before) || !isObject(after)) return canonical(before) === canonical(after) ? [] : ['(document)'];
  const names = new Set([...Object.keys(before), ...Object.keys(after)].filter((name) => name !== 'Statement'));
  return [...names].filter((name) => canonical(memberOf(before, name)) !== canonical(memberOf(after, name)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}
