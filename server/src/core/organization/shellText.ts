/** Pieces of a bash text. Nothing that comes from an organization's files is ever read by the shell as anything but the text it is. */

/** A word, exactly as it is. A NUL, which no argument can hold, is left out. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}

/** An id as AWS gives them needs no quotes. */
export function idWord(id: string): string {
  return /^[\w.-]+$/.test(id) && !id.startsWith('-') ? id : quoted(id);
}

/** On one line, whatever it holds: a control character would end it, or be a command for a terminal. */
export function comment(text: string): string {
  return `# ${text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')}`;
}

/** Sets a variable to a text of many lines, by way of a here-document that the shell does not read. */
export function variableOfText(variable: string, text: string): readonly string[] {
  const lines = text.replaceAll('\0', '').split('\n');
  let end = 'POLICY';
  while (lines.includes(end)) end += '_';
  // `read` fails at the end of the text, where it is to stop.
  return [`IFS= read -r -d '' ${variable} <<'${end}' || true`, ...lines, end];
}

/** A literal of JMESPath in backticks, for a query in single quotes. <https://jmespath.org/specification.html#literal-expressions> */
export function queryLiteral(text: string): string {
  return `\`${JSON.stringify(text).replaceAll('`', '\\u0060').replaceAll("'", '\\u0027')}\``;
}

/** A variable that no other has, named after something. */
export function createVariableNames(): (prefix: string, name: string) => string {
  const taken = new Set<string>();
  return (prefix, name) => {
    const words = name
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '');
    const base = words === '' ? prefix : `${prefix}_${words}`;
    for (let count = 1; ; count++) {
      const variable = count === 1 ? base : `${base}_${count}`;
      if (taken.has(variable)) continue;
      taken.add(variable);
      return variable;
    }
  };
}
