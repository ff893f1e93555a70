import type { Draft, DraftCustomerPolicy, DraftDocument, DraftPrincipal, DraftResource, DraftTarget } from './draft';
import { notTold } from './foreignFormat';
import { pretty, withoutEmpty } from './nativeLayout';
import type { VirtualFiles } from './virtualFiles';

/** What an account has. */
export interface Belongings {
  readonly principals: readonly DraftPrincipal[];
  readonly customerPolicies: readonly DraftCustomerPolicy[];
  readonly resources: readonly DraftResource[];
}

/** What an account has, by its key; an organization may have thousands. */
export function belongingsOf(draft: Draft): (account: string) => Belongings {
  const principals = byAccount([...draft.principals.values()]);
  const customerPolicies = byAccount(draft.customerPolicies);
  const resources = byAccount([...draft.resources.values()]);
  return (account) => ({ principals: principals(account), customerPolicies: customerPolicies(account), resources: resources(account) });
}

function byAccount<Item extends { readonly account: string }>(items: readonly Item[]): (account: string) => readonly Item[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(item.account);
    if (group === undefined) groups.set(item.account, [item]);
    else group.push(item);
  }
  return (account) => groups.get(account) ?? [];
}

/** The folders of an account: its users, groups and roles, its own managed policies, its resources with their policies. */
export function writePrincipals(
  draft: Draft,
  account: DraftTarget,
  { principals, customerPolicies, resources }: Belongings,
  files: VirtualFiles,
): void {
  const folder = (account.id ?? account.name).replaceAll('/', '~1');
  const context: Context = { draft, files, folder, policies: writeCustomerPolicies(customerPolicies, files, folder) };
  const groups = new Set(principals.filter(({ kind }) => kind === 'group').map(({ name }) => name));
  const entries = (kind: DraftPrincipal['kind']) =>
    principals.filter((principal) => principal.kind === kind).map((principal) => entryOf(context, principal, groups));
  if (principals.length > 0) {
    const lists = withoutEmpty({ users: entries('user'), groups: entries('group'), roles: entries('role') });
    files.write(`iam/${folder}/principals.jsonc`, pretty(lists));
  }
  if (resources.length === 0) return;
  const list = resources.map(({ arn, policy, tags }) => {
    const path = policy === undefined ? undefined : document(files, `resources/${folder}/policies/${arn.replace(/^arn:/, '')}`, policy);
    return withoutEmpty({ arn, policy: path?.replace(`resources/${folder}/`, './'), tags });
  });
  files.write(`resources/${folder}/resources.jsonc`, pretty(list));
}

interface Context {
  readonly draft: Draft;
  readonly files: VirtualFiles;
  readonly folder: string;
  /** Files of the account's own policies by ARN and by key, seen from its folder. */
  readonly policies: ReadonlyMap<string, string>;
}

function writeCustomerPolicies(policies: readonly DraftCustomerPolicy[], files: VirtualFiles, folder: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const policy of policies) {
    const path = document(files, `iam/${folder}/policies/${policy.name}`, policy).replace(`iam/${folder}/`, './');
    for (const key of policy.keys) paths.set(key, path);
  }
  return paths;
}

/** The path of a document; nothing lies there when nobody tells what it says. */
function document(files: VirtualFiles, path: string, { content }: DraftDocument): string {
  const file = files.free(path);
  if (content !== undefined) files.write(file, content);
  return file;
}

function entryOf(context: Context, principal: DraftPrincipal, groups: ReadonlySet<string>): object {
  const { files, folder } = context;
  const { kind, name, path, managed, inline, boundary, trust, tags, maxSession } = principal;
  const local = (where: string, text: DraftDocument): string =>
    document(files, `iam/${folder}/${where}`, text).replace(`iam/${folder}/`, './');
  const known = [...principal.groups].filter((group) => groups.has(group));
  // A group that the source does not describe has policies that it does not tell.
  const inDoubt = context.draft.incomplete || known.length < principal.groups.size;
  const references = [...managed, ...(inDoubt ? [notTold] : [])].map((reference) => referenceOf(context, reference));
  const base = {
    name,
    path: path === '/' ? undefined : path,
    managed: [...new Set(references)],
    inline: [...inline].map(([policy, text]) => ({ name: policy, document: local(`inline/${name}.${policy}`, text) })),
  };
  if (kind === 'group') return withoutEmpty(base);
  const both = { ...base, tags, boundary: boundary === undefined ? undefined : referenceOf(context, boundary) };
  if (kind === 'role') return withoutEmpty({ ...both, trust: trust === undefined ? undefined : local(`trust/${name}`, trust), maxSession });
  const { console, accessKeys } = principal;
  return withoutEmpty({ ...both, groups: known, console: console || undefined, accessKeys: accessKeys || undefined });
}

/** ARNs stay as they are; a key that leads nowhere is not told. */
function referenceOf({ policies }: Context, reference: string): string {
  return policies.get(reference) ?? (reference.startsWith('arn:') ? reference : notTold);
}
