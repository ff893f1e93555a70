import path from 'node:path';

import type { Organization } from '../core/organization/organization';
import { createLineIndex } from '../core/text/lineIndex';
import { message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import { createOrganizations } from './organizations';
import type { OpenedOrganization } from './organizations';
import { stylesFor } from './styles';

/** Opens the organization of a folder, and says on stderr what is wrong with its files. Without one the command ends. */
export async function openOrganization(
  folder: string,
  context: CommandContext,
): Promise<OpenedOrganization & { readonly organization: Organization }> {
  const { host, data, translate } = context;
  const opened = createOrganizations(await data.catalog(), await data.texts()).open(folder);
  const { organization, problems, imported } = opened;
  if (organization === undefined) {
    const reason = (imported ?? opened).problems.map(({ message: said }) => said)[0];
    const shown = path.relative(host.folder, folder) || '.';
    throw new CommandError(
      reason === undefined ? message('{0} holds no organization', shown) : message('{0} cannot be read: {1}', shown, reason),
    );
  }
  const styles = stylesFor(host, host.stderr);
  for (const { line, message: said } of imported?.problems ?? []) {
    const place = `${path.relative(host.folder, folder)}${line === undefined ? '' : `:${line}`}`;
    await host.stderr.write(`${styles.yellow('!')} ${place}  ${translate(said)}\n`);
  }
  for (const { file, span, message: said } of problems) {
    const { line, character } = createLineIndex(opened.files.read(file) ?? '').positionAt(span.start);
    const place = `${path.relative(host.folder, path.join(folder, file))}:${line + 1}:${character + 1}`;
    await host.stderr.write(`${styles.yellow('!')} ${place}  ${translate(said)}\n`);
  }
  return { ...opened, organization };
}
