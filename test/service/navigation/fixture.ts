import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Location, LocationLink, Position } from 'vscode-languageserver-types';

import { createGlobTest } from '../../../server/src/service/glob';
import { createPolicyLanguageService } from '../../../server/src/service/languageService';
import type { PolicyLanguageService } from '../../../server/src/service/languageService';
import type { NavigationFeatures } from '../../../server/src/service/navigation';
import { readCatalogPart } from '../../support/realCatalog';

import { company } from './company';

export const everything: NavigationFeatures = { documentChanges: true, renameFiles: true, definitionLinks: true, virtualDocuments: true };

/** A service over files in memory, which tests may change. */
export interface Fixture {
  readonly service: PolicyLanguageService;
  readonly files: Map<string, string>;
  readonly reads: string[];
  open(name: string, text?: string): void;
  /** The position of the `|` in a piece of a file as it is; the file is opened. */
  at(name: string, piece: string): { readonly uri: string; readonly position: Position };
  /** `org/accounts.jsonc: 444444444444`: a place with the text that stands there, or the line where nothing does. */
  show(place: Location | LocationLink): string;
}

const folder = 'file:///workspace';

export function startFixture(
  features: NavigationFeatures = everything,
  given: Readonly<Record<string, string>> = company,
  settings: unknown = {},
  pause: () => Promise<void> = () => Promise.resolve(),
): Fixture {
  const files = new Map(Object.entries(given));
  const reads: string[] = [];
  const service = createPolicyLanguageService({
    workspace: {
      readFile(uri) {
        reads.push(uri);
        return Promise.resolve(files.get(uri.slice(folder.length + 1)));
      },
      listFiles(glob, base = folder) {
        const accept = createGlobTest(glob);
        const uris = [...files.keys()].map((name) => `${folder}/${name}`).filter((uri) => uri.startsWith(`${base}/`));
        return Promise.resolve(uris.filter((uri) => accept(uri.slice(base.length + 1))));
      },
    },
    data: { readPart: (name) => Promise.resolve(readCatalogPart(name)), readTranslations: () => Promise.resolve(undefined) },
    uiLanguage: 'en',
    settings,
    besideJsonSupport: true,
    navigation: features,
    pause,
  });
  const buffers = new Map<string, string>();
  const textOf = (name: string): string => buffers.get(name) ?? files.get(name) ?? '';
  const open = (name: string, text = textOf(name)): void => {
    buffers.set(name, text);
    service.documentChanged(TextDocument.create(`${folder}/${name}`, 'jsonc', 7, text));
  };
  return {
    service,
    files,
    reads,
    open,
    at(name, piece) {
      const text = textOf(name);
      const plain = piece.replace('|', '');
      const found = text.indexOf(plain);
      if (found < 0 || text.indexOf(plain, found + 1) >= 0 || !piece.includes('|')) throw new Error(`${piece} is not once in ${name}`);
      open(name, text);
      const document = TextDocument.create('', '', 0, text);
      return { uri: `${folder}/${name}`, position: document.positionAt(found + piece.indexOf('|')) };
    },
    show(place) {
      const [uri, range] = 'uri' in place ? [place.uri, place.range] : [place.targetUri, place.targetSelectionRange];
      const name = uri.startsWith(`${folder}/`) ? uri.slice(folder.length + 1) : uri;
      const document = TextDocument.create('', '', 0, textOf(name));
      const text = document.getText(range);
      return text === '' ? name : `${name}: ${text.split('\n')[0] ?? ''}`;
    },
  };
}
