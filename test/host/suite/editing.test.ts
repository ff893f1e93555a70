import assert from 'node:assert/strict';

import { commands, DiagnosticSeverity, languages, SnippetString, window, workspace, WorkspaceEdit } from 'vscode';
import type { CompletionItem, TextDocument } from 'vscode';

import {
  codeOf,
  completions,
  eventually,
  findings,
  gatehouse,
  hovers,
  labelOf,
  lensTitles,
  open,
  policy,
  quickFixes,
  replace,
  answering,
} from './editor';

const statement = (rest: string): string => policy(`{ "Sid": "One", ${rest} }`);
const allow = (action: string): string => statement(`"Effect": "Allow", "Action": ${action}, "Resource": "*"`);

async function completed(document: TextDocument, item: CompletionItem): Promise<string> {
  const range = item.range === undefined ? undefined : 'inserting' in item.range ? item.range.inserting : item.range;
  assert.ok(range !== undefined, 'the item says what it replaces');
  const text = item.insertText instanceof SnippetString ? item.insertText.value : (item.insertText ?? labelOf(item));
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, range, text);
  assert.ok(await workspace.applyEdit(edit));
  return document.getText();
}

suite('in VS Code: editing a policy', () => {
  suiteSetup(async () => {
    const api = await gatehouse();
    await open('first.json', allow('"s3:GetObject"'));
    await api.whenServerReady();
  });

  test('an action completes, by an inner word, and the edit fits the quotes', async () => {
    const { document, position } = await open('complete-action.json', allow('"s3:getob|"'));
    const item = await eventually('s3:GetObject', async () =>
      (await completions(document, position)).find((candidate) => labelOf(candidate) === 's3:GetObject'),
    );
    assert.match(await completed(document, item), /"Action": "s3:GetObject", "Resource"/);

    const inner = await open('complete-inner.json', allow('"s3:tagging|"'));
    await eventually('s3:GetObjectTagging by an inner word', async () =>
      (await completions(inner.document, inner.position)).find((candidate) => labelOf(candidate) === 's3:GetObjectTagging'),
    );
  });

  test('a condition key completes, those of the action first', async () => {
    const text = statement('"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringEquals": { "|": "x" } }');
    const { document, position } = await open('complete-key.json', text);
    const items = await eventually('condition keys', async () => {
      const found = await completions(document, position);
      return found.some((item) => labelOf(item) === 'aws:PrincipalOrgID') ? found : undefined;
    });
    const order = [...items].sort((a, b) => ((a.sortText ?? labelOf(a)) < (b.sortText ?? labelOf(b)) ? -1 : 1)).map(labelOf);
    const own = order.findIndex((label) => label === 's3:x-amz-acl');
    assert.ok(own >= 0, 's3:x-amz-acl is offered');
    assert.ok(own < order.indexOf('aws:PrincipalOrgID'), 'the action’s own keys come before the global ones');
  });

  test('hover explains an action, a wildcard and a condition key', async () => {
    const action = await open('hover-action.json', allow('"s3:Get|Object"'));
    await eventually('the action explained', async () =>
      /s3:GetObject/.test(await hovers(action.document, action.position)) ? true : undefined,
    );
    const wildcard = await open('hover-wildcard.json', allow('"s3:Get|*"'));
    await eventually('a count of actions', async () => (/\d+/.test(await hovers(wildcard.document, wildcard.position)) ? true : undefined));
    const key = await open(
      'hover-key.json',
      statement(
        '"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:Secure|Transport": "true" } }',
      ),
    );
    await eventually('the key explained', async () =>
      /aws:SecureTransport/i.test(await hovers(key.document, key.position)) ? true : undefined,
    );
  });

  test('a mistake is underlined at its place, beside nothing that is right', async () => {
    const { document } = await open('mistake.json', allow('["s3:GetObject", "s3:GetObjct"]'));
    const found = await eventually('findings', () => (findings(document).length > 0 ? findings(document) : undefined));
    const [finding] = found.filter((diagnostic) => document.getText(diagnostic.range).includes('s3:GetObjct'));
    assert.ok(finding !== undefined, JSON.stringify(found));
    assert.equal(codeOf(finding), 'invalid-action');
    assert.match(finding.message, /s3:GetObjct/);
    assert.equal(found.filter((diagnostic) => document.getText(diagnostic.range) === '"s3:GetObject"').length, 0);
  });

  test('its quick fix mends it, and the finding goes', async () => {
    const { document } = await open('fix.json', allow('"s3:GetObjct"'));
    const finding = await eventually('the finding', () => findings(document).find((diagnostic) => codeOf(diagnostic) === 'invalid-action'));
    const fix = await eventually('a fix', async () =>
      (await quickFixes(document, finding)).find(({ title, edit }) => title.includes('s3:GetObject') && edit !== undefined),
    );
    assert.ok(fix.edit !== undefined);
    assert.ok(await workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /"Action": "s3:GetObject"/);
    await eventually('no finding', () =>
      findings(document).some((diagnostic) => codeOf(diagnostic) === 'invalid-action') ? undefined : true,
    );
  });

  test('a broken document has VS Code’s own syntax error, and no second one of ours', async () => {
    const { document } = await open('broken.json', allow('"s3:GetObject"').replace('"Resource": "*"', '"Resource": '));
    const all = await eventually('a syntax error', () => {
      const found = languages.getDiagnostics(document.uri);
      return found.some(({ severity }) => severity === DiagnosticSeverity.Error) ? found : undefined;
    });
    assert.equal(all.filter(({ message }) => /expected/i.test(message)).length, 1, JSON.stringify(all));
  });

  test('a remembered request is decided above the policy, and flips with an unsaved edit', async () => {
    const { document } = await open('asked.json', allow('"s3:GetObject"'));
    await eventually('the lens that asks', async () =>
      (await lensTitles(document)).find((title) => title.includes('Would this be allowed…?')),
    );
    await answering(['s3:GetObject', 'arn:aws:s3:::media/a.png', ''], () =>
      commands.executeCommand('gatehouse.ask', document.uri.toString()),
    );
    await eventually('an allowed request', async () => (await lensTitles(document)).find((title) => title.startsWith('✓')));
    await replace(document, '"Allow"', '"Deny"');
    assert.ok(document.isDirty, 'nothing is saved');
    await eventually('a denied request', async () => (await lensTitles(document)).find((title) => title.startsWith('✗')));
    await replace(document, '"Deny"', '"Allow"');
    await eventually('allowed again', async () => (await lensTitles(document)).find((title) => title.startsWith('✓')));
    await replace(document, '"Resource": "*"', '"Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } }');
    await eventually('a fact nobody gave', async () => (await lensTitles(document)).find((title) => title.startsWith('?')));
  });

  test('Would this be allowed…? needs an open policy and says so otherwise', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    const show = window.showInformationMessage.bind(window);
    const said: string[] = [];
    Object.assign(window, { showInformationMessage: (text: string) => Promise.resolve(void said.push(text)) });
    try {
      await commands.executeCommand('gatehouse.ask');
      assert.equal(said.length, 1);
    } finally {
      Object.assign(window, { showInformationMessage: show });
    }
  });
});
