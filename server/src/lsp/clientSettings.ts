import type { Connection } from 'vscode-languageserver';

import type { PolicyLanguageService } from '../service/languageService';

/** Our section of the settings. */
const section = 'gatehouse';

/**
 * Asks the client for everybody's settings and for those of each folder. False: they are what they were, or the client would not say.
 * <https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspace_configuration>
 */
export async function askForSettings(connection: Connection, service: PolicyLanguageService, folders: readonly string[]): Promise<boolean> {
  try {
    const answers: readonly unknown[] = await connection.workspace.getConfiguration([
      { section },
      ...folders.map((scopeUri) => ({ scopeUri, section })),
    ]);
    const [all, ...own] = answers;
    // An editor without such settings answers null, and what it said at start holds.
    if (isNothing(all) && own.every(isNothing)) return false;
    return service.settingsChanged(all, new Map(folders.map((folder, index) => [folder, own[index] ?? all])));
  } catch (error) {
    connection.console.warn(String(error));
    return false;
  }
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}

/** Clients send our section alone, or everything with our section in it. */
export function ownSettings(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'gatehouse' in settings ? settings.gatehouse : settings;
}
