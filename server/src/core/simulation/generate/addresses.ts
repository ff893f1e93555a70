import type { IpAddress, IpRange } from '../../evaluation/conditions/values';

/** Addresses at the edge of a range: one inside, those just outside. */
export interface RangeEdges {
  readonly inside: string;
  /** The address after the last one and before the first one, as far as there are any; the nearer in use first. */
  readonly outside: readonly string[];
}

/** An address inside of a range, and those just outside of it. */
export function edgesOf({ address, prefix }: IpRange): RangeEdges {
  const width = typeof address === 'number' ? 32 : 128;
  const size = 1n << BigInt(width - prefix);
  const first = (toInteger(address) / size) * size;
  const after = first + size;
  const show = (value: bigint): string => (width === 32 ? showIpv4(value) : showIpv6(value));
  // A host of a network, not the network's own address.
  const host = size > 8n ? first + 7n : toInteger(address);
  const outside = [...(after < 1n << BigInt(width) ? [show(after)] : []), ...(first > 0n ? [show(first - 1n)] : [])];
  return { inside: show(host), outside };
}

function toInteger(address: IpAddress): bigint {
  if (typeof address === 'number') return BigInt(address);
  return address.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n);
}

function showIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
}

/** The longest run of zeros is left out, as RFC 5952 wants it. */
function showIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16));
  let run = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === '0') length++;
    if (length > run.length) run = { start, length };
  }
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.start).join(':')}::${groups.slice(run.start + run.length).join(':')}`;
}
