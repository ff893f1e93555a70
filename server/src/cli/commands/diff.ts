import { readPolicyText } from '../../core/organization/policyLoader';
import { listChanges } from '../../core/queries/decisionChange';
import type { DecisionChange, DiffAnswer } from '../../core/queries/decisionChange';
import { diffOrganizations } from '../../core/queries/diff';
import type { QuerySources } from '../../core/queries/organizationFrame';
import { policyFileSources } from '../../core/queries/policyFileSources';
import { message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { isFolder, readTextFile } from '../files';
import { openOrganization } from '../openOrganization';
import { commonOptions, readArguments, readFormat } from '../options';
import { createOrganizations } from '../organizations';
import { contextOptions, organizationPlaceOf, readQueryContext, refuseExtra, required } from '../queryOptions';
import { runQuery } from '../steppedQuery';
import { alignColumns, stylesFor } from '../styles';

/** `gatehouse diff`: the decisions that an edit flips. */
export const diffCommand: Command = {
  name: 'diff',
  usage: ['diff --before DIR|FILE --after DIR|FILE [--context KEY=VALUE]… [--context-complete] [--format text|json|markdown]'],
  summary: message('Lists the decisions that differ between two versions of an organization, or of one policy'),
  options: [
    ['--before DIR|FILE', message('the earlier version: an organization, as a folder or a file, or a policy')],
    ['--after DIR|FILE', message('the later version, of the same sort')],
    ['--context KEY=VALUE', message('a context key; repeated, one key with several values')],
    ['--context-complete', message('a context key that is not given is absent, not unknown')],
    ['--format FORMAT', message('text, json or markdown')],
  ],
  exitCodes: [
    ['0', message('no decision that was compared differs')],
    ['1', message('a decision differs, or a principal was added or removed')],
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
  refuseExtra('diff', positionals);
  const written = [required('diff', 'before', values.before), required('diff', 'after', values.after)] as const;
  const known = readQueryContext('diff', values.context, values['context-complete']);
  const before = await sourcesOf(written[0], context);
  const after = await sourcesOf(written[1], context);
  if (before.isFile !== after.isFile) throw new CommandError(message('compare two folders, or two policies'));
  // A policy by itself stands for what a user with it may do; the account's root user is none of the question.
  const who = before.isFile ? 'usersAndRoles' : 'everybody';
  const answer = await runQuery(diffOrganizations(before.sources, after.sources, known, who), context);
  await context.host.stdout.write(`${shown(answer, format, context)}\n`);
  return answer.principals.length + answer.added.length + answer.removed.length === 0 ? 0 : 1;
}

interface Version {
  readonly sources: QuerySources;
  readonly isFile: boolean;
}

/** A file that is no policy may be an organization of another tool. */
async function sourcesOf(written: string, context: CommandContext): Promise<Version> {
  const catalog = await context.data.catalog();
  const file = organizationPlaceOf(context, written);
  const read = isFolder(file) || isOrganizationFile(file) ? undefined : readTextFile(file);
  if (read !== undefined && 'problem' in read) throw new CommandError(message('{0} cannot be read: {1}', written, read.problem));
  const organizations = createOrganizations(catalog, await context.data.texts());
  const policy = read === undefined ? undefined : readPolicyText(read.text);
  const isPolicy = policy !== undefined && (policy.statements.length > 0 || organizations.open(file).organization === undefined);
  if (policy !== undefined && isPolicy) {
    const type = organizations.policyTypeOf(file);
    return { sources: policyFileSources(policy, type === 'scp' ? 'scp' : 'identity', catalog), isFile: true };
  }
  if (read !== undefined && organizations.open(file).organization === undefined)
    throw new CommandError(message('{0} holds no policy', written));
  const { organization, load } = await openOrganization(file, context);
  return { sources: { organization, load, catalog }, isFile: false };
}

/** By its name: what has lines, and what is no JSON, is no policy. */
function isOrganizationFile(file: string): boolean {
  return /(?:^|[/\\])organization\.jsonc?$|\.(?:jsonl|ya?ml|tfstate|template)$/i.test(file);
}

function shown(answer: DiffAnswer, format: 'text' | 'json' | 'markdown', { host, translate }: CommandContext): string {
  const { added, removed, compared } = answer;
  const changes = listChanges(answer);
  if (format === 'json') return JSON.stringify({ changes, added, removed, compared }, undefined, 2);
  const summary = translate(
    message(
      '{0} decisions differ; compared {1} decisions of {2} principals whose policies differ ({3} are the same)',
      String(changes.length),
      String(compared.decisions),
      String(compared.principals),
      String(compared.unchanged),
    ),
  );
  const parties = [
    ...added.map((arn) => translate(message('added: {0}', arn))),
    ...removed.map((arn) => translate(message('removed: {0}', arn))),
  ];
  const cells = ({ principal, action, resourcePattern, before, after }: DecisionChange) => [
    principal,
    action,
    resourcePattern,
    `${before} → ${after}`,
  ];
  if (format === 'text') {
    const styles = stylesFor(host, host.stdout);
    return [styles.bold(summary), ...parties, ...alignColumns(changes.map((change) => cells(change)))].join('\n');
  }
  const row = (columns: readonly string[]): string => `| ${columns.map((column) => column.replaceAll('|', '\\|')).join(' | ')} |`;
  const heading = [message('principal'), message('action'), message('resource'), message('decision')].map((cell) => translate(cell));
  const table =
    changes.length === 0 ? [] : ['', row(heading), row(heading.map(() => '---')), ...changes.map((change) => row(cells(change)))];
  return [summary, ...parties.map((party) => `- ${party}`), ...table].join('\n');
}
