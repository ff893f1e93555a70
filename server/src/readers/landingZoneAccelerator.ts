import { createReader, withNearest } from '../core/organization/organizationReader';
import type { OrganizationReader } from '../core/organization/organizationReader';
import { resolvePath } from '../core/organization/organizationFiles';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { notTold } from './foreignFormat';
import type { ForeignOrganization, ForeignReader } from './foreignFormat';
import { readLandingZoneIam } from './landingZoneIam';
import { listIn, nameIn, openConfig, readReplacements, readTargets, unitPath } from './landingZoneSources';
import type { ConfigFile, Structure } from './landingZoneSources';
import { pathPart, writeOrganization } from './nativeLayout';
import type { DraftAccount, DraftPolicy, DraftUnit } from './nativeLayout';
import { scalarOf } from './yaml';

const entry = 'organization-config.yaml';

/** The lists of policies, and the policy type of each. */
const policyLists = [
  ['serviceControlPolicies', 'scp'],
  ['resourceControlPolicies', 'rcp'],
  ['declarativePolicies', 'ec2'],
  ['taggingPolicies', 'tag'],
  ['backupPolicies', 'backup'],
  ['chatbotPolicies', 'chat'],
] as const;

/** Deeper than AWS allows by far, and no deeper than a manifest can be read. */
const deepest = 20;

/**
 * Landing Zone Accelerator: `organization-config.yaml`, and `accounts-config.yaml` and `iam-config.yaml` beside it.
 * With the strategy `deny-list` (and without one) FullAWSAccess stays attached beside an SCP; with `allow-list` LZA detaches it.
 * <https://awslabs.github.io/landing-zone-accelerator-on-aws/latest/>
 */
export const landingZoneAccelerator: ForeignReader = {
  format: 'landingZoneAccelerator',
  isEntry: (path) => path === entry || path.endsWith(`/${entry}`),
  read: readLandingZone,
};

function readLandingZone(files: OrganizationFiles): ForeignOrganization | undefined {
  const reader = createReader(files);
  const values = readReplacements(reader);
  const config = openConfig(reader, entry, values);
  if (config === undefined || !isLandingZone(config.root)) return undefined;
  const units = readUnits(config);
  const accountsFile = openConfig(reader, 'accounts-config.yaml', values);
  if (accountsFile === undefined) {
    const text = message('there is no `{0}` beside this file, so the organization has no accounts', 'accounts-config.yaml');
    config.report(undefined, 'missing-file', 'warning', text);
  }
  const structure: Structure = {
    units: units.byPath,
    accounts: accountsFile === undefined ? new Map() : readAccounts(accountsFile, units),
  };
  const policies = attachPolicies(config, structure, units);
  const iamFile = openConfig(reader, 'iam-config.yaml', values);
  const iam = iamFile === undefined ? undefined : readLandingZoneIam(iamFile, structure);
  noteControlTower(reader, values);
  const accounts = [...structure.accounts.values()].map(({ account }) => account);
  const written = writeOrganization({
    id: units.organizationId,
    managementAccount: managementAccount(structure),
    rootId: units.rootId,
    rootAttach: units.rootAttach,
    units: units.top,
    accounts,
    policies,
    delegatedAdministrators: iam?.delegatedAdministrators ?? {},
  });
  for (const [path, text] of iam?.files ?? []) written.set(path, text);
  return { format: 'landingZoneAccelerator', files: written, problems: reader.problems };
}

/** Other tools have files of this name too. */
function isLandingZone(root: JsonNode | undefined): boolean {
  return ['organizationalUnits', 'serviceControlPolicies', 'enable'].some((name) => valueOf(root, name) !== undefined);
}

interface Units {
  readonly byPath: Map<string, DraftUnit>;
  readonly top: DraftUnit[];
  readonly rootAttach: string[];
  rootId: string | undefined;
  organizationId: string | undefined;
}

function readUnits(config: ConfigFile): Units {
  const units: Units = { byPath: new Map(), top: [], rootAttach: [], rootId: undefined, organizationId: undefined };
  const ids = readUnitIds(config, units);
  const written = new Set<string>();
  for (const node of listIn(config, config.root, 'organizationalUnits')) {
    const path = unitPath(nameIn(config, node, 'name') ?? '');
    if (path === '' || path === 'Root') continue;
    if (written.has(path)) {
      config.report(
        valueOf(node, 'name'),
        'duplicate-organizational-unit',
        'error',
        message('there are two organizational units `{0}`', path),
      );
      continue;
    }
    written.add(path);
    const parts = path.split('/');
    if (parts.length > deepest) {
      const text = message('AWS allows organizational units {0} levels deep, and this one is at level {1}', 5, parts.length);
      config.report(valueOf(node, 'name'), 'organizational-unit-too-deep', 'error', text);
      continue;
    }
    const unit = unitAt(units, parts, ids);
    const ignored = valueOf(node, 'ignore');
    // LZA leaves an ignored OU as it is, so what is attached there is told by nobody.
    if (ignored?.kind === 'boolean' && ignored.value) unit.attach.push(`scp/${notTold}`, `rcp/${notTold}`);
  }
  return units;
}

/** The OU of a path; those above it that are not listed are made with it. */
function unitAt(units: Units, parts: readonly string[], ids: ReadonlyMap<string, string>): DraftUnit {
  const path = parts.join('/');
  const known = units.byPath.get(path);
  if (known !== undefined) return known;
  const unit: DraftUnit = { name: parts.at(-1) ?? '', id: ids.get(path), attach: [], units: [] };
  units.byPath.set(path, unit);
  (parts.length === 1 ? units.top : unitAt(units, parts.slice(0, -1), ids).units).push(unit);
  return unit;
}

/** `organizationalUnitIds`: the root is among them, and each ARN tells the organization's id. */
function readUnitIds(config: ConfigFile, units: Units): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const node of listIn(config, config.root, 'organizationalUnitIds')) {
    const [name, id, arn] = [scalarOf(node, 'name') ?? '', scalarOf(node, 'id') ?? '', scalarOf(node, 'arn') ?? ''];
    units.organizationId ??= /\/(o-[a-z0-9]{10,32})\//.exec(arn)?.[1];
    if (name === 'Root' && /^r-[0-9a-z]{4,32}$/.test(id)) units.rootId = id;
    else if (/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/.test(id)) ids.set(unitPath(name), id);
  }
  return ids;
}

function readAccounts(config: ConfigFile, units: Units): Structure['accounts'] {
  const ids = new Map<string, string>();
  for (const node of listIn(config, config.root, 'accountIds')) {
    const [email, id] = [scalarOf(node, 'email')?.toLowerCase(), scalarOf(node, 'accountId')];
    if (email !== undefined && id !== undefined && /^\d{12}$/.test(id)) ids.set(email, id);
  }
  const accounts = new Map<string, { readonly account: DraftAccount; readonly ou: string | undefined }>();
  for (const list of ['mandatoryAccounts', 'workloadAccounts']) {
    for (const node of listIn(config, config.root, list)) {
      const name = nameIn(config, node, 'name');
      if (name === undefined) continue;
      if (accounts.has(name)) {
        config.report(valueOf(node, 'name'), 'duplicate-account', 'error', message('account `{0}` is there twice', name));
        continue;
      }
      const email = scalarOf(node, 'email');
      const ou = accountUnit(config, node, units);
      const way = ou === undefined ? `/${notTold}` : ou === 'Root' ? '/' : `/${ou.split('/').map(pathPart).join('/')}`;
      accounts.set(name, { account: { name, id: ids.get(email?.toLowerCase() ?? ''), email, ou: way, attach: [] }, ou });
    }
  }
  return accounts;
}

/** Where an account lies; an OU that is not listed is reported, and stays a place that nobody knows. */
function accountUnit(config: ConfigFile, node: JsonNode, { byPath }: Units): string | undefined {
  const written = nameIn(config, node, 'organizationalUnit');
  if (written === undefined) return undefined;
  const path = unitPath(written);
  if (path !== 'Root' && !byPath.has(path)) {
    const text = withNearest(message('the organization has no organizational unit `{0}`', path), path, byPath.keys());
    config.report(valueOf(node, 'organizationalUnit'), 'unknown-organizational-unit', 'error', text);
  }
  return path;
}

function managementAccount({ accounts }: Structure): string | undefined {
  // The name is LZA's: the mandatory accounts are called Management, LogArchive and Audit.
  const account = accounts.get('Management')?.account;
  return account === undefined ? undefined : (account.id ?? account.name);
}

/** Reads the policies, and attaches them where they are deployed to. */
function attachPolicies(config: ConfigFile, structure: Structure, units: Units): ReadonlyMap<string, DraftPolicy> {
  const policies = new Map<string, DraftPolicy>();
  const withoutFullAccess = new Set<string[]>();
  const attached: { readonly to: string[]; readonly reference: string }[] = [];
  for (const [list, type] of policyLists) {
    for (const node of listIn(config, config.root, list)) {
      const reference = readPolicy(config, node, type, policies);
      const places = reference === undefined ? [] : placesOf(config, structure, units, node, type);
      for (const to of places) attached.push({ to, reference: reference ?? '' });
      if (type === 'scp' && scalarOf(node, 'strategy') === 'allow-list') for (const to of places) withoutFullAccess.add(to);
    }
  }
  for (const { to, reference } of attached) {
    const isFirst = !to.some((other) => other.startsWith('scp/') && other !== `scp/${notTold}`);
    if (reference.startsWith('scp/') && isFirst && !withoutFullAccess.has(to)) to.push('scp/FullAWSAccess');
    to.push(reference);
  }
  const enable = valueOf(config.root, 'enable');
  const isOff = enable?.kind === 'boolean' && !enable.value;
  if (isOff)
    config.report(
      enable,
      'organization-not-managed',
      'warning',
      message('LZA does not manage this organization, so what is attached is unknown'),
    );
  if (isOff || config.isBroken) units.rootAttach.push(`scp/${notTold}`, `rcp/${notTold}`);
  return policies;
}

/** The reference of a policy, as the manifest has it. */
function readPolicy(config: ConfigFile, node: JsonNode, type: string, policies: Map<string, DraftPolicy>): string | undefined {
  const name = nameIn(config, node, 'name');
  if (name === undefined) return `${type}/${notTold}`;
  const reference = `${type}/${name}`;
  if (scalarOf(node, 'type') === 'awsManaged') return scalarOf(node, 'policy') === 'FullAWSAccess' ? 'scp/FullAWSAccess' : reference;
  if (policies.has(reference)) {
    config.report(valueOf(node, 'name'), 'duplicate-policy', 'error', message('policy `{0}` is there twice', name));
    return reference;
  }
  const written = nameIn(config, node, 'policy');
  if (written === undefined) return reference;
  const file = resolvePath(config.file, written);
  if (!config.reader.exists(file)) {
    const missing = withNearest(message('there is no file `{0}`', file), file, config.reader.paths);
    config.report(valueOf(node, 'policy'), 'missing-file', 'error', missing);
  }
  policies.set(reference, { file, description: scalarOf(node, 'description')?.trim() });
  return reference;
}

/** The lists of what is attached that a policy belongs in. Where it is deployed to is not told: it may be anywhere. */
function placesOf(config: ConfigFile, structure: Structure, units: Units, node: JsonNode, type: string): readonly string[][] {
  const targets = readTargets(config, structure, node);
  if (!targets.isTold) units.rootAttach.push(`${type}/${notTold}`);
  if (targets.excluded.length > 0) {
    const excluded = valueOf(valueOf(node, 'deploymentTargets'), 'excludedAccounts');
    const text = message('a policy that is attached to an organizational unit reaches every account in it, excluded or not');
    config.report(excluded, 'exclusion-without-effect', 'warning', text);
  }
  return [
    ...(targets.root ? [units.rootAttach] : []),
    ...targets.units.flatMap((path) => listed(structure.units.get(path)?.attach)),
    ...targets.accounts.flatMap((name) => listed(structure.accounts.get(name)?.account.attach)),
  ];
}

function listed(list: string[] | undefined): readonly string[][] {
  return list === undefined ? [] : [list];
}

/** Control Tower attaches SCPs of its own, which no file here tells. */
function noteControlTower(reader: OrganizationReader, values: ReadonlyMap<string, string>): void {
  const config = openConfig(reader, 'global-config.yaml', values);
  const enable = valueOf(valueOf(config?.root, 'controlTower'), 'enable');
  if (config === undefined || enable?.kind !== 'boolean' || !enable.value) return;
  const text = message(
    'Control Tower attaches policies of its own, which this configuration does not tell; decisions are made without them',
  );
  config.report(enable, 'control-tower', 'warning', text);
}
