import { hasWildcard } from './wildcard';

/**
 * An Amazon Resource Name, `arn:partition:service:region:account:resource`; the resource keeps its own colons and slashes.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
 */
export interface Arn {
  readonly text: string;
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
  /** Everything before the resource, last colon included. */
  readonly head: string;
}

/** A text as an ARN; undefined when it has fewer than six parts or does not begin with `arn:`. Parts may be empty or hold wildcards. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const partition = text.indexOf(':', 4);
  if (partition < 0) return undefined;
  const service = text.indexOf(':', partition + 1);
  if (service < 0) return undefined;
  const region = text.indexOf(':', service + 1);
  if (region < 0) return undefined;
  const account = text.indexOf(':', region + 1);
  if (account < 0) return undefined;
  return {
    text,
    partition: text.slice(4, partition),
    service: text.slice(partition + 1, service),
    region: text.slice(service + 1, region),
    account: text.slice(region + 1, account),
    resource: text.slice(account + 1),
    head: text.slice(0, account + 1),
  };
}

/** The parts of an ARN pattern: split at the first five colons, fewer parts when it is short. */
export function splitArn(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  while (parts.length < 5) {
    const colon = text.indexOf(':', from);
    if (colon < 0) break;
    parts.push(text.slice(from, colon));
    from = colon + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

/** Whether a text is a whole account id. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** Whether a text has an ARN's six parts and no wildcard: the name of one thing. */
export function isSingleArn(text: string): boolean {
  return parseArn(text) !== undefined && !hasWildcard(text);
}
