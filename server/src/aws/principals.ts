import { textOf } from '../core/organization/awsCalls';
import type { CallLine, Item } from '../core/organization/awsCalls';
import { isRecord } from '../core/catalog/catalogData';
import { message } from '../core/text/message';

import { ask, passing, patiently } from './ask';
import type { AwsCalls } from './calls';
import type { Collector, FoundAccount, Lines } from './collect';
import { inOrder } from './inOrder';
import { reasonOf } from './trouble';

/** The users, groups and roles of the account that asks, and, by a role that they all have, of the other accounts. */
export async function* readPrincipals(
  collector: Collector,
  accounts: readonly FoundAccount[],
  partition: string,
  role: string | undefined,
): Lines {
  const text = message('Users and roles');
  const [caller] = await ask(collector.calls, 'get-caller-identity', {}, collector.ask);
  const own = caller === undefined ? '' : textOf(caller.out, 'Account');
  if (own !== '') yield* await readAccount(collector, collector.calls, own);
  collector.done(text);
  if (role === undefined) return;
  const others = accounts.filter(({ id }) => id !== own);
  const read = async (account: FoundAccount): Promise<readonly CallLine[]> => {
    const calls = await become(collector, account, `arn:${partition}:iam::${account.id}:role/${role}`);
    const lines = calls === undefined ? [] : await readAccount(collector, calls, account.id);
    collector.done(text);
    return lines;
  };
  for await (const lines of inOrder(others, collector.parallel, read)) yield* lines;
}

async function become(collector: Collector, { id, name, isActive }: FoundAccount, arn: string): Promise<AwsCalls | undefined> {
  const missing = (reason: ReturnType<typeof reasonOf>): void =>
    collector.ask.note(message('users and roles of account {0} ({1}) were not read: {2}', id, name, reason));
  // Nobody can become a role of an account that is suspended.
  if (!isActive) {
    missing(message('it is not active'));
    return undefined;
  }
  try {
    return await patiently(() => collector.calls.assume(arn, collector.ask.signal), collector.ask);
  } catch (error) {
    const trouble = passing(error, 'assume-role', collector.ask);
    missing(trouble.kind === 'denied' ? message('{0} cannot be assumed', arn) : reasonOf(trouble));
    return undefined;
  }
}

async function readAccount(collector: Collector, calls: AwsCalls, account: string): Promise<readonly CallLine[]> {
  const pages = await ask(calls, 'get-account-authorization-details', {}, { ...collector.ask, note: noteOf(collector, account) });
  return pages.map(({ op, out }) => ({ op, in: { AccountId: account }, out: withDocuments(out) }));
}

/** The call itself does not say whose users it asks for. */
function noteOf(collector: Collector, account: string): Collector['ask']['note'] {
  return (note) => collector.ask.note(message('account {0}: {1}', account, note));
}

const documents: ReadonlySet<string> = new Set(['AssumeRolePolicyDocument', 'Document', 'PolicyDocument']);

/** IAM's answers carry policies as URL-encoded text; the AWS command line makes objects of them, and so do we. */
function withDocuments(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [key, documents.has(key) && typeof value === 'string' ? documentOf(value) : deeper(value)]),
  );
}

function deeper(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deeper);
  return isRecord(value) ? withDocuments(value) : value;
}

function documentOf(text: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(text));
  } catch {
    // What cannot be read is kept as it came, for whoever reads the file to say so.
    return text;
  }
}
