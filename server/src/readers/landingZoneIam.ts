import { resolvePath } from '../core/organization/organizationFiles';
import { withNearest } from '../core/organization/organizationReader';
import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { notTold } from './foreignFormat';
import { readIdentityCenter } from './landingZoneIdentityCenter';
import { accountsOf, awsManaged, listIn, listOf, nameIn, readTargets } from './landingZoneSources';
import type { ConfigFile, Structure } from './landingZoneSources';
import { accountFolder, accountId, pretty, withoutEmpty } from './nativeLayout';
import type { DraftAccount } from './nativeLayout';
import { readTrust } from './landingZoneTrust';
import { scalarOf, scalarText } from './yaml';

export interface LandingZoneIam {
  readonly files: ReadonlyMap<string, string>;
  readonly delegatedAdministrators: Readonly<Record<string, readonly string[]>>;
}

type Entry = Readonly<Record<string, unknown>>;

/** What one account gets of all the sets. */
interface AccountIam {
  readonly account: DraftAccount;
  /** Files of the managed policies that `policySets` makes in it, by name. */
  readonly policies: Map<string, string>;
  /** Names of the SAML providers; every account gets them. */
  readonly providers: ReadonlySet<string>;
  readonly users: Entry[];
  readonly groups: Entry[];
  readonly roles: Entry[];
}

/** Reads `iam-config.yaml`: each set goes to each account that it is deployed to. */
export function readLandingZoneIam(config: ConfigFile, structure: Structure): LandingZoneIam {
  const providers = new Set(listIn(config, config.root, 'providers').flatMap((node) => scalarOf(node, 'name') ?? []));
  const accounts = new Map<DraftAccount, AccountIam>();
  for (const { account } of structure.accounts.values()) {
    accounts.set(account, { account, policies: new Map(), providers, users: [], groups: [], roles: [] });
  }
  const policyFiles = readPolicySets(config, structure, accounts);
  eachOf(config, structure, accounts, ['groupSets', 'groups'], (iam, node) => pushNamed(iam.groups, groupEntry(config, iam, node)));
  eachOf(config, structure, accounts, ['userSets', 'users'], (iam, node) => pushNamed(iam.users, userEntry(config, iam, node)));
  eachOf(config, structure, accounts, ['roleSets', 'roles'], (iam, node, set) =>
    pushNamed(iam.roles, roleEntry(config, structure, iam, node, set)),
  );
  const files = new Map<string, string>();
  for (const { account, users, groups, roles } of accounts.values()) {
    if (users.length + groups.length + roles.length === 0) continue;
    files.set(`iam/${accountFolder(account)}/principals.jsonc`, pretty(withoutEmpty({ users, groups, roles })));
  }
  const center = readIdentityCenter(config, structure, policyFiles);
  if (center.text !== undefined) files.set('identity-center.jsonc', center.text);
  return { files, delegatedAdministrators: center.delegatedAdministrators };
}

/** What is there twice is reported where it is read; the first counts. */
function pushNamed(list: Entry[], entry: Entry | undefined): void {
  if (entry !== undefined && !list.some((other) => other['name'] === entry['name'])) list.push(entry);
}

function eachOf(
  config: ConfigFile,
  structure: Structure,
  accounts: ReadonlyMap<DraftAccount, AccountIam>,
  [sets, members]: readonly [string, string],
  add: (iam: AccountIam, node: JsonNode, set: JsonNode) => void,
): void {
  for (const set of listIn(config, config.root, sets)) {
    const targets = accountsOf(structure, readTargets(config, structure, set));
    for (const node of listIn(config, set, members)) {
      if (nameIn(config, node, members === 'users' ? 'username' : 'name') === undefined) continue;
      for (const account of targets) {
        const iam = accounts.get(account);
        if (iam !== undefined) add(iam, node, set);
      }
    }
  }
}

/** The files of all policies, by name; none for a name that two files have. */
function readPolicySets(
  config: ConfigFile,
  structure: Structure,
  accounts: ReadonlyMap<DraftAccount, AccountIam>,
): ReadonlyMap<string, string | undefined> {
  const files = new Map<string, string | undefined>();
  for (const set of listIn(config, config.root, 'policySets')) {
    const targets = accountsOf(structure, readTargets(config, structure, set));
    for (const node of listIn(config, set, 'policies')) {
      const [name, written] = [nameIn(config, node, 'name'), nameIn(config, node, 'policy')];
      if (name === undefined || written === undefined) continue;
      const file = resolvePath(config.file, written);
      if (!config.reader.exists(file)) {
        const missing = withNearest(message('there is no file `{0}`', file), file, config.reader.paths);
        config.report(valueOf(node, 'policy'), 'missing-file', 'error', missing);
      }
      files.set(name, files.has(name) && files.get(name) !== file ? undefined : file);
      for (const account of targets) accounts.get(account)?.policies.set(name, file);
    }
  }
  return files;
}

function groupEntry(config: ConfigFile, iam: AccountIam, node: JsonNode): Entry {
  return withoutEmpty({ name: scalarOf(node, 'name'), managed: managedOf(config, iam, node) });
}

function userEntry(config: ConfigFile, iam: AccountIam, node: JsonNode): Entry {
  const group = scalarOf(node, 'group');
  const noConsole = valueOf(node, 'disableConsoleAccess');
  return withoutEmpty({
    name: scalarOf(node, 'username'),
    console: !(noConsole?.kind === 'boolean' && noConsole.value),
    groups: group === undefined || group === '' ? [] : [group],
    managed: managedOf(config, iam, node),
    boundary: boundaryOf(iam, node),
  });
}

function roleEntry(config: ConfigFile, structure: Structure, iam: AccountIam, node: JsonNode, set: JsonNode): Entry {
  return withoutEmpty({
    name: scalarOf(node, 'name'),
    path: scalarOf(set, 'path'),
    trust: (config.isBroken ? undefined : readTrust(structure, iam, node)) ?? notTold,
    managed: managedOf(config, iam, node),
    boundary: boundaryOf(iam, node),
  });
}

/** Policies of a role or a group. In a file that is broken something may be lost: then there is one more that nobody knows. */
function managedOf(config: ConfigFile, iam: AccountIam, node: JsonNode): readonly string[] {
  const policies = valueOf(node, 'policies');
  const names = (member: string): readonly string[] => listOf(valueOf(policies, member)).flatMap((item) => scalarText(item) ?? []);
  return [
    ...names('awsManaged').map(awsManaged),
    ...names('customerManaged').map((name) => customerManaged(iam, name)),
    ...(config.isBroken || (policies !== undefined && policies.kind !== 'object' && policies.kind !== 'null') ? [notTold] : []),
  ];
}

function boundaryOf(iam: AccountIam, node: JsonNode): string | undefined {
  const name = scalarOf(node, 'boundaryPolicy');
  return name === undefined || name === '' ? undefined : customerManaged(iam, name);
}

/** A policy of the account's own: its file, or the ARN of one that somebody else made there, which nobody knows. */
function customerManaged({ account, policies }: AccountIam, name: string): string {
  const file = policies.get(name);
  if (file !== undefined) return fromAccountFolder(file);
  return name.startsWith('arn:') ? name : `arn:aws:iam::${accountId(account)}:policy/${name}`;
}

/** A path seen from `iam/ACCOUNT/principals.jsonc`. */
function fromAccountFolder(file: string): string {
  return `../../${file}`;
}
