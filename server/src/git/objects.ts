import type { GitProblem } from './gitProcess';
import { streamGit } from './gitProcess';

/** What git has of an object: its bytes, or that it is too big or not there (a shallow, partial or broken clone). */
export type GitObject = Buffer | 'tooBig' | 'missing';

/**
 * Reads many objects by one process. Those of more than `limit` bytes are passed over as they come, so that memory stays flat; `take` may
 * be called for as many as were read when a problem ends it. <https://git-scm.com/docs/git-cat-file#_batch_output>
 */
export async function readObjects(
  folder: string,
  names: readonly string[],
  limit: number,
  take: (name: string, object: GitObject) => void,
): Promise<GitProblem | undefined> {
  if (names.length === 0) return undefined;
  const reader = createBatchReader(limit, take);
  return streamGit(folder, ['cat-file', '--batch'], `${names.join('\n')}\n`, reader);
}

const newline = 0x0a;

/** Takes the output of `cat-file --batch` in parts of any length. */
export function createBatchReader(limit: number, take: (name: string, object: GitObject) => void): (part: Buffer) => void {
  let header: Buffer[] = [];
  let body: { readonly name: string; readonly size: number; readonly parts: Buffer[] | undefined; left: number } | undefined;
  return (part) => {
    let at = 0;
    while (at < part.length) {
      if (body === undefined) {
        const end = part.indexOf(newline, at);
        header.push(part.subarray(at, end < 0 ? part.length : end));
        if (end < 0) return;
        at = end + 1;
        const [name = '', type = '', size = ''] = Buffer.concat(header).toString('utf8').split(' ');
        header = [];
        if (type === 'missing') take(name, 'missing');
        else body = { name, size: Number(size), parts: Number(size) > limit ? undefined : [], left: Number(size) + 1 };
        continue;
      }
      const piece = part.subarray(at, at + body.left);
      body.parts?.push(piece);
      body.left -= piece.length;
      at += piece.length;
      if (body.left > 0) return;
      // A line break that is none of the object's ends it.
      take(body.name, body.parts === undefined ? 'tooBig' : Buffer.concat(body.parts).subarray(0, body.size));
      body = undefined;
    }
  };
}
