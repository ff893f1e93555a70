import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { effectivePolicies } from '../../server/src/core/organization/effectivePolicies';
import type { Organization, PolicyReference } from '../../server/src/core/organization/organization';
import type { OrganizationFiles } from '../../server/src/core/organization/organizationFiles';
import { filesFrom } from '../../server/src/core/organization/organizationFiles';
import { createPolicyLoader } from '../../server/src/core/organization/policyLoader';
import { organizationPolicyReference, policyName } from '../../server/src/core/organization/policyNames';
import { readOrganization } from '../../server/src/core/organization/readOrganization';
import { english } from '../../server/src/core/text/message';
import type { ForeignOrganization, ForeignReader } from '../../server/src/readers/foreignFormat';
import { inRoot } from '../support/root';

export const fixture = (path: string): string => readFileSync(inRoot(`test/fixtures/${path}`), 'utf8');

export function filesOf(files: Readonly<Record<string, string>>): OrganizationFiles {
  return filesFrom(new Map(Object.entries(files)));
}

/** What a foreign organization is once it lies over the files that it was read from. */
export function laidOver(foreign: ForeignOrganization | undefined, real: OrganizationFiles) {
  assert.ok(foreign !== undefined, 'there is an organization');
  const files: OrganizationFiles = {
    read: (path) => foreign.files.get(path) ?? real.read(path),
    list: () => [...new Set([...foreign.files.keys(), ...real.list()])],
  };
  const { organization, problems } = readOrganization(files);
  assert.ok(organization !== undefined, 'it can be read');
  const load = createPolicyLoader({ files, managedPolicyDocument: () => '{"Statement": []}' });
  /** `?` for a policy that nobody knows. */
  const nameOf = (reference: PolicyReference): string => {
    if (reference.kind === 'unresolved' || load(reference)?.policy === undefined) return '?';
    // Without a catalog any name may be one of AWS's.
    if (reference.kind === 'awsManaged' && !reference.arn.startsWith('arn:')) return '?';
    return policyName(reference);
  };
  return {
    organization,
    files: foreign.files,
    said: foreign.problems.map(({ message }) => english(message)),
    problems: problems.map(({ message }) => english(message)),
    nameOf,
    /** SCPs or RCPs of an account, level by level. */
    levels(account: string, type: 'scp' | 'rcp' = 'scp'): readonly string[] {
      const effective = effectivePolicies(organization, idOf(organization, account));
      const levels = type === 'scp' ? effective.scpLevels : effective.rcpLevels;
      return (levels ?? []).map(({ name, policies }) => {
        const names = policies.map(({ policy }) =>
          policy === undefined || nameOf(organizationPolicyReference(policy)) === '?' ? '?' : policy.name,
        );
        return `${name}: ${names.join(', ')}`;
      });
    },
  };
}

function idOf({ accounts }: Organization, name: string): string {
  const account = accounts.find((one) => one.name === name);
  assert.ok(account !== undefined, `there is an account ${name}`);
  return account.id;
}

export function readWith(reader: ForeignReader, files: Readonly<Record<string, string>>) {
  const real = filesOf(files);
  return laidOver(reader.read(real), real);
}

/** Texts that come from replacing one value of a JSON document, each third, by something of another type. */
export function* withWrongTypes(text: string): Generator<string> {
  const root: unknown = JSON.parse(text);
  const places: { readonly holder: object; readonly key: string }[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      places.push({ holder: value, key });
      visit(inner);
    }
  };
  visit(root);
  for (const [at, { holder, key }] of places.entries()) {
    if (at % 3 !== 0) continue;
    const original: unknown = Reflect.get(holder, key);
    Reflect.set(holder, key, [null, 5, [], {}, ''][at % 5]);
    yield JSON.stringify(root);
    Reflect.set(holder, key, original);
  }
}
