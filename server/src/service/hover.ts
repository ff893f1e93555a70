import type { Hover } from 'vscode-languageserver-types';

import { cursorAt } from '../core/policy/cursor';
import type { PolicyCursor } from '../core/policy/cursor';
import { message } from '../core/text/message';
import type { CatalogTexts } from '../core/catalog/catalog';

import { toRange } from './convert';
import type { OpenDocument } from './documentStore';
import { documentAction, documentConditionKey, documentElement, documentOperator, documentPattern } from './documentation';
import type { OrganizationNames } from './organizationIndex';
import type { ServiceContext } from './serviceContext';

/** What stands at an offset of a policy, explained; undefined where there is nothing to say. */
export async function provideHover(
  document: OpenDocument,
  offset: number,
  context: ServiceContext,
  names: OrganizationNames,
): Promise<Hover | undefined> {
  if (document.kind !== 'policy') return undefined;
  // One to the right, so that the first character of a string counts as inside it.
  const cursor = cursorAt(document.text, document.syntax.root, offset) ?? cursorAt(document.text, document.syntax.root, offset + 1);
  if (cursor?.string === undefined) return undefined;
  const value = explain(cursor, context, await context.texts(), names);
  if (value === undefined) return undefined;
  return { contents: { kind: 'markdown', value }, range: toRange(document, cursor.string) };
}

function explain(cursor: PolicyCursor, context: ServiceContext, texts: CatalogTexts, names: OrganizationNames): string | undefined {
  const text = cursor.before + cursor.after;
  const { place } = cursor;
  switch (place.kind) {
    case 'topElement':
    case 'statementElement':
      return documentElement(text, context);
    case 'action':
      return /[*?]/.test(text) ? documentPattern(text, context) : documentAction(text, context, texts);
    case 'conditionOperator':
      return documentOperator(text, context);
    case 'conditionKey':
      return documentConditionKey(text, context, texts);
    case 'resource':
    case 'principal':
    case 'conditionValue':
      return explainNames(text, context, texts, names);
    default:
      return undefined;
  }
}

/** Accounts, OUs, roots and the organization by name, managed policies by description, variables by their key. */
function explainNames(text: string, context: ServiceContext, texts: CatalogTexts, names: OrganizationNames): string | undefined {
  const { translate } = context;
  const found = names.entities
    .filter(({ id }) => text.includes(id))
    .map(({ id, kind, name }) => `\`${id}\` · ${translate(kind)} **${name}**`);
  const variable = /\$\{([^},]+)[^}]*\}/.exec(text)?.[1];
  const about = variable === undefined ? undefined : documentConditionKey(variable.trim(), context, texts);
  const managed = context.catalog.managedPolicy(text);
  const policy = managed === undefined ? undefined : [`**${managed.name}**`, texts.managedPolicyDescription(text) ?? ''].join('\n\n');
  const parts = [...found, arnParts(text, context), about, policy].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

function arnParts(text: string, { translate }: ServiceContext): string | undefined {
  const [, partition, service, region, account, resource] = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text) ?? [];
  if (resource === undefined) return undefined;
  const rows = [
    [message('Partition'), partition],
    [message('Service'), service],
    [message('Region'), region],
    [message('Account'), account],
    [message('Resource'), resource],
  ] as const;
  const cells = rows
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `| ${translate(label)} | \`${value?.replace(/\|/g, '\\|') ?? ''}\` |`);
  return `| | |\n|---|---|\n${cells.join('\n')}`;
}
