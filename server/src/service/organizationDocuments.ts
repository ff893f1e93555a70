import { compareOrganizations } from '../core/organization/compareOrganizations';
import { differencesMarkdown } from '../core/organization/differencesMarkdown';
import { effectiveDeclarativePolicy } from '../core/organization/effectiveDeclarative';
import { effectiveDeclarativeText } from '../core/organization/effectiveDeclarativeText';
import type { ValueOrigin } from '../core/organization/declarativePolicy';
import { accountOf } from '../core/organization/effectivePolicies';
import { policyTypeOfFolder } from '../core/organization/organizationPolicyTypes';
import { hash } from '../core/text/hash';
import { escapeMarkdown } from '../core/text/markdown';
import { message } from '../core/text/message';
import type { Translate } from '../core/text/message';

import type { LoadedOrganization } from './organizationIndex';
import { normaliseUri, uriBelow } from './uris';

/** The URI of what declarative policies of a type amount to for an account. */
export function effectiveDocumentUri(folder: string, type: string, accountId: string): string {
  return normaliseUri(uriBelow(`gatehouse:/effective/${hash(folder).toString(36)}`, `${type}/${accountId}.jsonc`));
}

/** The document behind such a URI; undefined for any other URI, and where there is no such account. */
export function effectiveDocument(uri: string, organizations: readonly LoadedOrganization[], translate: Translate): string | undefined {
  const [, name, folder = '', accountId = ''] = /^gatehouse:\/*effective\/([0-9a-z]+)\/([^/]+)\/(\d+)\.jsonc$/.exec(uri) ?? [];
  const loaded = organizations.find((one) => hash(one.folder).toString(36) === name);
  const type = policyTypeOfFolder(folder);
  const { organization } = loaded ?? {};
  const account = organization === undefined ? undefined : accountOf(organization, accountId);
  if (loaded === undefined || organization === undefined || account === undefined || type === undefined) return undefined;
  const effective = effectiveDeclarativePolicy(organization, account.id, type, (file) => loaded.textOf(file));
  const head = message(
    'Effective {0} policy of {1} ({2}): the policies of all levels as one. AWS would not take it as a policy.',
    type,
    account.name,
    account.id,
  );
  if (effective === undefined) return `// ${translate(message('Policies of type {0} do not apply here.', type))}\n`;
  const { text, lines } = effectiveDeclarativeText(effective);
  const body = text.split('\n').map((line, index) => {
    const origins = lines[index]?.origins ?? [];
    return origins.length === 0 ? line : `${line} // ${[...new Set(origins.map((origin) => place(origin, translate)))].join(', ')}`;
  });
  const unknown = effective.unknown.map(({ reference, level }) =>
    translate(message('{0} at {1} cannot be read: it may add to this, change it or lock it', reference, level.name)),
  );
  const problems = effective.problems.map((problem) => translate(problem.message));
  const ignored = effective.ignored.map(({ what, message: why }) => `${place(what, translate)}: ${translate(why)}`);
  const after = [
    ...section(translate(message('Unknown')), unknown),
    ...section(translate(message('What AWS would find wrong')), problems),
    ...section(translate(message('Without effect')), ignored),
  ];
  return [`// ${translate(head)}`, ...body, ...after, ''].join('\n');
}

function place({ policy, level }: ValueOrigin, translate: Translate): string {
  return translate(message('{0} at {1}', policy.slice(policy.indexOf('/') + 1), level.name));
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `// ${title}`, ...lines.map((line) => `// · ${line.replaceAll('\n', ' ')}`)];
}

/** What differs between two organizations, in Markdown. */
export function comparisonText(before: LoadedOrganization, after: LoadedOrganization, translate: Translate): string {
  const [one, other] = [before.organization, after.organization];
  if (one === undefined || other === undefined) return `${translate(message('one of the organizations cannot be read'))}\n`;
  const documents = { before: (file: string) => before.textOf(file), after: (file: string) => after.textOf(file) };
  const lines = differencesMarkdown(compareOrganizations(one, other, documents), translate);
  return [`# ${escapeMarkdown(one.name)} → ${escapeMarkdown(other.name)}`, '', ...lines, ''].join('\n');
}
