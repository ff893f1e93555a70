import { whoCan } from '../../core/queries/whoCan';
import type { WhoCanAnswer } from '../../core/queries/whoCan';
import { message } from '../../core/text/message';

import { blockerJson, describeBlocker } from '../blocker';
import type { Command, CommandContext } from '../command';
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

/** `gatehouse who-can`: the principals of an organization who may do something. */
export const whoCanCommand: Command = {
  name: 'who-can',
  usage: [
    'who-can --organization PLACE --action ACTION --resource ARN [--context KEY=VALUE]… [--context-complete] [--deployed] [--format text|json]',
  ],
  summary: message(
    'Lists the users, roles and root users of an organization who may do an action on a resource, and what keeps the others from it',
  ),
  options: [
    ['--organization PLACE', placeHelp],
    ['--action ACTION', message('what is done, such as s3:GetObject')],
    ['--resource ARN', message('on what; `*`, the default, for an action without resource types')],
    ['--context KEY=VALUE', message('a context key; repeated, one key with several values')],
    ['--context-complete', message('a context key that is not given is absent, not unknown')],
    deployedOptionHelp,
    ['--format FORMAT', message('text or json')],
  ],
  exitCodes: [
    ['0', message('the question is answered')],
    ['2', message('the organization cannot be read')],
  ],
  run: runWhoCan,
};

async function runWhoCan(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('who-can', args, {
    ...commonOptions,
    ...contextOptions,
    ...deployedOption,
    organization: { type: 'string' },
    action: { type: 'string' },
    resource: { type: 'string' },
    format: { type: 'string' },
  });
  const format = readFormat('who-can', values.format, ['text', 'json']);
  refuseExtra('who-can', positionals);
  const place = organizationPlaceOf(context, required('who-can', 'organization', values.organization));
  const action = required('who-can', 'action', values.action);
  const known = readQueryContext('who-can', values.context, values['context-complete']);
  const { organization, load } = await openOrganization(place, context, answersOf(values.deployed));
  const catalog = await context.data.catalog();
  const answers = await runQuery(whoCan({ organization, load, catalog }, { action, resource: values.resource ?? '*', ...known }), context);
  const { host } = context;
  if (format === 'json') await host.stdout.write(`${JSON.stringify(answers.map(answerJson), undefined, 2)}\n`);
  else await host.stdout.write(`${answerLines(answers, context).join('\n')}\n`);
  return 0;
}

function answerJson({ principal, decision, blockedBy }: WhoCanAnswer): object {
  return { principal: principal.arn, decision, blockedBy: blockedBy === undefined ? null : blockerJson(blockedBy) };
}

function answerLines(answers: readonly WhoCanAnswer[], { host, translate }: CommandContext): readonly string[] {
  const styles = stylesFor(host, host.stdout);
  const of = (...decisions: readonly string[]) => answers.filter(({ decision }) => decisions.includes(decision));
  const names = (list: readonly WhoCanAnswer[]) => list.map(({ principal }) => `  ${principal.arn}`);
  const denied = of('explicitDeny', 'implicitDeny');
  const open = of('undetermined');
  return [
    styles.bold(translate(message('allowed: {0}', String(of('allowed').length)))),
    ...names(of('allowed')),
    ...(open.length === 0
      ? []
      : [styles.bold(translate(message('depends on facts that nobody gave: {0}', String(open.length)))), ...names(open)]),
    styles.bold(translate(message('denied: {0}', String(denied.length)))),
    ...alignColumns(
      denied.map(({ principal, blockedBy }) => [
        `  ${principal.arn}`,
        blockedBy === undefined ? '' : translate(describeBlocker(blockedBy)),
      ]),
    ),
  ];
}
