import type { Catalog, CatalogTexts } from '../core/catalog/catalog';
import type { Translate } from '../core/text/message';

import type { Settings } from './settings';

/** What every feature may need; made anew when settings, language or data change. */
export interface ServiceContext {
  readonly catalog: Catalog;
  /** Descriptions, links and managed policies, read on first use. */
  texts(): Promise<CatalogTexts>;
  readonly settings: Settings;
  readonly translate: Translate;
  /** `en` or `ko`. */
  readonly language: string;
  readonly besideJsonSupport: boolean;
  /** Links may run our commands: our own client is at the other end. */
  readonly commandLinks?: boolean;
}
