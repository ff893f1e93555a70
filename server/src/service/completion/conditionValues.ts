import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { ConditionKey } from '../../core/catalog/catalog';
import { readOperator } from '../../core/checks/support/conditionOperator';
import type { ConditionOperator } from '../../core/checks/support/conditionOperator';
import { message } from '../../core/text/message';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { arnSnippet } from './arnTemplate';
import { valueItem } from './completionItem';
import type { Proposal } from './completionItem';
import type { PolicyPlace } from './completionPlace';
import { managedPolicyProposals } from './managedPolicies';
import { accountProposals, entityProposals, pathProposals, principalProposals } from './organizationValues';

/** Values of a condition key: the ones that AWS lists, those of the organization by name, and examples of the form that the key's type has. */
export function completeConditionValues(
  place: PolicyPlace,
  key: string,
  operatorText: string,
  context: ServiceContext,
  names: OrganizationNames,
): CompletionItem[] {
  const operator = readOperator(operatorText);
  const taken = new Set(place.siblings);
  return proposeValues({ key, operator, known: context.catalog.conditionKey(key), context, names })
    .filter(({ label }) => !taken.has(label))
    .map((proposal) => valueItem(place, proposal));
}

/** A condition key and what it is compared by. */
interface Asked {
  readonly key: string;
  readonly operator: ConditionOperator | undefined;
  readonly known: ConditionKey | undefined;
  readonly context: ServiceContext;
  readonly names: OrganizationNames;
}

/** The values that may be proposed for a key. */
export function proposeValues(asked: Asked): readonly Proposal[] {
  const { key, operator, known, context } = asked;
  const type = operator?.family === 'Null' ? 'Null' : (known?.type ?? operator?.family);
  if (type === 'Null' || type === 'Bool') return listed(['true', 'false']);
  const values = context.catalog.conditionKeyValues(key);
  if (values !== undefined) return listed(values);
  const bySubject = subjects.find(([pattern]) => pattern.test(key))?.[1](asked);
  return bySubject ?? exampleValues(type, asked);
}

function listed(values: readonly string[]): readonly Proposal[] {
  return values.map((label, index) => ({ label, kind: CompletionItemKind.EnumMember, rank: String(index).padStart(4, '0') }));
}

/** What a key is about, by its name: the first that fits. */
const subjects: readonly (readonly [RegExp, (asked: Asked) => readonly Proposal[]])[] = [
  [/orgpaths$/i, ({ names, operator, context }) => pathProposals(names, operator?.name.includes('Like') === true, context)],
  [/orgid$|:NodeOrgId$/i, ({ names, context }) => entityProposals('o-', names, context)],
  [/(?:^|[a-z0-9:])account(?:ids?)?$|:shareowneraccountid$|byaccountids$|:sourceowner$/i, ({ names }) => accountProposals(names)],
  [/^iam:(?:policyarn|permissionsboundary)$/i, ({ context }) => managedPolicyProposals(context)],
  [/principalarn$/i, ({ names }) => [...principalProposals(names), ...arnExamples(['role', 'user'])]],
  [servicePrincipalKeys(), ({ context }) => listed(context.catalog.servicePrincipals())],
  [/region$/i, ({ context }) => listed(context.catalog.regions().map(({ name }) => name))],
  [/^token\.actions\.githubusercontent\.com:sub$/i, () => githubSubjects],
  [/^token\.actions\.githubusercontent\.com:aud$/i, () => listed(['sts.amazonaws.com'])],
  [/^aws:sourcearn$/i, ({ names }) => [...listed(names.resources ?? []), ...exampleArn]],
];

function servicePrincipalKeys(): RegExp {
  return /^(?:aws:principalservicename(?:slist)?|(?:iam|sts):awsservicename|lambda:principal|ec2:authorizedservice)$|:passedtoservice$|serviceprincipal$|:operatorprincipal$/i;
}

/** <https://docs.github.com/en/actions/concepts/security/openid-connect> */
const githubSubjects: readonly Proposal[] = [
  ['repo:owner/repository:ref:refs/heads/main', 'repo:${1:owner}/${2:repository}:ref:refs/heads/${3:main}'],
  ['repo:owner/repository:environment:production', 'repo:${1:owner}/${2:repository}:environment:${3:production}'],
  ['repo:owner/repository:*', 'repo:${1:owner}/${2:repository}:*'],
].map(([label = '', snippet = ''], index) => ({ label, snippet, kind: CompletionItemKind.Snippet, rank: String(index) }));

const exampleArn: readonly Proposal[] = [example('arn:aws:${Service}:${Region}:${Account}:${Resource}')];

function arnExamples(types: readonly string[]): readonly Proposal[] {
  return types.map((type) => example(`arn:aws:iam::\${Account}:${type}/\${${type === 'role' ? 'RoleName' : 'UserName'}}`));
}

function example(template: string): Proposal {
  return { label: template, snippet: arnSnippet(template), kind: CompletionItemKind.Reference, rank: `8${template}` };
}

/** Where nobody can know the value, its form is shown. */
function exampleValues(type: string | undefined, { key, context: { catalog, translate } }: Asked): readonly Proposal[] {
  const detail = translate(message('an example'));
  const shown = (texts: readonly string[]): readonly Proposal[] =>
    texts.map((label, index) => ({ label, snippet: `\${1:${label}}`, kind: CompletionItemKind.Value, detail, rank: String(index) }));
  switch (type) {
    case 'Date':
      return shown([`${catalog.date}T00:00:00Z`]);
    case 'IPAddress':
      return /vpc|private/i.test(key) ? shown(['10.0.0.0/8', '192.168.0.0/16', 'fd00::/8']) : shown(['203.0.113.0/24', '2001:db8::/32']);
    case 'ARN':
      return exampleArn;
    case 'Numeric':
      return /age$|seconds$/i.test(key) ? shown(['3600', '43200']) : [];
    default:
      return [];
  }
}
