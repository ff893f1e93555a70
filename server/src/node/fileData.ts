import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ServiceData } from '../service/workspace';

/** The catalog's and the translations' files, read when first asked for. */
export function createFileData(dataFolder: string, l10nFolder: string): ServiceData {
  return {
    readPart: (name) => readJson(path.join(dataFolder, `${name}.json`)),
    readTranslations: (language) => readJson(path.join(l10nFolder, `bundle.l10n.${language}.json`)),
  };
}

/** A folder given as a URI, or where it lies beside this program. */
export function folderFrom(uri: string, otherwise: string): string {
  return uri.startsWith('file:') ? fileURLToPath(uri) : otherwise;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
