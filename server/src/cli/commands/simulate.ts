import { message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { commonOptions, helpHint, readArguments, readFormat } from '../options';
import { answersOf, deployedOption, deployedOptionHelp, organizationPlaceOf, placeHelp } from '../queryOptions';
import { readRoles, roleOptions, roleOptionsHelp } from '../roleOptions';
import { simulateInOrganization } from '../simulateInOrganization';
import type { OrganizationRequest } from '../simulateInOrganization';
import { simulateScenarios } from '../simulateScenarios';

/** `gatehouse simulate`: whether requests would be allowed, and why. */
export const simulateCommand: Command = {
  name: 'simulate',
  usage: [
    'simulate --scenarios FILE|- [--format text|json]',
    'simulate --organization PLACE --principal PRINCIPAL --action ACTION|--operation OPERATION --resource ARN… [--context KEY=VALUE]… [--context-complete] [--assume-role ROLE]… [--deployed] [--format text|json]',
  ],
  summary: message('Says whether requests would be allowed, and which statement decides'),
  options: [
    ['--scenarios FILE', message('one scenario, an array of them, or JSON lines; `-` reads standard input')],
    ['--organization PLACE', placeHelp],
    ['--principal PRINCIPAL', message('who calls: ACCOUNT/user/NAME, ACCOUNT/role/NAME, ACCOUNT/root, an ARN or a service')],
    ['--action ACTION', message('what is done, such as s3:GetObject')],
    ['--operation OPERATION', message('instead of an action: an API operation with all its permission checks')],
    ['--resource ARN', message('on what; may be repeated; `*` for an action without resource types')],
    ['--resource-account ID', message('who owns the resource, where neither ARN nor organization tells')],
    ['--context KEY=VALUE', message('a context key; repeated, one key with several values')],
    ['--context-complete', message('a context key that is not given is absent, not unknown')],
    ...roleOptionsHelp,
    deployedOptionHelp,
    ['--format FORMAT', message('text or json: one line per request')],
  ],
  exitCodes: [
    ['0', message('every expectation holds')],
    ['1', message('an expectation does not hold')],
    ['2', message('a scenario or the organization cannot be read')],
  ],
  run: runSimulate,
};

async function runSimulate(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('simulate', args, {
    ...commonOptions,
    scenarios: { type: 'string' },
    organization: { type: 'string' },
    principal: { type: 'string' },
    action: { type: 'string' },
    operation: { type: 'string' },
    ...roleOptions,
    ...deployedOption,
    resource: { type: 'string', multiple: true },
    'resource-account': { type: 'string' },
    context: { type: 'string', multiple: true },
    'context-complete': { type: 'boolean' },
    format: { type: 'string' },
  });
  const format = readFormat('simulate', values.format, ['text', 'json']);
  const [extra] = positionals;
  if (extra !== undefined) throw new CommandError(message('`{0}` is not understood here', extra), helpHint('simulate'));
  if (values.scenarios !== undefined && values.organization !== undefined) {
    throw new CommandError(message('`--scenarios` and `--organization` exclude each other'), helpHint('simulate'));
  }
  if (values.scenarios !== undefined) return simulateScenarios(values.scenarios, format, context);
  if (values.organization === undefined)
    throw new CommandError(message('`--scenarios` or `--organization` is missing'), helpHint('simulate'));
  if (values.principal === undefined) throw new CommandError(message('`{0}` is missing', '--principal'), helpHint('simulate'));
  const request = {
    principal: values.principal,
    what: readWhat(values.action, values.operation),
    assumeRoles: await readRoles(args, context),
    resources: values.resource ?? [],
    resourceAccount: values['resource-account'],
    context: readContext(values.context ?? []),
    contextIsComplete: values['context-complete'] ?? false,
  };
  const place = organizationPlaceOf(context, values.organization);
  return simulateInOrganization({ place, answers: answersOf(values.deployed) }, request, format, context);
}

function readWhat(action: string | undefined, operation: string | undefined): OrganizationRequest['what'] {
  if (action !== undefined && operation !== undefined) {
    throw new CommandError(message('`--action` and `--operation` exclude each other'), helpHint('simulate'));
  }
  if (operation !== undefined) return { kind: 'operation', name: operation };
  if (action === undefined) throw new CommandError(message('`--action` or `--operation` is missing'), helpHint('simulate'));
  return { kind: 'action', name: action };
}

function readContext(pairs: readonly string[]): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string[]>();
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals <= 0) throw new CommandError(message('`{0}` is no KEY=VALUE', pair), helpHint('simulate'));
    const key = pair.slice(0, equals);
    values.set(key, [...(values.get(key) ?? []), pair.slice(equals + 1)]);
  }
  return Object.fromEntries([...values].map(([key, list]) => [key, list.length === 1 ? (list[0] ?? '') : list]));
}
