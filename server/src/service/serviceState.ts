import type { CatalogTexts } from '../core/catalog/catalog';
import { readCatalogData } from '../core/catalog/catalogData';
import type { CatalogData } from '../core/catalog/catalogData';
import { createCatalog } from '../core/catalog/createCatalog';
import { createCatalogTexts } from '../core/catalog/createCatalogTexts';
import { applyOverlay, joinOverlays, readOverlay } from '../core/catalog/overlay';
import type { CatalogOverlay } from '../core/catalog/overlay';
import type { PolicyType } from '../core/policy/policyType';
import { createTranslate, english } from '../core/text/message';
import type { ServiceDataResult } from '../protocol/requests';

import { createGlobTest } from './glob';
import type { PolicyLanguageServiceOptions } from './languageService';
import type { ServiceContext } from './serviceContext';
import { readSettings } from './settings';
import type { Settings } from './settings';
import { normaliseUri, pathOf, relativePath } from './uris';

/**
 * Settings and what follows from them. The catalog is read once; what depends on settings is made anew when they change. A folder's own
 * settings go before everybody's.
 */
export function createServiceState({
  workspace,
  data,
  settings,
  uiLanguage,
  besideJsonSupport,
  overlayUri = '',
  navigation,
}: PolicyLanguageServiceOptions) {
  let given = JSON.stringify([settings, []]);
  let all = createScope('', settings);
  let folders: readonly Scope[] = [];
  let shared: Promise<SharedContext> | undefined;
  let contexts = new Map<Scope, Promise<ServiceContext>>();
  let bundledData: Promise<CatalogData> | undefined;
  let catalogData: Promise<CatalogData> | undefined;
  let texts: Promise<CatalogTexts> | undefined;

  const readTexts = async (): Promise<CatalogTexts> => {
    const [core, text, urls, policies, policyDocuments] = await Promise.all([
      // The texts follow the order of what came with the program; what is newer has none.
      readBundled(),
      data.readPart('text'),
      data.readPart('urls'),
      data.readPart('policies'),
      data.readPart('policyDocuments'),
    ]);
    return createCatalogTexts({ core, text, urls, policies, policyDocuments });
  };
  const readBundled = (): Promise<CatalogData> =>
    (bundledData ??= data.readPart('core').then((value) => {
      const read = readCatalogData(value);
      if ('problem' in read) throw new Error(`the service data cannot be read: ${english(read.problem)}`);
      return read.data;
    }));
  // Newer data that cannot be read is as good as none: what came with the program is there.
  const readKept = async (): Promise<CatalogOverlay | undefined> => {
    const text = overlayUri === '' ? undefined : await workspace.readFile(overlayUri);
    if (text === undefined) return undefined;
    try {
      return readOverlay(JSON.parse(text), '');
    } catch {
      return undefined;
    }
  };
  const readWithOverlay = async (): Promise<CatalogData> => {
    const [bundled, overlay] = await Promise.all([readBundled(), readKept()]);
    return overlay === undefined ? bundled : applyOverlay(bundled, overlay);
  };
  const readCore = (): Promise<CatalogData> => (catalogData ??= readWithOverlay());
  const createShared = async (): Promise<SharedContext> => {
    const { language: wanted } = all.settings;
    const language = wanted === 'auto' ? uiLanguage : wanted;
    const korean = language.toLowerCase().startsWith('ko');
    return {
      catalog: createCatalog(await readCore()),
      texts: () => (texts ??= readTexts()),
      translate: createTranslate(korean ? readBundle(await data.readTranslations('ko')) : {}),
      language: korean ? 'ko' : 'en',
      besideJsonSupport,
      commandLinks: navigation?.virtualDocuments === true,
    };
  };
  const scopeOf = (uri: string): Scope => folders.find(({ folder }) => normaliseUri(uri).startsWith(`${folder}/`)) ?? all;
  const createContext = async (scope: Scope): Promise<ServiceContext> => ({
    ...(await (shared ??= createShared())),
    settings: scope.settings,
  });
  return {
    /** For a document, or for what concerns none in particular. */
    context(uri = ''): Promise<ServiceContext> {
      const scope = scopeOf(uri);
      const context = contexts.get(scope) ?? createContext(scope);
      contexts.set(scope, context);
      return context;
    },
    policyTypeOf(uri: string) {
      const { folder, tests } = scopeOf(uri);
      const path = relativePath(folder, normaliseUri(uri)) ?? pathOf(uri);
      return tests.find(({ accepts, type }) => type !== undefined && accepts(path))?.type;
    },
    serviceDataChanged() {
      catalogData = undefined;
      shared = undefined;
      contexts = new Map();
    },
    async joinServiceData(value: unknown, date: string): Promise<ServiceDataResult> {
      const later = readOverlay(value, date);
      if (later === undefined) return { text: null, actions: 0, services: 0 };
      const [bundled, kept] = await Promise.all([readBundled(), readKept()]);
      const overlay = joinOverlays(bundled, kept, later);
      const { counts } = applyOverlay(bundled, overlay);
      return {
        text: JSON.stringify(overlay),
        actions: counts.actions - bundled.counts.actions,
        services: counts.services - bundled.counts.services,
      };
    },
    settingsChanged(value: unknown, ofFolders: ReadonlyMap<string, unknown> = new Map()) {
      const everybodys = JSON.stringify(value);
      const own = [...ofFolders].filter(([, settings]) => JSON.stringify(settings) !== everybodys);
      const now = JSON.stringify([value, own]);
      if (now === given) return false;
      given = now;
      const { language } = all.settings;
      all = createScope('', value);
      // The innermost folder first: one may lie in another.
      folders = own
        .map(([folder, settings]) => createScope(normaliseUri(folder), settings))
        .sort((a, b) => b.folder.length - a.folder.length);
      // The catalog stays what it is, whatever is set.
      if (all.settings.language !== language) shared = undefined;
      contexts = new Map();
      return true;
    },
  };
}

type SharedContext = Omit<ServiceContext, 'settings'>;

/** Settings, and the folder whose they are; empty: everybody's. */
interface Scope {
  readonly folder: string;
  readonly settings: Settings;
  readonly tests: readonly { readonly type: PolicyType | undefined; readonly accepts: (path: string) => boolean }[];
}

function createScope(folder: string, value: unknown): Scope {
  const settings = readSettings(value);
  return { folder, settings, tests: settings.policyFiles.map(({ glob, type }) => ({ type, accepts: createGlobTest(glob) })) };
}

function readBundle(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : [])));
}
