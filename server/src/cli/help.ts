import { message } from '../core/text/message';
import type { Translate } from '../core/text/message';

import type { Command } from './command';
import { alignColumns } from './styles';
import type { Styles } from './styles';

/** `gatehouse --help`. */
export function programHelp(commands: readonly Command[], translate: Translate, styles: Styles): string {
  const rows = commands.map(({ name, summary }) => [`  ${name}`, translate(summary)]);
  return [
    styles.bold('gatehouse COMMAND'),
    '',
    translate(message('Completes, checks and decides AWS IAM and Organizations policies, offline.')),
    '',
    styles.bold(translate(message('Commands'))),
    ...alignColumns(rows),
    '',
    ...commonHelp(translate, styles, [['--version', translate(message('prints the version'))]]),
    '',
    translate(message('`gatehouse COMMAND --help` says more about a command.')),
    '',
  ].join('\n');
}

/** `gatehouse COMMAND --help`. */
export function commandHelp({ usage, summary, options, exitCodes }: Command, translate: Translate, styles: Styles): string {
  const rows = options.map(([option, said]) => [option, translate(said)] as const);
  const codes = exitCodes.map(([code, said]) => [`  ${code}`, translate(said)]);
  return [
    ...usage.map((line) => styles.bold(`gatehouse ${line}`)),
    '',
    translate(summary),
    '',
    ...commonHelp(translate, styles, rows),
    '',
    styles.bold(translate(message('Exit codes'))),
    ...alignColumns(codes),
    '',
  ].join('\n');
}

function commonHelp(translate: Translate, styles: Styles, rows: readonly (readonly [string, string])[]): readonly string[] {
  const common = [
    ['--language LANGUAGE', translate(message('en or ko; the default is that of the environment (LC_ALL, LANG)'))],
    ['-h, --help', translate(message('prints this help'))],
  ];
  return [
    styles.bold(translate(message('Options'))),
    ...alignColumns([...rows, ...common].map(([option = '', said = '']) => [`  ${option}`, said])),
  ];
}
