/** The language to speak: as asked for, else as the environment says; English where neither is Korean. */
export function chooseLanguage(asked: string | undefined, environment: Readonly<Record<string, string | undefined>>): 'en' | 'ko' {
  const chosen = [asked, environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(
    (name) => name !== undefined && name !== '',
  );
  return chosen !== undefined && /^ko(?:$|[^a-z])/i.test(chosen) ? 'ko' : 'en';
}
