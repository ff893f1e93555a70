/** What the client says at start, as far as it can be understood; other editors say nothing of it. */
export interface ReadInitializationOptions {
  readonly dataUri: string;
  readonly l10nUri: string;
  readonly uiLanguage: string;
  readonly settings: unknown;
  readonly besideJsonSupport: boolean;
  /** Our own client is at the other end: it shows documents of the scheme `gatehouse:`. */
  readonly virtualDocuments: boolean;
  /** Empty: there is no newer service data. */
  readonly overlayUri: string;
}

export function readInitializationOptions(value: unknown, locale: string | undefined): ReadInitializationOptions {
  const options = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const text = (name: string): string => {
    const given = options.get(name);
    return typeof given === 'string' ? given : '';
  };
  return {
    dataUri: text('dataUri'),
    l10nUri: text('l10nUri'),
    uiLanguage: text('uiLanguage') === '' ? (locale ?? 'en') : text('uiLanguage'),
    settings: options.get('settings'),
    besideJsonSupport: options.get('besideJsonSupport') === true,
    virtualDocuments: options.get('virtualDocuments') === true,
    overlayUri: text('overlayUri'),
  };
}
