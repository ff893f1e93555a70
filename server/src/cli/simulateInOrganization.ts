import type { ContextValue } from '../core/evaluation/request';
import type { RoleHop } from '../core/evaluation/roleChain';
import { toScenarioResult } from '../core/evaluation/scenarioResult';
import { askCall } from '../core/simulation/askCall';
import type { OrganizationCall } from '../core/simulation/askCall';
import { message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import { explanation, headline } from './explanation';
import { openOrganization } from './openOrganization';
import type { Answers } from './openOrganization';
import { partLines } from './simulationParts';
import { stylesFor } from './styles';

/** One action, or one operation, of one principal on some resources; roles may be taken on the way. */
export interface OrganizationRequest {
  readonly principal: string;
  readonly what: { readonly kind: 'action' | 'operation'; readonly name: string };
  readonly resources: readonly string[];
  readonly resourceAccount: string | undefined;
  readonly assumeRoles: readonly RoleHop[];
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

/** Decides a request out of an organization: an action once per resource, an operation once on all. */
export async function simulateInOrganization(
  { place, answers }: { readonly place: string; readonly answers: Answers },
  request: OrganizationRequest,
  format: 'text' | 'json',
  context: CommandContext,
): Promise<number> {
  const { host, data, translate } = context;
  const catalog = await data.catalog();
  const { organization, load } = await openOrganization(place, context, answers);
  const style = { translate, styles: stylesFor(host, host.stdout) };
  for (const { call, name } of callsOf(request)) {
    const answer = askCall(call, { organization, load, catalog });
    if (answer.kind === 'unclear') {
      const { nearest } = answer;
      const hint = nearest.length === 0 ? undefined : message('did you mean {0}?', nearest.map((near) => `\`${near}\``).join(', '));
      throw new CommandError(answer.message, hint);
    }
    if (format === 'json') await host.stdout.write(`${JSON.stringify(toScenarioResult(name, answer.trace, answer))}\n`);
    else {
      const lines = [
        style.styles.bold(name),
        headline(answer.trace, answer.levelNames, style),
        ...partLines(answer, style),
        ...explanation(answer.trace, answer.levelNames, style),
        '',
      ];
      await host.stdout.write(`${lines.join('\n')}\n`);
    }
  }
  return 0;
}

interface NamedCall {
  readonly call: OrganizationCall;
  readonly name: string;
}

function callsOf({ what, resources, resourceAccount, ...rest }: OrganizationRequest): readonly NamedCall[] {
  const name = (...on: readonly string[]) =>
    [rest.principal, ...rest.assumeRoles.map(({ role }) => `→ ${role}`), what.name, ...on].join(' ');
  if (what.kind === 'operation') {
    const named = resources.map((arn) => ({ arn, account: resourceAccount }));
    return [{ name: name(...resources), call: { ...rest, what: { kind: 'operation', operation: what.name, resources: named } } }];
  }
  const all = resources.length === 0 ? ['*'] : resources;
  return all.map((resource) => ({
    name: name(resource),
    call: { ...rest, what: { kind: 'action', action: what.name, resource, resourceAccount } },
  }));
}
