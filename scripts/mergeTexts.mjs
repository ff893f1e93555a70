// Merges the Korean texts that each part of the source keeps in l10n/parts/ into the one bundle that is shipped.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..', 'l10n');

/** The merged bundle of a language as it must stand on disk; two parts that translate one text differently are an error. */
export function mergedTexts(language) {
  const merged = new Map();
  const from = new Map();
  for (const name of readdirSync(path.join(folder, 'parts')).sort()) {
    if (!name.endsWith(`.${language}.json`)) continue;
    for (const [text, translation] of Object.entries(JSON.parse(readFileSync(path.join(folder, 'parts', name), 'utf8')))) {
      if (merged.has(text) && merged.get(text) !== translation) {
        throw new Error(`"${text}" is translated differently in ${from.get(text)} and ${name}`);
      }
      merged.set(text, translation);
      from.set(text, name);
    }
  }
  const sorted = [...merged].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

/** Writes the bundles that differ from their parts. */
export function mergeTexts() {
  for (const language of ['ko']) {
    const file = path.join(folder, `bundle.l10n.${language}.json`);
    const text = mergedTexts(language);
    if (readOrEmpty(file) !== text) writeFileSync(file, text);
  }
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1]?.endsWith('mergeTexts.mjs')) mergeTexts();
