import type { FindingType } from '../../core/checks/check';
import { readPolicyType } from '../../core/policy/inferPolicyType';
import { english, message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { checkFiles } from '../checkFiles';
import type { CheckedFiles, FileFinding } from '../checkFiles';
import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { readConfiguration } from '../configuration';
import { workflowCommand } from '../githubCommands';
import { commonOptions, helpHint, readArguments, readFormat } from '../options';
import { createOrganizations } from '../organizations';
import { toSarif } from '../sarif';
import { alignColumns, stylesFor } from '../styles';
import type { Styles } from '../styles';

/** `gatehouse check`: the findings of policies, organizations and tests. */
export const checkCommand: Command = {
  name: 'check',
  usage: ['check [--type POLICYTYPE] [--format text|json|sarif|github] PATH…'],
  summary: message('Finds mistakes in policies, organizations and tests; in a folder, in all files that are one of these'),
  options: [
    ['--type POLICYTYPE', message('what the policies are (identity, scp, rcp, trust, …); otherwise place and content tell')],
    ['--format FORMAT', message('text, json, sarif or github (annotations for GitHub Actions)')],
  ],
  exitCodes: [
    ['0', message('no error was found')],
    ['1', message('an error was found')],
    ['2', message('a file cannot be read')],
  ],
  run: runCheck,
};

async function runCheck(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('check', args, { ...commonOptions, type: { type: 'string' }, format: { type: 'string' } });
  const format = readFormat('check', values.format, ['text', 'json', 'sarif', 'github']);
  const policyType = readPolicyType(values.type);
  if (values.type !== undefined && policyType === undefined) {
    throw new CommandError(message('`{0}` is no policy type', values.type), helpHint('check'));
  }
  if (positionals.length === 0) throw new CommandError(message('no path is given'), helpHint('check'));
  const { host, data } = context;
  const catalog = await data.catalog();
  const organizations = createOrganizations(catalog, await data.texts());
  const configuration = readConfiguration(host.folder);
  const checked = checkFiles(positionals, {
    catalog,
    texts: await data.texts(),
    organizations,
    configuration,
    policyType,
    folder: host.folder,
  });
  if (format === 'json') await host.stdout.write(`${JSON.stringify(checked.findings.map(toJson), undefined, 2)}\n`);
  else if (format === 'sarif') await host.stdout.write(`${JSON.stringify(toSarif(checked.findings, context.version), undefined, 2)}\n`);
  else if (format === 'github') await host.stdout.write(toGithub(checked, context));
  else await host.stdout.write(toText(checked, context));
  for (const { file, problem } of checked.unreadable) {
    await host.stderr.write(`${context.translate(message('{0} cannot be read: {1}', file, problem))}\n`);
  }
  if (checked.unreadable.length > 0) return 2;
  return checked.findings.some(({ findingType }) => findingType === 'error') ? 1 : 0;
}

function toJson({ file, code, findingType, message: said, path, range }: FileFinding): object {
  return { file, code, findingType, message: english(said), path, range };
}

function toText({ findings, checked }: CheckedFiles, context: CommandContext): string {
  const { host, translate } = context;
  const styles = stylesFor(host, host.stdout);
  const lines: string[] = [];
  for (const file of new Set(findings.map((finding) => finding.file))) {
    const rows = findings.filter((finding) => finding.file === file).map((finding) => row(finding, styles, translate));
    lines.push(styles.bold(file), ...alignColumns(rows).map((line) => `  ${line}`), '');
  }
  lines.push(summaryOf({ findings, checked }, context));
  return `${lines.join('\n')}\n`;
}

function summaryOf({ findings, checked }: Pick<CheckedFiles, 'findings' | 'checked'>, { host, translate }: CommandContext): string {
  const styles = stylesFor(host, host.stdout);
  const errors = findings.filter(({ findingType }) => findingType === 'error').length;
  const summary = message('{0} checked: {1}, {2}', fileCount(checked), errorCount(errors), otherCount(findings.length - errors));
  return errors > 0 ? styles.red(translate(summary)) : styles.green(translate(summary));
}

/** Annotations on the lines of the findings, then the summary. */
function toGithub(checked: CheckedFiles, context: CommandContext): string {
  const { host, translate } = context;
  const annotations = checked.findings.map(({ file, code, findingType, message: said, range: { start, end } }) =>
    workflowCommand({ level: annotationLevels[findingType], file, start, end, title: code, text: translate(said) }, host),
  );
  return `${annotations.join('')}${summaryOf(checked, context)}\n`;
}

const annotationLevels = {
  error: 'error',
  securityWarning: 'warning',
  warning: 'warning',
  suggestion: 'notice',
} as const satisfies Readonly<Record<FindingType, string>>;

function row(
  { range, findingType, message: said, code }: FileFinding,
  styles: Styles,
  translate: CommandContext['translate'],
): readonly string[] {
  const place = `${range.start.line + 1}:${range.start.character + 1}`;
  const paint = findingType === 'error' ? styles.red : findingType === 'suggestion' ? styles.cyan : styles.yellow;
  return [styles.dim(place), paint(translate(typeNames[findingType])), `${translate(said)}  ${styles.dim(code)}`];
}

const typeNames: Readonly<Record<FindingType, Message>> = {
  error: message('error'),
  securityWarning: message('security warning'),
  warning: message('warning'),
  suggestion: message('suggestion'),
};

function fileCount(count: number): Message {
  return count === 1 ? message('1 file') : message('{0} files', count);
}

function errorCount(count: number): Message {
  return count === 1 ? message('1 error') : message('{0} errors', count);
}

function otherCount(count: number): Message {
  return count === 1 ? message('1 other finding') : message('{0} other findings', count);
}
