import assert from 'node:assert/strict';

import { effectivePolicies } from '../../server/src/core/organization/effectivePolicies';
import type { Account, Organization } from '../../server/src/core/organization/organization';
import type { OrganizationFiles } from '../../server/src/core/organization/organizationFiles';
import { createPolicyLoader } from '../../server/src/core/organization/policyLoader';
import { policyName } from '../../server/src/core/organization/policyNames';
import { readOrganization } from '../../server/src/core/organization/readOrganization';
import { english } from '../../server/src/core/text/message';
import type { ForeignOrganization, ForeignReader } from '../../server/src/readers/foreignFormat';

/** The files of a folder in memory, with what a reader made of them over them. */
export function overlay(real: ReadonlyMap<string, string>, foreign?: ForeignOrganization): OrganizationFiles {
  const virtual = foreign?.files ?? new Map<string, string>();
  return { read: (path) => virtual.get(path) ?? real.get(path), list: () => [...new Set([...virtual.keys(), ...real.keys()])] };
}

/** What one reader makes of a folder, read as the organization that it is. */
export function readWith(reader: ForeignReader, real: ReadonlyMap<string, string>) {
  const foreign = reader.read(overlay(real));
  assert.ok(foreign !== undefined, 'the folder holds such an organization');
  const files = overlay(real, foreign);
  const { organization, problems } = readOrganization(files);
  assert.ok(organization !== undefined);
  return {
    foreign,
    organization,
    files,
    /** Trouble with the source. */
    said: foreign.problems.map(({ code, file, message }) => `${file}: ${code}: ${english(message)}`),
    /** Trouble that is found in what was made of it. */
    problems: problems.map(({ code, message }) => `${code}: ${english(message)}`),
    load: createPolicyLoader({ files, managedPolicyDocument: () => undefined }),
  };
}

/** The policies of an account, level by level; `?` for one that nobody knows, and undefined when the type is off. */
export function levelsOf(organization: Organization, account: string, type: 'scp' | 'rcp' = 'scp'): readonly string[] | undefined {
  const { scpLevels, rcpLevels } = effectivePolicies(organization, named(organization, account).id);
  const levels = type === 'scp' ? scpLevels : rcpLevels;
  return levels?.map(({ name, policies }) => `${name}: ${policies.map(({ policy }) => policy?.name ?? '?').join(', ')}`);
}

export function named(organization: Organization, account: string): Account {
  const found = organization.accounts.find(({ name, id }) => name === account || id === account);
  assert.ok(found !== undefined, `there is an account ${account}`);
  return found;
}

/** A principal in a few words: its policies by kind and name. */
export function describePrincipals({ principals }: Account): readonly string[] {
  return [...principals.users, ...principals.groups, ...principals.roles].map(({ arn, managed, inline }) => {
    const policies = [...managed, ...inline.map(({ reference }) => reference)];
    return `${arn.split(':').at(-1)}: ${policies.map((reference) => `${reference.kind} ${policyName(reference)}`).join(', ')}`;
  });
}
