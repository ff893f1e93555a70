import { itemsOf, textOf } from './awsCalls';
import type { Calls, Item } from './awsCalls';

/** `handshakes.jsonc`, an invitation a line; undefined when there are none. */
export function handshakesText(calls: Calls): string | undefined {
  const seen = new Set<string>();
  const lines = calls.all('list-handshakes-for-organization', 'Handshakes').flatMap(({ item }) => {
    const id = textOf(item, 'Id');
    if (id === '' || seen.has(id)) return [];
    seen.add(id);
    return [JSON.stringify(entryOf(id, item))];
  });
  return lines.length === 0 ? undefined : `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`;
}

function entryOf(id: string, handshake: Item): Item {
  const entry = {
    id,
    action: textOf(handshake, 'Action'),
    state: textOf(handshake, 'State'),
    party: partyOf(handshake),
    requested: timeOf(handshake['RequestedTimestamp']),
    expires: timeOf(handshake['ExpirationTimestamp']),
  };
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== ''));
}

/** The account or email address that is asked; the organization itself is a party as well. */
function partyOf(handshake: Item): string {
  const parties = itemsOf(handshake, 'Parties');
  const asked = parties.find((party) => textOf(party, 'Type') === 'ACCOUNT') ?? parties.find((party) => textOf(party, 'Type') === 'EMAIL');
  return asked === undefined ? '' : textOf(asked, 'Id');
}

/** The AWS command line gives a time as a text or, where it is set up so, in seconds. */
function timeOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const time = typeof value === 'number' ? new Date(value * 1000) : undefined;
  return time === undefined || Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
