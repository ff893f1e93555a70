/** Where a test file stands in the view. */
export interface FilePlace {
  /** URI of the folder it lies in. */
  readonly folder: string;
  /** The folder as people know it: relative to the workspace folder, whose name it is where that is the same. */
  readonly folderLabel: string;
  readonly label: string;
}

/** Where a test file is listed: below its folder, under its name without the ending that all have. */
export function placeOfFile(uri: string, workspaceFolders: readonly { readonly uri: string; readonly name: string }[]): FilePlace {
  const folder = uri.slice(0, uri.lastIndexOf('/'));
  const own = [...workspaceFolders]
    .sort((a, b) => b.uri.length - a.uri.length)
    .find((one) => folder === one.uri || folder.startsWith(`${one.uri}/`));
  const below = own === undefined ? folder : folder.slice(own.uri.length + 1);
  const path =
    own === undefined ? [below] : [...(workspaceFolders.length > 1 || below === '' ? [own.name] : []), ...(below === '' ? [] : [below])];
  return { folder, folderLabel: decoded(path.join('/')), label: decoded(uri.slice(folder.length + 1)).replace(/\.iamtest\.jsonc?$/i, '') };
}

/** Whether a document is a test file, by its path. */
export function isTestFile(path: string): boolean {
  return /\.iamtest\.jsonc?$/i.test(path);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
