import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CodeActionTriggerKind } from 'vscode-languageserver-types';
import type { CodeAction, CodeActionContext, WorkspaceEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';

import type { Catalog } from '../../server/src/core/catalog/catalog';
import { provideCodeActions, resolveCodeAction } from '../../server/src/service/codeActions';
import type { CodeActionFeatures, CodeActionHost } from '../../server/src/service/codeActions';
import { newFilesBeside } from '../../server/src/service/codeActions/newFiles';
import type { OpenDocument } from '../../server/src/service/documentStore';
import { splitAtCursor } from '../support/cursor';
import { realCatalog } from '../support/realCatalog';
import { contextFor, openDocument } from '../support/serviceFixture';
import { tinyCatalog } from '../support/tinyCatalog';

const everything: CodeActionFeatures = { resolveEdits: true, disabled: true, createFiles: true };

function hostWith(features: Partial<CodeActionFeatures> = {}, files: readonly string[] = []): CodeActionHost {
  return { features: { ...everything, ...features }, isTaken: (uri) => Promise.resolve(files.includes(uri)) };
}

interface Question {
  readonly name?: string;
  readonly asked?: Partial<CodeActionContext>;
  readonly host?: CodeActionHost;
  readonly catalog?: Catalog;
}

/** What is offered at the cursor. */
async function actionsAt(marked: string, { name, asked = {}, host = hostWith(), catalog = tinyCatalog() }: Question = {}) {
  const { text, offset } = splitAtCursor(marked);
  const document = openDocument(text, name);
  const position = document.textDocument.positionAt(offset);
  const context = contextFor({}, catalog);
  const actions = await provideCodeActions(document, { start: position, end: position }, { diagnostics: [], ...asked }, context, host);
  const resolve = (action: CodeAction) => resolveCodeAction(action, (uri) => (uri === document.uri ? document : undefined), context, host);
  return { document, actions, resolve, titles: actions.map(({ title }) => title) };
}

function appliedTo(document: OpenDocument, edit: WorkspaceEdit | undefined): string {
  const edits = edit?.changes?.[document.textDocument.uri];
  assert.ok(edits !== undefined, 'the edit changes the document');
  return TextDocument.applyEdits(document.textDocument, edits);
}

/** The text after the one action of that title is taken. */
async function taken(marked: string, title: string, question: Question = {}): Promise<string> {
  const { document, actions, resolve, titles } = await actionsAt(marked, question);
  const action = actions.find((one) => one.title === title);
  assert.ok(action !== undefined, `${title} is among ${titles.join(' | ')}`);
  assert.equal(action.edit, undefined, 'nothing is written before it is wanted');
  return appliedTo(document, (await resolve(action)).edit);
}

const policy = (statement: string): string => `{ "Version": "2012-10-17", "Statement": [${statement}] }`;

const cases: readonly (readonly [title: string, before: string, after: string])[] = [
  [
    'Expand `s3:GetBucket*` to its 2 actions',
    policy('{ "Action": ["s3:GetBucket|*", "iam:Pass*"] }'),
    policy('{ "Action": ["s3:GetBucketLocation", "s3:GetBucketPolicy", "iam:Pass*"] }'),
  ],
  [
    'Expand `iam:Pass*` to `iam:PassRole`',
    policy('{ "Action": ["s3:*", "iam:Pass*|"] }'),
    policy('{ "Action": ["s3:*", "iam:PassRole"] }'),
  ],
  [
    'Expand all wildcards of this list to their 3 actions',
    policy('{ "Action": ["s3:GetBucket|*", "iam:Pass*"] }'),
    policy('{ "Action": ["s3:GetBucketLocation", "s3:GetBucketPolicy", "iam:PassRole"] }'),
  ],
  [
    'Expand all wildcards of this statement to their 3 actions',
    policy('{ "Effect": "Allow|", "Action": ["s3:GetBucket*", "iam:Pass*"] }'),
    policy('{ "Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:GetBucketPolicy", "iam:PassRole"] }'),
  ],
  [
    'Shrink 3 patterns to 1 that match the same today, also future actions matching `s3:GetObject*`',
    policy('{ "Action": ["s3:GetObject|", "s3:GetObjectTagging", "s3:GetObjectVersion"] }'),
    policy('{ "Action": ["s3:GetObject*"] }'),
  ],
  [
    'Shrink 2 patterns to 1: the others repeat them',
    policy('{ "Action": ["s3:Get*|", "s3:GetObject"] }'),
    policy('{ "Action": ["s3:Get*"] }'),
  ],
  [
    'Shrink 3 patterns to 1 with wildcards anywhere that match the same today, also future actions matching `s3:*ObjectTagging`',
    policy('{ "Action": ["s3:GetObjectTagging|", "s3:PutObjectTagging", "s3:DeleteObjectTagging"] }'),
    policy('{ "Action": ["s3:*ObjectTagging"] }'),
  ],
  ['Sort this list and drop repetitions', policy('{ "Resource|": ["b", "a", "b"] }'), policy('{ "Resource": ["a", "b"] }')],
  ['Write `Action` as a list', policy('{ "Action|": "s3:*" }'), policy('{ "Action": ["s3:*"] }')],
  [
    'Write `aws:x` without brackets',
    policy('{ "Condition": { "Bool": { "aws:x": [|true] } } }'),
    policy('{ "Condition": { "Bool": { "aws:x": true } } }'),
  ],
  [
    'Add `arn:aws:s3:::b/*`: these actions work on objects',
    policy('{ "Action": "s3:Get*", "Resource": ["arn:aws:s3:::b|", "arn:aws:s3:::c"] }'),
    policy('{ "Action": "s3:Get*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::c"] }'),
  ],
  [
    'Add the 2 ARNs that these S3 actions need as well',
    policy('{ "Action": "s3:Get*", "Resource|": ["arn:aws:s3:::b", "arn:aws:s3:::c/*"] }'),
    policy('{ "Action": "s3:Get*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*", "arn:aws:s3:::c/*", "arn:aws:s3:::c"] }'),
  ],
  [
    'Wrap in a policy',
    '{ "Effect": "Allow", |"Action": "s3:*", "Resource": "*" }',
    '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }',
  ],
  ['Minify the policy', '{ "Version": "2012-10-17", |"Statement": [] }', '{"Version":"2012-10-17","Statement":[]}'],
  [
    'Minify the policy (its comments go)',
    '{ "Version": "2012-10-17", |"Statement": [] /* none */ }',
    '{"Version":"2012-10-17","Statement":[]}',
  ],
  [
    'Format the policy in AWS order',
    '{ "Statement": [], |"Version": "2012-10-17" }',
    '{\n  "Version": "2012-10-17",\n  "Statement": []\n}',
  ],
  [
    'Sort all lists and drop repetitions',
    policy('{ "Action": ["b:b", "a:a"], "Resource": ["y", "x"]| }'),
    policy('{ "Action": ["a:a", "b:b"], "Resource": ["x", "y"] }'),
  ],
];

describe('code actions', () => {
  for (const [title, before, after] of cases) it(`${title}`, async () => assert.equal(await taken(before, title), after));

  it('work in half-typed policies, wherever the text is whole', async () => {
    const text = '{ "Statement": [ { "Action": "s3:GetBucket*|" }, { "Effect": ] }';
    assert.equal(
      await taken(text, 'Expand `s3:GetBucket*` to its 2 actions'),
      '{ "Statement": [ { "Action": ["s3:GetBucketLocation", "s3:GetBucketPolicy"] }, { "Effect": ] }',
    );
  });

  it('offer nothing in documents that are none of our business, nor where nothing is', async () => {
    assert.deepEqual((await actionsAt('{ "Action|": "s3:*" }', { name: 'package.json' })).titles, []);
    assert.deepEqual((await actionsAt('|', { name: 'x.policy.json' })).titles, []);
  });

  it('say nothing about the size of an expansion that nobody could read', async () => {
    const { titles } = await actionsAt(policy('{ "Action": "*|" }'), { catalog: realCatalog() });
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Expand')),
      [],
    );
  });

  it('leave source actions out while a cursor moves', async () => {
    const triggerKind = CodeActionTriggerKind.Automatic;
    const { actions } = await actionsAt(policy('{ "Action": "s3:*|" }'), { asked: { triggerKind } });
    assert.ok(actions.length > 0);
    assert.deepEqual(
      actions.filter(({ kind }) => kind?.startsWith('source') === true),
      [],
    );
  });

  const filters: readonly (readonly [only: string, kinds: readonly string[]])[] = [
    ['refactor', ['refactor.rewrite.convertList', 'refactor.rewrite.expandWildcards']],
    ['refactor.rewrite.convertList', ['refactor.rewrite.convertList']],
    ['source', ['source.formatPolicy.gatehouse', 'source.minifyPolicy.gatehouse', 'source.sortLists.gatehouse']],
    ['source.sortLists.gatehouse', ['source.sortLists.gatehouse']],
    ['source.fixAll', []],
    ['quickfix', []],
  ];
  for (const [only, kinds] of filters) {
    it(`keep to the kind that is asked for: ${only}`, async () => {
      const { actions } = await actionsAt(policy('{ "Action": "s3:GetBucket*|" }'), { asked: { only: [only] } });
      assert.deepEqual(actions.map(({ kind }) => kind).sort(), kinds);
    });
  }

  it('come with their edits for a client that does not ask later, and leave out what would change nothing', async () => {
    const { document, actions } = await actionsAt(policy('{ "Action": "s3:GetBucket*|" }'), { host: hostWith({ resolveEdits: false }) });
    const expand = actions.find(({ title }) => title.startsWith('Expand'));
    assert.match(appliedTo(document, expand?.edit), /GetBucketLocation/);
    assert.ok(!actions.some(({ title }) => title.startsWith('Sort all')));
  });

  it('do not write into a text that has changed since', async () => {
    const { document, actions } = await actionsAt(policy('{ "Action": "s3:GetBucket*|" }'));
    const newer = { ...document, textDocument: TextDocument.create(document.textDocument.uri, 'json', 2, document.text) };
    const [action] = actions;
    assert.ok(action !== undefined);
    assert.equal((await resolveCodeAction(action, () => newer, contextFor(), hostWith())).edit, undefined);
    assert.equal((await resolveCodeAction(action, () => undefined, contextFor(), hostWith())).edit, undefined);
    for (const data of [undefined, null, 7, {}, { uri: 1, version: 1, offset: 1, id: 1 }]) {
      assert.equal((await resolveCodeAction({ title: 'x', data }, () => document, contextFor(), hostWith())).edit, undefined);
    }
  });
});

describe('splitting a policy over its size', () => {
  const limited: Catalog = { ...tinyCatalog(), quota: () => 140 };
  const statement = (sid: string): string => `{ "Sid": "${sid}", "Effect": "Deny", "Action": "a:${sid}", "Resource": "*" }`;
  const text = `{ "Version": "2012-10-17", |"Statement": [${statement('One')}, ${statement('Two')}] }`;
  const title = 'Split into 2 policies of at most 140 characters, to be attached together';
  const first = `{ "Version": "2012-10-17", "Statement": [${statement('One')}] }`;
  const second = `{ "Version": "2012-10-17", "Statement": [${statement('Two')}] }`;
  const sizeFinding = {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    source: 'gatehouse',
    code: 'policy-size-exceeds-scp-quota',
    message: '',
  };

  it('creates files beside it, which keep the ending that names the type', async () => {
    const host = hostWith({}, ['file:///workspace/guard-2.scp.json']);
    const { actions, resolve } = await actionsAt(text, { name: 'guard.scp.json', catalog: limited, host });
    const action = actions.find((one) => one.title === title);
    assert.ok(action !== undefined);
    const uri = 'file:///workspace/guard-3.scp.json';
    const start = { line: 0, character: 0 };
    assert.deepEqual((await resolve(action)).edit?.documentChanges, [
      { kind: 'create', uri },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: second }] },
      {
        textDocument: { uri: 'file:///workspace/guard.scp.json', version: 1 },
        edits: [{ range: { start, end: { line: 0, character: text.length - 1 } }, newText: first }],
      },
    ]);
  });

  it('opens untitled documents where files cannot be created', async () => {
    const { document, actions } = await actionsAt(text, {
      name: 'guard.scp.json',
      catalog: limited,
      host: hostWith({ createFiles: false, resolveEdits: false }),
    });
    const action = actions.find((one) => one.title === title);
    assert.equal(appliedTo(document, action?.edit), first);
    assert.equal(action?.command?.command, 'gatehouse.openUntitled');
    assert.deepEqual(action.command.arguments, [[second]]);
  });

  it('is the quick fix of the finding that says so', async () => {
    const asked = { diagnostics: [sizeFinding], only: ['quickfix'] };
    const { actions } = await actionsAt(text, { name: 'guard.scp.json', catalog: limited, asked });
    assert.deepEqual(
      actions.map(({ kind, diagnostics }) => [kind, diagnostics?.[0]?.code]),
      [['quickfix', 'policy-size-exceeds-scp-quota']],
    );
  });

  it('says why it cannot be done, to clients that show that', async () => {
    const question = { name: 'role.trust.json', catalog: limited };
    const { actions } = await actionsAt(text, question);
    const action = actions.find((one) => one.title.startsWith('Split'));
    assert.equal(action?.disabled?.reason, 'only one policy of this type can be attached');
    const plain = await actionsAt(text, { ...question, host: hostWith({ disabled: false }) });
    assert.ok(!plain.titles.some((one) => one.startsWith('Split')));
  });

  it('is not measured wherever a cursor moves', async () => {
    const inside = text.replace('|', '').replace('"One"', '"One|"');
    const asked = { triggerKind: CodeActionTriggerKind.Automatic };
    const { titles } = await actionsAt(inside, { name: 'guard.scp.json', catalog: limited, asked });
    assert.ok(!titles.some((one) => one.startsWith('Split')));
  });

  const names: readonly (readonly [name: string, next: string])[] = [
    ['admin.json', 'admin-2.json'],
    ['a%20b.policy.jsonc', 'a%20b-2.policy.jsonc'],
    ['guard-scp.json', 'guard-2-scp.json'],
    ['policy', 'policy-2'],
  ];
  for (const [name, next] of names) {
    it(`names a file beside ${name}`, async () => {
      assert.deepEqual(await newFilesBeside(`file:///x/${name}`, 1, () => Promise.resolve(false)), [`file:///x/${next}`]);
    });
  }
});
