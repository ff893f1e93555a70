import type { OrganizationPolicy } from '../../core/organization/organization';
import { parseJson } from '../../core/syntax/parseJson';
import { memberOf, valueOf } from '../../core/syntax/queries';
import type { Range } from '../../protocol/requests';

import { locate } from '../convert';
import type { LoadedOrganization } from '../organizationIndex';

import type { NavigationContext } from './navigation';

/**
 * The edit that makes an entry of the manifest say where its file is, when only its name said so: the entry is about to get another name while
 * the file keeps its own. Undefined when the entry says it already.
 */
export async function pinFile(
  { loaded, policy }: { readonly loaded: LoadedOrganization; readonly policy: OrganizationPolicy },
  { files }: NavigationContext,
): Promise<{ readonly uri: string; readonly range: Range; readonly newText: string } | undefined> {
  const { origin, file } = policy;
  if (origin === undefined || file === undefined || origin.file === file) return undefined;
  const uri = loaded.uriOf(origin.file);
  const text = await files.textOf(uri);
  if (text === undefined) return undefined;
  const entry = valueOf(valueOf(parseJson(text).root, 'policies'), policy.reference);
  if (entry?.kind !== 'object' || memberOf(entry, 'file') !== undefined) return undefined;
  const offset = entry.start + 1;
  const more = entry.members.length > 0 ? ',' : ' ';
  return { uri, range: locate(uri, text, { start: offset, end: offset }).range, newText: ` "file": ${JSON.stringify(file)}${more}` };
}
