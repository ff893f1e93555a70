import { hash } from '../text/hash';

/**
 * Ids for what has none yet: derived from names alone, so that they never change while the names do not, and of the form that
 * AWS's own have, so that conditions on paths can be tried before anything exists.
 * <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html>
 */
export const syntheticIds = {
  organization: (name: string): string => `o-${letters(`organization ${name}`, 10)}`,
  root: (organizationId: string): string => `r-${letters(`root ${organizationId}`, 4)}`,
  organizationalUnit: (rootId: string, path: string): string => `ou-${rootId.replace(/^r-/, '')}-${letters(`ou ${rootId} ${path}`, 8)}`,
  account: (name: string): string => digits(`account ${name}`),
  policy: (reference: string): string => `p-${letters(`policy ${reference}`, 8)}`,
} as const;

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

function letters(seed: string, length: number): string {
  return Array.from({ length }, (_, index) => alphabet[hash(`${index} ${seed}`) % alphabet.length] ?? 'a').join('');
}

/** Twelve digits that begin with 0000, which AWS gives to nobody. */
function digits(seed: string): string {
  return `0000${String(hash(seed) % 100_000_000).padStart(8, '0')}`;
}
