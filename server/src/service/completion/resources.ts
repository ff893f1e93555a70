import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { ServiceContext } from '../serviceContext';

import { arnSnippet } from './arnTemplate';
import { valueItem } from './completionItem';
import { actionsOf } from './completionPlace';
import type { PolicyPlace } from './completionPlace';

/** ARNs of the resource types that the statement's actions authorise on, placeholders as tab stops, and `*`. */
export function completeResources(place: PolicyPlace, { catalog }: ServiceContext): CompletionItem[] {
  const types = new Map<string, { readonly arn: string; readonly service: string; readonly name: string }>();
  for (const pattern of actionsOf(place.statement)) {
    for (const name of catalog.expandAction(pattern).slice(0, 400)) {
      const action = catalog.action(name);
      for (const { name: typeName } of action?.resourceTypes ?? []) {
        const type = catalog.resourceType(action?.service ?? '', typeName);
        if (type !== undefined) types.set(`${type.service}/${type.name}`, { arn: type.arn, service: type.service, name: type.name });
      }
    }
  }
  const star = valueItem(place, { label: '*', kind: CompletionItemKind.Value, rank: '0' });
  const items = [...types.values()].map(({ arn, service, name }, index) => {
    const label = arn.replace('${Partition}', 'aws');
    return valueItem(place, {
      label,
      snippet: arnSnippet(label),
      kind: CompletionItemKind.Reference,
      detail: `${service} ${name}`,
      rank: `1${String(index).padStart(4, '0')}`,
    });
  });
  return [star, ...items];
}
