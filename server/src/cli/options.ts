import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';

import { nearestNames } from '../core/text/editDistance';
import { message } from '../core/text/message';

import { CommandError } from './commandError';

/** Options that every command takes. */
export const commonOptions = {
  language: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

type Options = NonNullable<ParseArgsConfig['options']>;

type Arguments<Known extends Options> = ReturnType<
  typeof parseArgs<{ readonly args: string[]; readonly options: Known; readonly allowPositionals: true; readonly strict: true }>
>;

/** The arguments of a command by its options; what cannot be understood is a CommandError that names the command's help. */
export function readArguments<const Known extends Options>(command: string, args: readonly string[], options: Known): Arguments<Known> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(command, error, Object.keys(options));
  }
}

function usageError(command: string, error: unknown, names: readonly string[]): CommandError {
  const hint = helpHint(command);
  const text = error instanceof Error ? error.message : String(error);
  const option = /'(--?[^' =<]+)/.exec(text)?.[1];
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (option === undefined) return new CommandError(message('{0}', text), hint);
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return new CommandError(message('`{0}` needs a value', option), hint);
  const [near] = nearestNames(option.replace(/^-+/, ''), names, 1);
  const unknown = message('unknown option `{0}`', option);
  return new CommandError(near === undefined ? unknown : message('{0}; did you mean {1}?', unknown, `\`--${near}\``), hint);
}

/** Where to read more. */
export function helpHint(command: string) {
  return command === '' ? message('`gatehouse --help` lists the commands') : message('`gatehouse {0} --help` says more', command);
}

/** The value of `--format`. */
export function readFormat<const Format extends string>(
  command: string,
  written: string | undefined,
  formats: readonly [Format, ...Format[]],
): Format {
  if (written === undefined) return formats[0];
  const format = formats.find((known) => known === written);
  if (format !== undefined) return format;
  throw new CommandError(message('`{0}` is no format; choose one of {1}', written, formats.join(', ')), helpHint(command));
}
