/**
 * Whether a text holds something that another tool, or its author, fills in later: `${…}`, `{{…}}`, `<account-id>`, `%NAME%`, `ACCOUNT_ID`.
 * Such a text is unknown, not wrong.
 */
export function hasPlaceholder(text: string): boolean {
  return /[$<>{}%]|@@|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/.test(text);
}
