import { TextDocument } from 'vscode-languageserver-textdocument';

import type { Catalog, CatalogTexts } from '../../server/src/core/catalog/catalog';
import { english } from '../../server/src/core/text/message';
import { createDocumentStore } from '../../server/src/service/documentStore';
import type { OpenDocument } from '../../server/src/service/documentStore';
import type { OrganizationNames } from '../../server/src/service/organizationIndex';
import type { ServiceContext } from '../../server/src/service/serviceContext';
import { defaultSettings } from '../../server/src/service/settings';

import { tinyCatalog } from './tinyCatalog';

/** Texts that say nothing; tests of texts use the real catalog. */
const noTexts: CatalogTexts = {
  actionDescription: () => undefined,
  conditionKeyDescription: () => undefined,
  conditionKeyPresence: () => undefined,
  actionLink: () => undefined,
  serviceLink: () => undefined,
  conditionKeyLink: () => undefined,
  managedPolicyDescription: () => undefined,
  managedPolicyDocument: () => undefined,
};

export const noNames: OrganizationNames = { accounts: [], principals: [], entities: [] };

/** A context over the tiny catalog, in English, with the default settings. */
export function contextFor(overrides: Partial<ServiceContext> = {}, catalog: Catalog = tinyCatalog()): ServiceContext {
  return {
    catalog,
    texts: () => Promise.resolve(noTexts),
    settings: defaultSettings,
    translate: english,
    language: 'en',
    besideJsonSupport: false,
    ...overrides,
  };
}

/** An open document of that text; its name decides the policy type. */
export function openDocument(text: string, name = 'policy.json'): OpenDocument {
  return createDocumentStore(() => ({})).open(TextDocument.create(`file:///workspace/${name}`, 'json', 1, text));
}
