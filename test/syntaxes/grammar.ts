import { readFileSync } from 'node:fs';

import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';
import type { IGrammar } from 'vscode-textmate';

import { inRoot } from '../support/root';

/** A piece of a text with the scopes that the grammars give it. */
export interface ScopedPiece {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

const injections: ReadonlyMap<string, string> = new Map([
  ['gatehouse.policy.injection', 'syntaxes/policy.tmLanguage.json'],
  ['gatehouse.condition.injection', 'syntaxes/condition.tmLanguage.json'],
]);

/** VS Code's grammar of JSON with ours injected, as the editor does it before any server runs. */
export async function loadGrammar(scopeName: 'source.json' | 'source.json.comments'): Promise<IGrammar> {
  onigurumaReady ??= loadWASM(new Uint8Array(readFileSync(inRoot('node_modules/vscode-oniguruma/release/onig.wasm'))).buffer);
  await onigurumaReady;
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString: (text) => createOnigString(text) }),
    loadGrammar: (name) => {
      const file = injections.get(name) ?? 'test/syntaxes/json.tmLanguage.json';
      const text = readFileSync(inRoot(file), 'utf8');
      // JSON with comments has the same rules, its scopes end differently.
      const renamed = name === 'source.json.comments' ? text.replace(/\.json(?=[" ])/g, '.json.comments') : text;
      return Promise.resolve(parseRawGrammar(renamed, file));
    },
    getInjections: (name) => (name.startsWith('source.json') ? [...injections.keys()] : []),
  });
  const grammar = await registry.loadGrammar(scopeName);
  if (grammar === null) throw new Error(`no grammar ${scopeName}`);
  return grammar;
}

let onigurumaReady: Promise<void> | undefined;

/** The pieces of a text, line by line. */
export function tokenise(grammar: IGrammar, text: string): readonly ScopedPiece[] {
  const pieces: ScopedPiece[] = [];
  let [stack, offset] = [INITIAL, 0];
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    for (const { startIndex, endIndex, scopes } of tokens) {
      const end = Math.min(endIndex, line.length);
      if (end > startIndex) pieces.push({ start: offset + startIndex, end: offset + end, scopes });
    }
    stack = ruleStack;
    offset += line.length + 1;
  }
  return pieces;
}
