import { resolvePath } from '../core/organization/organizationFiles';
import { withNearest } from '../core/organization/organizationReader';
import type { JsonNode } from '../core/syntax/nodes';
import { valueOf } from '../core/syntax/queries';
import { message } from '../core/text/message';

import { notTold } from './foreignFormat';
import { accountsOf, awsManaged, listIn, listOf, nameIn, readTargets } from './landingZoneSources';
import type { ConfigFile, Structure } from './landingZoneSources';
import { pretty, withoutEmpty } from './nativeLayout';
import type { DraftAccount } from './nativeLayout';
import { scalarOf, scalarText } from './yaml';

type Entry = Readonly<Record<string, unknown>>;
type PolicyFiles = ReadonlyMap<string, string | undefined>;

/** `identityCenter` as `identity-center.jsonc`. */
export interface IdentityCenter {
  readonly text: string | undefined;
  readonly delegatedAdministrators: Readonly<Record<string, readonly string[]>>;
}

/** Permission sets, and who has which in which account. */
export function readIdentityCenter(config: ConfigFile, structure: Structure, policyFiles: PolicyFiles): IdentityCenter {
  const center = valueOf(config.root, 'identityCenter');
  if (center?.kind !== 'object') return { text: undefined, delegatedAdministrators: {} };
  const permissionSets = new Map<string, Entry>();
  for (const node of listIn(config, center, 'identityCenterPermissionSets')) {
    const name = nameIn(config, node, 'name');
    if (name === undefined) continue;
    if (permissionSets.has(name)) {
      config.report(valueOf(node, 'name'), 'duplicate-permission-set', 'error', message('permission set `{0}` is there twice', name));
    } else permissionSets.set(name, permissionSetEntry(config, node, name, policyFiles));
  }
  const assignments = listIn(config, center, 'identityCenterAssignments').flatMap((node) =>
    assignmentEntries(config, structure, node, permissionSets),
  );
  const administrator = scalarOf(center, 'delegatedAdminAccount');
  const known = administrator === undefined ? undefined : structure.accounts.get(administrator)?.account;
  return {
    text: pretty({ permissionSets: [...permissionSets.values()], assignments }),
    delegatedAdministrators: known === undefined ? {} : { 'sso.amazonaws.com': [nameOf(known)] },
  };
}

function permissionSetEntry(config: ConfigFile, node: JsonNode, name: string, policyFiles: PolicyFiles): Entry {
  const policies = valueOf(node, 'policies');
  const names = (member: string): readonly string[] => listOf(valueOf(policies, member)).flatMap((item) => scalarText(item) ?? []);
  const minutes = Number(scalarOf(node, 'sessionDuration') ?? Number.NaN);
  return withoutEmpty({
    name,
    managed: [
      ...names('awsManaged').map(awsManaged),
      ...[...names('acceleratorManaged'), ...names('customerManaged')].map((policy) => ownPolicy(policy, policyFiles)),
      ...(config.isBroken ? [notTold] : []),
    ],
    inline: inlinePolicy(config, policies),
    boundary: boundaryOf(valueOf(policies, 'permissionsBoundary'), policyFiles),
    sessionDuration: Number.isInteger(minutes) && minutes > 0 ? isoDuration(minutes) : undefined,
  });
}

/** A policy that each account has under this name: its file, or the name alone, which nothing answers to. */
function ownPolicy(name: string, policyFiles: PolicyFiles): string {
  const last = name.split('/').at(-1) ?? name;
  const file = policyFiles.get(last);
  return file === undefined ? last : `./${file}`;
}

function inlinePolicy(config: ConfigFile, policies: JsonNode | undefined): string | undefined {
  const written = scalarOf(policies, 'inlinePolicy');
  if (written === undefined || written === '') return undefined;
  const file = resolvePath(config.file, written);
  if (!config.reader.exists(file)) {
    const missing = withNearest(message('there is no file `{0}`', file), file, config.reader.paths);
    config.report(valueOf(policies, 'inlinePolicy'), 'missing-file', 'error', missing);
  }
  return `./${file}`;
}

function boundaryOf(node: JsonNode | undefined, policyFiles: PolicyFiles): string | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  const own = scalarOf(valueOf(node, 'customerManagedPolicy'), 'name');
  if (own !== undefined) return ownPolicy(own, policyFiles);
  return scalarOf(node, 'awsManagedPolicyName') ?? notTold;
}

/** One for each principal and account. */
function assignmentEntries(
  config: ConfigFile,
  structure: Structure,
  node: JsonNode,
  permissionSets: ReadonlyMap<string, Entry>,
): readonly Entry[] {
  const permissionSet = nameIn(config, node, 'permissionSetName');
  if (permissionSet === undefined) return [];
  if (!permissionSets.has(permissionSet)) {
    const text = withNearest(message('there is no permission set `{0}`', permissionSet), permissionSet, permissionSets.keys());
    config.report(valueOf(node, 'permissionSetName'), 'unknown-permission-set', 'error', text);
  }
  const accounts = accountsOf(structure, readTargets(config, structure, node));
  return principalsOf(config, node).flatMap(({ name, type }) =>
    accounts.map((account) => ({ permissionSet, account: nameOf(account), principal: name, principalType: type })),
  );
}

interface AssignedPrincipal {
  readonly name: string;
  readonly type: string;
}

/** `principals`, or the one of `principalId`, which older configurations have. */
function principalsOf(config: ConfigFile, node: JsonNode): readonly AssignedPrincipal[] {
  const listed = listIn(config, node, 'principals').flatMap((principal) => {
    const [name, type] = [nameIn(config, principal, 'name'), nameIn(config, principal, 'type')];
    return name === undefined || type === undefined ? [] : [{ name, type }];
  });
  const [id, type] = [scalarOf(node, 'principalId'), scalarOf(node, 'principalType')];
  return id === undefined || type === undefined || listed.length > 0 ? listed : [{ name: id, type }];
}

function nameOf({ id, name }: DraftAccount): string {
  return id ?? name;
}

function isoDuration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `PT${hours > 0 ? `${hours}H` : ''}${rest > 0 ? `${rest}M` : ''}`;
}
