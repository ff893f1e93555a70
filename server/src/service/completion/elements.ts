import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver-types';

import type { PolicyType } from '../../core/policy/policyType';
import { message } from '../../core/text/message';
import type { ServiceContext } from '../serviceContext';

import { keyItem, rawItem, valueItem } from './completionItem';
import type { CompletionPlace, PolicyPlace } from './completionPlace';

/** What each element's value looks like when it is new. */
const valueSnippets: Readonly<Record<string, string>> = {
  Version: '"2012-10-17"',
  Id: '"$1"',
  Statement: '[\n\t{\n\t\t"Effect": "${1|Allow,Deny|}",\n\t\t$0\n\t}\n]',
  Sid: '"$1"',
  Effect: '"${1|Allow,Deny|}"',
  Action: '"$1"',
  NotAction: '"$1"',
  Resource: '"$1"',
  NotResource: '"$1"',
  Principal: '{\n\t"$1": "$2"\n}',
  NotPrincipal: '{\n\t"$1": "$2"\n}',
  Condition: '{\n\t"$1": {\n\t\t"$2": "$3"\n\t}\n}',
};

const order = [
  'Version',
  'Id',
  'Statement',
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Elements whose value is proposed at once, when they are put in. */
const continuing: ReadonlySet<string> = new Set(['Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition']);

/** The elements that may stand at the top of a policy of that type. */
export function topElements(type: PolicyType): readonly string[] {
  return isResourceBased(type) && type !== 'trust' && type !== 'rcp' ? ['Version', 'Id', 'Statement'] : ['Version', 'Statement'];
}

/**
 * The elements that a statement of that type may hold.
 * <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>
 */
export function statementElements(type: PolicyType): readonly string[] {
  if (type === 'trust') return ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Condition'];
  if (type === 'rcp') return ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'NotResource', 'Condition'];
  if (type === 'delegation') return ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
  const common = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];
  return isResourceBased(type) ? [...common, 'Principal', 'NotPrincipal'] : common;
}

function isResourceBased(type: PolicyType): boolean {
  return type.startsWith('resource') || type === 'trust' || type === 'rcp' || type === 'vpcEndpoint' || type === 'delegation';
}

/** Element names that are not there yet; an element whose counterpart is there is left out, since they exclude each other. */
export function completeElements(place: PolicyPlace, elements: readonly string[]): CompletionItem[] {
  const taken = new Set(place.siblings);
  const excluded = (name: string): boolean => taken.has(name) || taken.has(name.startsWith('Not') ? name.slice(3) : `Not${name}`);
  return elements
    .filter((name) => !excluded(name))
    .map((name) =>
      keyItem(
        place,
        {
          label: name,
          kind: CompletionItemKind.Property,
          rank: String(order.indexOf(name)).padStart(2, '0'),
          continues: continuing.has(name),
          data: { kind: 'element', name },
        },
        valueSnippet(name, place.type),
      ),
    );
}

/** Where only one value is possible, it is written at once. */
function valueSnippet(name: string, type: PolicyType): string {
  if (type === 'rcp' && name === 'Principal') return '"*"';
  if (type === 'rcp' && name === 'Effect') return '"Deny"';
  return valueSnippets[name] ?? '"$1"';
}

/** Effects of that type of policy: an RCP only denies. */
export function completeEffects(place: PolicyPlace): CompletionItem[] {
  const effects = place.type === 'rcp' ? ['Deny'] : ['Allow', 'Deny'];
  return effects.map((label, index) => valueItem(place, { label, kind: CompletionItemKind.EnumMember, rank: String(index) }));
}

/** The two versions of the policy language. <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html> */
export function completeVersions(place: PolicyPlace, { translate }: ServiceContext): CompletionItem[] {
  const versions = [
    ['2012-10-17', message('current')],
    ['2008-10-17', message('older, without policy variables')],
  ] as const;
  return versions.map(([label, description], index) =>
    valueItem(place, { label, kind: CompletionItemKind.EnumMember, description: translate(description), rank: String(index) }),
  );
}

/** A whole statement, between two others or in an empty list; a list with one in it where `Statement` has no value yet. */
export function completeStatement(place: PolicyPlace, { translate }: ServiceContext): CompletionItem[] {
  if (place.quotes !== 'none') return [];
  const lines = statementLines(place.type);
  const item = (label: string, rank: string, filter: string, text: string): CompletionItem =>
    rawItem(place, { label, kind: CompletionItemKind.Snippet, rank, filter }, text);
  const one = item(translate(message('new statement')), '1', '{', objectOf(lines, ''));
  if (place.container?.kind === 'array') return [one];
  return [item(translate(message('list of statements')), '0', '[', `[\n\t${objectOf(lines, '\t')}\n]`), one];
}

/** A whole policy, where the document is empty. */
export function completePolicy(place: CompletionPlace, type: PolicyType, { translate }: ServiceContext): CompletionItem[] {
  const snippet = `{\n\t"Version": "2012-10-17",\n\t"Statement": [\n\t\t${objectOf(statementLines(type), '\t\t')}\n\t]\n}\n`;
  return [rawItem(place, { label: translate(message('new policy')), kind: CompletionItemKind.Snippet, rank: '0', filter: '{' }, snippet)];
}

function statementLines(type: PolicyType): readonly string[] {
  const elements = statementElements(type);
  return [
    `"Effect": ${type === 'rcp' ? '"Deny"' : '"${1|Allow,Deny|}"'}`,
    ...(elements.includes('Principal') ? [type === 'rcp' ? '"Principal": "*"' : '"Principal": ${2:"*"}'] : []),
    '"Action": "$3"',
    ...(elements.includes('Resource') ? ['"Resource": "${4:*}"'] : []),
  ];
}

function objectOf(lines: readonly string[], indent: string): string {
  return `{\n${indent}\t${lines.join(`,\n${indent}\t`)}\n${indent}}`;
}
