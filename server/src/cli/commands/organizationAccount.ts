import type { EffectiveDeclarativePolicy } from '../../core/organization/declarativePolicy';
import { declarativePolicyTypes, effectiveDeclarativePolicy } from '../../core/organization/effectiveDeclarative';
import { effectiveDeclarativeText } from '../../core/organization/effectiveDeclarativeText';
import { effectivePolicies, organizationPath } from '../../core/organization/effectivePolicies';
import type { Level } from '../../core/organization/effectivePolicies';
import type { Account, Organization } from '../../core/organization/organization';
import { message } from '../../core/text/message';
import type { Translate } from '../../core/text/message';

import type { CommandContext } from '../command';
import type { OpenedOrganization } from '../organizations';
import { alignColumns } from '../styles';
import type { Styles } from '../styles';

/** An organization and the files that it was read from. */
type Opened = OpenedOrganization & { readonly organization: Organization };

/** The policies that reach an account: SCPs and RCPs level by level, and what declarative policies amount to, each line with its origin. */
export function accountLines(opened: Opened, account: Account, { translate }: CommandContext, styles: Styles): readonly string[] {
  const { organization } = opened;
  const { scpLevels, rcpLevels } = effectivePolicies(organization, account.id);
  const exempt = account.id === organization.managementAccount;
  const rows = [...levelRows('SCP', scpLevels), ...levelRows('RCP', rcpLevels)];
  const head = `${styles.bold(account.name)}  ${account.id}  ${styles.dim(organizationPath(organization, account.id) ?? '')}`;
  const notes = [
    ...(exempt ? [message('The management account: SCPs and RCPs do not reach it.')] : []),
    ...(scpLevels === undefined ? [message('Service control policies are off.')] : []),
    ...(rcpLevels === undefined ? [message('Resource control policies are off.')] : []),
  ];
  const declarative = declarativeOf(opened, account).flatMap((policy) => declarativeLines(policy, translate, styles));
  return [head, ...alignColumns(rows), ...notes.map((note) => styles.dim(translate(note))), ...declarative];
}

function declarativeOf({ organization, files }: Opened, account: Account): readonly EffectiveDeclarativePolicy[] {
  return declarativePolicyTypes.flatMap(
    (type) => effectiveDeclarativePolicy(organization, account.id, type, (file) => files.read(file)) ?? [],
  );
}

/** Types that say nothing and leave nothing open are left out. */
function declarativeLines(policy: EffectiveDeclarativePolicy, translate: Translate, styles: Styles): readonly string[] {
  const { type, settings, ignored, problems, unknown } = policy;
  if (settings.length + ignored.length + problems.length + unknown.length === 0) return [];
  const { text, lines } = effectiveDeclarativeText(policy);
  const rows = text.split('\n').map((line, index) => {
    const places = (lines[index]?.origins ?? []).map((origin) => translate(message('{0} at {1}', origin.policy, origin.level.name)));
    return [line, styles.dim([...new Set(places)].join(', '))];
  });
  const notes = [
    ...unknown.map(({ reference, level }) =>
      message('{0} at {1} cannot be read: it may add to this, change it or lock it.', reference, level.name),
    ),
    ...ignored.map((one) => one.message),
    ...problems.map((one) => message('{0}: {1}', one.origin.file, one.message)),
  ];
  return [
    '',
    translate(message('Effective policy of type {0}', styles.bold(type))),
    ...alignColumns(rows),
    ...notes.map((note) => styles.dim(translate(note))),
  ];
}

function levelRows(type: string, levels: readonly Level[] | undefined): readonly (readonly string[])[] {
  return (levels ?? []).map(({ name, policies }, index) => [
    index === 0 ? type : '',
    name,
    policies.map(({ reference, policy }) => policy?.name ?? `${reference}?`).join(', '),
  ]);
}

/** The same as plain data, as docs/cli.md has it. */
export function accountJson(opened: Opened, account: Account): object {
  const { organization } = opened;
  const { scpLevels, rcpLevels } = effectivePolicies(organization, account.id);
  return {
    account: { id: account.id, idIsSynthetic: account.idIsSynthetic, name: account.name, organizationalUnit: account.ou },
    managementAccount: account.id === organization.managementAccount,
    organizationPath: organizationPath(organization, account.id) ?? null,
    serviceControlPolicies: levelsJson(scpLevels),
    resourceControlPolicies: levelsJson(rcpLevels),
    declarative: Object.fromEntries(declarativeOf(opened, account).map(({ type, document }) => [type, document])),
    unknownDeclarativePolicies: declarativeOf(opened, account).flatMap(({ unknown }) => unknown.map(({ reference }) => reference)),
  };
}

function levelsJson(levels: readonly Level[] | undefined): object | null {
  if (levels === undefined) return null;
  return levels.map(({ kind, id, name, policies }) => ({
    level: { kind, id, name },
    policies: policies.map(({ reference, policy }) => ({
      reference,
      id: policy?.id ?? null,
      file: policy?.file ?? null,
      known: policy !== undefined,
    })),
  }));
}
