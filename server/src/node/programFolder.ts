import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder that holds `server/data` and `l10n`: the extension's, whether this runs from a bundle (`dist/…`) or file by file.
 * Looked for upwards, so that no caller counts levels.
 */
export function programFolder(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, 'server', 'data', 'facts')) && !existsSync(path.join(folder, 'server', 'data', 'catalog'))) {
    const parent = path.dirname(folder);
    if (parent === folder) return __dirname;
    folder = parent;
  }
  return folder;
}
