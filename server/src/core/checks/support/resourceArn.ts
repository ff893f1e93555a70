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
  const fields: string[] = [];
  let start = 4;
  let depth = 0;
  for (let index = start; index < text.length && fields.length < 4; index++) {
    const character = text[index];
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === ':' && depth <= 0) {
      fields.push(text.slice(start, index));
      start = index + 1;
    }
  }
  fields.push(text.slice(start));
  const [partition, service, region, account, resource] = fields;
  return { partition, service, region, account, resource };
}

/** Whether a field holds something only known later, or a wildcard. */
export function isOpen(field: string): boolean {
  return /[*?$<>{}%]|@@/.test(field) || /^[A-Z][A-Z0-9_-]*$/.test(field);
}
