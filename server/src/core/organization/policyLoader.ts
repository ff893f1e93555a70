import { lowerPolicy } from '../policy/lowerPolicy';
import type { Policy } from '../policy/policy';
import type { JsonNode } from '../syntax/nodes';
import { parseJson } from '../syntax/parseJson';
import { nodeAt } from '../syntax/queries';
import type { Span } from '../text/span';

import type { OrganizationFiles } from './organizationFiles';
import type { PolicyReference } from './organization';

/** A policy that was found. `policy` undefined: its text cannot be read. */
export interface LoadedPolicy {
  /** Instead of the name that its use gives it. */
  readonly name?: string;
  readonly policy: Policy | undefined;
  readonly uri?: string;
}

/** Gets the policy of a reference; undefined where there is none to get. */
export type LoadPolicy = (reference: PolicyReference) => LoadedPolicy | undefined;

export interface PolicyLoaderSources {
  readonly files: OrganizationFiles;
  /** The text of a policy that AWS manages, by ARN or name. */
  readonly managedPolicyDocument: (arnOrName: string) => string | undefined;
  /** What a file of the organization is called outside; the default is its path. */
  readonly uriOfFile?: (file: string) => string;
  /** What a policy that AWS manages is called; the default is its ARN. */
  readonly uriOfManagedPolicy?: (arn: string) => string;
}

/** Loads the policies of references, each file parsed once; keep one loader as long as the files stay as they are. */
export function createPolicyLoader(sources: PolicyLoaderSources): LoadPolicy {
  const { files, managedPolicyDocument, uriOfFile = same, uriOfManagedPolicy = same } = sources;
  const trees = new Map<string, JsonNode | undefined>();
  const loaded = new Map<string, LoadedPolicy>();
  const treeOf = (file: string): JsonNode | undefined => {
    if (!trees.has(file)) {
      const text = files.read(file);
      trees.set(file, text === undefined ? undefined : parseJson(text).root);
    }
    return trees.get(file);
  };
  const load = (reference: PolicyReference): LoadedPolicy | undefined => {
    switch (reference.kind) {
      case 'file':
        return { policy: readPolicyText(files.read(reference.file)), uri: uriOfFile(reference.file) };
      case 'embedded': {
        const { file, span } = reference.origin;
        return { policy: embeddedPolicy(treeOf(file), span), uri: uriOfFile(file) };
      }
      case 'awsManaged':
        return { policy: readPolicyText(managedPolicyDocument(reference.arn)), uri: uriOfManagedPolicy(reference.arn) };
      case 'unresolved':
        return undefined;
    }
  };
  return (reference) => {
    const key = keyOf(reference);
    const known = loaded.get(key);
    if (known !== undefined) return known;
    const policy = load(reference);
    if (policy !== undefined) loaded.set(key, policy);
    return policy;
  };
}

/** The policy that a text holds; undefined when it is no JSON object or broken, for then nobody knows what it would say. */
export function readPolicyText(text: string | undefined): Policy | undefined {
  if (text === undefined) return undefined;
  const { root, problems } = parseJson(text);
  if (root?.kind !== 'object' || problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep')) return undefined;
  return lowerPolicy(root);
}

/** The document at a place of a file: an object, or a text that holds one, URL-encoded or not, as AWS exports have it. */
function embeddedPolicy(root: JsonNode | undefined, span: Span): Policy | undefined {
  const node = nodeAtSpan(root, span);
  if (node?.kind === 'object') return lowerPolicy(node);
  return node?.kind === 'string' ? readPolicyText(decoded(node.text)) : undefined;
}

function nodeAtSpan(root: JsonNode | undefined, span: Span): JsonNode | undefined {
  const candidates = nodeAt(root, Math.min(span.start + 1, span.end));
  return [...candidates.parents, candidates.node].find((node) => node?.start === span.start && node.end === span.end);
}

function decoded(text: string): string {
  if (!text.trimStart().startsWith('%7B')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function keyOf(reference: PolicyReference): string {
  switch (reference.kind) {
    case 'file':
      return `file ${reference.file}`;
    case 'embedded':
      return `embedded ${reference.origin.file} ${reference.origin.span.start}`;
    case 'awsManaged':
      return `awsManaged ${reference.arn}`;
    case 'unresolved':
      return `unresolved ${reference.text}`;
  }
}

function same(name: string): string {
  return name;
}
