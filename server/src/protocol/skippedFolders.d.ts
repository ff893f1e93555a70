/**
 * Folders that hold what others wrote or what a tool made: nothing in them is the user's policy, and some hold thousands of JSON files
 * (the AWS SDK for Python alone). Neither listed nor watched.
 */
export declare const skippedFolders: ReadonlySet<string>;
/** The same as a glob of VS Code's. */
export declare const skippedFilesGlob: string;
/** Whether a file lies in one of them, by its URI. */
export declare function isSkipped(uri: string): boolean;
