import { createScanner } from 'jsonc-parser';
import type { JSONScanner } from 'jsonc-parser';

import { message } from '../text/message';
import type { Message } from '../text/message';
import type { Span } from '../text/span';

import type { JsonNode, JsonSyntax, MemberNode, StringNode, SyntaxProblem, SyntaxProblemCode } from './nodes';
import { scanError, tokenKind } from './tokens';

/** Deeper than this is a problem and is skipped, so that everybody may walk a tree recursively. No AWS policy needs ten levels. */
export const maximumDepth = 1000;

/** More problems than this tell nobody anything. */
export const maximumProblems = 100;

export interface ParseOptions {
  /** Report comments and trailing commas, which AWS does not accept in a policy. Default: both are tolerated. */
  readonly strict?: boolean;
}

/**
 * Parses JSON, JSON with comments, and what people have typed so far of either. Always gives a tree as far as there is one; never throws.
 * It keeps its own stack: recursion would overflow at ten thousand levels.
 */
export function parseJson(text: string, options: ParseOptions = {}): JsonSyntax {
  return new Parser(text, options.strict === true).parse();
}

/**
 * Reads an object that was cut out of a text, as reading the whole text would: offsets are from its beginning on, `depth` is how many
 * containers are around it. Undefined when its text does not tell: it ends elsewhere now, or closes brackets that others opened.
 */
export function parseObject(text: string, depth: number): JsonSyntax | undefined {
  return new Parser(text, false, depth).parseObject();
}

interface ObjectFrame {
  readonly kind: 'object';
  readonly node: { kind: 'object'; start: number; end: number; members: MutableMember[]; unclosed?: true };
  expects: 'key' | 'colon' | 'value' | 'comma';
  comma: Span | undefined;
}

interface ArrayFrame {
  readonly kind: 'array';
  readonly node: { kind: 'array'; start: number; end: number; items: JsonNode[]; unclosed?: true };
  expects: 'value' | 'comma';
  comma: Span | undefined;
}

type Frame = ObjectFrame | ArrayFrame;
type MutableMember = { -readonly [Name in keyof MemberNode]: MemberNode[Name] };

/** A class because a parse has state for as long as it lasts; nobody outside sees one. */
class Parser {
  readonly #text: string;
  readonly #strict: boolean;
  readonly #depthAbove: number;
  readonly #scanner: JSONScanner;
  readonly #stack: Frame[] = [];
  readonly #problems: SyntaxProblem[] = [];
  readonly #comments: Span[] = [];
  #root: JsonNode | undefined;
  #extraReported = false;
  /** A bracket closes what was not opened here. */
  #closesOutside = false;
  /** The token at hand: its place, its text, and what is wrong with it. */
  #start = 0;
  #end = 0;
  #value = '';
  #error: number = scanError.none;
  /** End of the last token that was no trivia. */
  #lastEnd = 0;

  constructor(text: string, strict: boolean, depth = 0) {
    this.#text = text;
    this.#strict = strict;
    this.#depthAbove = depth;
    this.#scanner = createScanner(text, false);
  }

  parse(): JsonSyntax {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#end = 1;
    for (;;) {
      const token = this.#scan();
      if (token === tokenKind.endOfFile) break;
      this.#take(token);
    }
    this.#finish();
    return { root: this.#root, problems: this.#problems, comments: this.#comments };
  }

  parseObject(): JsonSyntax | undefined {
    do {
      const token = this.#scan();
      if (token === tokenKind.endOfFile) return undefined;
      this.#take(token);
    } while (this.#stack.length > 0 && !this.#closesOutside);
    if (this.#closesOutside || this.#lastEnd !== this.#text.length || this.#root?.kind !== 'object') return undefined;
    return { root: this.#root, problems: this.#problems, comments: this.#comments };
  }

  /** The next token. Brackets, signs and strings without escapes, nearly all there is, are read here at once; the scanner reads the rest. */
  #scan(): number {
    const text = this.#text;
    let position = this.#end;
    let code = text.charCodeAt(position);
    while (isWhiteSpace(code)) code = text.charCodeAt(++position);
    this.#error = scanError.none;
    this.#start = position;
    this.#end = position + 1;
    switch (code) {
      case 0x7b:
        return tokenKind.openBrace;
      case 0x7d:
        return tokenKind.closeBrace;
      case 0x5b:
        return tokenKind.openBracket;
      case 0x5d:
        return tokenKind.closeBracket;
      case 0x2c:
        return tokenKind.comma;
      case 0x3a:
        return tokenKind.colon;
      case 0x22:
        return this.#scanPlainString(position + 1) ? tokenKind.string : this.#scanByScanner(position);
      default:
        return this.#scanByScanner(position);
    }
  }

  /** A string in which nothing needs a second look; false for any other. */
  #scanPlainString(from: number): boolean {
    const text = this.#text;
    let at = from;
    for (let code = text.charCodeAt(at); code !== 0x22; code = text.charCodeAt(++at)) {
      // Behind the text's end there is no number.
      if (code === 0x5c || !(code >= 0x20)) return false;
    }
    this.#value = text.slice(from, at);
    this.#end = at + 1;
    return true;
  }

  #scanByScanner(position: number): number {
    const scanner = this.#scanner;
    scanner.setPosition(position);
    const token: number = scanner.scan();
    this.#value = scanner.getTokenValue();
    this.#error = scanner.getTokenError();
    // The scanner steps one too far over a block comment that the text cuts short.
    this.#end = Math.min(position + scanner.getTokenLength(), this.#text.length);
    return token;
  }

  #take(token: number): void {
    const start = this.#start;
    const end = this.#end;
    switch (token) {
      case tokenKind.trivia:
      case tokenKind.lineBreak:
        return;
      case tokenKind.lineComment:
      case tokenKind.blockComment:
        this.#takeComment({ start, end });
        return;
      case tokenKind.openBrace:
        this.#open({ kind: 'object', node: { kind: 'object', start, end, members: [] }, expects: 'key', comma: undefined });
        break;
      case tokenKind.openBracket:
        this.#open({ kind: 'array', node: { kind: 'array', start, end, items: [] }, expects: 'value', comma: undefined });
        break;
      case tokenKind.closeBrace:
        this.#close('object', { start, end });
        break;
      case tokenKind.closeBracket:
        this.#close('array', { start, end });
        break;
      case tokenKind.comma:
        this.#takeComma({ start, end });
        break;
      case tokenKind.colon:
        this.#takeColon({ start, end });
        break;
      case tokenKind.string:
        this.#takeString(start, end);
        break;
      case tokenKind.number:
        this.#place({ kind: 'number', start, end, text: this.#value });
        break;
      case tokenKind.true:
      case tokenKind.false:
        this.#place({ kind: 'boolean', start, end, value: token === tokenKind.true });
        break;
      case tokenKind.null:
        this.#place({ kind: 'null', start, end });
        break;
      default:
        this.#report('invalid-json', { start, end }, message('this is not JSON'));
    }
    this.#lastEnd = end;
  }

  #takeComment(span: Span): void {
    this.#comments.push(span);
    if (this.#strict) this.#report('comment-not-permitted', span, message('AWS does not accept comments in a policy'));
    if (this.#error === scanError.unexpectedEndOfComment) {
      this.#report('invalid-json', span, message('the comment is not closed'));
    }
  }

  #takeString(start: number, end: number): void {
    const text = this.#value;
    const error = this.#error;
    const unclosed = error === scanError.unexpectedEndOfString;
    const inner = end - start - (unclosed ? 1 : 2);
    const node: { -readonly [Name in keyof StringNode]: StringNode[Name] } = { kind: 'string', start, end, text };
    // An escape is longer than what it stands for, so equal lengths mean that there is none.
    if (inner !== text.length) node.raw = this.#text.slice(start + 1, start + 1 + inner);
    if (unclosed) node.unclosed = true;
    if (error !== scanError.none) this.#reportStringError(node);
    if (this.#isKey(node)) this.#takeKey(node);
    else this.#place(node);
  }

  #reportStringError(node: StringNode): void {
    switch (this.#error) {
      case scanError.unexpectedEndOfString:
        return this.#report('invalid-json', node, message('the string is not closed'));
      case scanError.invalidUnicode:
      case scanError.invalidEscapeCharacter:
        return this.#report('invalid-json', node, message('the string holds an escape that JSON does not know'));
      case scanError.invalidCharacter:
        return this.#report('invalid-json', node, message('the string holds a control character; write it as an escape'));
      default:
    }
  }

  /** Whether a string is an object's key. While people type, values and brackets are missing: a colon after the string tells. */
  #isKey(node: StringNode): boolean {
    const top = this.#top();
    if (top === undefined) return false;
    if (top.kind === 'object' && top.expects === 'key') return true;
    if (top.kind === 'object' && top.expects === 'comma') return true;
    if (!this.#colonFollows(node.end)) return false;
    if (top.kind === 'object') return true;
    const parent = this.#stack[this.#stack.length - 2];
    if (parent?.kind !== 'object') return false;
    this.#report('invalid-json', { start: this.#lastEnd, end: this.#lastEnd }, message('`{0}` is missing', ']'));
    this.#pop(node.start, true);
    // The comma before this key was read as the list's.
    if (top.expects === 'value' && top.comma !== undefined) parent.expects = 'key';
    return true;
  }

  #colonFollows(offset: number): boolean {
    for (let index = offset; index < this.#text.length; index++) {
      const code = this.#text.charCodeAt(index);
      if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return code === 0x3a;
    }
    return false;
  }

  #takeKey(key: StringNode): void {
    const top = this.#top();
    if (top?.kind !== 'object') return;
    if (top.expects === 'comma') this.#report('invalid-json', this.#gap(), message('`{0}` is missing', ','));
    else if (top.expects !== 'key') this.#report('invalid-json', this.#gap(), message('a value is missing'));
    top.node.members.push({ start: key.start, end: key.end, key, colon: undefined, value: undefined });
    top.expects = 'colon';
  }

  #gap(): Span {
    return { start: this.#lastEnd, end: this.#lastEnd };
  }

  #takeColon(span: Span): void {
    const top = this.#top();
    if (top?.kind !== 'object' || top.expects !== 'colon')
      return this.#report('invalid-json', span, message('`{0}` is not expected here', ':'));
    const member = top.node.members.at(-1);
    if (member !== undefined) {
      member.colon = span.start;
      member.end = span.end;
    }
    top.expects = 'value';
  }

  #takeComma(span: Span): void {
    const top = this.#top();
    if (top === undefined) return this.#report('invalid-json', span, message('`{0}` is not expected here', ','));
    if (top.expects !== 'comma') {
      const missing = top.kind === 'object' && top.expects !== 'key';
      this.#report('invalid-json', span, missing ? message('a value is missing') : message('`{0}` is not expected here', ','));
    }
    top.expects = top.kind === 'object' ? 'key' : 'value';
    top.comma = span;
  }

  /** Puts a value where the innermost open container wants one; where it wants none, says so and drops it. */
  #place(node: JsonNode): void {
    const top = this.#top();
    if (top === undefined) {
      if (this.#root === undefined) this.#root = node;
      else if (!this.#extraReported) {
        this.#extraReported = true;
        this.#report('invalid-json', node, message('the document ends before this'));
      }
      return;
    }
    if (top.kind === 'array') {
      if (top.expects === 'comma') this.#report('invalid-json', this.#gap(), message('`{0}` is missing', ','));
      top.node.items.push(node);
      top.expects = 'comma';
      return;
    }
    const member = top.node.members.at(-1);
    if (member === undefined || top.expects === 'key' || top.expects === 'comma') {
      return this.#report('invalid-json', node, message('a name in double quotes is expected here'));
    }
    if (top.expects === 'colon') this.#report('invalid-json', this.#gap(), message('`{0}` is missing', ':'));
    member.value = node;
    member.end = node.end;
    top.expects = 'comma';
  }

  #open(frame: Frame): void {
    if (this.#depthAbove + this.#stack.length >= maximumDepth) return this.#skip(frame.node);
    this.#place(frame.node);
    this.#stack.push(frame);
  }

  /** Steps over a container that lies too deep, by counting brackets. */
  #skip(span: Span): void {
    this.#report('nesting-too-deep', span, message('nested more than {0} levels deep; the rest is not read', maximumDepth));
    let depth = 1;
    while (depth > 0) {
      const token = this.#scan();
      if (token === tokenKind.endOfFile) return;
      if (token === tokenKind.openBrace || token === tokenKind.openBracket) depth++;
      if (token === tokenKind.closeBrace || token === tokenKind.closeBracket) depth--;
    }
    this.#place({ kind: 'null', start: span.start, end: this.#end });
  }

  #close(kind: Frame['kind'], span: Span): void {
    const bracket = kind === 'object' ? '}' : ']';
    if (this.#top()?.kind !== kind && !this.#stack.some((frame) => frame.kind === kind)) {
      this.#closesOutside = true;
      return this.#report('invalid-json', span, message('`{0}` is not expected here', bracket));
    }
    for (let top = this.#top(); top !== undefined && top.kind !== kind; top = this.#top()) {
      this.#report('invalid-json', this.#gap(), message('`{0}` is missing', top.kind === 'object' ? '}' : ']'));
      this.#pop(span.start, true);
    }
    const top = this.#top();
    if (top === undefined) return;
    if (top.kind === 'object' && (top.expects === 'colon' || top.expects === 'value')) {
      this.#report('invalid-json', this.#gap(), message('a value is missing'));
    } else if (top.expects !== 'comma' && top.comma !== undefined && this.#strict) {
      this.#report('trailing-comma', top.comma, message('JSON allows no comma after the last one'));
    }
    this.#pop(span.end);
  }

  #pop(end: number, unclosed = false): void {
    const frame = this.#stack.pop();
    if (frame === undefined) return;
    frame.node.end = end;
    if (unclosed) frame.node.unclosed = true;
    const parent = this.#top();
    if (parent?.kind !== 'object') return;
    const member = parent.node.members.at(-1);
    if (member?.value === frame.node) member.end = end;
  }

  #finish(): void {
    const end = this.#text.length;
    if (this.#root === undefined && this.#problems.length === 0) {
      this.#report('empty-document', { start: 0, end }, message('the document is empty'));
    }
    const top = this.#top();
    if (top !== undefined) {
      this.#report('invalid-json', this.#gap(), message('the document ends before `{0}`', top.kind === 'object' ? '}' : ']'));
    }
    while (this.#stack.length > 0) this.#pop(end, true);
  }

  #top(): Frame | undefined {
    return this.#stack[this.#stack.length - 1];
  }

  #report(code: SyntaxProblemCode, { start, end }: Span, text: Message): void {
    if (this.#problems.length < maximumProblems) this.#problems.push({ code, span: { start, end }, message: text });
  }
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
