import assert from 'node:assert/strict';

import { commands, ConfigurationTarget, languages, Range, Uri, window, workspace } from 'vscode';
import type {
  CodeAction,
  DocumentHighlight,
  DocumentLink,
  InlayHint,
  Location,
  LocationLink,
  SelectionRange,
  SemanticTokens,
  SemanticTokensLegend,
  SymbolInformation,
  TextDocument,
  WorkspaceEdit,
} from 'vscode';

import { codeOf, completions, eventually, folder, gatehouse, hovers, labelOf, open, policy } from './editor';

const allow = (rest: string): string => policy(`{ "Sid": "One", "Effect": "Allow", ${rest} }`);

async function sample(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(Uri.joinPath(folder(), name));
  await window.showTextDocument(document);
  return document;
}

function whole(document: TextDocument): Range {
  return new Range(document.positionAt(0), document.positionAt(document.getText().length));
}

/** Behind the first occurrence of a piece of the text. */
function behind(document: TextDocument, piece: string) {
  const at = document.getText().indexOf(piece);
  assert.ok(at >= 0, piece);
  return document.positionAt(at + piece.length);
}

suite('in VS Code: the language service', () => {
  suiteSetup(async () => {
    const api = await gatehouse();
    await open('language.json', allow('"Action": "s3:GetObject", "Resource": "*"'));
    await api.whenServerReady();
  });

  test('strings are coloured by what they mean', async () => {
    const { document } = await open('tokens.json', allow('"Action": "s3:Get*", "Resource": "arn:aws:s3:::b/${aws:username}"'));
    const legend = await eventually('the legend', () =>
      commands.executeCommand<SemanticTokensLegend | undefined>('vscode.provideDocumentSemanticTokensLegend', document.uri),
    );
    const { data } = await eventually('tokens', () =>
      commands.executeCommand<SemanticTokens | undefined>('vscode.provideDocumentSemanticTokens', document.uri),
    );
    const found: string[] = [];
    let [line, character] = [0, 0];
    for (let index = 0; index < data.length; index += 5) {
      const [deltaLine = 0, delta = 0, length = 0, type = 0] = data.slice(index, index + 5);
      line += deltaLine;
      character = deltaLine === 0 ? character + delta : delta;
      found.push(`${legend.tokenTypes[type] ?? ''} ${document.getText(new Range(line, character, line, character + length))}`);
    }
    for (const expected of ['keyword Allow', 'namespace s3', 'function Get', 'operator *', 'modifier arn', 'variable ${aws:username}']) {
      assert.ok(found.includes(expected), `${expected} in ${found.join(', ')}`);
    }
  });

  test('the same action is highlighted, with the patterns that cover it', async () => {
    const { document, position } = await open(
      'highlight.json',
      allow('"Action": ["s3:Get|Object", "s3:Get*", "s3:PutObject"], "Resource": "*"'),
    );
    const texts = await eventually('highlights', async () => {
      const found = await commands.executeCommand<readonly DocumentHighlight[]>('vscode.executeDocumentHighlights', document.uri, position);
      return found.length === 2 ? found.map(({ range }) => document.getText(range)) : undefined;
    });
    assert.deepEqual(texts, ['s3:GetObject', 's3:Get*']);
  });

  test('a selection grows from a part of an ARN to the whole', async () => {
    const { document, position } = await open(
      'select.json',
      allow('"Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:role/te|am/dev"'),
    );
    const [first] = await commands.executeCommand<SelectionRange[]>('vscode.executeSelectionRangeProvider', document.uri, [position]);
    const texts: string[] = [];
    for (let range = first; range !== undefined; range = range.parent) texts.push(document.getText(range.range));
    for (const part of ['team', 'role/team/dev', 'arn:aws:iam::111122223333:role/team/dev'])
      assert.ok(texts.includes(part), texts.join('\n'));
  });

  test('a pattern offers what it matches, and what it matches at the end of words', async () => {
    const { document, position } = await open('pattern.json', allow('"Action": "s3:*Tagging|", "Resource": "*"'));
    const labels = await eventually('actions', async () => {
      const found = (await completions(document, position)).map(labelOf);
      return found.includes('s3:PutObjectTagging') ? found : undefined;
    });
    assert.ok(labels.includes('s3:GetBucketTagging') && !labels.includes('s3:GetObject'));
  });

  test('an ARN completes for the action, with places to fill in', async () => {
    const { document, position } = await open('arn.json', allow('"Action": "sqs:SendMessage", "Resource": "|"'));
    await eventually('the ARN of a queue', async () =>
      (await completions(document, position)).find((item) => /arn:aws:sqs:/.test(labelOf(item)) && typeof item.insertText === 'object'),
    );
  });

  test('an SCP offers no principal, a trust policy no resource', async () => {
    const scp = await open('policies/scp/elements.json', '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "|" }] }');
    const trust = await open('elements.trust.json', '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "|" }] }');
    const labels = async ({ document, position }: typeof scp): Promise<readonly string[]> =>
      eventually('elements', async () => {
        const found = (await completions(document, position)).map(labelOf);
        return found.includes('Condition') ? found : undefined;
      });
    const [ofScp, ofTrust] = [await labels(scp), await labels(trust)];
    assert.ok(ofScp.includes('Resource') && !ofScp.includes('Principal'), ofScp.join());
    assert.ok(ofTrust.includes('Principal') && !ofTrust.includes('Resource'), ofTrust.join());
    await workspace.fs.delete(scp.document.uri);
  });

  test('hover shows the reach of a wildcard and links to all of it', async () => {
    const { document, position } = await open('reach.json', allow('"Action": "iam:Attach|*", "Resource": "*"'));
    const text = await eventually('the reach', async () => {
      const said = await hovers(document, position);
      return /gatehouse\.openVirtualDocument/.test(said) ? said : undefined;
    });
    assert.match(text, /⚠/);
    const list = await workspace.openTextDocument(Uri.parse('gatehouse:/actions/iam%3AAttach*.txt'));
    assert.match(list.getText(), /iam:AttachRolePolicy/);
  });

  test('wildcards say how much they mean', async () => {
    const { document } = await open('hints.json', allow('"Action": "s3:Get*", "Resource": "*"'));
    const [hint] = await eventually('a hint', async () => {
      const found = await commands.executeCommand<readonly InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole(document));
      return found.length > 0 ? found : undefined;
    });
    const label = typeof hint?.label === 'string' ? hint.label : (hint?.label ?? []).map(({ value }) => value).join('');
    assert.match(label, /\d+/);
    assert.ok(label.length <= 40);
  });

  test('an attachment leads to its policy, and the policy to its attachments', async () => {
    const document = await sample('organization.jsonc');
    const position = behind(document, '"scp/');
    const [target] = await eventually('a definition', async () => {
      const found = await commands.executeCommand<readonly (Location | LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      return found.length > 0 ? found : undefined;
    });
    assert.ok(target !== undefined);
    const references = await commands.executeCommand<readonly Location[]>('vscode.executeReferenceProvider', document.uri, position);
    assert.ok(references.length > 1, `${references.length} references`);
  });

  test('a Sid is renamed where it is named', async () => {
    const { document, position } = await open('rename.json', allow('"Action": "s3:GetObject", "Resource": "*"').replace('"One"', '"O|ne"'));
    const edit = await eventually('a rename', () =>
      commands.executeCommand<WorkspaceEdit | undefined>('vscode.executeDocumentRenameProvider', document.uri, position, 'Read'),
    );
    assert.ok(await workspace.applyEdit(edit));
    assert.match(document.getText(), /"Sid": "Read"/);
  });

  test('managed policies open by link, read-only', async () => {
    const { document } = await open(
      'links.json',
      allow(
        '"Action": "iam:AttachRolePolicy", "Resource": "*", "Condition": { "ArnEquals": { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" } }',
      ),
    );
    await eventually('a link', async () => {
      const links = await commands.executeCommand<readonly DocumentLink[]>('vscode.executeLinkProvider', document.uri, 100);
      return links.find(({ range, target }) => document.getText(range).includes('ReadOnlyAccess') && target?.scheme === 'gatehouse');
    });
  });

  test('statements are found by name in the whole workspace', async () => {
    await eventually('a statement', async () => {
      const found = await commands.executeCommand<readonly SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'data-only');
      return found.length > 0 ? found : undefined;
    });
  });

  test('findings in files that nobody opened come, follow the disk, and go with the files and the setting', async () => {
    const uri = Uri.joinPath(folder(), 'never-opened.json');
    const write = (action: string): PromiseLike<void> =>
      workspace.fs.writeFile(uri, new TextEncoder().encode(allow(`"Action": "${action}", "Resource": "*"`)));
    const codes = (): string => languages.getDiagnostics(uri).map(codeOf).join();
    const scope = (value: string | undefined): PromiseLike<void> =>
      workspace.getConfiguration('gatehouse').update('diagnostics.scope', value, ConfigurationTarget.Global);
    await write('s3:GetObjct');
    await eventually('a finding', () => (codes() === 'invalid-action' ? true : undefined));
    await write('s3:GetObject');
    await eventually('none', () => (codes() === '' ? true : undefined));
    await write('s3:PutObjct');
    await eventually('another one', () => (codes() === 'invalid-action' ? true : undefined));
    await commands.executeCommand('vscode.open', uri);
    const isOpen = (): boolean => workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    await eventually('an open document with the same', () => (isOpen() && codes() === 'invalid-action' ? true : undefined));
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await eventually('a closed document with the same', () => (!isOpen() && codes() === 'invalid-action' ? true : undefined));
    await scope('openFiles');
    await eventually('none of closed files', () => (codes() === '' ? true : undefined));
    await scope(undefined);
    await eventually('them again', () => (codes() === 'invalid-action' ? true : undefined));
    await workspace.fs.delete(uri);
    await eventually('none of a file that went', () => (codes() === '' ? true : undefined));
  });

  test('a wildcard is written out, and a list is shrunk to wildcards', async () => {
    const { document, position } = await open('rewrite.json', allow('"Action": "iam:Attach*|", "Resource": "*"'));
    const action = await eventually('a rewrite', async () => {
      const found = await commands.executeCommand<readonly CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new Range(position, position),
        'refactor',
        10,
      );
      return found.find(({ edit }) => (edit?.get(document.uri) ?? []).some(({ newText }) => newText.includes('iam:AttachRolePolicy')));
    });
    assert.ok(action.edit !== undefined && (await workspace.applyEdit(action.edit)));
    assert.match(document.getText(), /"iam:AttachGroupPolicy",\s+"iam:AttachRolePolicy",\s+"iam:AttachUserPolicy"/);
  });

  test('formatting keeps the order that AWS shows, by command', async () => {
    const { document } = await open(
      'format.json',
      '{"Statement":[{"Resource":"*","Action":"s3:GetObject","Effect":"Allow"}],"Version":"2012-10-17"}',
    );
    await eventually('a formatted policy', async () => {
      await commands.executeCommand('gatehouse.formatPolicy');
      return /^\{\n {2}"Version"[^]*"Effect"[^]*"Action"[^]*"Resource"/.test(document.getText()) ? true : undefined;
    });
  });
});
