import { createReader } from '../core/organization/organizationReader';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { valueOf } from '../core/syntax/queries';

import { notTold } from './foreignFormat';
import type { ForeignOrganization, ForeignReader } from './foreignFormat';
import { writeOrganization } from './nativeLayout';
import type { DraftAccount, DraftUnit } from './nativeLayout';
import { readPolicies } from './orgFormationPolicies';
import type { OrgPolicies } from './orgFormationPolicies';
import { readPlaces } from './orgFormationPlaces';
import type { Places } from './orgFormationPlaces';
import { idOf, isAccount, nameOf, openTemplate } from './orgFormationTemplate';
import type { OrgResource, OrgTemplate } from './orgFormationTemplate';
import { scalarOf, scalarText } from './yaml';

const entries = ['organization.yml', 'organization.yaml'] as const;

/**
 * org-formation's `organization.yml`. The SCPs that it lists are attached beside FullAWSAccess, which it leaves where it is.
 * <https://github.com/org-formation/org-formation-cli/blob/master/docs/organization-resources.md>
 */
export const orgFormation: ForeignReader = {
  format: 'orgFormation',
  isEntry: (path) => entries.some((entry) => path === entry || path.endsWith(`/${entry}`)),
  read: readOrgFormation,
};

function readOrgFormation(files: OrganizationFiles): ForeignOrganization | undefined {
  const reader = createReader(files);
  const file = entries.find((entry) => reader.exists(entry));
  const template = file === undefined ? undefined : openTemplate(reader, file);
  if (template === undefined) return undefined;
  const policies = readPolicies(template);
  const places = readPlaces(template);
  const accounts = readAccounts(template, places, policies);
  const management = template.resources.find(({ type }) => type === 'MasterAccount');
  const written = writeOrganization({
    managementAccount: management === undefined ? undefined : (idOf(management) ?? nameOf(management)),
    rootAttach: rootAttach(template, policies),
    units: unitsBelow(template, places, policies, undefined),
    accounts,
    policies: policies.catalogue,
  });
  for (const [path, text] of policies.files) written.set(path, text);
  return { format: 'orgFormation', files: written, problems: reader.problems };
}

function unitsBelow(template: OrgTemplate, places: Places, policies: OrgPolicies, parent: OrgResource | undefined): readonly DraftUnit[] {
  return template.resources.flatMap((resource) => {
    if (resource.type !== 'OrganizationalUnit' || places.parents.get(resource.logicalName) !== parent) return [];
    if (places.pathOf(resource) === undefined) return [];
    const units = [...unitsBelow(template, places, policies, resource)];
    return [{ name: nameOf(resource), id: undefined, attach: [...policies.attachedTo(resource)], units }];
  });
}

function rootAttach(template: OrgTemplate, policies: OrgPolicies): readonly string[] {
  const roots = template.resources.filter(({ type }) => type === 'OrganizationRoot');
  return [...roots.flatMap((root) => policies.attachedTo(root)), ...(template.isBroken ? [`scp/${notTold}`] : [])];
}

function readAccounts(template: OrgTemplate, places: Places, policies: OrgPolicies): readonly DraftAccount[] {
  const accounts = template.resources.filter(isAccount).map((resource): DraftAccount => {
    const unit = places.parents.get(resource.logicalName);
    return {
      name: nameOf(resource),
      id: idOf(resource),
      email: scalarOf(resource.properties, 'RootEmail'),
      ou: unit === undefined ? '/' : (places.pathOf(unit) ?? `/${notTold}`),
      attach: [...policies.attachedTo(resource)],
      tags: tagsOf(resource),
    };
  });
  const known = new Set(accounts.map(({ id }) => id));
  // The template manages nothing of an account that it names by id alone: what is attached to it is not told.
  const others = [...places.byId]
    .filter(([id]) => !known.has(id))
    .map(([id, unit]): DraftAccount => {
      return { name: id, id, email: undefined, ou: places.pathOf(unit) ?? `/${notTold}`, attach: [`scp/${notTold}`] };
    });
  return [...accounts, ...others];
}

function tagsOf({ properties }: OrgResource): Readonly<Record<string, string>> {
  const tags = valueOf(properties, 'Tags');
  if (tags?.kind !== 'object') return {};
  return Object.fromEntries(
    tags.members.flatMap(({ key, value }) => {
      const text = scalarText(value);
      return text === undefined ? [] : [[key.text, text] as const];
    }),
  );
}
