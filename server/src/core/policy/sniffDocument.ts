import type { JsonNode } from '../syntax/nodes';
import { memberOf, statementsOf, valueOf } from '../syntax/queries';

/** What a JSON document is to us; undefined: none of our business. */
export type DocumentKind = 'policy' | 'manifest' | 'test';

/**
 * What a document is, by its name and its content (product.md 2). A file named as a policy, or lying in a policies folder, is one even while it is broken
 * or empty; anything else must look like one: an object with `Statement`.
 */
export function sniffDocument(path: string, root: JsonNode | undefined): DocumentKind | undefined {
  if (/(?:^|\/)[^/]*\.iamtest\.jsonc?$/i.test(path)) return 'test';
  if (
    /(?:^|\/)organization\.jsonc?$/i.test(path) &&
    (memberOf(root, 'organization') !== undefined || memberOf(root, 'root') !== undefined || root === undefined)
  )
    return 'manifest';
  if (namedAsPolicy.test(path)) return 'policy';
  return looksLikePolicy(root) ? 'policy' : undefined;
}

const namedAsPolicy =
  /[.-](?:scp|rcp)\.jsonc?$|\.(?:trust|boundary|session|bucket|policy)\.jsonc?$|(?:^|\/)(?:service|resource)-control-policies\/[^/]+\.jsonc?$/i;

/** A `Statement` that holds objects with policy elements, or one not yet typed beside a policy `Version`. */
function looksLikePolicy(root: JsonNode | undefined): boolean {
  if (root?.kind !== 'object') return false;
  const statement = memberOf(root, 'Statement');
  const version = valueOf(root, 'Version');
  const policyVersion = version?.kind === 'string' && (version.text === '2012-10-17' || version.text === '2008-10-17');
  if (statement === undefined) return policyVersion && root.members.every(({ key }) => topLevel.some((name) => name.startsWith(key.text)));
  if (policyVersion) return true;
  const statements = statementsOf(root);
  return statements.length === 0 || statements.some((node) => elements.some((name) => memberOf(node, name) !== undefined));
}

/** A name may be half typed. */
const topLevel = ['Version', 'Id', 'Statement'] as const;
const elements = ['Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Sid'] as const;
