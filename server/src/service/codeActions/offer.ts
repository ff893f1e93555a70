import type { TextChange } from '../../core/checks/check';
import type { Organization } from '../../core/organization/organization';
import type { Message } from '../../core/text/message';
import type { OpenDocument } from '../documentStore';
import type { ServiceContext } from '../serviceContext';

/** Kinds of our code actions; a client asks by them, or by what they begin with. */
export const codeActionKinds = {
  expandWildcards: 'refactor.rewrite.expandWildcards',
  shrinkActions: 'refactor.rewrite.shrinkActions',
  sortList: 'refactor.rewrite.sortList',
  convertList: 'refactor.rewrite.convertList',
  addCompanion: 'refactor.rewrite.addCompanion',
  organizationId: 'refactor.rewrite.organizationId',
  wrapStatement: 'refactor.rewrite.wrapStatement',
  splitPolicy: 'refactor.move.splitPolicy',
  sortLists: 'source.sortLists.gatehouse',
  formatPolicy: 'source.formatPolicy.gatehouse',
  minifyPolicy: 'source.minifyPolicy.gatehouse',
} as const;

export type OfferKind = (typeof codeActionKinds)[keyof typeof codeActionKinds];

/** A rewrite that could be made; what it costs to make it is paid when somebody takes it. */
export interface Offer {
  /** The same rewrite has the same id when it is asked about again at the same place. */
  readonly id: string;
  readonly kind: OfferKind;
  readonly title: Message;
  /** Why it cannot be taken, though it belongs here. */
  readonly disabled?: Message;
  /** It writes all of the document anew. */
  readonly wholeDocument?: true;
  /** Whether it repairs what a check found; it is a quick fix of that then. */
  readonly repairs?: (code: string) => boolean;
  /** Undefined when it turns out that there is nothing to change. */
  readonly make: () => Rewrite | undefined;
}

/** What becomes of the document, and what of it goes into new ones. */
export interface Rewrite {
  readonly changes: readonly TextChange[];
  readonly newTexts?: readonly string[];
}

/** Where rewrites are wanted, and how much may be spent on finding them. */
export interface OfferRequest {
  readonly document: OpenDocument;
  readonly offset: number;
  readonly context: ServiceContext;
  /** Somebody asked, rather than a cursor that moved. */
  readonly invoked: boolean;
  /** The organization that decides about the document, where there is one. */
  readonly organization: Organization | undefined;
  /** Codes of the findings at the place. */
  readonly findings: readonly string[];
}

/** A rewrite that is one change. */
export function oneChange(change: TextChange | undefined): Rewrite | undefined {
  return change === undefined ? undefined : { changes: [change] };
}
