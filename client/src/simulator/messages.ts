import type { Location, SimulateParams, SimulateResult, Suggestion } from '../../../server/src/protocol/requests';

/** What the form holds; the panel opens it filled in from a lens, a tree or an editor. */
export interface SimulatorForm {
  /** The policy file that the question is about. */
  readonly uri: string;
  /** Its name for people. */
  readonly fileName: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: readonly ContextEntry[];
  readonly contextIsComplete: boolean;
}

/** One value of one context key; a multivalued key takes several entries. */
export interface ContextEntry {
  readonly key: string;
  readonly value: string;
}

export type SuggestionField = 'principal' | 'action' | 'resource' | 'contextKey';

/** Every word of the page; the extension host knows the language, the page does not. */
export type SimulatorTexts = Readonly<
  Record<
    | 'title'
    | 'principal'
    | 'principalHint'
    | 'action'
    | 'actionHint'
    | 'resource'
    | 'resourceHint'
    | 'policyFile'
    | 'policyFileHint'
    | 'clearPolicyFile'
    | 'context'
    | 'contextKey'
    | 'contextValue'
    | 'contextHint'
    | 'addContext'
    | 'removeContext'
    | 'contextIsComplete'
    | 'contextIsCompleteHint'
    | 'decide'
    | 'deciding'
    | 'decision'
    | 'noDecision'
    | 'stale'
    | 'failed'
    | 'allowed'
    | 'explicitDeny'
    | 'implicitDeny'
    | 'undetermined'
    | 'notApplicable'
    | 'awsMessage'
    | 'decidedBy'
    | 'layers'
    | 'statements'
    | 'statement'
    | 'effect'
    | 'match'
    | 'matched'
    | 'notMatched'
    | 'unknown'
    | 'reason'
    | 'decides'
    | 'showAll'
    | 'contextOfRequest'
    | 'origin'
    | 'matters'
    | 'doesNotMatter'
    | 'absent'
    | 'missing'
    | 'give'
    | 'notes'
    | 'suggestionCount'
    | 'revealSource',
    string
  >
>;

/** From the extension host to the page. */
export type ToWebview =
  | { readonly type: 'texts'; readonly texts: SimulatorTexts; readonly language: string }
  | { readonly type: 'open'; readonly form: Partial<SimulatorForm>; readonly run: boolean }
  | { readonly type: 'result'; readonly requestId: number; readonly result: SimulateResult }
  | { readonly type: 'failed'; readonly requestId: number; readonly message: string }
  | { readonly type: 'suggestions'; readonly requestId: number; readonly suggestions: readonly Suggestion[] }
  | { readonly type: 'stale' };

/** From the page to the extension host. */
export type FromWebview =
  | { readonly type: 'ready' }
  | { readonly type: 'simulate'; readonly requestId: number; readonly input: SimulateParams }
  | {
      readonly type: 'suggest';
      readonly requestId: number;
      readonly field: SuggestionField;
      readonly query: string;
      readonly action: string;
      readonly uri: string;
    }
  | { readonly type: 'reveal'; readonly location: Location };
