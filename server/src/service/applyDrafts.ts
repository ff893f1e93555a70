import type { OrganizationFiles } from '../core/organization/organizationFiles';
import type { Organization, OrganizationPolicy } from '../core/organization/organization';
import { readOrganization } from '../core/organization/readOrganization';
import { parseJson } from '../core/syntax/parseJson';
import { valueFromNode } from '../core/syntax/valueFromNode';

import type { BoundDraft, DraftFile } from './drafts';
import type { LoadedOrganization } from './organizationIndex';
import type { SourceReading } from './organizationSources';

/** The organization with the drafts in the places of the policies that they are bound to. */
export function applyDrafts(deployed: LoadedOrganization, { drafts, catalog, types }: SourceReading): LoadedOrganization {
  const { organization } = deployed;
  if (organization === undefined || drafts.length === 0) return deployed;
  const byFile = new Map<string, DraftFile>();
  const bound: BoundDraft[] = [];
  for (const draft of drafts) {
    const policy = policyNamed(organization, draft.policy);
    if (policy?.file === undefined || byFile.has(policy.file) || deployed.uriOf(policy.file) === draft.uri) continue;
    byFile.set(policy.file, draft);
    types.set(
      draft.uri,
      policy.type === 'scp' || policy.type === 'rcp' ? policy.type : (types.get(deployed.uriOf(policy.file)) ?? 'identity'),
    );
    bound.push({
      uri: draft.uri,
      reference: policy.reference,
      deployedUri: deployed.uriOf(policy.file),
      differs: differ(deployed.textOf(policy.file), draft.text()),
    });
  }
  if (bound.length === 0) return deployed;
  const textOf = (file: string): string | undefined => byFile.get(file)?.text() ?? deployed.textOf(file);
  const files: OrganizationFiles = { read: textOf, list: () => deployed.files.list() };
  // Which policies there are and what is attached does not change with what they say.
  const read = readOrganization(files, { catalog });
  return {
    ...deployed,
    organization: read.organization ?? organization,
    textOf,
    files,
    uriOf: (file) => byFile.get(file)?.uri ?? deployed.uriOf(file),
    drafts: bound,
    deployed,
  };
}

/** A policy by id, reference, ARN or name; a name that several have names none. */
export function policyNamed({ policies }: Organization, name: string): OrganizationPolicy | undefined {
  const all = [...policies.values()].filter(({ file }) => file !== undefined);
  const id = name.startsWith('arn:') ? name.split('/').at(-1) : name;
  const exact = all.find((policy) => policy.id === id || policy.reference === name);
  if (exact !== undefined) return exact;
  const named = all.filter((policy) => policy.name === name);
  return named.length === 1 ? named[0] : undefined;
}

/** Layout, comments and the order of members do not matter; undefined where one of them is no JSON. */
export function differ(one: string | undefined, other: string | undefined): boolean | undefined {
  const [before, after] = [canonical(one), canonical(other)];
  return before === undefined || after === undefined ? undefined : before !== after;
}

function canonical(text: string | undefined): string | undefined {
  const root = text === undefined ? undefined : parseJson(text);
  if (root?.root === undefined || root.problems.some(({ code }) => code === 'invalid-json')) return undefined;
  return JSON.stringify(sorted(valueFromNode(root.root)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
