import type { JsonNode } from '../../core/syntax/nodes';
import { sniffDocument } from '../../core/policy/sniffDocument';

/** What the strings of a file mean: which of them name something, and what. */
export type FileRole = 'policy' | 'manifest' | 'accounts' | 'principals' | 'resources' | 'test';

/**
 * The role of a file by its place below an organization's folder (docs/organization.md), else by what it looks like; undefined: none of our business.
 * `path` is the whole path, `inOrganization` the one below the folder of the manifest.
 */
export function fileRole(
  path: string,
  inOrganization: string | undefined,
  root: JsonNode | undefined,
  isPolicy: boolean,
): FileRole | undefined {
  if (/\.iamtest\.jsonc?$/i.test(path)) return 'test';
  const placed = inOrganization === undefined ? undefined : roles.find(([form]) => form.test(inOrganization));
  if (placed !== undefined) return placed[1];
  if (isPolicy) return 'policy';
  return sniffDocument(path, root) === 'policy' ? 'policy' : undefined;
}

const roles: readonly (readonly [RegExp, FileRole])[] = [
  [/^organization\.jsonc?$/i, 'manifest'],
  [/^accounts(?:\/[^/]+)?\.jsonc?$/i, 'accounts'],
  [/^iam\/[^/]+\/principals\.jsonc?$/i, 'principals'],
  [/^iam\/[^/]+\/(?:users|groups|roles)\/[^/]+\.jsonc?$/i, 'principals'],
  [/^resources\/[^/]+\/resources\.jsonc?$/i, 'resources'],
];
