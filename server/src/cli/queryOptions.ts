import { existsSync } from 'node:fs';
import path from 'node:path';

import type { QueryContext } from '../core/queries/whatCan';
import { message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import type { Answers } from './openOrganization';
import { helpHint } from './options';

/** Options that say what is known of a request's context. */
export const contextOptions = { context: { type: 'string', multiple: true }, 'context-complete': { type: 'boolean' } } as const;

/** The context of a query's requests. */
export function readQueryContext(command: string, pairs: readonly string[] = [], contextIsComplete = false): QueryContext {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals <= 0) throw new CommandError(message('`{0}` is no KEY=VALUE', pair), helpHint(command));
    const key = pair.slice(0, equals);
    values.set(key, [...(values.get(key) ?? []), pair.slice(equals + 1)]);
  }
  return {
    context: Object.fromEntries([...values].map(([key, list]) => [key, list.length === 1 ? (list[0] ?? '') : list])),
    contextIsComplete,
  };
}

/** A value that a command cannot do without. */
export function required(command: string, option: string, value: string | undefined): string {
  if (value === undefined) throw new CommandError(message('`{0}` is missing', `--${option}`), helpHint(command));
  return value;
}

/** What stands for an organization wherever a command wants one. */
export const placeHelp = message(
  'an organization: a folder with organization.jsonc, or what another tool has of one, as a folder or a file',
);

/** Where an organization is said to be: a folder, or a file that holds it or begins it. */
export function organizationPlaceOf({ host }: CommandContext, written: string): string {
  const absolute = path.resolve(host.folder, written);
  if (!existsSync(absolute)) throw new CommandError(message('there is no file or folder `{0}`', written));
  return absolute;
}

/** The option that leaves drafts out of an answer. */
export const deployedOption = { deployed: { type: 'boolean' } } as const;

export const deployedOptionHelp = [
  '--deployed',
  message('answers with the deployed policies, not with the drafts that gatehouse.jsonc binds to them'),
] as const;

export function answersOf(deployed: boolean | undefined): Answers {
  return deployed === true ? 'deployed' : 'drafts';
}

/** Refuses words that no option takes. */
export function refuseExtra(command: string, [extra]: readonly string[]): void {
  if (extra !== undefined) throw new CommandError(message('`{0}` is not understood here', extra), helpHint(command));
}
