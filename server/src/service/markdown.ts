/** Text from a file as inline code: nothing in it is Markdown, and it stays on one line. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').slice(0, 300);
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}

/** Text from a file as plain text within Markdown. */
export function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()<>#+!|~-]/g, '\\$&');
}

/** What may stand between the backticks of a template: text without any. */
export function inCode(text: string): string {
  return text.replace(/[\s`]+/g, ' ').slice(0, 300);
}

/** Parts as paragraphs; what is missing or empty is left out. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}
