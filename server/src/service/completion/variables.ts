import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { ConditionKey } from '../../core/catalog/catalog';
import { readOperator } from '../../core/checks/support/conditionOperator';
import { textOf } from '../../core/syntax/queries';
import { message } from '../../core/text/message';
import type { ServiceContext } from '../serviceContext';

import { escapeSnippet, valueItem } from './completionItem';
import type { Proposal } from './completionItem';
import type { PolicyPlace } from './completionPlace';
import { keysOfActions } from './conditions';

/**
 * Policy variables behind a `$` or `${`: single-valued condition keys, and `${*}`, `${?}`, `${$}` for the characters themselves. Undefined
 * where no variable is being written, or none is read: only `2012-10-17` has them, in resources and in conditions on text and ARNs.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
 */
export function completeVariables(place: PolicyPlace, context: ServiceContext): CompletionItem[] | undefined {
  const begun = /\$(?:\{[\w:/.@-]*)?$/.exec(place.before)?.[0];
  if (begun === undefined || place.quotes === 'none') return undefined;
  // Written with escapes it stands elsewhere than it reads.
  if (!place.document.text.startsWith(begun, place.offset - begun.length)) return undefined;
  if (!readsVariables(place)) return [];
  const rest = /^[\w:/.@-]*\}/.exec(place.document.text.slice(place.offset, place.word.end))?.[0] ?? '';
  const replace = { start: place.offset - begun.length, end: place.offset + rest.length };
  return proposals(place, context).map((proposal) => valueItem(place, { ...proposal, replace, keepsOpen: true }));
}

function readsVariables({ cursor: { place: at }, document }: PolicyPlace): boolean {
  if (textOf(document.syntax.root, 'Version') !== '2012-10-17') return false;
  if (at.kind === 'resource') return true;
  if (at.kind !== 'conditionValue') return false;
  const family = readOperator(at.operator)?.family;
  return family === 'String' || family === 'ARN';
}

function proposals({ statement }: PolicyPlace, { catalog, translate }: ServiceContext): readonly Proposal[] {
  const { actionKeys, services } = keysOfActions(statement, catalog);
  const seen = new Set<string>();
  const variable = (key: ConditionKey | undefined, group: string): readonly Proposal[] => {
    if (key === undefined || key.multivalued || seen.has(key.name)) return [];
    seen.add(key.name);
    return [
      {
        label: `\${${key.name}}`,
        snippet: `\\\${${variableSnippet(key.name)}\\}`,
        kind: CompletionItemKind.Variable,
        detail: key.type,
        rank: `${group}${key.name.toLowerCase()}`,
        data: { kind: 'conditionKey', name: key.name },
      },
    ];
  };
  return [
    ...catalog.globalConditionKeys().flatMap((key) => variable(key, usual.has(key.name) ? '0' : '1')),
    ...[...actionKeys].flatMap((name) => variable(catalog.conditionKey(name), '2')),
    ...[...services].flatMap((service) => catalog.serviceConditionKeys(service).flatMap((key) => variable(key, '3'))),
    ...literals.map((character): Proposal => ({
      label: `\${${character}}`,
      kind: CompletionItemKind.Constant,
      detail: translate(message('the character {0} itself', character)),
      rank: `4${character}`,
    })),
  ];
}

/** What nearly all variables are. */
const usual: ReadonlySet<string> = new Set([
  'aws:username',
  'aws:userid',
  'aws:PrincipalTag/${TagKey}',
  'aws:PrincipalAccount',
  'aws:PrincipalOrgID',
]);
const literals = ['*', '?', '$'] as const;

function variableSnippet(name: string): string {
  let stop = 0;
  return name.replace(/\$\{(\w+)\}|[^$]+/g, (text, part: string | undefined) =>
    part === undefined ? escapeSnippet(text) : `\${${++stop}:${part}}`,
  );
}
