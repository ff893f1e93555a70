import type { MemberNode, ObjectNode } from '../../syntax/nodes';

import { isIntrinsicName } from './placeholder';

/** Members of a statement. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html> */
export type StatementElement =
  'Sid' | 'Effect' | 'Principal' | 'NotPrincipal' | 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Condition';

/** A statement as written, its members told apart once for all checks. */
export interface StatementSyntax extends ObjectNode {
  /** What each member is, in the order of members. */
  readonly elements: readonly (StatementElement | 'other')[];
  /** The first member of each element. */
  readonly first: Readonly<Record<StatementElement, MemberNode | undefined>>;
  /** Whether a member's name is still empty, or one that CloudFormation fills in later: such a statement may have any element. */
  readonly open: boolean;
}

/** A statement as its checks see it. */
export function readStatementSyntax({ kind, start, end, members }: ObjectNode): StatementSyntax {
  // One object of a fixed shape: a policy of megabytes has tens of thousands of statements.
  const first: Record<StatementElement, MemberNode | undefined> = {
    Sid: undefined,
    Effect: undefined,
    Principal: undefined,
    NotPrincipal: undefined,
    Action: undefined,
    NotAction: undefined,
    Resource: undefined,
    NotResource: undefined,
    Condition: undefined,
  };
  const elements: (StatementElement | 'other')[] = [];
  let open = false;
  for (const member of members) {
    const element = elementOf(member.key.text);
    elements.push(element);
    if (element !== 'other') first[element] ??= member;
    else if (member.key.text === '' || isIntrinsicName(member.key.text)) open = true;
  }
  return { kind, start, end, members, elements, first, open };
}

/** Names of each length: a name of the text is compared with these at most, letter by letter. */
const elementsByLength: readonly (readonly StatementElement[])[] = [
  [],
  [],
  [],
  ['Sid'],
  [],
  [],
  ['Effect', 'Action'],
  [],
  ['Resource'],
  ['Principal', 'NotAction', 'Condition'],
  [],
  ['NotResource'],
  ['NotPrincipal'],
];

/** The element of that name; names are case-sensitive. */
export function elementOf(name: string): StatementElement | 'other' {
  const candidates = elementsByLength[name.length];
  if (candidates === undefined) return 'other';
  for (const candidate of candidates) if (candidate === name) return candidate;
  return 'other';
}

/** Whether a statement has none of these elements. */
export function lacksElements({ first, open }: StatementSyntax, name: StatementElement, other: StatementElement = name): boolean {
  return !open && first[name] === undefined && first[other] === undefined;
}
