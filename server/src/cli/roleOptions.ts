import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

import type { PolicyInput } from '../core/evaluation/request';
import { contextOfPassing } from '../core/evaluation/roleChain';
import type { RoleHop } from '../core/evaluation/roleChain';
import { readPolicyText } from '../core/organization/policyLoader';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import { readTextFile } from './files';
import { helpHint } from './options';

/** Options for the roles on the way; each but the first is of the `--assume-role` before it. */
export const roleOptions = {
  'assume-role': { type: 'string', multiple: true },
  'session-name': { type: 'string', multiple: true },
  'session-policy': { type: 'string', multiple: true },
  'session-tag': { type: 'string', multiple: true },
  'transitive-tag': { type: 'string', multiple: true },
  'source-identity': { type: 'string', multiple: true },
  'external-id': { type: 'string', multiple: true },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** The same, for the help. */
export const roleOptionsHelp: readonly (readonly [string, Message])[] = [
  ['--assume-role ROLE', message('a role taken on the way; repeated, a chain. The options below are of the role before them')],
  ['--session-name NAME', message('the name of the role session')],
  ['--session-policy FILE', message('a session policy: a file, or the ARN of an AWS managed policy')],
  ['--session-tag KEY=VALUE', message('a session tag')],
  ['--transitive-tag KEY', message('a session tag that passes to the roles taken afterwards')],
  ['--source-identity NAME', message('the source identity, which stays for the rest of the chain')],
  ['--external-id ID', message('the external id that the role asks for')],
];

/** What one `--assume-role` and the options behind it say. */
interface WrittenRole {
  readonly role: string;
  readonly values: Map<string, string[]>;
}

/** The roles of a command line, in order, each with the options that follow it. */
export async function readRoles(args: readonly string[], context: CommandContext): Promise<readonly RoleHop[]> {
  const written: WrittenRole[] = [];
  for (const [name, value] of optionsInOrder(args)) {
    const current = written.at(-1);
    if (name === 'assume-role') written.push({ role: value, values: new Map() });
    else if (current === undefined)
      throw new CommandError(message('`{0}` needs an `--assume-role` before it', `--${name}`), helpHint('simulate'));
    else current.values.set(name, [...(current.values.get(name) ?? []), value]);
  }
  const hops: RoleHop[] = [];
  for (const role of written) hops.push(await toHop(role, context));
  return hops;
}

/** Known already to be well-formed; what is no option of a role is passed over. */
function optionsInOrder(args: readonly string[]): readonly (readonly [string, string])[] {
  const { tokens } = parseArgs({ args: [...args], options: roleOptions, allowPositionals: true, strict: false, tokens: true });
  return tokens.flatMap((token) =>
    token.kind === 'option' && Object.hasOwn(roleOptions, token.name) && token.value !== undefined
      ? [[token.name, token.value] as const]
      : [],
  );
}

async function toHop({ role, values }: WrittenRole, context: CommandContext): Promise<RoleHop> {
  const only = (name: string): string | undefined => {
    const [value, second] = values.get(name) ?? [];
    if (second !== undefined) throw new CommandError(message('`{0}` stands twice for one role', `--${name}`), helpHint('simulate'));
    return value;
  };
  const tags = (values.get('session-tag') ?? []).map(readTag);
  const policies = values.get('session-policy');
  const transitiveTagKeys = values.get('transitive-tag');
  const passing = {
    sessionName: only('session-name'),
    sourceIdentity: only('source-identity'),
    externalId: only('external-id'),
    tags: Object.fromEntries(tags),
    transitiveTagKeys,
  };
  const sessionPolicies = policies === undefined ? undefined : await Promise.all(policies.map((file) => readSessionPolicy(file, context)));
  return { role, sessionPolicies, context: contextOfPassing(passing) };
}

function readTag(pair: string): readonly [string, string] {
  const equals = pair.indexOf('=');
  if (equals <= 0) throw new CommandError(message('`{0}` is no KEY=VALUE', pair), helpHint('simulate'));
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}

async function readSessionPolicy(written: string, { host, data }: CommandContext): Promise<PolicyInput> {
  if (written.startsWith('arn:')) {
    const texts = await data.texts();
    return { name: written, policy: readPolicyText(texts.managedPolicyDocument(written)) };
  }
  const read = readTextFile(path.resolve(host.folder, written));
  if ('problem' in read) throw new CommandError(message('{0} cannot be read: {1}', written, read.problem));
  return { name: written, policy: readPolicyText(read.text) };
}
