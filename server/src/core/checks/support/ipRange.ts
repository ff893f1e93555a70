/** A range of addresses: the first `prefix` bits are fixed. */
export interface IpRange {
  readonly bits: 32 | 128;
  readonly address: bigint;
  readonly prefix: number;
}

/** Reads an IPv4 or IPv6 address, with or without a prefix length; undefined when it is neither. */
export function readRange(text: string): IpRange | undefined {
  const [, address = '', mask] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 128 ? readIpv6(address) : readIpv4(address);
  const prefix = mask === undefined ? bits : Number(mask);
  return value === undefined || prefix > bits ? undefined : { bits, address: value, prefix };
}

function readIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function readIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupOf)));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** A group of an IPv6 address; one written as IPv4 is two of them. */
function groupOf(part: string): readonly string[] {
  if (!part.includes('.')) return [part];
  const value = readIpv4(part);
  return value === undefined ? ['not a group'] : [(value >> 16n).toString(16), (value & 0xffffn).toString(16)];
}

/** The same range with every bit after its prefix cleared. */
export function networkOf({ bits, address, prefix }: IpRange): bigint {
  const free = BigInt(bits - prefix);
  return (address >> free) << free;
}

/** Whether bits are set that the prefix length makes meaningless. */
export function hasBitsAfterMask(range: IpRange): boolean {
  return networkOf(range) !== range.address;
}

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Whether a range lies in the private IPv4 ranges (RFC 1918), from which no request over the internet comes. */
export function isPrivate(range: IpRange): boolean {
  return privateRanges.some((text) => {
    const outer = readRange(text);
    if (outer === undefined || range.bits !== 32 || range.prefix < outer.prefix) return false;
    return networkOf({ ...range, prefix: outer.prefix }) === outer.address;
  });
}

/** A range as text, IPv4 only. */
export function networkText(range: IpRange): string | undefined {
  if (range.bits !== 32) return undefined;
  const network = networkOf(range);
  return `${[24n, 16n, 8n, 0n].map((shift) => (network >> shift) & 255n).join('.')}/${range.prefix}`;
}
