/** Attributes and listeners of a new element; a key that starts with `on` is a listener. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/** A new element. Text goes in as text and nothing else: a policy may contain anything. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '');
    else if (typeof value === 'string') made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that does something; never a link, which would lead somewhere. */
export function button(text: string, attributes: Attributes, run: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', run);
  return made;
}

/** `{0}` filled in, for the few sentences that the page completes itself. */
export function fill(text: string, value: string): string {
  return text.replace('{0}', () => value);
}
