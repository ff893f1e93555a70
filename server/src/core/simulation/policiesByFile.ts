import type { Organization, PolicyReference } from '../organization/organization';
import { policyName } from '../organization/policyNames';
import { oncePer } from '../text/oncePer';

/** A policy where the organization uses it, by the name that answers call it. */
export interface UsedPolicy {
  readonly name: string;
  readonly reference: PolicyReference;
}

/** The policies of principals and resources by the files that hold them; read once for each organization. */
export const policiesByFile: (organization: Organization) => ReadonlyMap<string, readonly UsedPolicy[]> = oncePer((organization) => {
  const byFile = new Map<string, UsedPolicy[]>();
  for (const used of policiesIn(organization)) {
    const file = fileOf(used.reference);
    if (file === undefined) continue;
    const known = byFile.get(file);
    if (known === undefined) byFile.set(file, [used]);
    else known.push(used);
  }
  return byFile;
});

/** All names that an answer may call a policy of the organization. */
export const policyNamesIn: (organization: Organization) => ReadonlySet<string> = oncePer(
  (organization) => new Set(policiesIn(organization).map(({ name }) => name)),
);

/** As `gatherPolicies` names them: inline ones with their owner, all others by file or by what AWS calls them. */
function policiesIn({ accounts, policies }: Organization): readonly UsedPolicy[] {
  const used: UsedPolicy[] = [];
  const add = (reference: PolicyReference | undefined, name?: string): void => {
    if (reference !== undefined) used.push({ name: name ?? policyName(reference), reference });
  };
  for (const { name, reference, file, origin } of policies.values()) {
    const place = origin ?? { file: '', span: { start: 0, end: 0 } };
    const found: PolicyReference =
      file === undefined ? { kind: 'unresolved', text: reference, origin: place } : { kind: 'file', file, origin: place };
    add(found, name);
  }
  for (const { principals, resources, customerPolicies } of accounts) {
    for (const owner of [...principals.users, ...principals.groups, ...principals.roles]) {
      owner.managed.forEach((reference) => add(reference));
      for (const { name, reference } of owner.inline) add(reference, `${owner.name}/${name}`);
    }
    for (const { boundary } of [...principals.users, ...principals.roles]) add(boundary);
    for (const { trust } of principals.roles) add(trust);
    for (const { policy } of resources) add(policy);
    for (const { reference } of customerPolicies) add(reference);
  }
  return used;
}

function fileOf(reference: PolicyReference): string | undefined {
  if (reference.kind === 'file') return reference.file;
  return reference.kind === 'embedded' ? reference.origin.file : undefined;
}
