import path from 'node:path';

import { importAwsOutputs } from '../../core/organization/importAwsOutputs';
import type { CallLine } from '../../core/organization/awsCalls';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { createFileInPlace } from '../fileInPlace';
import { commonOptions, helpHint, readArguments } from '../options';
import { createStatusLine } from '../statusLine';
import { stylesFor } from '../styles';
import { expectNewFolder, writeOrganization } from '../writeOrganization';

/** `gatehouse import-aws`: an organization as AWS has it now. The only command that asks AWS anything. */
export const importAwsCommand: Command = {
  name: 'import-aws',
  usage: ['import-aws [--profile NAME] [--region REGION] [--member-role NAME] [--endpoint-url URL] --output FILE.jsonl|--write DIR'],
  summary: message('Reads an organization from AWS with your credentials, by calls that change nothing'),
  options: [
    ['--output FILE', message('writes what AWS says into a file, one call a line, for `gatehouse organization FILE`')],
    ['--write DIR', message('writes the organization into a new folder, as files to edit')],
    ['--profile NAME', message('a profile of your AWS configuration; the default is AWS_PROFILE, the environment, … as for `aws`')],
    ['--region REGION', message('needed only outside the commercial Regions of AWS')],
    ['--member-role NAME', message('a role that all accounts have: with it the users and roles of all accounts are read')],
    ['--endpoint-url URL', message('asks this address in place of AWS')],
  ],
  exitCodes: [
    ['0', message('the organization was read; what could not be read is named on standard error, and stays unknown')],
    ['2', message('nothing could be read (credentials, permissions, network) or nothing written')],
  ],
  run: runImport,
};

interface Wanted {
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly memberRole?: string;
}

async function runImport(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('import-aws', args, {
    ...commonOptions,
    profile: { type: 'string' },
    region: { type: 'string' },
    'member-role': { type: 'string' },
    'endpoint-url': { type: 'string' },
    output: { type: 'string' },
    write: { type: 'string' },
  });
  const { output, write } = values;
  const [extra] = positionals;
  if (extra !== undefined) throw new CommandError(message('`{0}` is not understood here', extra), helpHint('import-aws'));
  const wanted: Wanted = {
    ...(values.profile === undefined ? {} : { profile: values.profile }),
    ...(values.region === undefined ? {} : { region: values.region }),
    ...(values['endpoint-url'] === undefined ? {} : { endpoint: values['endpoint-url'] }),
    ...(values['member-role'] === undefined ? {} : { memberRole: values['member-role'] }),
  };
  if (output !== undefined && write === undefined) await importIntoFile(output, wanted, context);
  else if (write !== undefined && output === undefined) await importIntoFolder(write, wanted, context);
  else throw new CommandError(message('say where to: either `--output FILE` or `--write DIR`'), helpHint('import-aws'));
  return 0;
}

/** The file is there only when all is in it: a half one would look like an organization that lacks something. */
async function importIntoFile(shown: string, wanted: Wanted, context: CommandContext): Promise<void> {
  const { host, translate } = context;
  const file = createFileInPlace(path.resolve(host.folder, shown), shown);
  let count = 0;
  try {
    await askAws(wanted, context, (line) => {
      file.write(`${JSON.stringify(line)}\n`);
      count++;
    });
    file.finish();
  } catch (error) {
    file.discard();
    throw error;
  }
  await host.stdout.write(`${translate(message('{0} calls were written to {1}', count, shown))}\n`);
}

async function importIntoFolder(shown: string, wanted: Wanted, context: CommandContext): Promise<void> {
  expectNewFolder(shown, context);
  const lines: string[] = [];
  await askAws(wanted, context, (line) => lines.push(JSON.stringify(line)));
  const imported = importAwsOutputs(lines);
  for (const problem of imported.problems) await warn(problem.message, context);
  await writeOrganization(shown, imported.files, context);
}

async function askAws({ memberRole, ...connection }: Wanted, context: CommandContext, take: (line: CallLine) => void): Promise<void> {
  const { host, translate } = context;
  // AWS's SDK is a file of its own, which nothing else reads.
  const aws = await import('../../aws/index.js');
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  const status = createStatusLine(host);
  const report = {
    progress: (progress: { readonly done: number; readonly total?: number; readonly text: Message }): void =>
      void status.show(() => translate(progressMessage(progress))),
    note: (note: Message): void => void status.clear().then(() => warn(note, context)),
  };
  try {
    const calls = aws.createAwsCalls(connection);
    const options = memberRole === undefined ? {} : { memberRole };
    for await (const line of aws.collectOrganization(calls, options, report, stop.signal)) take(line);
  } catch (error) {
    if (stop.signal.aborted) throw new CommandError(message('stopped; nothing was written'));
    throw error instanceof aws.AwsError ? new CommandError(error.said, error.hint) : error;
  } finally {
    process.removeListener('SIGINT', interrupt);
    await status.clear();
  }
}

function progressMessage({ done, total, text }: { readonly done: number; readonly total?: number; readonly text: Message }): Message {
  return total === undefined ? message('{0}: {1} calls', text, done) : message('{0}: {1} of {2} calls', text, done, total);
}

async function warn(note: Message, { host, translate }: CommandContext): Promise<void> {
  await host.stderr.write(`${stylesFor(host, host.stderr).yellow('!')} ${translate(note)}\n`);
}
