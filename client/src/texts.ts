import * as l10n from '@vscode/l10n';
import { env, Uri, workspace } from 'vscode';

/** A language that Gatehouse speaks. */
export type Language = 'en' | 'ko';

/** What `gatehouse.language: auto` means: the language VS Code itself is shown in. */
export function editorLanguage(): Language {
  return env.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
}

/** The language of run-time texts, by the setting `gatehouse.language`. Command titles follow VS Code, whatever this says. */
export function chosenLanguage(): Language {
  const setting = workspace.getConfiguration('gatehouse').get<string>('language');
  return setting === 'en' || setting === 'ko' ? setting : editorLanguage();
}

/** Loads the bundle of the chosen language; without a readable one the texts are English, as written in the source. */
export async function loadTexts(extensionUri: Uri): Promise<void> {
  l10n.config({ contents: await bundle(extensionUri, chosenLanguage()) });
}

async function bundle(extensionUri: Uri, language: Language): Promise<string> {
  if (language === 'en') return '{}';
  try {
    const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, 'l10n', `bundle.l10n.${language}.json`));
    return new TextDecoder().decode(bytes);
  } catch {
    return '{}';
  }
}
