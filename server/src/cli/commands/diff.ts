import path from 'node:path';

import type { QueryContext } from '../../core/queries/whatCan';
import { message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { isPlan, readVersion } from '../diff/namedVersion';
import { createTemporaryFolders } from '../diff/placedRevision';
import type { TemporaryFolders } from '../diff/placedRevision';
import { policySources } from '../diff/policyVersions';
import { exitCodeOf } from '../diff/report';
import type { DiffReport } from '../diff/report';
import { toMarkdown } from '../diff/reportMarkdown';
import { toJson, toText } from '../diff/reportText';
import { compareSources, reportOnRepository } from '../diff/repositoryReport';
import { openSides } from '../diff/workspaceSides';
import { commonOptions, helpHint, readArguments, readFormat } from '../options';
import { contextOptions, readQueryContext, refuseExtra, required } from '../queryOptions';
import { stylesFor } from '../styles';

/** `gatehouse diff`: the decisions that an edit flips. */
export const diffCommand: Command = {
  name: 'diff',
  usage: [
    'diff REV|REV1..REV2|REV1...REV2 [PATH] [--context KEY=VALUE]… [--context-complete] [--format text|json|markdown]',
    'diff --before VERSION --after VERSION [--context KEY=VALUE]… [--context-complete] [--format text|json|markdown]',
    'diff PLAN.json [--context KEY=VALUE]… [--context-complete] [--format text|json|markdown]',
  ],
  summary: message('Lists the decisions that differ from a git revision, or between two versions of an organization or of one policy'),
  options: [
    ['REV', message('a git revision that the working tree is compared with; `REV1...REV2`: what the second did since they parted')],
    ['PATH', message('only what lies below it')],
    ['PLAN.json', message('a plan of Terraform (`terraform show -json`): what it changes')],
    [
      '--before VERSION',
      message(
        'the earlier version: an organization (a folder or a file of any format that is read), a policy, `git:REV`, `git:REV:PATH`, or a side of a plan, `PLAN.json#before`',
      ),
    ],
    ['--after VERSION', message('the later version, of the same sort')],
    ['--context KEY=VALUE', message('a context key; repeated, one key with several values')],
    ['--context-complete', message('a context key that is not given is absent, not unknown')],
    ['--format FORMAT', message('text, json or markdown')],
  ],
  exitCodes: [
    ['0', message('no decision that was compared differs')],
    ['1', message('a decision differs, or a principal, policy or organization was added or removed')],
    ['2', message('a version cannot be read')],
  ],
  run: runDiff,
};

async function runDiff(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('diff', args, {
    ...commonOptions,
    ...contextOptions,
    before: { type: 'string' },
    after: { type: 'string' },
    format: { type: 'string' },
  });
  const format = readFormat('diff', values.format, ['text', 'json', 'markdown']);
  const known = readQueryContext('diff', values.context, values['context-complete']);
  const folders = createTemporaryFolders();
  try {
    const report = await readReport({ ...values, positionals }, known, context, folders);
    await context.host.stdout.write(`${shown(report, format, context)}\n`);
    return exitCodeOf(report);
  } finally {
    folders.removeAll();
  }
}

interface Question {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly positionals: readonly string[];
}

async function readReport(
  { before, after, positionals }: Question,
  known: QueryContext,
  context: CommandContext,
  folders: TemporaryFolders,
): Promise<DiffReport> {
  const [first, below, ...rest] = positionals;
  if (first === undefined || before !== undefined || after !== undefined) {
    refuseExtra('diff', positionals);
    return reportOnVersions([required('diff', 'before', before), required('diff', 'after', after)], known, context, folders);
  }
  refuseExtra('diff', rest);
  if (below === undefined && isPlan(path.resolve(context.host.folder, first))) {
    return reportOnVersions([`${first}#before`, `${first}#after`], known, context, folders);
  }
  return reportOnRepository(await openSides(first, below, context, folders), known, context);
}

async function reportOnVersions(
  written: readonly [before: string, after: string],
  known: QueryContext,
  context: CommandContext,
  folders: TemporaryFolders,
): Promise<DiffReport> {
  const before = await readVersion(written[0], context, folders);
  const after = await readVersion(written[1], context, folders);
  const catalog = await context.data.catalog();
  const nothing = { versions: undefined, oneSided: [], notCompared: [], tests: { flipped: [], asked: 0 } };
  if (before.kind === 'organization' && after.kind === 'organization') {
    const pair = { before: before.sources, after: after.sources };
    return { ...nothing, comparisons: [await compareSources({ kind: 'organization', place: undefined }, pair, known, context)] };
  }
  if (before.kind !== 'policy' || after.kind !== 'policy') {
    throw new CommandError(message('compare two organizations, or two policies'), helpHint('diff'));
  }
  const pair = policySources(before, after, [before.type, after.type], catalog);
  if (pair === undefined) throw new CommandError(message('what a policy of this type decides can be compared in an organization only'));
  return { ...nothing, comparisons: [await compareSources({ kind: 'policy', place: undefined }, pair, known, context)] };
}

function shown(report: DiffReport, format: 'text' | 'json' | 'markdown', { host, translate }: CommandContext): string {
  if (format === 'json') return JSON.stringify(toJson(report), undefined, 2);
  if (format === 'markdown') return toMarkdown(report, translate);
  return toText(report, translate, stylesFor(host, host.stdout));
}
