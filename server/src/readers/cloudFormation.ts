import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { message } from '../core/text/message';

import { createCloudFormationContext } from './cloudFormationContext';
import type { CloudFormationContext } from './cloudFormationContext';
import { placesOf, readCloudFormationIam } from './cloudFormationIam';
import { readCloudFormationOrganization } from './cloudFormationOrganization';
import { readCloudFormationResources } from './cloudFormationResources';
import { readTemplate } from './cloudFormationTemplate';
import type { Template } from './cloudFormationTemplate';
import { createTemplates } from './cloudFormationValues';
import { createDraft, report } from './draft';
import type { ForeignOrganization, ForeignReader } from './foreignFormat';
import { writeDraft } from './writeDraft';

/**
 * Templates of CloudFormation, in JSON or YAML; those of a folder are one organization, and export to each other. What a template alone does
 * not decide is unknown: parameters, conditions, what is looked up when it is deployed. The templates are taken as the whole truth about what
 * they make: a target has FullAWSAccess, which AWS attaches to whatever is new, and the policies that name it.
 *
 * Templates with IAM resources alone describe no organization, and nothing tells which account they are for; beside templates of an
 * organization, a 12-digit id in a path tells the account.
 */
export const cloudFormationReader: ForeignReader = {
  format: 'cloudFormation',
  isEntry: (path) => isTemplatePath(path) && !isAside(path),
  read: (files) => organizationOf(templatesOf(files)),
};

/** A template may have any name; these are what people call one, and the folders that they keep them in. */
function isTemplatePath(path: string): boolean {
  if (/\.template$/i.test(path)) return true;
  const near = path.split('/').slice(-2).join('/');
  return /\.(json|ya?ml)$/i.test(path) && /(^|[/._-])(cfn|cloudformation|templates?|stacks?|organi[sz]ations?|org)([/._-])/i.test(near);
}

function isAside(path: string): boolean {
  return /(^|\/)(node_modules|cdk\.out|\.aws-sam)\//.test(path);
}

function templatesOf(files: OrganizationFiles): readonly Template[] {
  const paths = files.list().filter((path) => /\.(json|ya?ml|template)$/i.test(path) && !isAside(path));
  return [...paths].sort().flatMap((path) => {
    const text = files.read(path);
    return text === undefined ? [] : (readTemplate(path, text) ?? []);
  });
}

const describing: ReadonlySet<string> = new Set(
  ['Organization', 'OrganizationalUnit', 'Account', 'Policy'].map((name) => `AWS::Organizations::${name}`),
);

function organizationOf(templates: readonly Template[]): ForeignOrganization | undefined {
  const describes = ({ resources }: Template): boolean => [...resources.values()].some(({ type }) => describing.has(type));
  const first = templates.find(describes);
  if (first === undefined) return undefined;
  const draft = createDraft({ file: first.file, span: { start: 0, end: 0 } });
  draft.incomplete = templates.some(({ incomplete }) => incomplete);
  for (const { problems } of templates) draft.problems.push(...problems);
  const context = createCloudFormationContext(draft, createTemplates(templates));
  readCloudFormationOrganization(context);
  readNestedStacks(context);
  const placed = placesOf(context);
  readCloudFormationIam(context, placed);
  readCloudFormationResources(context, placed);
  return { format: 'cloudFormation', files: writeDraft(draft), problems: draft.problems };
}

/** A nested stack may attach anything, unless its template lies here as well. */
function readNestedStacks({ draft, of, text, list }: CloudFormationContext): void {
  const names = new Set(list.map(({ file }) => file.split('/').at(-1)));
  for (const resource of of('AWS::CloudFormation::Stack')) {
    if (names.has(text(resource, 'TemplateURL')?.split('/').at(-1))) continue;
    draft.incomplete = true;
    const lost = message('which resources `{0}` makes is not told, so what is attached is unknown', resource.logicalId);
    report(draft, resource.origin, 'unknown-resources', 'warning', lost);
  }
}
