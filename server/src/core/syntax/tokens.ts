/** The numbers of jsonc-parser's `SyntaxKind`, a const enum that a file-by-file compiler cannot read; a test compares them. */
export const tokenKind = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  trivia: 15,
  unknown: 16,
  endOfFile: 17,
} as const;

/** The numbers of jsonc-parser's `ScanError`. */
export const scanError = {
  none: 0,
  unexpectedEndOfComment: 1,
  unexpectedEndOfString: 2,
  unexpectedEndOfNumber: 3,
  invalidUnicode: 4,
  invalidEscapeCharacter: 5,
  invalidCharacter: 6,
} as const;
