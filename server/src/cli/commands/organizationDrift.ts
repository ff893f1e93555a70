import path from 'node:path';

import { driftOf } from '../../core/organization/policyDrift';
import type { Drift, StatementChange } from '../../core/organization/policyDrift';
import { escapeMarkdown } from '../../core/text/markdown';
import { message } from '../../core/text/message';
import type { Message, Translate } from '../../core/text/message';

import type { CommandContext } from '../command';
import { CommandError } from '../commandError';
import { readConfiguration } from '../configuration';
import type { DraftFile } from '../drafts';
import { openOrganization } from '../openOrganization';
import { organizationPlaceOf } from '../queryOptions';
import { alignColumns, stylesFor } from '../styles';

interface Row {
  /** As the user would write it. */
  readonly file: string;
  readonly policy: string;
  readonly drift: Drift;
}

/** Each draft that `gatehouse.jsonc` binds, against the deployed policy. The exit code: 2 for one that cannot be read, 1 for one that differs. */
export async function showDrift(written: string, format: 'text' | 'json' | 'markdown', context: CommandContext): Promise<number> {
  const { host } = context;
  const configuration = readConfiguration(host.folder);
  if (!configuration.settings.policyFiles.some(({ policy }) => policy !== undefined && policy !== '')) {
    throw new CommandError(
      message('no file is bound to a deployed policy'),
      message('Bind them in gatehouse.jsonc: "policyFiles": [{ "glob": "scps/deny-leave.json", "type": "scp", "policy": "p-1a2b3c4d" }]'),
    );
  }
  const { organization, files, folder } = await openOrganization(organizationPlaceOf(context, written), context);
  const isDeployed = ({ file }: DraftFile): boolean =>
    [...organization.policies.values()].some((policy) => policy.file !== undefined && path.join(folder, policy.file) === file);
  const rows = configuration
    .drafts()
    .filter((draft) => !isDeployed(draft))
    .map((draft): Row => {
      const question = { policy: draft.policy, draft: draft.text() };
      return { file: path.relative(host.folder, draft.file), policy: draft.policy, drift: driftOf(organization, files.read, question) };
    });
  const text = format === 'json' ? JSON.stringify(rows.map(toJson), undefined, 2) : textLines(rows, format, context).join('\n');
  await host.stdout.write(`${text}\n`);
  if (rows.some(({ drift }) => drift.status === 'unreadable')) return 2;
  return rows.some(({ drift }) => drift.status !== 'same') ? 1 : 0;
}

function textLines(rows: readonly Row[], format: 'text' | 'markdown', { host, translate }: CommandContext): readonly string[] {
  const differing = rows.filter(({ drift }) => drift.status === 'differs' || drift.status === 'missing').length;
  const summary = translate(message('{0} of {1} drafts differ from what is deployed', differing, rows.length));
  if (format === 'text') {
    const { green, red, yellow, dim, bold } = stylesFor(host, host.stdout);
    const sign = { same: green('✓'), differs: red('✗'), missing: red('✗'), unreadable: yellow('?') };
    const table = rows.map(({ file, policy, drift }) => [
      `${sign[drift.status]} ${file}`,
      drift.status === 'missing' ? policy : (drift.reference ?? policy),
      translate(statusOf(drift)),
      dim(changesOf(drift, translate)),
    ]);
    return [...alignColumns(table), bold(summary)];
  }
  const row = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const heading = [message('file'), message('policy'), message('state'), message('what differs')].map((cell) => translate(cell));
  const table = rows.map(({ file, policy, drift }) =>
    row([file, drift.status === 'missing' ? policy : (drift.reference ?? policy), translate(statusOf(drift)), changesOf(drift, translate)]),
  );
  return rows.length === 0 ? [summary] : [summary, '', row(heading), '| --- | --- | --- | --- |', ...table];
}

function statusOf(drift: Drift): Message {
  switch (drift.status) {
    case 'same':
      return message('same');
    case 'differs':
      return message('differs');
    case 'missing':
      return message('no such policy is deployed');
    case 'unreadable':
      return drift.which === 'draft' ? message('the draft cannot be read') : message('what is deployed cannot be read');
  }
}

function changesOf(drift: Drift, translate: Translate): string {
  if (drift.status !== 'differs') return '';
  return [...drift.statements.map((change) => translate(changeMessage(change))), ...drift.members].join(', ');
}

function changeMessage({ kind, sid, index }: StatementChange): Message {
  const name = sid ?? `#${index}`;
  switch (kind) {
    case 'added':
      return message('{0} added', name);
    case 'removed':
      return message('{0} removed', name);
    case 'changed':
      return message('{0} changed', name);
  }
}

/** As docs/cli.md has it. */
function toJson({ file, policy, drift }: Row): object {
  const shared = { file: file.split(path.sep).join('/'), policy, status: drift.status };
  return {
    ...shared,
    reference: drift.status === 'missing' ? null : (drift.reference ?? null),
    unreadable: drift.status === 'unreadable' ? drift.which : null,
    statements: drift.status === 'differs' ? drift.statements.map(({ kind, sid, index }) => ({ kind, sid: sid ?? null, index })) : [],
    members: drift.status === 'differs' ? drift.members : [],
  };
}
