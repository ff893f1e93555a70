import { commands, Disposable, MarkdownString, OverviewRulerLane, Range, ThemeColor, Uri, window, workspace } from 'vscode';
import type { DecorationOptions, ExtensionContext, TextDocument, TextEditor, TextEditorDecorationType } from 'vscode';

import { exercisedRequest } from '../../../server/src/protocol/decisions';
import type { ExercisedStatement } from '../../../server/src/protocol/decisions';
import type { Server } from '../client';
import { debounce } from '../debounce';
import { toRange } from '../locations';
import { isRelevant } from '../relevantDocuments';
import { describeMark, markKinds, markOf } from './statementMarks';
import type { MarkKind } from './statementMarks';

const stateKey = 'gatehouse.marksShown';

/** How long typing rests before the marks are asked for again, in ms. */
const rest = 300;

/** A sign on the first line of a statement, and a colour behind all of it. */
interface MarkStyle {
  readonly sign: TextEditorDecorationType;
  readonly background: TextEditorDecorationType;
}

/** Marks in the gutter of policies, when somebody wants them: which statements decide, which match, which no request matches. */
export class Marks implements Disposable {
  readonly #context: ExtensionContext;
  readonly #server: Server;
  readonly #styles: Readonly<Record<MarkKind, MarkStyle>>;
  readonly #typing = debounce(rest);
  readonly #subscriptions: Disposable;
  /** What was shown last, by document. */
  readonly #shown = new Map<string, readonly (MarkKind | undefined)[]>();

  constructor(context: ExtensionContext, server: Server) {
    this.#context = context;
    this.#server = server;
    this.#styles = {
      decided: createStyle(context, 'decided'),
      matched: createStyle(context, 'matched'),
      neverMatched: createStyle(context, 'neverMatched'),
    };
    const later = (): void => {
      if (this.areShown()) this.#typing.call(() => this.#update());
    };
    this.#subscriptions = Disposable.from(
      this.#typing,
      window.onDidChangeVisibleTextEditors(later),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (window.visibleTextEditors.some((editor) => editor.document === document)) later();
      }),
      server.onDidStart(later),
      server.onDidChange(later),
      ...Object.values(this.#styles).flatMap(({ sign, background }) => [sign, background]),
    );
    void commands.executeCommand('setContext', stateKey, this.areShown());
    later();
  }

  areShown(): boolean {
    return this.#context.workspaceState.get<boolean>(stateKey, false);
  }

  /** What is said of the statements of a document, in its order; empty while nothing is. */
  marksOf(uri: string): readonly (MarkKind | undefined)[] {
    return this.#shown.get(uri) ?? [];
  }

  async show(shown: boolean): Promise<void> {
    await this.#context.workspaceState.update(stateKey, shown);
    await commands.executeCommand('setContext', stateKey, shown);
    this.#update();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #update(): void {
    for (const editor of window.visibleTextEditors) void this.#mark(editor);
  }

  async #mark(editor: TextEditor): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const file = this.areShown() ? await this.#ask(document) : undefined;
    // What was asked about an older text stands in other places by now; the change asks again.
    if (document.version !== version) return;
    const statements = file?.statements ?? [];
    this.#shown.set(document.uri.toString(), statements.map(markOf));
    for (const kind of markKinds) {
      const those = statements.filter((statement) => markOf(statement) === kind);
      editor.setDecorations(
        this.#styles[kind].sign,
        those.map((statement) => signOf(statement, file?.requests ?? 0, document)),
      );
      editor.setDecorations(
        this.#styles[kind].background,
        those.map(({ range }) => toRange(range)),
      );
    }
  }

  async #ask(document: TextDocument) {
    if (!this.#server.isRunning() || !isRelevant(document)) return undefined;
    const { files } = await this.#server.sendOr(exercisedRequest, { uri: document.uri.toString() }, { files: [] });
    return files[0];
  }
}

/** On the first line alone: a sign stands on every line of its range. */
function signOf(statement: ExercisedStatement, requests: number, document: TextDocument): DecorationOptions {
  const { start } = toRange(statement.range);
  const text = new MarkdownString();
  text.appendText(describeMark(statement, requests));
  return { range: new Range(start, document.lineAt(start.line).range.end), hoverMessage: text };
}

function createStyle({ extensionUri }: ExtensionContext, kind: MarkKind): MarkStyle {
  const icon = (theme: 'light' | 'dark'): Uri => Uri.joinPath(extensionUri, 'docs', 'images', 'marks', `${kind}-${theme}.svg`);
  return {
    sign: window.createTextEditorDecorationType({
      light: { gutterIconPath: icon('light') },
      dark: { gutterIconPath: icon('dark') },
      gutterIconSize: 'contain',
    }),
    background: window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new ThemeColor(`gatehouse.${kind}StatementBackground`),
      overviewRulerColor: new ThemeColor(`gatehouse.${kind}StatementMark`),
      overviewRulerLane: OverviewRulerLane.Left,
    }),
  };
}
