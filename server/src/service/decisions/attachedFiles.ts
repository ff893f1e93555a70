import type {
  AccountPrincipals,
  AttachmentTarget,
  Organization,
  OrganizationalUnit,
  PolicyReference,
} from '../../core/organization/organization';

/** The policy files of an organization that are attached to something and take part in decisions, each once, relative to its folder. */
export function attachedFiles(organization: Organization): ReadonlySet<string> {
  const files = new Set<string>();
  const add = (reference: PolicyReference | undefined): void => {
    if (reference?.kind === 'file') files.add(reference.file);
  };
  for (const { attach } of targetsOf(organization)) {
    for (const name of attach) {
      const policy = organization.policies.get(name);
      const decides = policy?.type === 'scp' || policy?.type === 'rcp';
      if (decides && policy.file !== undefined) files.add(policy.file);
    }
  }
  for (const { principals, resources } of organization.accounts) {
    for (const reference of referencesOf(principals)) add(reference);
    for (const { policy } of resources) add(policy);
  }
  return files;
}

function targetsOf({ root, accounts }: Organization): readonly AttachmentTarget[] {
  return [root, ...root.organizationalUnits.flatMap(unitsBelow), ...accounts];
}

function unitsBelow(unit: OrganizationalUnit): readonly OrganizationalUnit[] {
  return [unit, ...unit.organizationalUnits.flatMap(unitsBelow)];
}

function referencesOf({ users, groups, roles }: AccountPrincipals): readonly (PolicyReference | undefined)[] {
  return [
    ...[...users, ...groups, ...roles].flatMap(({ managed, inline }) => [...managed, ...inline.map(({ reference }) => reference)]),
    ...users.map(({ boundary }) => boundary),
    ...roles.flatMap(({ boundary, trust }) => [boundary, trust]),
  ];
}
