/** What the service asks of the world; how files arrive is the host's matter. Open buffers are not its matter: the document store knows them. */
export interface Workspace {
  /** The text of a file, or undefined when it cannot be read, or is known to have more bytes than `limit`. */
  readFile(uri: string, limit?: number): Promise<string | undefined>;
  /** URIs of the files that a glob matches, below a folder or in all workspace folders. Never follows a link out of the workspace. */
  listFiles(glob: string, base?: string): Promise<readonly string[]>;
}

/** Where the service says what went wrong with itself. */
export interface Logger {
  log(text: string): void;
}

/** Catalog parts and translations, read on first use. */
export interface ServiceData {
  /** A part of the catalog (`core`, `text`, …) as parsed JSON, or undefined when there is none. */
  readPart(name: string): Promise<unknown>;
  /** The translations of a language (`ko`), or undefined. */
  readTranslations(language: string): Promise<unknown>;
}
