/** The path of a URI, decoded, `/` as separator; what is no URI is taken for a path. */
export function pathOf(uri: string): string {
  const path = uri.replace(/^[a-z][\w+.-]*:(?:\/\/[^/]*)?/i, '').replace(/[?#].*$/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The last part of a URI's path. */
export function fileNameOf(uri: string): string {
  return pathOf(uri).split('/').pop() ?? '';
}

/** The URI of the folder a file lies in, without a final slash. */
export function folderOf(uri: string): string {
  return uri.replace(/\/[^/]*$/, '');
}

/** The URI of a file below a folder; the path's parts are encoded, so that a `#` in a name stays part of it. */
export function uriBelow(folder: string, path: string): string {
  return `${folder}/${path.split('/').map(encodePart).join('/')}`;
}

/** The path of a file relative to a folder, decoded; undefined when it does not lie below. */
export function relativePath(folder: string, uri: string): string | undefined {
  if (!uri.startsWith(folder) || uri[folder.length] !== '/') return undefined;
  const rest = uri.slice(folder.length + 1);
  return plain.test(rest) ? rest : pathOf(`/${rest}`).slice(1);
}

/** What is the same encoded and decoded, as nearly all URIs of files are: an organization has tens of thousands. */
const plain = /^[\w.!~*'()@:$&+,;=/-]*$/;

/** One form for one file: editors escape more or less of a URI. */
export function normaliseUri(uri: string): string {
  if (plain.test(uri)) return uri;
  const [, scheme = '', rest = uri] = /^([a-z][\w+.-]*:(?:\/\/[^/]*)?)(.*)$/is.exec(uri) ?? [];
  const path = rest.replace(/[?#].*$/, '');
  try {
    return scheme + decodeURIComponent(path).split('/').map(encodePart).join('/') + rest.slice(path.length);
  } catch {
    return uri;
  }
}

function encodePart(part: string): string {
  return encodeURIComponent(part).replace(/%(?:40|3A|24|26|2B|2C|3B|3D)/gi, (code) => decodeURIComponent(code));
}
