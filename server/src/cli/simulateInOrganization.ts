import type { ContextValue } from '../core/evaluation/request';
import { toScenarioResult } from '../core/evaluation/scenarioResult';
import { askOrganization } from '../core/simulation/askOrganization';
import { message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import { explanation, headline } from './explanation';
import { openOrganization } from './openOrganization';
import { stylesFor } from './styles';

/** One action of one principal, on some resources. */
export interface OrganizationRequest {
  readonly principal: string;
  readonly action: string;
  readonly resources: readonly string[];
  readonly resourceAccount: string | undefined;
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly contextIsComplete: boolean;
}

/** Decides a request out of an organization, once per resource. */
export async function simulateInOrganization(
  folder: string,
  request: OrganizationRequest,
  format: 'text' | 'json',
  context: CommandContext,
): Promise<number> {
  const { host, data, translate } = context;
  const catalog = await data.catalog();
  const { organization, load } = await openOrganization(folder, context);
  const styles = stylesFor(host, host.stdout);
  for (const resource of request.resources) {
    const answer = askOrganization({ ...request, resource }, { organization, load, catalog });
    if (answer.kind === 'unclear') {
      const { nearest } = answer;
      const hint = nearest.length === 0 ? undefined : message('did you mean {0}?', nearest.map((name) => `\`${name}\``).join(', '));
      throw new CommandError(answer.message, hint);
    }
    const name = `${request.principal} ${request.action} ${resource}`;
    if (format === 'json') await host.stdout.write(`${JSON.stringify(toScenarioResult(name, answer.trace))}\n`);
    else {
      const style = { translate, styles };
      const lines = [
        styles.bold(name),
        headline(answer.trace, answer.levelNames, style),
        ...explanation(answer.trace, answer.levelNames, style),
        '',
      ];
      await host.stdout.write(`${lines.join('\n')}\n`);
    }
  }
  return 0;
}
