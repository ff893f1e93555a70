import { policyTypeConstants, policyTypeOfConstant } from '../core/organization/organizationPolicyTypes';
import { syntheticIds } from '../core/organization/syntheticIds';

/** An organizational unit while it is put together. */
export interface DraftUnit {
  readonly name: string;
  readonly id: string | undefined;
  readonly attach: string[];
  readonly units: DraftUnit[];
}

export interface DraftAccount {
  readonly name: string;
  readonly id: string | undefined;
  readonly email: string | undefined;
  /** Path from the root, a `/` in a name as `~1`. */
  readonly ou: string;
  readonly attach: string[];
  readonly tags?: Readonly<Record<string, string>>;
}

export interface DraftPolicy {
  readonly file: string;
  readonly id?: string | undefined;
  readonly description?: string | undefined;
}

/** Everything of an organization that `organization.jsonc` and `accounts.jsonc` tell. */
export interface OrganizationDraft {
  readonly id?: string | undefined;
  readonly featureSet?: string | undefined;
  /** By id or name. */
  readonly managementAccount: string | undefined;
  readonly rootId?: string | undefined;
  readonly rootAttach: readonly string[];
  /** The types that are on, by folder; where the source does not say, those that it has policies of. */
  readonly enabledTypes?: readonly string[];
  readonly units: readonly DraftUnit[];
  readonly accounts: readonly DraftAccount[];
  /** By reference, `scp/deny-leave`. */
  readonly policies: ReadonlyMap<string, DraftPolicy>;
  readonly delegatedAdministrators?: Readonly<Record<string, readonly string[]>>;
}

/** Writes the manifest and the accounts, one a line. */
export function writeOrganization(draft: OrganizationDraft): Map<string, string> {
  const manifest = withoutEmpty({
    schemaVersion: 1,
    organization: withoutEmpty({ id: draft.id, featureSet: draft.featureSet, managementAccount: draft.managementAccount }),
    root: {
      ...withoutEmpty({ id: draft.rootId, policyTypes: policyTypesOf(draft), attach: unique(draft.rootAttach) }),
      ous: draft.units.map(unitEntry),
    },
    policies: Object.fromEntries([...draft.policies].map(([reference, policy]) => [reference, withoutEmpty({ ...policy })])),
    delegatedAdministrators: draft.delegatedAdministrators ?? {},
  });
  return new Map([
    ['organization.jsonc', pretty(manifest)],
    ['accounts.jsonc', listText(draft.accounts.map(accountEntry))],
  ]);
}

/** A list with an entry a line. */
export function listText(entries: readonly unknown[]): string {
  return entries.length === 0 ? '[]\n' : `[\n${entries.map((entry) => `  ${JSON.stringify(entry)}`).join(',\n')}\n]\n`;
}

export function pretty(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Without what says nothing: `undefined`, empty texts, lists and objects. */
export function withoutEmpty(item: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => {
      if (value === '' || value === undefined) return false;
      return typeof value !== 'object' || value === null || (Array.isArray(value) ? value.length : Object.keys(value).length) > 0;
    }),
  );
}

/** The name of an account's folders. A name that would lead elsewhere gives way to the id that the account has in the model. */
export function accountFolder({ id, name }: Pick<DraftAccount, 'id' | 'name'>): string {
  if (id !== undefined) return id;
  return /^[^\s./\\:*?"<>|~][^/\\:*?"<>|~]*$/.test(name) ? name : syntheticIds.account(name);
}

/** The id that an account has in the model, made up or not. */
export function accountId({ id, name }: Pick<DraftAccount, 'id' | 'name'>): string {
  return id ?? syntheticIds.account(name);
}

/** A name as a part of a path of OUs. */
export function pathPart(name: string): string {
  return name.replaceAll('/', '~1');
}

/** A free path for a document of its own, and taken from then on; two names may differ only in what no file name has. */
export function freeFile(folder: string, name: string, taken: Set<string>): string {
  const stem = name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '') || 'policy';
  for (let count = 1; ; count++) {
    const path = `${folder}/${stem}${count === 1 ? '' : `-${count}`}.json`;
    if (taken.has(path.toLowerCase())) continue;
    taken.add(path.toLowerCase());
    return path;
  }
}

export function unique<Entry>(entries: readonly Entry[]): readonly Entry[] {
  return [...new Set(entries)];
}

function policyTypesOf(draft: OrganizationDraft): Readonly<Record<string, 'ENABLED'>> {
  const on = new Set(draft.enabledTypes ?? usedTypes(draft));
  const constants = policyTypeConstants.filter((constant) => on.has(policyTypeOfConstant(constant) ?? ''));
  return Object.fromEntries(constants.map((constant) => [constant, 'ENABLED']));
}

function usedTypes(draft: OrganizationDraft): readonly string[] {
  const inUnits = (units: readonly DraftUnit[]): readonly string[] => units.flatMap((unit) => [...unit.attach, ...inUnits(unit.units)]);
  const attached = [...draft.rootAttach, ...inUnits(draft.units), ...draft.accounts.flatMap(({ attach }) => attach)];
  return [...attached, ...draft.policies.keys()].map((reference) => reference.split('/', 1)[0] ?? '');
}

function unitEntry({ name, id, attach, units }: DraftUnit): Readonly<Record<string, unknown>> {
  return withoutEmpty({ name, id, attach: unique(attach), ous: units.map(unitEntry) });
}

function accountEntry({ name, id, email, ou, attach, tags = {} }: DraftAccount): Readonly<Record<string, unknown>> {
  return withoutEmpty({ name, id, email, ou, attach: unique(attach), tags });
}
