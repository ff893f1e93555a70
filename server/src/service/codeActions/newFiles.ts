import { fileNameOf, folderOf } from '../uris';

/** What names a policy's type, or a file's: new files keep it (`guard-2.scp.json`). */
const ending = /(?:[.-](?:scp|rcp)|\.(?:trust|boundary|session|bucket|key|kms|resource|vpce|endpoint|delegation|policy))?\.jsonc?$/i;

/** URIs beside a file for parts of it, `name-2.json` and on; those that are taken are passed over. */
export async function newFilesBeside(uri: string, count: number, isTaken: (uri: string) => Promise<boolean>): Promise<readonly string[]> {
  const encodedName = /[^/]*$/.exec(uri)?.[0] ?? fileNameOf(uri);
  const found = ending.exec(encodedName);
  const stem = found === null ? encodedName : encodedName.slice(0, found.index);
  const uris: string[] = [];
  for (let number = 2; uris.length < count; number++) {
    const next = `${folderOf(uri)}/${stem}-${number}${found?.[0] ?? ''}`;
    if (!(await isTaken(next))) uris.push(next);
  }
  return uris;
}
