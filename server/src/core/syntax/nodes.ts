import type { Message } from '../text/message';
import type { Span } from '../text/span';

/** A JSON value as written. Broken text still yields nodes: an unclosed object or string ends where its text ends. */
export type JsonNode = ObjectNode | ArrayNode | StringNode | NumberNode | BooleanNode | NullNode;

export interface ObjectNode extends Span {
  readonly kind: 'object';
  /** In order of writing; duplicate keys are kept. */
  readonly members: readonly MemberNode[];
  /** Only there, and true, when the closing bracket is missing; the span then reaches to where the next thing begins. */
  readonly unclosed?: true;
}

/** One `"key": value` of an object. The span runs from the key to the end of the value. */
export interface MemberNode extends Span {
  readonly key: StringNode;
  /** Offset of the colon; undefined while it is not yet typed. */
  readonly colon: number | undefined;
  /** Undefined while the value is not yet typed. */
  readonly value: JsonNode | undefined;
}

export interface ArrayNode extends Span {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
  readonly unclosed?: true;
}

/** The span includes the quotes (a closing quote may be missing at a line's end). */
export interface StringNode extends Span {
  readonly kind: 'string';
  /** The decoded text. */
  readonly text: string;
  /** What stands between the quotes; only there when it differs from `text`, that is when it holds an escape. */
  readonly raw?: string;
  /** Only there, and true, when the closing quote is missing. */
  readonly unclosed?: true;
}

export interface NumberNode extends Span {
  readonly kind: 'number';
  /** As written, so that no digit is lost. */
  readonly text: string;
}

export interface BooleanNode extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullNode extends Span {
  readonly kind: 'null';
}

/** Trouble with the JSON itself. */
export interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly span: Span;
  readonly message: Message;
}

export type SyntaxProblemCode = 'invalid-json' | 'comment-not-permitted' | 'trailing-comma' | 'nesting-too-deep' | 'empty-document';

/** A text, parsed: always a tree as far as there is one, and what was wrong. */
export interface JsonSyntax {
  /** Undefined when the text holds no value at all. */
  readonly root: JsonNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** Spans of the comments, in order. */
  readonly comments: readonly Span[];
}
