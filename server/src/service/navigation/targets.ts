import type { Catalog } from '../../core/catalog/catalog';
import { accountIndexOf } from '../../core/organization/accountIndex';
import { findPrincipal } from '../../core/organization/findPrincipal';
import type { Account, Organization, OrganizationalUnit, OrganizationPolicy, Origin } from '../../core/organization/organization';
import { organizationPolicyReference } from '../../core/organization/policyNames';
import type { JsonNode } from '../../core/syntax/nodes';
import { textOf } from '../../core/syntax/queries';
import { oncePer } from '../../core/text/oncePer';
import type { Span } from '../../core/text/span';

import type { LoadedOrganization } from '../organizationIndex';
import { folderOf, relativePath } from '../uris';
import { managedPolicyUri } from '../virtualDocuments';

import { joinUri } from './joinUri';
import type { Mention } from './mentions';

/** A place in a file; a span of nothing at 0 is the file as a whole. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}

/** What a mention refers to. Two mentions mean the same when they have a key in common. */
export interface Target {
  readonly keys: readonly string[];
  /** Where it is defined; undefined where that takes reading a file (a statement). */
  readonly place: Place | undefined;
  /** Where an organization declares it, when that is not the place. */
  readonly declaration: Place | undefined;
  readonly statement?: { readonly uri: string; readonly container: string | undefined; readonly sidOrIndex: string };
  readonly policy?: { readonly loaded: LoadedOrganization; readonly policy: OrganizationPolicy };
  readonly file?: string;
  /** The account with this id, when it is one; the same for units. */
  readonly name?: string;
}

/** What mentions are resolved with. */
export interface TargetContext {
  readonly organizations: readonly LoadedOrganization[];
  /** Whether there is a file, as far as anybody knows. */
  exists(uri: string): boolean;
  readonly catalog: Pick<Catalog, 'managedPolicy'>;
}

/** What a mention in a file refers to; undefined for what nobody knows. */
export function targetOf({ meaning, node }: Mention, uri: string, root: JsonNode | undefined, context: TargetContext): Target | undefined {
  const near = nearestFirst(uri, root, context);
  switch (meaning.kind) {
    case 'organizationPolicy':
      return near[0] === undefined ? undefined : organizationPolicyTarget(near[0], meaning.reference);
    case 'file': {
      const file = fileOf(meaning, uri, near[0], context);
      return file === undefined ? undefined : fileTarget(file, context);
    }
    case 'document':
      return fileTarget(uri, context);
    case 'managedPolicy':
      return managedPolicyTarget(meaning.arnOrName, context);
    case 'sid': {
      const { container, index, sid } = meaning;
      const keys = [container, undefined].flatMap((name) => [statementKey(uri, name, sid), statementKey(uri, name, String(index))]);
      return { keys, place: undefined, declaration: undefined, statement: { uri, container, sidOrIndex: sid } };
    }
    case 'statement': {
      const { file, inline: container, statement: sidOrIndex } = meaning.name;
      if (file.startsWith('arn:')) return managedStatement(file, sidOrIndex, context);
      const found = fileOf({ written: file, orBelowOrganization: true }, uri, near[0], context);
      if (found === undefined) return undefined;
      const keys = [statementKey(found, container, sidOrIndex)];
      return { keys, place: undefined, declaration: undefined, statement: { uri: found, container, sidOrIndex } };
    }
    default:
      return firstOf(near, (loaded) => inOrganization(meaning, { loaded, uri, start: node.start }));
  }
}

type InOrganization = Exclude<
  Mention['meaning'],
  { readonly kind: 'organizationPolicy' | 'file' | 'document' | 'managedPolicy' | 'sid' | 'statement' }
>;

interface MentionPlace {
  readonly loaded: LoadedOrganization;
  readonly uri: string;
  readonly start: number;
}

function inOrganization(meaning: InOrganization, { loaded, uri, start }: MentionPlace): Target | undefined {
  const { organization } = loaded;
  if (organization === undefined) return undefined;
  switch (meaning.kind) {
    case 'account': {
      const found = accountIndexOf(organization).find(meaning.idOrName);
      return found.kind === 'found' ? accountTarget(loaded, found.account) : undefined;
    }
    case 'organizationalUnit': {
      const unit = unitsOf(organization).get(meaning.idOrPath);
      return unit === undefined ? rootTarget(loaded, organization, meaning.idOrPath) : unitTarget(loaded, unit);
    }
    case 'id':
      return rootTarget(loaded, organization, meaning.id);
    case 'principal': {
      const found = findPrincipal(organization, meaning.written);
      if (found.kind !== 'found') return undefined;
      const { principal } = found;
      if (principal.kind === 'user') return declared(loaded, `principal ${principal.user.arn}`, principal.user.origin);
      if (principal.kind === 'role') return declared(loaded, `principal ${principal.role.arn}`, principal.role.origin);
      return principal.kind === 'root' ? accountTarget(loaded, principal.account) : undefined;
    }
    case 'group':
      return groupTarget(loaded, organization, meaning.name, uri);
    case 'declared': {
      const file = relativePath(loaded.folder, uri);
      return file === undefined ? undefined : declarationsOf(loaded, organization).get(`${file}:${String(start)}`);
    }
  }
}

export function accountTarget(loaded: LoadedOrganization, account: Account): Target {
  return { ...declared(loaded, `account ${account.id}`, account.origin), name: account.name };
}

function unitTarget(loaded: LoadedOrganization, unit: OrganizationalUnit): Target {
  return { ...declared(loaded, `${loaded.folder} unit ${unit.id}`, unit.origin), name: unit.name };
}

function rootTarget(loaded: LoadedOrganization, { id, root, origin, name }: Organization, wanted: string): Target | undefined {
  if (wanted === id) return { ...declared(loaded, `${loaded.folder} organization`, origin), name };
  return wanted === root.id || wanted === '/' ? { ...declared(loaded, `${loaded.folder} root`, root.origin), name: root.name } : undefined;
}

function declared(loaded: LoadedOrganization, key: string, origin: Origin): Target {
  return { keys: [key], place: { uri: loaded.uriOf(origin.file), span: origin.span }, declaration: undefined };
}

/** A group of the account whose file names it. */
function groupTarget(loaded: LoadedOrganization, organization: Organization, name: string, uri: string): Target | undefined {
  const [top, folder] = relativePath(loaded.folder, uri)?.split('/') ?? [];
  if (top !== 'iam' || folder === undefined) return undefined;
  const account = accountIndexOf(organization).find(folder.replaceAll('~1', '/'));
  if (account.kind !== 'found') return undefined;
  const group = account.account.principals.groups.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  return group === undefined ? undefined : declared(loaded, `principal ${group.arn}`, group.origin);
}

export function organizationPolicyTarget(loaded: LoadedOrganization, reference: string): Target | undefined {
  const policy = loaded.organization?.policies.get(reference);
  if (policy === undefined) return undefined;
  const key = `${loaded.folder} policy ${reference}`;
  const origin = policy.origin;
  const declaration =
    origin === undefined || origin.file === policy.file ? undefined : { uri: loaded.uriOf(origin.file), span: origin.span };
  if (policy.file !== undefined) {
    const uri = loaded.uriOf(policy.file);
    return { keys: [key, `file ${uri}`], place: { uri, span: wholeFile }, declaration, policy: { loaded, policy }, file: uri };
  }
  const source = organizationPolicyReference(policy);
  const place = source.kind === 'awsManaged' ? { uri: managedPolicyUri(policy.name), span: wholeFile } : undefined;
  return { keys: [key], place, declaration };
}

const wholeFile: Span = { start: 0, end: 0 };

/** A file, and the policy of the organization's catalogue, or of an account's own, that it is. */
export function fileTarget(uri: string, { organizations }: Pick<TargetContext, 'organizations'>): Target {
  for (const loaded of organizations) {
    const file = relativePath(loaded.folder, uri);
    const policy = file === undefined ? undefined : policiesByFile(loaded).get(file);
    const target = policy === undefined ? undefined : organizationPolicyTarget(loaded, policy.reference);
    if (target !== undefined) return target;
  }
  return { keys: [`file ${uri}`], place: { uri, span: wholeFile }, declaration: undefined, file: uri };
}

function managedPolicyTarget(arnOrName: string, context: TargetContext): Target | undefined {
  const managed = context.catalog.managedPolicy(arnOrName);
  if (managed !== undefined) {
    const uri = managedPolicyUri(managed.name);
    return { keys: [`managed ${managed.arn}`], place: { uri, span: wholeFile }, declaration: undefined, name: managed.name };
  }
  return firstOf(context.organizations, (loaded) => {
    const reference = customerPolicies(loaded).get(arnOrName);
    return reference === undefined ? undefined : fileTarget(loaded.uriOf(reference), context);
  });
}

function managedStatement(arn: string, sidOrIndex: string, context: TargetContext): Target | undefined {
  const policy = managedPolicyTarget(arn, context);
  const uri = policy?.place?.uri;
  if (uri === undefined) return undefined;
  const keys = [statementKey(uri, undefined, sidOrIndex)];
  return { keys, place: undefined, declaration: undefined, statement: { uri, container: undefined, sidOrIndex } };
}

export function statementKey(uri: string, container: string | undefined, sidOrIndex: string): string {
  return `statement ${uri} ${container ?? ''} ${sidOrIndex}`;
}

/** The file that a path means: relative to the file it stands in; for tests also below the organization's folder. */
function fileOf(
  { written, orBelowOrganization }: { readonly written: string; readonly orBelowOrganization: boolean },
  uri: string,
  loaded: LoadedOrganization | undefined,
  context: TargetContext,
): string | undefined {
  const inside = loaded !== undefined && uri.startsWith(`${loaded.folder}/`);
  const base = written.startsWith('/') && inside ? loaded.folder : folderOf(uri);
  const candidates = [joinUri(base, written), ...(orBelowOrganization && loaded !== undefined ? [joinUri(loaded.folder, written)] : [])];
  return candidates.find((candidate) => context.exists(candidate));
}

/** The organization that a test names, else the innermost around the file; then the others. */
function nearestFirst(uri: string, root: JsonNode | undefined, { organizations }: TargetContext): readonly LoadedOrganization[] {
  if (organizations.length === 0) return [];
  const written = /\.iamtest\.jsonc?$/i.test(uri) ? textOf(root, 'organization') : undefined;
  const named = written === undefined ? undefined : folderOf(joinUri(folderOf(uri), written));
  const rank = ({ folder }: LoadedOrganization): number => {
    if (folder === named) return Infinity;
    return uri.startsWith(`${folder}/`) ? folder.length : 0;
  };
  return [...organizations].sort((a, b) => rank(b) - rank(a));
}

function firstOf(
  organizations: readonly LoadedOrganization[],
  find: (loaded: LoadedOrganization) => Target | undefined,
): Target | undefined {
  for (const loaded of organizations) {
    const found = find(loaded);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The OUs by id and by path. */
export const unitsOf: (organization: Organization) => ReadonlyMap<string, OrganizationalUnit> = oncePer(({ root }) => {
  const units = new Map<string, OrganizationalUnit>();
  const walk = (level: readonly OrganizationalUnit[]): void => {
    for (const unit of level) {
      units.set(unit.id, unit);
      units.set(unit.path, unit);
      walk(unit.organizationalUnits);
    }
  };
  walk(root.organizationalUnits);
  return units;
});

const policiesByFile: (loaded: LoadedOrganization) => ReadonlyMap<string, OrganizationPolicy> = oncePer(
  ({ organization }) =>
    new Map([...(organization?.policies.values() ?? [])].flatMap((policy) => (policy.file === undefined ? [] : [[policy.file, policy]]))),
);

/** Files of the accounts' own managed policies, by ARN. */
const customerPolicies: (loaded: LoadedOrganization) => ReadonlyMap<string, string> = oncePer(
  ({ organization }) =>
    new Map(
      (organization?.accounts ?? []).flatMap(({ customerPolicies: own }) =>
        own.flatMap(({ arn, reference }) => (reference.kind === 'file' ? [[arn, reference.file] as const] : [])),
      ),
    ),
);

/** What stands declared at which place of which file. */
function declarationsOf(loaded: LoadedOrganization, organization: Organization): ReadonlyMap<string, Target> {
  const known = declarations.get(loaded);
  if (known !== undefined) return known;
  const targets = new Map<string, Target>();
  const add = ({ file, span }: Origin, target: Target): void => void targets.set(`${file}:${String(span.start)}`, target);
  for (const unit of unitsOf(organization).values()) add(unit.origin, unitTarget(loaded, unit));
  for (const account of organization.accounts) {
    add(account.origin, accountTarget(loaded, account));
    const { users, groups, roles } = account.principals;
    for (const principal of [...users, ...groups, ...roles])
      add(principal.origin, declared(loaded, `principal ${principal.arn}`, principal.origin));
  }
  declarations.set(loaded, targets);
  return targets;
}

const declarations = new WeakMap<LoadedOrganization, ReadonlyMap<string, Target>>();
