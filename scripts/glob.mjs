import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Files below some folders whose name passes, sorted; never looks into node_modules. */
export function globSync(folders, accept) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !entry.name.startsWith('vscode-host')) walk(full);
      } else if (accept(entry.name)) found.push(full);
    }
  };
  folders.forEach(walk);
  return found.sort();
}
