/** Files of the native layout that stand in no folder. */
export interface VirtualFiles {
  readonly all: ReadonlyMap<string, string>;
  /** A path for a JSON file that nobody has: what no file name has becomes `-`, and a second of one name gets a number. */
  free(path: string): string;
  write(path: string, text: string): void;
}

export function createVirtualFiles(): VirtualFiles {
  const all = new Map<string, string>();
  const taken = new Set<string>();
  return {
    all,
    write: (path, text) => void all.set(path, text),
    free(path) {
      const [folders, name] = splitPath(path);
      const safe = name.replace(/[^\p{L}\p{N}+=,@._-]+|\.{2,}/gu, '-').slice(0, 120);
      // `..` is no name, and what begins with a dot is hidden.
      const base = `${folders}${safe.replace(/^\.+/, '') || 'policy'}`;
      for (let count = 1; ; count++) {
        const candidate = `${base}${count === 1 ? '' : `-${count}`}.json`;
        if (taken.has(candidate.toLowerCase())) continue;
        taken.add(candidate.toLowerCase());
        return candidate;
      }
    },
  };
}

/** Folders are two or more levels of our own making; all the rest is the name. */
function splitPath(path: string): readonly [folders: string, name: string] {
  const depth = path.startsWith('iam/') || path.startsWith('resources/') ? 3 : 2;
  const parts = path.split('/');
  const folders = parts.slice(0, depth).map((part) => `${part}/`);
  return [folders.join(''), parts.slice(depth).join('/')];
}
