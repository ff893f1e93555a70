import type { OrganizationEntry } from './organizationItem';

/** The rows that a menu or a drop gives: one, or several. Arguments of commands are read, never trusted. */
export function readEntries(value: unknown): readonly OrganizationEntry[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter(isEntry);
}

function isEntry(value: unknown): value is OrganizationEntry {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'node' || !('node' in value)) return false;
  const { node } = value;
  return typeof node === 'object' && node !== null && 'id' in node && typeof node.id === 'string' && 'kind' in node;
}
