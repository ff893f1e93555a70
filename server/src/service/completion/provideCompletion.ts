import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';

import type { CatalogTexts } from '../../core/catalog/catalog';
import { isAccessPolicy } from '../../core/policy/inferPolicyType';
import { message } from '../../core/text/message';

import type { OpenDocument } from '../documentStore';
import { documentAction, documentConditionKey, documentElement, documentOperator } from '../documentation';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { completeActions } from './actions';
import type { Proposed } from './actions';
import { completionDataKinds, completionList } from './completionItem';
import type { CompletionData } from './completionItem';
import { isInComment, policyPlace } from './completionPlace';
import type { CompletionPlace, PolicyPlace } from './completionPlace';
import { leastCompletionFeatures } from './features';
import type { CompletionFeatures } from './features';
import { completeConditionValues } from './conditionValues';
import { completeConditionKeys, completeConditionObjects, completeOperators } from './conditions';
import {
  completeEffects,
  completeElements,
  completePolicy,
  completeStatement,
  completeVersions,
  statementElements,
  topElements,
} from './elements';
import { completeOrganizationFile } from './organizationFiles';
import { isLarge, narrowed } from './organizationValues';
import { completePrincipals, completePrincipalTypes } from './principals';
import { completeResources } from './resources';
import { completeSids } from './sids';
import { completeVariables } from './variables';

/** What may be written at an offset of a policy. */
export function provideCompletion(
  document: OpenDocument,
  offset: number,
  context: ServiceContext,
  names: OrganizationNames,
  features: CompletionFeatures = leastCompletionFeatures,
): CompletionList {
  const { items, isIncomplete } = proposalsIn(document, offset, context, names, features) ?? nothing;
  return completionList(items, isIncomplete, features);
}

const nothing: Proposed = { items: [], isIncomplete: false };

function proposalsIn(
  document: OpenDocument,
  offset: number,
  context: ServiceContext,
  names: OrganizationNames,
  features: CompletionFeatures,
): Proposed | undefined {
  if (document.kind !== 'policy') return completeOrganizationFile(document, offset, context, names, features);
  const type = document.policyType();
  // The others have grammars of their own.
  if (!isAccessPolicy(type) || isInComment(document.syntax, offset)) return undefined;
  const place = policyPlace(document, offset, features);
  if (place !== undefined) return proposalsAt(place, context, names);
  const items =
    document.syntax.root === undefined
      ? completePolicy(emptyPlace(document, offset, features), type, context)
      : completeConditionObjects(document, offset, context, features);
  return items === undefined ? undefined : { items, isIncomplete: false };
}

function emptyPlace(document: OpenDocument, offset: number, features: CompletionFeatures): CompletionPlace {
  const word = { start: offset, end: offset };
  return { document, offset, features, quotes: 'none', word, before: '', after: '', container: undefined, siblings: [] };
}

/** Where the organization's names are offered. */
const fromOrganization: ReadonlySet<string> = new Set(['resource', 'principal', 'conditionValue']);

/** Lists that depend on what is typed say so; all others are filtered by the editor. */
function proposalsAt(place: PolicyPlace, context: ServiceContext, names: OrganizationNames): Proposed {
  const variables = completeVariables(place, context);
  if (variables !== undefined) return { items: variables, isIncomplete: false };
  const { kind } = place.cursor.place;
  if (kind === 'action') return completeActions(place, context);
  // A template goes on from what is typed, and so does the choice among thousands of accounts and roles.
  const isIncomplete = (kind === 'resource' && place.before !== '') || (fromOrganization.has(kind) && isLarge(names));
  return { items: itemsAt(place, context, narrowed(names, place.before)), isIncomplete };
}

function itemsAt(place: PolicyPlace, context: ServiceContext, names: OrganizationNames): CompletionItem[] {
  const { type } = place;
  const at = place.cursor.place;
  switch (at.kind) {
    case 'topElement':
      return completeElements(place, topElements(type));
    case 'statementElement':
      return completeElements(place, statementElements(type));
    case 'version':
      return completeVersions(place, context);
    case 'effect':
      return completeEffects(place);
    case 'statement':
      return completeStatement(place, context);
    case 'resource':
      return completeResources(place, context, names);
    case 'principalType':
      return completePrincipalTypes(place);
    case 'principal':
      return completePrincipals(place, at.type, context, names);
    case 'conditionOperator':
      return completeOperators(place, context);
    case 'conditionKey':
      return completeConditionKeys(place, at.operator, context, names);
    case 'conditionValue':
      return completeConditionValues(place, at.key, at.operator, context, names);
    case 'sid':
      return completeSids(place, context);
    case 'id':
    case 'action':
      return [];
  }
}

/** Adds the documentation of an item that is being looked at. */
export async function resolveCompletion(item: CompletionItem, context: ServiceContext): Promise<CompletionItem> {
  const data = readData(item.data);
  const value = data === undefined ? undefined : await documentation(data, context);
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } };
}

async function documentation({ kind, name }: CompletionData, context: ServiceContext): Promise<string | undefined> {
  switch (kind) {
    case 'action':
      return documentAction(name, context, await context.texts());
    case 'conditionKey':
      return documentConditionKey(name, context, await context.texts());
    case 'element':
      return documentElement(name, context);
    case 'operator':
      return documentOperator(name, context);
    case 'service':
      return documentService(name, context, await context.texts());
    case 'managedPolicy':
      return (await context.texts()).managedPolicyDescription(name);
  }
}

/** A service in Markdown: its name, and where AWS lists its actions. */
function documentService(prefix: string, { catalog, translate }: ServiceContext, texts: CatalogTexts): string | undefined {
  const link = texts.serviceLink(prefix);
  const name = catalog.service(prefix)?.name;
  if (name === undefined) return undefined;
  return link === undefined ? `**${name}**` : `**${name}**\n\n[${translate(message('AWS documentation'))}](${link})`;
}

function readData(value: unknown): CompletionData | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('name' in value)) return undefined;
  const { name } = value;
  const kind = completionDataKinds.find((known) => known === value.kind);
  return kind === undefined || typeof name !== 'string' ? undefined : { kind, name };
}
