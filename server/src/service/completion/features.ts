/** What the client can do with proposals; what it cannot is left out or written plainly. */
export interface CompletionFeatures {
  /** Tab stops. Without them the placeholders stand in the text, to be overwritten. */
  readonly snippets: boolean;
  /** Two ranges: one up to the cursor, one over all of the word. */
  readonly insertReplace: boolean;
  /** A second, fainter text behind the label. */
  readonly labelDetails: boolean;
  /** Range and format said once for the whole list: answers are a third of the size. */
  readonly defaultRange: boolean;
  readonly defaultFormat: boolean;
  /** Asks for proposals again by the command that VS Code has for it; others would look for it in vain. */
  readonly retriggers: boolean;
}

/** The least that any client can do. */
export const leastCompletionFeatures: CompletionFeatures = {
  snippets: false,
  insertReplace: false,
  labelDetails: false,
  defaultRange: false,
  defaultFormat: false,
  retriggers: false,
};
