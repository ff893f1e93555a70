import { nearestNames } from '../core/text/editDistance';
import { message } from '../core/text/message';
import type { Translate } from '../core/text/message';

import type { Command } from './command';
import { CommandError } from './commandError';
import { checkCommand } from './commands/check';
import { diffCommand } from './commands/diff';
import { generateTestsCommand } from './commands/generateTests';
import { importAwsCommand } from './commands/importAws';
import { languageServerCommand } from './commands/languageServer';
import { organizationCommand } from './commands/organization';
import { simulateCommand } from './commands/simulate';
import { testCommand } from './commands/test';
import { whatCanCommand } from './commands/whatCan';
import { whoCanCommand } from './commands/whoCan';
import { commandHelp, programHelp } from './help';
import type { Host } from './host';
import { chooseLanguage } from './language';
import { helpHint } from './options';
import type { ProgramData } from './programData';
import { stylesFor } from './styles';

/** The commands, in the order of the help. */
export const commands: readonly Command[] = [
  checkCommand,
  simulateCommand,
  testCommand,
  generateTestsCommand,
  organizationCommand,
  importAwsCommand,
  whoCanCommand,
  whatCanCommand,
  diffCommand,
  languageServerCommand,
];

export interface Program {
  readonly host: Host;
  readonly data: ProgramData;
  readonly version: string;
}

/** Runs the command line; the promise is of the exit code. Wrong usage, and what keeps a command from its work, are 2. */
export async function run(args: readonly string[], program: Program): Promise<number> {
  const { host, data } = program;
  const translate = await data.translator(chooseLanguage(languageOption(args), host.environment));
  try {
    return await dispatch(args, program, translate);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const styles = stylesFor(host, host.stderr);
    await host.stderr.write(`${styles.red(`gatehouse: ${translate(error.said)}`)}\n`);
    if (error.hint !== undefined) await host.stderr.write(`${translate(error.hint)}\n`);
    return 2;
  }
}

async function dispatch(args: readonly string[], { host, data, version }: Program, translate: Translate): Promise<number> {
  const styles = stylesFor(host, host.stdout);
  const [name, ...rest] = withoutLanguage(args);
  if (name === '--version') {
    await host.stdout.write(`${version}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const wanted = name === 'help' ? commands.find((command) => command.name === rest[0]) : undefined;
    const help = wanted === undefined ? programHelp(commands, translate, styles) : commandHelp(wanted, translate, styles);
    await (name === undefined ? host.stderr : host.stdout).write(help);
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) throw unknownCommand(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    await host.stdout.write(commandHelp(command, translate, styles));
    return 0;
  }
  return command.run(rest, { host, data, translate, version });
}

function unknownCommand(name: string): CommandError {
  const names = commands.map((command) => command.name);
  const [near] = nearestNames(name, names, 1);
  const unknown = name.startsWith('-') ? message('unknown option `{0}`', name) : message('there is no command `{0}`', name);
  return new CommandError(near === undefined ? unknown : message('{0}; did you mean {1}?', unknown, `\`${near}\``), helpHint(''));
}

/** `--language` is read before anything is said. */
function languageOption(args: readonly string[]): string | undefined {
  const index = args.indexOf('--language');
  const joined = args.find((argument) => argument.startsWith('--language='));
  return index >= 0 ? args[index + 1] : joined?.slice('--language='.length);
}

function withoutLanguage(args: readonly string[]): readonly string[] {
  const index = args.indexOf('--language');
  const rest = index < 0 ? args : [...args.slice(0, index), ...args.slice(index + 2)];
  return rest.filter((argument) => !argument.startsWith('--language='));
}
