import { CompletionItemKind } from 'vscode-languageserver-types';

import type { ServiceContext } from '../serviceContext';
import type { EntityName, OrganizationNames } from '../organizationIndex';

import type { Proposal } from './completionItem';

/** More accounts, users and roles than this are narrowed down by what is typed before they are sent. */
const maximum = 300;

/** Whether an organization has more names than are sent at once: then the list depends on what is typed. */
export function isLarge({ accounts, principals, entities, resources = [], kept = [] }: OrganizationNames): boolean {
  return [accounts, principals, entities, resources, kept].some(({ length }) => length > maximum);
}

/** The names that hold what is typed, as many as anybody looks at. */
export function narrowed(names: OrganizationNames, typed: string): OrganizationNames {
  if (!isLarge(names)) return names;
  const word = typed.toLowerCase();
  const few = <Item>(items: readonly Item[], textOf: (item: Item) => string): readonly Item[] => {
    if (items.length <= maximum) return items;
    const found: Item[] = [];
    for (const item of items) {
      if (found.length === maximum) break;
      if (textOf(item).toLowerCase().includes(word)) found.push(item);
    }
    return found;
  };
  return {
    ...names,
    accounts: few(names.accounts, ({ id, name }) => `arn:aws:iam::${id}:root ${name}`),
    principals: few(names.principals, ({ arn, label }) => `${arn} ${label}`),
    entities: few(names.entities, ({ id, name, path }) => `${id} ${name} ${path ?? ''}`),
    resources: few(names.resources ?? [], (arn) => arn),
    kept: few(names.kept ?? [], ({ arn, label }) => `${arn} ${label}`),
  };
}

/** Ids of accounts by name; those that nobody gave mean nothing to AWS and are left out. */
export function accountProposals({ accounts, entities }: OrganizationNames): readonly Proposal[] {
  const synthetic = new Set(entities.filter(({ idIsSynthetic }) => idIsSynthetic === true).map(({ id }) => id));
  return accounts
    .filter(({ id }) => !synthetic.has(id))
    .map(({ id, name }) => ({ label: id, kind: CompletionItemKind.Folder, description: name, filter: `${id} ${name}`, rank: `1${name}` }));
}

/** Ids of the entities whose id begins so: `o-`, `r-`, `ou-`. */
export function entityProposals(prefix: string, { entities }: OrganizationNames, { translate }: ServiceContext): readonly Proposal[] {
  return entities
    .filter(({ id, idIsSynthetic }) => id.startsWith(prefix) && idIsSynthetic !== true)
    .map(({ id, kind, name }) => proposal(id, name, translate(kind), `1${name}`));
}

/**
 * Paths of the organization, its root and OUs as `aws:PrincipalOrgPaths` has them. With `*` at the end they take in all OUs below;
 * where the operator reads wildcards these come first.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths>
 */
export function pathProposals(
  { entities }: OrganizationNames,
  readsWildcards: boolean,
  { translate }: ServiceContext,
): readonly Proposal[] {
  return entities.flatMap((entity) => {
    const { path, kind, name } = entity;
    if (path === undefined) return [];
    const exact = isContainer(entity) ? [proposal(path, name, translate(kind), `2${name}`)] : [];
    return readsWildcards ? [proposal(`${path}*`, `${name} *`, translate(kind), `1${name}`), ...exact] : exact;
  });
}

/** Accounts lie in a root or an OU, never in the organization itself. */
function isContainer({ id }: EntityName): boolean {
  return id.startsWith('ou-') || id.startsWith('r-');
}

function proposal(label: string, name: string, detail: string, rank: string): Proposal {
  return { label, kind: CompletionItemKind.Folder, detail, description: name, filter: `${label} ${name}`, rank };
}

/** Users and roles of the model by their ARNs. */
export function principalProposals({ principals }: OrganizationNames, kinds: RegExp = /./): readonly Proposal[] {
  return principals
    .filter(({ arn }) => kinds.test(arn))
    .map(({ arn, label }) => ({
      label: arn,
      kind: CompletionItemKind.Class,
      description: label,
      filter: `${arn} ${label}`,
      rank: `2${label}`,
    }));
}
