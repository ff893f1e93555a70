import { TextDocument } from 'vscode-languageserver-textdocument';

import { inferPolicyType } from '../core/policy/inferPolicyType';
import type { PolicyTypeEvidence } from '../core/policy/inferPolicyType';
import { lowerPolicy } from '../core/policy/lowerPolicy';
import type { Policy } from '../core/policy/policy';
import type { PolicyType } from '../core/policy/policyType';
import { sniffDocument } from '../core/policy/sniffDocument';
import type { DocumentKind } from '../core/policy/sniffDocument';
import type { JsonSyntax } from '../core/syntax/nodes';
import { parseJson } from '../core/syntax/parseJson';
import { reparseJson } from '../core/syntax/reparseJson';
import type { ParsedText } from '../core/syntax/reparseJson';

import { normaliseUri, pathOf } from './uris';

/** An open document and what was read from its text; everything is made on first use and dropped with the next version. */
export interface OpenDocument {
  readonly uri: string;
  readonly text: string;
  readonly textDocument: TextDocument;
  readonly syntax: JsonSyntax;
  /** Undefined: none of our business. */
  readonly kind: DocumentKind | undefined;
  readonly policy: Policy;
  /** Asked each time, since settings and organizations change while the text stays. */
  policyType(): PolicyType;
}

/** A document as the store keeps it: the next version reads only what is new in it. */
interface StoredDocument extends OpenDocument {
  /** The latest text that was read, of this version or one before. */
  parsed(): ParsedText | undefined;
}

/** The open documents, by URI. */
export interface DocumentStore {
  open(textDocument: TextDocument): OpenDocument;
  close(uri: string): void;
  get(uri: string): OpenDocument | undefined;
  all(): readonly OpenDocument[];
  /** A file that is not open, read like one that is. */
  readClosed(uri: string, text: string): OpenDocument;
  /** What settings and organizations know about a URI's policy type. */
  evidence(uri: string): PolicyTypeEvidence;
}

/** `evidence` says what settings and organizations know about a URI's policy type. */
export function createDocumentStore(evidence: (uri: string) => PolicyTypeEvidence): DocumentStore {
  const documents = new Map<string, StoredDocument>();
  return {
    open(textDocument) {
      const document = createOpenDocument(textDocument, evidence, documents.get(normaliseUri(textDocument.uri))?.parsed());
      documents.set(document.uri, document);
      return document;
    },
    close: (uri) => void documents.delete(normaliseUri(uri)),
    get: (uri) => documents.get(normaliseUri(uri)),
    all: () => [...documents.values()],
    readClosed: (uri, text) => createOpenDocument(TextDocument.create(uri, 'json', 0, text), evidence, undefined),
    evidence,
  };
}

function createOpenDocument(
  textDocument: TextDocument,
  evidence: (uri: string) => PolicyTypeEvidence,
  before: ParsedText | undefined,
): StoredDocument {
  const uri = normaliseUri(textDocument.uri);
  const text = textDocument.getText();
  // An earlier version until this one is read, so that no more than one is kept.
  let parsed = before;
  let isRead = false;
  let policy: Policy | undefined;
  let inferred: (PolicyTypeEvidence & { readonly type: PolicyType }) | undefined;
  let kind: { readonly value: DocumentKind | undefined } | undefined;
  return {
    uri,
    text,
    textDocument,
    get syntax() {
      if (parsed === undefined || !isRead) parsed = { text, syntax: parsed === undefined ? parseJson(text) : reparseJson(parsed, text) };
      isRead = true;
      return parsed.syntax;
    },
    get policy() {
      return (policy ??= lowerPolicy(this.syntax.root));
    },
    get kind() {
      return (kind ??= { value: kindOf(this.syntax, uri, evidence(uri)) }).value;
    },
    parsed: () => parsed,
    policyType() {
      const { setting, organization } = evidence(uri);
      if (inferred === undefined || inferred.setting !== setting || inferred.organization !== organization)
        inferred = { setting, organization, type: inferPolicyType(this.syntax.root, { path: pathOf(uri), setting, organization }, text) };
      return inferred.type;
    },
  };
}

/** A file that settings or an organization call a policy is one, whatever it looks like. */
function kindOf(syntax: JsonSyntax, uri: string, { setting, organization }: PolicyTypeEvidence): DocumentKind | undefined {
  const sniffed = sniffDocument(pathOf(uri), syntax.root);
  if (sniffed !== undefined) return sniffed;
  return setting !== undefined || organization !== undefined ? 'policy' : undefined;
}
