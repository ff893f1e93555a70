// Readers of condition values. Each answers undefined for a text that is no value of its type.

const numberForm = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** A decimal number. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return trimmed.length < 40 && numberForm.test(trimmed) ? Number(trimmed) : undefined;
}

/** `true` or `false`, in any case. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

const dateForm = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?$/i;

/**
 * An instant in milliseconds: a W3C profile of ISO 8601, or seconds since 1970. A number as large as 1e11 is read as
 * milliseconds (decision A25). A time without zone is UTC.
 */
export function parseDate(text: string): number | undefined {
  const trimmed = text.trim();
  const match = trimmed.length < 40 ? dateForm.exec(trimmed) : null;
  if (match !== null) return dateFromParts(match);
  const number = parseNumber(trimmed);
  if (number === undefined) return undefined;
  return Math.abs(number) >= 1e11 ? number : number * 1000;
}

function dateFromParts(match: RegExpExecArray): number | undefined {
  const part = (index: number, missing: number): number => (match[index] === undefined ? missing : Number(match[index]));
  const year = part(1, 0);
  const month = part(2, 1);
  const day = part(3, 1);
  const hour = part(4, 0);
  const minute = part(5, 0);
  const second = part(6, 0);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return undefined;
  const fraction = match[7] === undefined ? 0 : Number(`0.${match[7]}`) * 1000;
  const instant = Date.UTC(year, month - 1, day, hour, minute, second) + fraction - zoneOffset(match[8]);
  return Number.isNaN(instant) ? undefined : instant;
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + (digits.length > 2 ? Number(digits.slice(2)) : 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Base64, reduced to the form in which equal bytes have equal text. */
export function parseBinary(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return text.replace(/=+$/, '');
}

/** An IPv4 address as a number, an IPv6 address as its eight groups. */
export type IpAddress = number | readonly number[];

/** An address range, `203.0.113.0/24`; without a prefix the single address. */
export interface IpRange {
  readonly address: IpAddress;
  readonly prefix: number;
}

export function parseIpAddress(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

export function parseIpRange(text: string): IpRange | undefined {
  const slash = text.indexOf('/');
  const address = parseIpAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const bits = typeof address === 'number' ? 32 : 128;
  if (slash < 0) return { address, prefix: bits };
  const prefix = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) return undefined;
  return { address, prefix: Number(prefix) };
}

/** Whether a range holds an address; the two families never hold each other's. */
export function rangeContains({ address: start, prefix }: IpRange, address: IpAddress): boolean {
  if (typeof start === 'number' || typeof address === 'number') {
    if (typeof start !== 'number' || typeof address !== 'number') return false;
    return sameBits(start, address, prefix, 32);
  }
  for (let group = 0, bits = prefix; bits > 0; group++, bits -= 16) {
    if (!sameBits(start[group] ?? 0, address[group] ?? 0, Math.min(bits, 16), 16)) return false;
  }
  return true;
}

/** Whether two numbers of some width agree in their first bits. */
function sameBits(a: number, b: number, bits: number, width: number): boolean {
  return bits === 0 || (a ^ b) >>> (width - bits) === 0;
}

const codeOfDot = 46;
const codeOfZero = 48;

function parseIpv4(text: string): number | undefined {
  let address = 0;
  let byte = 0;
  let digits = 0;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === codeOfDot) {
      if (digits === 0 || ++dots > 3) return undefined;
      address = address * 256 + byte;
      byte = 0;
      digits = 0;
      continue;
    }
    const digit = code - codeOfZero;
    if (digit < 0 || digit > 9 || ++digits > 3) return undefined;
    byte = byte * 10 + digit;
    if (byte > 255) return undefined;
  }
  return dots === 3 && digits > 0 ? address * 256 + byte : undefined;
}

function parseIpv6(text: string): IpAddress | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = readGroups(halves[0] ?? '');
  const tail = halves.length === 2 ? readGroups(halves[1] ?? '') : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** A run of groups; the last may be an IPv4 address, which is two of them. */
function readGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.')) {
      const embedded = index === parts.length - 1 ? parseIpv4(part) : undefined;
      if (embedded === undefined) return undefined;
      groups.push(Math.floor(embedded / 65_536), embedded % 65_536);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
