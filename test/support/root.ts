import path from 'node:path';

/** The project's folder, seen from the transpiled tests (`out/test/support`). */
export const root = path.resolve(__dirname, '../../..');

/** A file or folder of the project. */
export const inRoot = (...names: readonly string[]): string => path.join(root, ...names);
