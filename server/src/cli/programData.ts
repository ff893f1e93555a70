import path from 'node:path';

import type { Catalog, CatalogTexts } from '../core/catalog/catalog';
import { readCatalogData } from '../core/catalog/catalogData';
import type { CatalogData } from '../core/catalog/catalogData';
import { createCatalog } from '../core/catalog/createCatalog';
import { createCatalogTexts } from '../core/catalog/createCatalogTexts';
import { message } from '../core/text/message';
import type { Translate } from '../core/text/message';
import { createTranslate } from '../core/text/message';
import { createFileData } from '../node/fileData';
import { programFolder } from '../node/programFolder';

import { CommandError } from './commandError';

/** What ships with the program: the catalog, its texts and the translations, each read when first asked for. */
export interface ProgramData {
  catalog(): Promise<Catalog>;
  texts(): Promise<CatalogTexts>;
  /** The words of a language, `en` or `ko`. */
  translator(language: string): Promise<Translate>;
}

/** The data beside this program, whether it runs from a bundle or file by file. */
export function createProgramData(): ProgramData {
  const folder = programFolder();
  const data = createFileData(path.join(folder, 'server', 'data', 'catalog'), path.join(folder, 'l10n'));
  let core: Promise<CatalogData> | undefined;
  let catalog: Promise<Catalog> | undefined;
  let texts: Promise<CatalogTexts> | undefined;
  const readCore = async (): Promise<CatalogData> => {
    const read = readCatalogData(await data.readPart('core'));
    if ('problem' in read) throw new CommandError(message('the service data cannot be read: {0}', read.problem));
    return read.data;
  };
  const coreData = (): Promise<CatalogData> => (core ??= readCore());
  return {
    catalog: () => (catalog ??= coreData().then(createCatalog)),
    texts: () => (texts ??= readTexts(coreData(), data.readPart)),
    translator: async (language) => createTranslate(language === 'ko' ? readBundle(await data.readTranslations('ko')) : {}),
  };
}

async function readTexts(core: Promise<CatalogData>, readPart: (name: string) => Promise<unknown>): Promise<CatalogTexts> {
  const [data, policies, policyDocuments] = await Promise.all([core, readPart('policies'), readPart('policyDocuments')]);
  return createCatalogTexts({ core: data, policies, policyDocuments });
}

function readBundle(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : [])));
}
