import { normaliseUri } from '../uris';

/** The URI of a path as written in a file of a folder; `..` climbs, and stops where the URI's path ends. */
export function joinUri(folder: string, written: string): string {
  const [, authority = '', path = folder] = /^([a-z][\w+.-]*:(?:\/\/[^/]*)?)(.*)$/is.exec(folder) ?? [];
  const parts = path.split('/');
  for (const part of written.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(encodeURIComponent(part));
    else if (parts.length > 1) parts.pop();
  }
  return normaliseUri(authority + parts.join('/'));
}
