import type { Organization } from '../core/organization/organization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';

import { createDraft } from './draft';
import type { ForeignOrganization, ForeignReader } from './foreignFormat';
import { createContext } from './terraformContext';
import type { ReadSide } from './terraformContext';
import { readTerraformIam } from './terraformIam';
import { readTerraformOrganization } from './terraformOrganization';
import { readTerraformResourcePolicies } from './terraformResourcePolicies';
import { readTerraformSource } from './terraformState';
import type { TerraformSide, TerraformSource } from './terraformState';
import { writeDraft } from './writeDraft';

/** Both sides of a plan; a side that describes no organization is undefined. */
export interface TerraformPlan {
  readonly before: ForeignOrganization | undefined;
  readonly after: ForeignOrganization | undefined;
}

/**
 * States and plans of Terraform. Several in a folder are one organization, as it is often split; of a plan, what it leads to is read.
 *
 * Terraform manages attachments one by one, so it is taken as the whole truth about what it manages: a target has FullAWSAccess, which AWS
 * attaches to whatever is new, and the policies that are attached in the state. What a data source describes, or a list of accounts, is not
 * managed there, and what is attached to it is not told.
 */
export const terraformReader: ForeignReader = {
  format: 'terraform',
  isEntry: (path) => /\.tfstate$|(^|[/._-])(tfstate|tfplan|state|plan)\.json$/i.test(path) && !isAside(path),
  read(files) {
    const sources = withoutPlanned(sourcesOf(files));
    return organizationOf(sources.map((source) => [source, source.after]));
  },
};

/** Both sides of the plan in a text; undefined when it is none. */
export function readTerraformPlan(text: string, file = 'tfplan.json'): TerraformPlan | undefined {
  const source = readTerraformSource(file, text);
  if (source?.kind !== 'plan') return undefined;
  return { before: organizationOf([[source, source.before]]), after: organizationOf([[source, source.after]]) };
}

/** `.terraform` holds what Terraform downloaded, and a state that only says where the state is. */
function isAside(path: string): boolean {
  return /(^|\/)(\.terraform|node_modules)\//.test(path);
}

function sourcesOf(files: OrganizationFiles): readonly TerraformSource[] {
  const paths = files.list().filter((path) => /\.(json|tfstate)$/i.test(path) && !isAside(path));
  return [...paths].sort().flatMap((path) => {
    const text = files.read(path);
    return text === undefined ? [] : (readTerraformSource(path, text) ?? []);
  });
}

/** A state that a plan starts from is told by the plan already, with what the plan takes away. */
function withoutPlanned(sources: readonly TerraformSource[]): readonly TerraformSource[] {
  const planned = new Set(sources.flatMap(({ kind, before }) => (kind === 'plan' ? identities(before) : [])));
  return sources.filter(({ kind, after }) => kind === 'plan' || !identities(after).some((identity) => planned.has(identity)));
}

function identities({ resources }: TerraformSide): readonly string[] {
  return resources.flatMap(({ mode, address, values }) => {
    const id = values?.kind === 'object' ? values.members.find(({ key }) => key.text === 'id')?.value : undefined;
    return mode === 'managed' && id?.kind === 'string' ? [`${address} ${id.text}`] : [];
  });
}

const describing = ['organization', 'organizational_unit', 'account', 'policy', 'policy_attachment'].map(
  (name) => `aws_organizations_${name}`,
);

/**
 * Whether there is an organization in it. Many a stack asks for the organization's id only, by a data source that need not be allowed to
 * see more.
 */
function describes({ resources }: TerraformSide): boolean {
  return resources.some(({ mode, type, values }) => {
    if (!describing.includes(type)) return false;
    if (mode === 'managed') return true;
    const accounts = values?.kind === 'object' ? values.members.find(({ key }) => key.text === 'accounts')?.value : undefined;
    return accounts?.kind === 'array' && accounts.items.length > 0;
  });
}

function organizationOf(sides: ReadSide): ForeignOrganization | undefined {
  const [first] = sides.filter(([, side]) => describes(side));
  if (first === undefined) return undefined;
  const origin: Organization['origin'] = { file: first[0].file, span: { start: 0, end: 0 } };
  const draft = createDraft(origin);
  draft.incomplete = sides.some(([, side]) => side.incomplete);
  for (const [source] of sides) draft.problems.push(...source.problems);
  const context = createContext(draft, sides);
  readTerraformOrganization(context);
  readTerraformIam(context);
  readTerraformResourcePolicies(context);
  const files = writeDraft(draft);
  return { format: 'terraform', files, problems: draft.problems };
}
