import type { Organization } from '../core/organization/organization';
import { exportOrganization } from '../core/organization/exportOrganization';
import { filesFrom } from '../core/organization/organizationFiles';
import { readOrganization } from '../core/organization/readOrganization';
import { message } from '../core/text/message';
import type { Message, Translate } from '../core/text/message';
import type { OrganizationPlan } from '../protocol/requests';

import { howToDecide } from './organizationEdits';
import type { LoadedOrganization } from './organizationIndex';
import { normaliseUri, pathOf, uriBelow } from './uris';
import type { Workspace } from './workspace';

/** What a person says of an organization that does not exist yet. */
export interface NewOrganization {
  /** URI of a folder that is there or not. */
  readonly folder: string;
  readonly name: string;
  readonly managementAccount: string;
  readonly email: string;
  readonly enableScps: boolean;
}

interface PlanContext {
  readonly workspace: Workspace;
  readonly translate: Translate;
}

/** The files of a new organization: one account, and with SCPs a first one that nobody may leave by. */
export async function planNewOrganization(wanted: NewOrganization, context: PlanContext): Promise<OrganizationPlan> {
  const { name, managementAccount, email, enableScps } = wanted;
  if (name.trim() === '' || managementAccount.trim() === '') {
    return { kind: 'refused', reason: context.translate(message('an organization and its management account have names')) };
  }
  const quoted = (text: string): string => JSON.stringify(text);
  const manifest = `{
  "schemaVersion": 1,
  "organization": {
    "name": ${quoted(name)},
    "featureSet": "ALL",
    "managementAccount": ${quoted(managementAccount)}
  },
  "root": {
    "policyTypes": {${enableScps ? ' "SERVICE_CONTROL_POLICY": "ENABLED" ' : ''}},
    "attach": [${enableScps ? '"scp/FullAWSAccess"' : ''}],
    "ous": []
  }
}
`;
  const account =
    email === '' ? `{ "name": ${quoted(managementAccount)} }` : `{ "name": ${quoted(managementAccount)}, "email": ${quoted(email)} }`;
  const files = new Map([
    ['accounts.jsonc', `[\n  ${account}\n]\n`],
    ['organization.jsonc', manifest],
  ]);
  return planFiles({ folder: wanted.folder, files, title: message('Create the organization {0}', name), notes: [] }, context);
}

/** The files of an organization that another tool describes, in the native layout beside it: what they refer to stays where it lies. */
export function planConversion(loaded: LoadedOrganization, context: PlanContext): Promise<OrganizationPlan> {
  const { format, files, folder } = loaded;
  const target = /\.[^/.]+$/.test(pathOf(folder)) ? folder.replace(/(?:\.organization)?\.[^/.]+$/, '') : folder;
  const made = new Map(files.list().flatMap((file) => [[file, files.read(file) ?? ''] as const]));
  const notes = [message('Read from {0}. From then on these files count, and no longer those of the other tool.', format)];
  return planFiles({ folder: target, files: made, title: message('Convert {0} to the native layout', nameOf(loaded)), notes }, context);
}

function nameOf({ organization, folder }: LoadedOrganization): string {
  return organization?.name ?? pathOf(folder).split('/').at(-1) ?? '';
}

export interface NewFiles {
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
  readonly title: Message;
  readonly notes: readonly Message[];
}

/** Files that are all new: refused where one is there already, so that nothing is ever lost. The manifest comes last. */
export async function planFiles(
  { folder: given, files, title, notes }: NewFiles,
  { workspace, translate }: PlanContext,
): Promise<OrganizationPlan> {
  const folder = normaliseUri(given.replace(/\/$/, ''));
  const ordered = [...files].sort(([one], [other]) => Number(isManifest(one)) - Number(isManifest(other)));
  for (const [file] of ordered) {
    if ((await workspace.readFile(uriBelow(folder, file))) === undefined) continue;
    return { kind: 'refused', reason: translate(message('{0} is there already; nothing was written', pathOf(uriBelow(folder, file)))) };
  }
  const { organization } = readOrganization(filesFrom(files));
  const head = [translate(title), ...notes.map((note) => `· ${translate(note)}`), translate(howToDecide), ''].join('\n');
  return {
    kind: 'plan',
    title: translate(title),
    notes: notes.map(translate),
    before: `${head}\n`,
    after: `${head}\n${preview(organization, ordered, translate)}`,
    files: ordered.map(([file, newText]) => ({ uri: normaliseUri(uriBelow(folder, file)), newText, edits: [] })),
  };
}

function isManifest(file: string): boolean {
  return /^organization\.jsonc?$/.test(file);
}

/** Lines of a file, and of all, that are shown before they are written; nobody reads more. */
const linesOfFile = 200;
const linesOfAll = 5000;

function preview(organization: Organization | undefined, files: readonly (readonly [string, string])[], translate: Translate): string {
  const lines = organization === undefined ? [] : exportOrganization(organization, 'markdown', translate).trimEnd().split('\n');
  if (lines.length > linesOfFile) lines.splice(linesOfFile, lines.length, '…');
  for (const [file, text] of files) {
    const own = text.trimEnd().split('\n');
    lines.push('', file, ...own.slice(0, linesOfFile).map((line) => `  ${line}`), ...(own.length > linesOfFile ? ['  …'] : []));
    if (lines.length > linesOfAll) return [...lines, '', translate(message('and more: {0} files in all', files.length)), ''].join('\n');
  }
  return `${lines.join('\n')}\n`;
}
