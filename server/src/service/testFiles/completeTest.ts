import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';

import { accountIndexOf } from '../../core/organization/accountIndex';
import { findPrincipal } from '../../core/organization/findPrincipal';
import type { Organization } from '../../core/organization/organization';
import { expectations, readTests } from '../../core/simulation/readTests';
import type { ObjectNode, StringNode } from '../../core/syntax/nodes';
import { textOf } from '../../core/syntax/queries';

import { completeActions } from '../completion/actions';
import { completionList, rawItem, valueItem } from '../completion/completionItem';
import type { Proposal } from '../completion/completionItem';
import type { CompletionFeatures } from '../completion/features';
import { isLarge, narrowed } from '../completion/organizationValues';
import { completeResources } from '../completion/resources';
import type { OpenDocument } from '../documentStore';
import type { OrganizationNames } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { actionsIn, completeContextKeys, completeContextValues } from './context';
import { expectationWords } from './expectationWords';
import { completeKeys, completeWholeFile, completeWholeTests } from './keys';
import { namesOf } from './namesOf';
import { proposeManifests, proposePolicies } from './paths';
import { proposePrincipals } from './principals';
import { proposeStatements } from './statements';
import { surroundingsOf } from './surroundings';
import type { TestParts } from './surroundings';
import { largestTestFile } from './testDiagnostics';
import { fieldPath, testPlace } from './testPlace';
import type { TestPlace } from './testPlace';
import { requestsOf } from './writtenRequest';

interface Proposed {
  readonly items: readonly CompletionItem[];
  readonly isIncomplete: boolean;
}

/** What may be written at an offset of a test file. Beside VS Code's own JSON support what the schema knows is left to it. */
export async function completeTest(
  document: OpenDocument,
  offset: number,
  parts: TestParts,
  context: ServiceContext,
  features: CompletionFeatures,
): Promise<CompletionList> {
  const place = document.text.length > largestTestFile ? undefined : testPlace(document, offset, features);
  const { items, isIncomplete } = place === undefined ? nothing : await proposalsAt(place, document, parts, context);
  return completionList(items, isIncomplete, features);
}

const nothing: Proposed = { items: [], isIncomplete: false };

function all(items: readonly CompletionItem[]): Proposed {
  return { items, isIncomplete: false };
}

async function proposalsAt(place: TestPlace, document: OpenDocument, parts: TestParts, context: ServiceContext): Promise<Proposed> {
  const field = fieldPath(place.path);
  if (/(?:^|\/)context$/.test(field) && place.kind === 'key') return all(completeContextKeys(place, actionsIn(place), context));
  if (place.kind === 'key') return context.besideJsonSupport ? nothing : all(completeKeys(place, context));
  switch (field) {
    case '':
      return context.besideJsonSupport || document.syntax.root !== undefined ? nothing : all(completeWholeFile(place, context));
    case 'tests':
      return context.besideJsonSupport || place.container?.kind !== 'array' ? nothing : all(completeWholeTests(place, context));
    case 'tests/expect':
      return context.besideJsonSupport ? nothing : all(expectationItems(place, context));
    case 'contextIsComplete':
    case 'tests/contextIsComplete':
      return context.besideJsonSupport ? nothing : all(booleanItems(place));
    case 'tests/action': {
      const { items, isIncomplete } = completeActions({ ...place, type: 'identity', statement: undefined }, context);
      // A request is for one action.
      return { items: items.filter(({ label }) => !/[*?]/.test(label)), isIncomplete };
    }
    case 'organization':
      await parts.files.list();
      return all(values(place, proposeManifests(document.uri, parts, context)));
    default:
      return proposalsFrom(field, place, document, parts, context);
  }
}

/** Where the organization has something to say. */
async function proposalsFrom(
  field: string,
  place: TestPlace,
  document: OpenDocument,
  parts: TestParts,
  context: ServiceContext,
): Promise<Proposed> {
  const { uri, text, syntax } = document;
  if (/^policies\/(?!managementAccount$)\w+(?:\/document)?$/.test(field)) {
    const { proposals, isPartial } = await proposePolicies(uri, place.before, parts, context);
    return { items: values(place, proposals), isIncomplete: isPartial };
  }
  const tests = readTests(text);
  const texts = field === 'tests/by' ? await context.texts() : undefined;
  const surroundings = await surroundingsOf(uri, tests, parts, context, texts);
  const organization = surroundings.loaded?.organization;
  const names = namesOf(surroundings.loaded);
  const few = narrowed(names, place.before);
  switch (field) {
    case 'tests/principal': {
      const { proposals, isPartial } = proposePrincipals(place.before, organization, context);
      return { items: values(place, proposals), isIncomplete: isPartial };
    }
    case 'tests/resourceAccount':
    case 'policies/managementAccount':
      return {
        items: values(place, accounts(few, field === 'tests/resourceAccount' ? organization : undefined)),
        isIncomplete: isLarge(names),
      };
    case 'tests/resource': {
      const items = completeResources(
        { ...place, statement: statementOf(place.test) },
        context,
        ownersFirst(few, place.test, organization),
      );
      return { items: onlyWhereItFits(items, place, context), isIncomplete: place.before !== '' || isLarge(names) };
    }
    case 'tests/by':
      return all(values(place, proposeStatements(requestsOf(place.test, syntax.root, casesAsked), uri, surroundings, context)));
    default: {
      const key = /(?:^|\/)context\/(.+)$/.exec(field)?.[1];
      return key === undefined ? nothing : { items: completeContextValues(place, key, few, context), isIncomplete: isLarge(names) };
    }
  }
}

/** Of a test with long lists the first few cases are asked: their policies are those of the others, too. */
const casesAsked = 8;

function values(place: TestPlace, proposals: readonly Proposal[]): readonly CompletionItem[] {
  const taken = new Set(place.siblings);
  return proposals.filter(({ label }) => !taken.has(label)).map((proposal) => valueItem(place, proposal));
}

function expectationItems(place: TestPlace, { translate }: ServiceContext): readonly CompletionItem[] {
  return expectations.map((label, index) =>
    valueItem(place, { label, kind: CompletionItemKind.EnumMember, detail: translate(expectationWords[label]), rank: String(index) }),
  );
}

function booleanItems(place: TestPlace): readonly CompletionItem[] {
  if (place.quotes !== 'none') return [];
  return ['true', 'false'].map((label) => rawItem(place, { label, kind: CompletionItemKind.Value, rank: label }, label));
}

/** By id, and where a test may say so by the name that only one account has. */
function accounts({ accounts: known }: OrganizationNames, organization: Organization | undefined): readonly Proposal[] {
  const index = organization === undefined ? undefined : accountIndexOf(organization);
  return known.flatMap(({ id, name }): readonly Proposal[] => {
    const byName: Proposal = { label: name, kind: CompletionItemKind.Folder, description: id, filter: `${name} ${id}`, rank: `1${name}` };
    const byId: Proposal = { label: id, kind: CompletionItemKind.Folder, description: name, filter: `${id} ${name}`, rank: `2${name}` };
    return index?.isAlone(name) === true ? [byName, byId] : [byId];
  });
}

/** The test's actions as the statement that completion of resources knows. */
function statementOf(test: ObjectNode | undefined): ObjectNode | undefined {
  const action = test?.members.find(({ key }) => key.text === 'action');
  if (test === undefined || action === undefined) return undefined;
  const key: StringNode = { ...action.key, text: 'Action' };
  return { ...test, members: [{ ...action, key }] };
}

/** An ARN names the caller's account more often than any other. */
function ownersFirst(names: OrganizationNames, test: ObjectNode | undefined, organization: Organization | undefined): OrganizationNames {
  const principal = textOf(test, 'principal');
  const found = organization === undefined || principal === undefined ? undefined : findPrincipal(organization, principal);
  const account = found?.kind === 'found' ? found.principal.account : undefined;
  return account === undefined ? names : { ...names, accounts: [{ id: account.id, name: account.name }] };
}

/** `*` is the resource of actions that have no resource types, and of those that nobody knows. */
function onlyWhereItFits(items: readonly CompletionItem[], place: TestPlace, { catalog }: ServiceContext): readonly CompletionItem[] {
  const known = actionsIn(place).flatMap((name) => catalog.action(name) ?? []);
  const isOnlyForOthers = known.length > 0 && known.every(({ resourceTypes }) => resourceTypes.length > 0);
  return isOnlyForOthers ? items.filter(({ label }) => label !== '*') : items;
}
