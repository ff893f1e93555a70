import { message } from '../core/text/message';
import type { suggestRequest, Suggestion } from '../protocol/requests';

import type { DocumentStore } from './documentStore';
import type { OrganizationIndex } from './organizationIndex';
import type { ServiceContext } from './serviceContext';
import { accessLevelMessage } from '../core/catalog/accessLevelMessage';

export type SuggestParams = Parameters<NonNullable<(typeof suggestRequest)['types']>>[0];

/** More than this nobody reads in a pick list. */
const maximum = 100;

/** What the forms offer while one types: actions of the policy at hand before all others, its resources, the organization's principals. */
export function suggest(
  params: SuggestParams,
  index: OrganizationIndex,
  documents: DocumentStore,
  context: ServiceContext,
): readonly Suggestion[] {
  const document = params.uri === undefined ? undefined : documents.get(params.uri);
  const written = document?.kind === 'policy' ? document.policy.statements : [];
  const query = params.query.trim();
  switch (params.field) {
    case 'action':
      return suggestActions(
        query,
        written.flatMap(({ action }) => action?.values.map(({ text }) => text) ?? []),
        context,
      );
    case 'resource':
      return suggestResources(
        query,
        params.action ?? '',
        written.flatMap(({ resource }) => resource?.values.map(({ text }) => text) ?? []),
        context,
      );
    case 'principal':
      return suggestPrincipals(query, index);
    case 'contextKey':
      return suggestContextKeys(query, params.action ?? '', context);
  }
}

function suggestActions(query: string, written: readonly string[], { catalog, translate }: ServiceContext): readonly Suggestion[] {
  const fromPolicy = new Set(written.flatMap((pattern) => catalog.expandAction(pattern).slice(0, 40)));
  const pattern = query === '' ? '' : query.includes(':') ? `${query}*` : `*:*${query}*`;
  const word = query.slice(query.indexOf(':') + 1).toLowerCase();
  const inner =
    query.includes(':') && word !== '' && !/[*?]/.test(query)
      ? catalog.expandAction(`${query.slice(0, query.indexOf(':'))}:*${word}*`)
      : [];
  const matching = pattern === '' ? [] : [...catalog.expandAction(pattern), ...inner];
  const fits = (name: string): boolean => query === '' || name.toLowerCase().includes(word);
  const names = [...new Set([...[...fromPolicy].filter(fits), ...matching])].slice(0, maximum);
  return names.map((name) => {
    const level = catalog.action(name)?.accessLevel;
    const where = fromPolicy.has(name) ? message('in this policy') : undefined;
    const detail = [level === undefined ? '' : translate(accessLevelMessage(level)), where === undefined ? '' : translate(where)].filter(
      (part) => part !== '',
    );
    return { value: name, label: name, detail: detail.join(' · ') };
  });
}

function suggestResources(
  query: string,
  actionName: string,
  written: readonly string[],
  { catalog, translate }: ServiceContext,
): readonly Suggestion[] {
  const action = catalog.action(actionName);
  const needsStar = action !== undefined && action.resourceTypes.length === 0;
  const star: Suggestion = { value: '*', label: '*', detail: translate(message('the action has no resource types')) };
  if (needsStar) return [star];
  const here = [...new Set(written)].filter((text) => text !== '*' && !text.includes('${') && !/[*?]/.test(text));
  const examples = [...new Set(written)]
    .filter((text) => /[*?]/.test(text) && text !== '*')
    .map((text) => text.replace(/[*?]+/g, 'example'));
  const templates = (action?.resourceTypes ?? []).flatMap(({ name }) => {
    const type = catalog.resourceType(action?.service ?? '', name);
    return type === undefined ? [] : [{ value: exampleArn(type.arn), detail: name }];
  });
  const suggestions: readonly Suggestion[] = [
    ...here.map((value) => ({ value, label: value, detail: translate(message('in this policy')) })),
    ...examples.map((value) => ({ value, label: value, detail: translate(message('matches a pattern of this policy')) })),
    ...templates.map(({ value, detail }) => ({ value, label: value, detail })),
    { ...star, detail: '' },
  ];
  const lower = query.toLowerCase();
  return suggestions.filter(({ value }) => value.toLowerCase().includes(lower)).slice(0, maximum);
}

/** `arn:${Partition}:s3:::${BucketName}/${ObjectName}` with names that can be read and edited. */
function exampleArn(template: string): string {
  return template
    .replace('${Partition}', 'aws')
    .replace('${Region}', 'us-east-1')
    .replace('${Account}', '111122223333')
    .replace(/\$\{(\w+)\}/g, (_, name: string) => name.replace(/(Name|Id)$/, '').toLowerCase() || 'example');
}

function suggestPrincipals(query: string, index: OrganizationIndex): readonly Suggestion[] {
  const lower = query.toLowerCase();
  const { principals, accounts } = index.names();
  const roots = accounts.map(({ id, name }) => ({ value: `${name}/root`, label: `${name}/root`, detail: `arn:aws:iam::${id}:root` }));
  const all = [...principals.map(({ arn, label }) => ({ value: label, label, detail: arn })), ...roots];
  return all.filter(({ label, detail }) => label.toLowerCase().includes(lower) || detail.toLowerCase().includes(lower)).slice(0, maximum);
}

function suggestContextKeys(query: string, action: string, { catalog, translate }: ServiceContext): readonly Suggestion[] {
  const lower = query.toLowerCase();
  const own = catalog.actionConditionKeys(action);
  const names = [...new Set([...own, ...catalog.globalConditionKeys().map(({ name }) => name)])].filter((name) =>
    name.toLowerCase().includes(lower),
  );
  return names.slice(0, maximum).map((name) => {
    const key = catalog.conditionKey(name);
    const detail = key === undefined ? '' : key.multivalued ? translate(message('{0}, multivalued', key.type)) : key.type;
    return { value: name, label: name, detail };
  });
}
