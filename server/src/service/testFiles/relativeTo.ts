import { pathOf } from '../uris';

/** The path of a file as written in another one of a folder, `../policies/a.json`; both are URIs. */
export function relativeTo(folder: string, file: string): string {
  const from = pathOf(folder).split('/');
  const to = pathOf(file).split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same += 1;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
