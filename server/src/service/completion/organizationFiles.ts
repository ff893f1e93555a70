import { CompletionItemKind } from 'vscode-languageserver-types';

import { nodeAt } from '../../core/syntax/queries';
import type { JsonPath } from '../../core/syntax/queries';
import { message } from '../../core/text/message';
import type { OpenDocument } from '../documentStore';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import { pathOf } from '../uris';

import type { Proposed } from './actions';
import { valueItem } from './completionItem';
import type { Proposal } from './completionItem';
import { isInComment, wordAt } from './completionPlace';
import type { CompletionPlace } from './completionPlace';
import type { CompletionFeatures } from './features';
import { managedPolicyProposals } from './managedPolicies';
import { isLarge, narrowed } from './organizationValues';

/**
 * Names in the files of an organization, where a schema knows no more than that they are strings: policies to attach, accounts, OUs, managed
 * policies. Undefined in any other document. Their members are left to the schemas.
 */
export function completeOrganizationFile(
  document: OpenDocument,
  offset: number,
  context: ServiceContext,
  names: OrganizationNames,
  features: CompletionFeatures,
): Proposed | undefined {
  const file = fileOf(document);
  if (file === undefined || isInComment(document.syntax, offset)) return undefined;
  const found = nodeAt(document.syntax.root, offset);
  const wantsKey = found.keyOf !== undefined || (found.parents.at(-1)?.kind === 'object' && found.path.length < found.parents.length);
  const word = !wantsKey ? wordAt(document.text, found, offset) : undefined;
  const field = fieldOf(found.path);
  if (word === undefined || field === undefined) return undefined;
  const place: CompletionPlace = { document, offset, features, ...word };
  const taken = new Set(place.siblings);
  const items = proposalsFor(file, field, context, narrowed(names, place.before))
    .filter(({ label }) => !taken.has(label))
    .map((proposal) => valueItem(place, proposal));
  return { items, isIncomplete: isLarge(names) };
}

type OrganizationFile = 'manifest' | 'accounts' | 'principals';

function fileOf({ kind, uri }: OpenDocument): OrganizationFile | undefined {
  if (kind === 'manifest') return kind;
  if (kind === 'test') return undefined;
  const path = pathOf(uri);
  if (/(?:^|\/)iam\/[^/]+\/principals\.jsonc?$/i.test(path)) return 'principals';
  return /(?:^|\/)accounts\.jsonc?$/i.test(path) ? 'accounts' : undefined;
}

/** The innermost member by name: that of a list is the list's. */
function fieldOf(path: JsonPath): string | undefined {
  return path.filter((step) => typeof step === 'string').at(-1);
}

function proposalsFor(
  file: OrganizationFile,
  field: string,
  context: ServiceContext,
  { accounts, entities, policies }: OrganizationNames,
): readonly Proposal[] {
  const { translate } = context;
  switch (`${file} ${field}`) {
    case 'principals managed':
    case 'principals boundary':
      return managedPolicyProposals(context).map((proposal) => ({
        ...proposal,
        label: proposal.description ?? proposal.label,
        description: translate(message('AWS managed')),
      }));
    case 'manifest attach':
    case 'accounts attach':
      return (policies ?? []).map((label) => ({ label, kind: CompletionItemKind.Reference, rank: label }));
    case 'manifest managementAccount':
      return accounts.map(({ id, name }) => ({
        label: name,
        kind: CompletionItemKind.Folder,
        description: id,
        filter: `${name} ${id}`,
        rank: name,
      }));
    case 'accounts ou':
      return ['/', ...entities.filter(({ name }) => name.startsWith('/')).map(({ name }) => name)].map((label) => ({
        label,
        kind: CompletionItemKind.Folder,
        rank: label,
      }));
    default:
      return [];
  }
}
