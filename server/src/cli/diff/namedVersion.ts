import path from 'node:path';

import type { CatalogTexts } from '../../core/catalog/catalog';
import { createPolicyLoader, readPolicyText } from '../../core/organization/policyLoader';
import { readOrganization } from '../../core/organization/readOrganization';
import type { PolicyType } from '../../core/policy/policyType';
import type { QuerySources } from '../../core/queries/organizationFrame';
import { message } from '../../core/text/message';
import { findRepository, findRevision } from '../../git/revision';
import type { ForeignOrganization } from '../../readers/foreignFormat';
import { overlayOf } from '../../readers/overlay';
import { readTerraformPlan } from '../../readers/terraform';

import type { CommandContext } from '../command';
import { CommandError } from '../commandError';
import { readConfiguration } from '../configuration';
import { isFile, isFolder, readTextFile } from '../files';
import { foreignFilesIn } from '../foreignFiles';
import { openOrganization } from '../openOrganization';
import { createOrganizations } from '../organizations';
import { organizationPlaceOf } from '../queryOptions';

import { entriesOf, given, placeRevision } from './placedRevision';
import type { TemporaryFolders } from './placedRevision';
import { isWholeJson, typeOfPolicy } from './policyVersions';
import type { PolicyText } from './policyVersions';

/** What `--before` or `--after` names. */
export type NamedVersion =
  { readonly kind: 'organization'; readonly sources: QuerySources } | ({ readonly kind: 'policy'; readonly type: PolicyType } & PolicyText);

/**
 * A folder, manifest, policy or file of another tool; `git:REV` (the folder of the command at a revision) or `git:REV:PATH` (a path from the
 * root of the repository); `FILE#before` or `FILE#after` for a side of Terraform's plan. Whatever cannot be read ends the command.
 */
export async function readVersion(written: string, context: CommandContext, folders: TemporaryFolders): Promise<NamedVersion> {
  const revision = /^git:([^:]+)(?::(.*))?$/.exec(written);
  if (revision?.[1] !== undefined) return versionOfRevision(written, { name: revision[1], place: revision[2] }, context, folders);
  const [, plan, side] = /^(.+)#(before|after)$/.exec(written) ?? [];
  if (plan !== undefined && !isFile(path.resolve(context.host.folder, written))) {
    return versionOfPlan(plan, side === 'before' ? 'before' : 'after', context);
  }
  return versionAt(organizationPlaceOf(context, written), written, context);
}

async function versionOfRevision(
  written: string,
  { name, place }: { readonly name: string; readonly place: string | undefined },
  context: CommandContext,
  folders: TemporaryFolders,
): Promise<NamedVersion> {
  const repository = given(await findRepository(context.host.folder));
  const found = given(await findRevision(repository, name));
  const root = folders.create();
  await placeRevision(repository, await entriesOf(repository, found), root);
  const here = path.join(root, repository.prefix);
  const below = place === undefined ? here : path.resolve(place.startsWith('.') ? here : root, place);
  const isInside = !path.relative(root, below).startsWith('..');
  if (!isInside || (!isFile(below) && !isFolder(below))) throw new CommandError(message('{0} has no file {1}', name, place ?? '.'));
  // Paths in messages are those of the repository.
  return versionAt(below, written, { ...context, host: { ...context.host, folder: root } });
}

/** A file that is no policy may be an organization of another tool. */
async function versionAt(file: string, written: string, context: CommandContext): Promise<NamedVersion> {
  const catalog = await context.data.catalog();
  const read = isFolder(file) || isOrganizationFile(file) ? undefined : readTextFile(file);
  if (read !== undefined && 'problem' in read) throw new CommandError(message('{0} cannot be read: {1}', written, read.problem));
  if (read !== undefined) {
    const organizations = createOrganizations(catalog, await context.data.texts());
    const isPolicy = readPolicyText(read.text)?.statements.length !== 0;
    if (isPolicy || organizations.open(file).organization === undefined) {
      if (readPolicyText(read.text) === undefined) throw new CommandError(message('{0} holds no policy', written));
      if (!isWholeJson(read.text)) throw new CommandError(message('{0} holds no policy that can be read as a whole', written));
      const policy = { file, text: read.text };
      return { kind: 'policy', ...policy, type: typeOfPolicy(policy, readConfiguration(path.dirname(file)), organizations) };
    }
  }
  const { organization, load } = await openOrganization(file, context);
  return { kind: 'organization', sources: { organization, load, catalog } };
}

/** By its name: what has lines, and what is no JSON, is no policy. */
function isOrganizationFile(file: string): boolean {
  return /(?:^|[/\\])organization\.jsonc?$|\.(?:jsonl|ya?ml|tfstate|template)$/i.test(file);
}

async function versionOfPlan(written: string, side: 'before' | 'after', context: CommandContext): Promise<NamedVersion> {
  const file = organizationPlaceOf(context, written);
  const read = readTextFile(file);
  if ('problem' in read) throw new CommandError(message('{0} cannot be read: {1}', written, read.problem));
  const plan = readTerraformPlan(read.text, path.basename(file));
  if (plan === undefined) throw new CommandError(message('{0} is no plan of Terraform, as `terraform show -json` has it', written));
  const foreign = plan[side];
  const sources = foreign === undefined ? undefined : await sourcesOf(foreign, path.dirname(file), context);
  if (sources === undefined) throw new CommandError(message('{0} holds no organization', `${written}#${side}`));
  return { kind: 'organization', sources };
}

async function sourcesOf(foreign: ForeignOrganization, folder: string, { data }: CommandContext): Promise<QuerySources | undefined> {
  const catalog = await data.catalog();
  const texts: CatalogTexts = await data.texts();
  const files = overlayOf(foreign.files, foreignFilesIn(folder));
  const { organization } = readOrganization(files, { catalog });
  if (organization === undefined) return undefined;
  const load = createPolicyLoader({
    files,
    managedPolicyDocument: (name) => texts.managedPolicyDocument(name),
    uriOfFile: (name) => path.join(folder, name),
  });
  return { organization, load, catalog };
}

/** Whether a file that is named alone is a plan, whose two sides are compared. */
export function isPlan(file: string): boolean {
  const read = isFile(file) ? readTextFile(file) : undefined;
  return read !== undefined && 'text' in read && readTerraformPlan(read.text) !== undefined;
}
