/**
 * The same text, as the one copy that the engine keeps of property names. Equal interned texts are one object, so that comparing
 * them looks at no character. Worth it for names that are compared very often, and made seldom.
 */
export function intern(text: string): string {
  return Object.keys({ [text]: true })[0] ?? text;
}
