import path from 'node:path';

import type { Organization, OrganizationProblem } from '../core/organization/organization';
import { createLineIndex } from '../core/text/lineIndex';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import type { CommandContext } from './command';
import { CommandError } from './commandError';
import { readConfiguration } from './configuration';
import { createOrganizations } from './organizations';
import type { OpenedOrganization, Organizations } from './organizations';
import { stylesFor } from './styles';

/** Drafts stand in the places of deployed policies, or do not. */
export type Answers = 'drafts' | 'deployed';

/** Opens the organization of a folder or file, and says on stderr what is wrong with its files. Without one the command ends. */
export async function openOrganization(
  place: string,
  context: CommandContext,
  answers: Answers = 'deployed',
): Promise<OpenedOrganization & { readonly organization: Organization }> {
  const { host } = context;
  const opened = (await organizationsFor(context, answers)).open(place);
  const { organization, problems } = opened;
  if (organization === undefined) {
    const shown = path.relative(host.folder, place) || '.';
    const [first] = problems;
    if (first === undefined) throw new CommandError(message('{0} holds no organization', shown));
    // What has no place in a file is about the whole.
    const where = opened.foreign === undefined ? shown : placeOf(opened, first, host.folder);
    throw new CommandError(message('{0} cannot be read: {1}', where, first.message));
  }
  for (const problem of problems) await warn(`${placeOf(opened, problem, host.folder)}  `, problem.message, context);
  for (const { file, reference, differs } of opened.drafts) {
    if (differs === false) continue;
    await warn(
      '',
      message('{0} stands in the place of {1}; `--deployed` leaves it out', path.relative(host.folder, file), reference),
      context,
    );
  }
  return { ...opened, organization };
}

/** The organizations of this disk, with the drafts that the nearest `gatehouse.jsonc` binds, or as they are deployed. */
export async function organizationsFor({ host, data }: CommandContext, answers: Answers): Promise<Organizations> {
  const configuration = readConfiguration(host.folder);
  const wanted = answers === 'drafts' && configuration.settings.answers === 'drafts';
  return createOrganizations(await data.catalog(), await data.texts(), wanted ? configuration.drafts() : []);
}

/** File, line and character; a file that nobody has stands for what it was made from. */
function placeOf({ place, folder, files, foreign }: OpenedOrganization, { file, span }: OrganizationProblem, from: string): string {
  if (foreign?.files.has(file) === true) return path.relative(from, place) || '.';
  const { line, character } = createLineIndex(files.read(file) ?? '').positionAt(span.start);
  return `${path.relative(from, path.join(folder, file))}:${line + 1}:${character + 1}`;
}

async function warn(place: string, said: Message, { host, translate }: CommandContext): Promise<void> {
  await host.stderr.write(`${stylesFor(host, host.stderr).yellow('!')} ${place}${translate(said)}\n`);
}
