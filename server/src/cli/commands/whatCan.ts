import { findPrincipal } from '../../core/organization/findPrincipal';
import { whatCan } from '../../core/queries/whatCan';
import type { WhatCanAnswer } from '../../core/queries/whatCan';
import { message } from '../../core/text/message';

import { blockerJson, describeBlocker } from '../blocker';
import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { openOrganization } from '../openOrganization';
import { commonOptions, readArguments, readFormat } from '../options';
import {
  answersOf,
  contextOptions,
  deployedOption,
  deployedOptionHelp,
  organizationPlaceOf,
  placeHelp,
  readQueryContext,
  refuseExtra,
  required,
} from '../queryOptions';
import { runQuery } from '../steppedQuery';
import { alignColumns, stylesFor } from '../styles';

/** `gatehouse what-can`: what a principal may do. */
export const whatCanCommand: Command = {
  name: 'what-can',
  usage: [
    'what-can --organization PLACE --principal PRINCIPAL [--context KEY=VALUE]… [--context-complete] [--deployed] [--format text|json]',
  ],
  summary: message('Counts by service and access level what a principal may do on some resource, and what blocks the rest'),
  options: [
    ['--organization PLACE', placeHelp],
    ['--principal PRINCIPAL', message('who: ACCOUNT/user/NAME, ACCOUNT/role/NAME, ACCOUNT/root or an ARN')],
    ['--context KEY=VALUE', message('a context key; repeated, one key with several values')],
    ['--context-complete', message('a context key that is not given is absent, not unknown')],
    deployedOptionHelp,
    ['--format FORMAT', message('text or json')],
  ],
  exitCodes: [
    ['0', message('the question is answered')],
    ['2', message('organization or principal cannot be found')],
  ],
  run: runWhatCan,
};

async function runWhatCan(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('what-can', args, {
    ...commonOptions,
    ...contextOptions,
    ...deployedOption,
    organization: { type: 'string' },
    principal: { type: 'string' },
    format: { type: 'string' },
  });
  const format = readFormat('what-can', values.format, ['text', 'json']);
  refuseExtra('what-can', positionals);
  const place = organizationPlaceOf(context, required('what-can', 'organization', values.organization));
  const written = required('what-can', 'principal', values.principal);
  const known = readQueryContext('what-can', values.context, values['context-complete']);
  const { organization, load } = await openOrganization(place, context, answersOf(values.deployed));
  const found = findPrincipal(organization, written);
  if (found.kind === 'notFound') {
    const { nearest } = found;
    throw new CommandError(
      found.message,
      nearest.length === 0 ? undefined : message('did you mean {0}?', nearest.map((name) => `\`${name}\``).join(', ')),
    );
  }
  const { principal } = found;
  if (principal.kind === 'stranger') throw new CommandError(message('the organization does not describe `{0}`', written));
  const catalog = await context.data.catalog();
  const answer = await runQuery(whatCan({ organization, load, catalog }, principal, known), context);
  const { host } = context;
  if (format === 'json') await host.stdout.write(`${JSON.stringify(answerJson(answer), undefined, 2)}\n`);
  else await host.stdout.write(`${answerLines(answer, context).join('\n')}\n`);
  return 0;
}

function answerJson({ rows, blockers, total }: WhatCanAnswer): object {
  return { total, rows, blockers: blockers.map(({ blocker, actions }) => ({ ...blockerJson(blocker), actions })) };
}

function answerLines({ rows, blockers, total }: WhatCanAnswer, { host, translate }: CommandContext): readonly string[] {
  const styles = stylesFor(host, host.stdout);
  const granted = rows.filter(({ allowed, undetermined }) => allowed.length + undetermined.length > 0);
  const count = (of: 'allowed' | 'undetermined' | 'denied'): number => rows.reduce((sum, row) => sum + row[of].length, 0);
  const summary = message(
    '{0} of {1} actions allowed on some resource, {2} undetermined',
    String(count('allowed')),
    String(total),
    String(count('undetermined')),
  );
  const heading = [message('service'), message('access level'), message('allowed'), message('undetermined'), message('denied')];
  const table = granted.map(({ service, accessLevel, allowed, undetermined, denied }) => [
    `  ${service}`,
    accessLevel,
    String(allowed.length),
    String(undetermined.length),
    String(denied.length),
  ]);
  return [
    styles.bold(translate(summary)),
    ...(table.length === 0 ? [] : alignColumns([heading.map((cell, index) => (index === 0 ? '  ' : '') + translate(cell)), ...table])),
    styles.bold(translate(message('what blocks the rest'))),
    ...alignColumns(blockers.map(({ blocker, actions }) => [`  ${actions}`, translate(describeBlocker(blocker))])),
  ];
}
