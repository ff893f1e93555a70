import { window } from 'vscode';
import type { Disposable } from 'vscode';

import { decorationOf } from './organizationItem';

/** Letters beside the rows of the Organizations view: management account, delegated administrator, suspended, full, drift, problems. */
export function provideDecorations(): Disposable {
  return window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      const found = uri.scheme === 'gatehouse-tree' ? decorationOf(uri) : undefined;
      if (found === undefined) return undefined;
      return {
        badge: found.letter,
        tooltip: found.meaning,
        ...(found.color === undefined ? {} : { color: found.color }),
        propagate: false,
      };
    },
  });
}
