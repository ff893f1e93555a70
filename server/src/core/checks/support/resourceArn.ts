/** The six fields of an ARN as written; a missing one is undefined. */
export interface ResourceArn {
  readonly partition: string | undefined;
  readonly service: string | undefined;
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly resource: string | undefined;
}

/** Splits at the first five colons that stand outside `${…}`; undefined for what does not begin with `arn:`. */
export function readResourceArn(text: string): ResourceArn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const colons = [text.length, text.length, text.length, text.length];
  let found = 0;
  let depth = 0;
  for (let index = 4; index < text.length && found < 4; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x7b) depth += 1;
    else if (code === 0x7d) depth -= 1;
    else if (code === 0x3a && depth <= 0) colons[found++] = index;
  }
  const [partition = 0, service = 0, region = 0, account = 0] = colons;
  return {
    partition: text.slice(4, partition),
    service: fieldFrom(text, partition + 1, service),
    region: fieldFrom(text, service + 1, region),
    account: fieldFrom(text, region + 1, account),
    resource: fieldFrom(text, account + 1, text.length),
  };
}

/** Undefined when the text ended before it. */
function fieldFrom(text: string, start: number, end: number): string | undefined {
  return start > text.length ? undefined : text.slice(start, end);
}

/** Whether a field holds something only known later, or a wildcard. */
export function isOpen(field: string): boolean {
  return /[*?$<>{}%]|@@/.test(field) || /^[A-Z][A-Z0-9_-]*$/.test(field);
}
