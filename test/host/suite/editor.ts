import assert from 'node:assert/strict';

import { commands, extensions, languages, Range, Uri, window, workspace } from 'vscode';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  Position,
  QuickPick,
  QuickPickItem,
  TextDocument,
} from 'vscode';

import type { GatehouseApi } from '../../../client/src/extension';

/** The extension as the tests of a VS Code hold it. */
export async function gatehouse(): Promise<GatehouseApi> {
  const extension = extensions.getExtension<GatehouseApi>('gatehouse-iam.gatehouse');
  assert.ok(extension !== undefined, 'the extension is installed');
  return extension.activate();
}

/** The folder that is open: a copy of the sample organization. */
export function folder(): Uri {
  const [first] = workspace.workspaceFolders ?? [];
  assert.ok(first !== undefined, 'a folder is open');
  return first.uri;
}

/** Writes a file into the open folder and shows it; `|` in the text is cut out and gives the position. */
export async function open(name: string, marked: string): Promise<{ readonly document: TextDocument; readonly position: Position }> {
  const [before = '', ...after] = marked.split('|');
  assert.ok(after.length <= 1, 'one | at most');
  const uri = Uri.joinPath(folder(), name);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(before + after.join('')));
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document);
  return { document, position: document.positionAt(before.length) };
}

/** A policy of one statement, `Version` included. */
export const policy = (...statements: readonly string[]): string =>
  `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${statements.join(',\n    ')}\n  ]\n}\n`;

/** Replaces text of a document without saving it. */
export async function replace(document: TextDocument, from: string, to: string): Promise<void> {
  const start = document.getText().indexOf(from);
  assert.ok(start >= 0, `${from} is in the document`);
  const editor = await window.showTextDocument(document);
  const range = new Range(document.positionAt(start), document.positionAt(start + from.length));
  assert.ok(await editor.edit((edit) => edit.replace(range, to)));
}

/** Asks again until the answer is one; fails with what was seen last when there is none within `limit` ms. */
export async function eventually<T>(what: string, ask: () => T | undefined | PromiseLike<T | undefined>, limit = 30_000): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new assert.AssertionError({ message: `never came: ${what}` });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The completion items at a position. */
export async function completions(document: TextDocument, position: Position): Promise<readonly CompletionItem[]> {
  const list = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return list.items;
}

export const labelOf = ({ label }: CompletionItem): string => (typeof label === 'string' ? label : label.label);

/** What the hovers at a position say. */
export async function hovers(document: TextDocument, position: Position): Promise<string> {
  const found = await commands.executeCommand<readonly Hover[]>('vscode.executeHoverProvider', document.uri, position);
  const contents = found.flatMap((hover) => hover.contents);
  return contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n');
}

/** The titles of the code lenses, top to bottom. */
export async function lensTitles(document: TextDocument): Promise<readonly string[]> {
  const lenses = await commands.executeCommand<readonly CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 50);
  return lenses.flatMap(({ command }) => (command === undefined ? [] : [command.title]));
}

export const codeOf = ({ code }: Diagnostic): string => String(typeof code === 'object' ? code.value : (code ?? ''));

/** Our diagnostics of a document: VS Code's own JSON support has no codes in words. */
export function findings(document: TextDocument): readonly Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter((diagnostic) => /^[a-z]+(-[a-z0-9]+)*$/.test(codeOf(diagnostic)));
}

/** The quick fixes at a diagnostic, with their edits. */
export async function quickFixes(document: TextDocument, { range }: Diagnostic): Promise<readonly CodeAction[]> {
  const found = await commands.executeCommand<readonly CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    'quickfix',
    20,
  );
  return found;
}

/**
 * Runs what asks with quick picks and answers each in turn, as somebody who types: the text goes into the real quick pick, and its
 * first row is taken as soon as it says that text. An empty answer takes the first row as it is.
 */
export async function answering(answers: readonly string[], run: () => PromiseLike<unknown>): Promise<void> {
  const picks: QuickPick<QuickPickItem>[] = [];
  const create = window.createQuickPick.bind(window);
  Object.assign(window, {
    createQuickPick: () => {
      const pick = create();
      picks.push(pick);
      return pick;
    },
  });
  try {
    const running = run();
    for (const [index, answer] of answers.entries()) {
      const pick = await eventually(`question ${index + 1}`, () => picks[index]);
      await eventually('rows of the quick pick', () => (pick.busy || pick.items.length === 0 ? undefined : true));
      if (answer !== '') pick.value = answer;
      await eventually(`a row for ${answer}`, () => (answer === '' || pick.activeItems[0]?.label === answer ? true : undefined));
      await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    }
    await running;
  } finally {
    Object.assign(window, { createQuickPick: create });
  }
}
