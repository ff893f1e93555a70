import { awsScriptOf } from '../../core/organization/awsScript';
import { compareOrganizations } from '../../core/organization/compareOrganizations';
import { describeDifference } from '../../core/organization/describeDifference';
import { differenceCount, differencesMarkdown } from '../../core/organization/differencesMarkdown';
import type { OrganizationDifference, Subject } from '../../core/organization/organizationDifferences';
import { english, message } from '../../core/text/message';

import type { CommandContext } from '../command';
import { CommandError } from '../commandError';
import { openOrganization } from '../openOrganization';
import { organizationPlaceOf } from '../queryOptions';
import { stylesFor } from '../styles';

/** What differs between two versions of an organization, each a folder or a file of AWS's outputs. */
export async function showComparison(
  written: string,
  later: string,
  format: 'text' | 'json' | 'markdown' | 'aws',
  context: CommandContext,
): Promise<void> {
  const before = await openVersion(written, context);
  const after = await openVersion(later, context);
  const differences = compareOrganizations(before.organization, after.organization, {
    before: (file) => before.files.read(file),
    after: (file) => after.files.read(file),
  });
  const text =
    format === 'aws'
      ? awsScriptOf(differences, { before: before.organization, quotas: await context.data.catalog() })
      : `${shown(differences, format, context).join('\n')}\n`;
  await context.host.stdout.write(text);
}

async function openVersion(written: string, context: CommandContext) {
  const opened = await openOrganization(organizationPlaceOf(context, written), context);
  // What stands behind the break would seem to be gone.
  if (opened.organization.manifestIsBroken)
    throw new CommandError(message('the manifest of {0} is broken, so nothing can be compared with it', written));
  return opened;
}

function shown(
  differences: readonly OrganizationDifference[],
  format: 'text' | 'json' | 'markdown',
  { host, translate }: CommandContext,
): readonly string[] {
  if (format === 'json') return [JSON.stringify(differences.map(toJson), undefined, 2)];
  if (format === 'markdown') return differencesMarkdown(differences, translate);
  const lines = differences.map((difference) => translate(describeDifference(difference)));
  return [stylesFor(host, host.stdout).bold(translate(differenceCount(differences))), ...lines];
}

/** As docs/cli.md has it: what a difference is about by kind, name, path and id; what is not known is null. */
function toJson(difference: OrganizationDifference): object {
  const entries = Object.entries(difference).map(([name, value]: [string, unknown]) => [name, plain(value)] as const);
  return { ...Object.fromEntries(entries), description: english(describeDifference(difference)) };
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isSubject(value)) return { kind: value.kind, name: value.name, path: value.path, id: value.id ?? null };
  return value ?? null;
}

function isSubject(value: unknown): value is Subject {
  return typeof value === 'object' && value !== null && 'key' in value && 'isAwsManaged' in value;
}
