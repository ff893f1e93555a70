/**
 * A sentence for people, not yet in their language: an English template with `{0}`, `{1}` … and what fills them.
 * Core makes messages and never words, so that one result can be shown in any language.
 */
export interface Message {
  readonly template: string;
  readonly args: readonly MessageArgument[];
}

/** What may stand in a template: text as it is, or a message that is translated in its turn. */
export type MessageArgument = string | number | Message;

/** Turns a message into words of one language. */
export type Translate = (message: Message) => string;

/** A message. The template is also the key of its translation in `l10n/bundle.l10n.*.json`. */
export function message(template: string, ...args: readonly MessageArgument[]): Message {
  return { template, args };
}

/** A translator over one bundle (English template → translated template); without a bundle, or a row, English. */
export function createTranslate(bundle: Readonly<Record<string, string>> = {}): Translate {
  const translate: Translate = ({ template, args }) => {
    const translated = Object.hasOwn(bundle, template) ? (bundle[template] ?? template) : template;
    return translated.replace(/\{(\d+)\}/g, (placeholder, index: string) => {
      const argument = args[Number(index)];
      if (argument === undefined) return placeholder;
      return typeof argument === 'object' ? translate(argument) : String(argument);
    });
  };
  return translate;
}

/** The translator of English: the templates as they are. */
export const english: Translate = createTranslate();
