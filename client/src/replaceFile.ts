/** What of `workspace.fs` replacing a file needs. */
export interface FileSystem<Place> {
  createDirectory(place: Place): Thenable<void>;
  writeFile(place: Place, content: Uint8Array): Thenable<void>;
  rename(from: Place, to: Place, options: { readonly overwrite: boolean }): Thenable<void>;
  delete(place: Place): Thenable<void>;
}

/**
 * Puts a text into a file, all of it or nothing: it is written beside the file and takes its place when it is whole. What fails before
 * leaves the file as it was.
 */
export async function replaceFile<Place>(
  files: FileSystem<Place>,
  { folder, file, beside }: { readonly folder: Place; readonly file: Place; readonly beside: Place },
  text: string,
): Promise<void> {
  await files.createDirectory(folder);
  try {
    await files.writeFile(beside, new TextEncoder().encode(text));
    await files.rename(beside, file, { overwrite: true });
  } catch (error) {
    try {
      await files.delete(beside);
    } catch {
      // It was not there.
    }
    throw error;
  }
}
