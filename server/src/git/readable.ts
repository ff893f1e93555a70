import { skippedFolders } from '../protocol/skippedFolders';

const readable = /\.(?:jsonc?|jsonl|ya?ml|tfstate|template|policy)$/i;

/** Whether a file may say something about policies: by its name, and not among what package managers fill. `/` as separator. */
export function isReadable(file: string): boolean {
  return readable.test(file) && !file.split('/').some((name) => skippedFolders.has(name));
}
