import type { ObjectNode } from '../syntax/nodes';
import { parseJson } from '../syntax/parseJson';
import type { JsonPath } from '../syntax/queries';

import { checkDeclarative } from './declarativeChecks';
import { createMerge, mergeLevel } from './declarativeMerge';
import type { AttachedDocument, MergedNode } from './declarativeMerge';
import type { EffectiveDeclarativePolicy, EffectiveSetting, JsonValue, UnknownDeclarativePolicy } from './declarativePolicy';
import type { MergedSetting } from './declarativeSetting';
import { levelsOf } from './effectivePolicies';
import type { Level, LevelPolicy } from './effectivePolicies';
import type { Organization, OrganizationPolicyType } from './organization';
import { policyTypeFolders } from './organizationPolicyTypes';

/** Gets the text of a policy's file; undefined where it cannot be read. */
export type LoadText = (file: string) => string | undefined;

/** The policy types that merge into one effective policy, in the order of AWS's list. */
export const declarativePolicyTypes: readonly OrganizationPolicyType[] = policyTypeFolders.filter(isDeclarative);

function isDeclarative(type: OrganizationPolicyType): boolean {
  return type !== 'scp' && type !== 'rcp';
}

/**
 * What the declarative policies of one type amount to for an account: those of the root first, then OU by OU, those of the account last,
 * each place's in the order in which they are attached. Undefined when none apply: the type is not enabled for the root, the organization has
 * consolidated billing only, the type does not merge (SCPs and RCPs), or there is no such account.
 *
 * What AWS does not document is read so: among policies of one place an `@@append` adds to what an earlier one assigned, and neither takes
 * away what an earlier one said.
 * <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html>
 */
export function effectiveDeclarativePolicy(
  organization: Organization,
  accountId: string,
  type: OrganizationPolicyType,
  load: LoadText,
): EffectiveDeclarativePolicy | undefined {
  const levels = isDeclarative(type) ? levelsOf(organization, accountId, type) : undefined;
  if (levels === undefined) return undefined;
  const merge = createMerge(type);
  const unknown: UnknownDeclarativePolicy[] = [];
  levels.forEach((level, depth) => {
    const documents = level.policies.flatMap((attached) => readDocument(attached, load) ?? []);
    const read = new Set(documents.map(({ reference }) => reference));
    for (const { reference } of level.policies) {
      if (!read.has(reference)) unknown.push({ reference, level: { kind: level.kind, id: level.id, name: level.name } });
    }
    mergeLevel(merge, level, depth, documents);
  });
  if (organization.manifestIsBroken) unknown.push({ reference: organization.origin.file, level: rootOf(levels) });
  const settings: EffectiveSetting[] = [];
  const document = readNode(merge.root, [], settings) ?? {};
  const { ignored, problems } = merge;
  const result = { type, document, settings, ignored, problems, unknown };
  return { ...result, problems: [...problems, ...checkDeclarative(result)] };
}

function rootOf([root]: readonly Level[]): UnknownDeclarativePolicy['level'] {
  return { kind: root?.kind ?? 'root', id: root?.id ?? '', name: root?.name ?? '' };
}

function readDocument({ reference, policy }: LevelPolicy, load: LoadText): AttachedDocument | undefined {
  const file = policy?.file;
  const root = file === undefined ? undefined : readObject(load(file));
  return file === undefined || root === undefined ? undefined : { reference, file, root };
}

/** The object that a text holds; undefined when a part of it is no JSON, for then nobody knows what it would say. */
function readObject(text: string | undefined): ObjectNode | undefined {
  if (text === undefined) return undefined;
  const { root, problems } = parseJson(text);
  const isBroken = problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep');
  return root?.kind === 'object' && !isBroken ? root : undefined;
}

/** The values of a group, and its settings in order; undefined when nothing in it has a value, for AWS shows no empty groups or lists. */
function readNode(node: MergedNode, path: JsonPath, settings: EffectiveSetting[]): { readonly [name: string]: JsonValue } | undefined {
  const entries: (readonly [string, JsonValue])[] = [];
  for (const child of node.children.values()) {
    const inner = [...path, child.name];
    if (child.setting === undefined) {
      const group = readNode(child, inner, settings);
      if (group !== undefined) entries.push([child.name, group]);
      continue;
    }
    const setting = readSetting(child, child.setting, inner);
    if (setting === undefined) continue;
    settings.push(setting);
    entries.push([child.name, setting.value]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function readSetting(node: MergedNode, { single, items, origins }: MergedSetting, path: JsonPath): EffectiveSetting | undefined {
  const allowed = [...node.allowed];
  if (single !== undefined) return { path, value: single.value, origins: single.origins, items: undefined, allowed };
  const list = [...items.values()].map((item) => ({ value: item.value, origins: item.origins }));
  if (list.length === 0) return undefined;
  return { path, value: list.map(({ value }) => value), origins, items: list, allowed };
}
