import type { ClientCapabilities } from 'vscode-languageserver';

import type { CompletionFeatures } from '../service/completion/features';

/** Reads what a client said about completion; `isOurs`: it is VS Code with our own client in it. */
export function readCompletionFeatures({ textDocument }: ClientCapabilities, isOurs: boolean): CompletionFeatures {
  const { completionItem, completionList } = textDocument?.completion ?? {};
  const defaults = completionList?.itemDefaults ?? [];
  return {
    snippets: completionItem?.snippetSupport === true,
    insertReplace: completionItem?.insertReplaceSupport === true,
    labelDetails: completionItem?.labelDetailsSupport === true,
    defaultRange: defaults.includes('editRange'),
    defaultFormat: defaults.includes('insertTextFormat'),
    retriggers: isOurs,
  };
}
