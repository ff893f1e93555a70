import { createAccountIndex } from '../../core/organization/accountIndex';
import type { Account, Organization } from '../../core/organization/organization';
import { exportOrganization } from '../../core/organization/exportOrganization';
import { outlineOf } from '../../core/organization/outline';
import type { OutlineEntry, OutlineText } from '../../core/organization/outline';
import { english, message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { openOrganization } from '../openOrganization';
import { commonOptions, helpHint, readArguments, readFormat } from '../options';
import type { OpenedOrganization } from '../organizations';
import { organizationPlaceOf, placeHelp } from '../queryOptions';
import { alignColumns, stylesFor } from '../styles';
import type { Styles } from '../styles';
import { filesToWrite, writeOrganization } from '../writeOrganization';

import { accountJson, accountLines } from './organizationAccount';
import { showComparison } from './organizationCompare';
import { showDrift } from './organizationDrift';

/** `gatehouse organization`: the tree, or what reaches one account. */
export const organizationCommand: Command = {
  name: 'organization',
  usage: [
    'organization PLACE [--account ID|NAME] [--format text|json|mermaid|graphviz|markdown|csv]',
    'organization PLACE --compare PLACE [--format text|json|markdown|aws]',
    'organization PLACE --write DIR',
    'organization PLACE --drift [--format text|json|markdown]',
  ],
  summary: message('Shows an organization as a tree, or the policies that reach one account, or what differs between two versions'),
  options: [
    ['PLACE', placeHelp],
    ['--account ID|NAME', message('the policies that reach this account')],
    ['--compare PLACE', message('a later version: shows what differs in it')],
    ['--write DIR', message('writes what another tool has into a new folder, as files to edit')],
    ['--drift', message('compares the drafts that gatehouse.jsonc binds with the deployed policies')],
    ['--format FORMAT', message('text or json; for other programs and documents mermaid, graphviz, markdown or csv')],
    ['--format aws', message('with --compare: a script of AWS calls that turn the first version into the second; nothing runs it')],
  ],
  exitCodes: [
    ['0', message('the organization was read, if with problems')],
    ['1', message('with --drift: a draft differs')],
    ['2', message('there is no organization, or no such account; with --drift: a file cannot be read')],
  ],
  run: runOrganization,
};

async function runOrganization(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('organization', args, {
    ...commonOptions,
    account: { type: 'string' },
    compare: { type: 'string' },
    write: { type: 'string' },
    drift: { type: 'boolean' },
    format: { type: 'string' },
  });
  const [folder = '.', extra] = positionals;
  if (extra !== undefined) throw new CommandError(message('`{0}` is not understood here', extra), helpHint('organization'));
  if (values.compare !== undefined) {
    if (values.account !== undefined || values.write !== undefined)
      throw new CommandError(message('`--compare` shows two whole organizations; leave `--account` and `--write` out'));
    const format = readFormat('organization', values.format, ['text', 'json', 'markdown', 'aws']);
    await showComparison(folder, values.compare, format, context);
    return 0;
  }
  if (values.drift === true) {
    if (values.account !== undefined || values.write !== undefined)
      throw new CommandError(message('`--drift` compares all drafts; leave `--account` and `--write` out'));
    return showDrift(folder, readFormat('organization', values.format, ['text', 'json', 'markdown']), context);
  }
  return showOrganization(folder, values, context);
}

interface ShowOptions {
  readonly account?: string | undefined;
  readonly write?: string | undefined;
  readonly format?: string | undefined;
}

async function showOrganization(folder: string, values: ShowOptions, context: CommandContext): Promise<number> {
  const format = readFormat('organization', values.format, ['text', 'json', 'mermaid', 'graphviz', 'markdown', 'csv']);
  const { host } = context;
  const opened = await openOrganization(organizationPlaceOf(context, folder), context);
  if (values.write !== undefined) {
    if (opened.foreign === undefined)
      throw new CommandError(
        message('`--write` converts what another tool has; this is an organization.jsonc already'),
        helpHint('organization'),
      );
    await writeOrganization(values.write, filesToWrite(opened), context);
    return 0;
  }
  const styles = stylesFor(host, host.stdout);
  const account = values.account === undefined ? undefined : findAccount(opened.organization, values.account);
  if (format !== 'text' && format !== 'json') {
    if (account !== undefined)
      throw new CommandError(message('`--format {0}` shows the whole organization; leave `--account` out', format));
    await host.stdout.write(exportOrganization(opened.organization, format, context.translate));
  } else if (format === 'json') {
    const shown = account === undefined ? outlineOf(opened).map(toJson) : [accountJson(opened, account)];
    await host.stdout.write(`${JSON.stringify(shown[0], undefined, 2)}\n`);
  } else {
    const lines = account === undefined ? treeLines(opened, context, styles) : accountLines(opened, account, context, styles);
    await host.stdout.write(`${lines.join('\n')}\n`);
  }
  return 0;
}

function findAccount({ accounts }: Organization, idOrName: string): Account {
  const lookup = createAccountIndex(accounts).find(idOrName);
  if (lookup.kind === 'found') return lookup.account;
  throw new CommandError(lookup.message);
}

function treeLines(opened: OpenedOrganization, { translate }: CommandContext, styles: Styles): readonly string[] {
  const words = (text: OutlineText): string => (typeof text === 'string' ? text : translate(text));
  const rows: (readonly string[])[] = [];
  const walk = ({ kind, label, description, children, badges }: OutlineEntry, before: string, below: string): void => {
    const name = badges.includes('problem') ? styles.yellow(words(label)) : kind === 'policy' ? words(label) : styles.bold(words(label));
    rows.push([before + name, styles.dim(words(description))]);
    // What is inherited stands where it is attached; `--account` tells it level by level.
    const shown = children.filter((child) => !child.badges.includes('inherited'));
    shown.forEach((child, index) => {
      const last = index === shown.length - 1;
      walk(child, `${below}${last ? '└ ' : '├ '}`, `${below}${last ? '  ' : '│ '}`);
    });
  };
  for (const root of outlineOf(opened)) walk(root, '', '');
  return alignColumns(rows);
}

function toJson({ kind, id, label, description, badges, origin, children }: OutlineEntry): object {
  const words = (text: OutlineText): string => (typeof text === 'string' ? text : english(text));
  return {
    kind,
    id,
    name: words(label),
    description: words(description),
    badges,
    file: origin?.file ?? null,
    children: children.map(toJson),
  };
}
