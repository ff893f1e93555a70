import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceEdit } from 'vscode-languageserver-types';

import type { NavigationFeatures } from '../../../server/src/service/navigation';

import { everything, startFixture } from './fixture';
import type { Fixture } from './fixture';

const folder = 'file:///workspace/';
const noMoves: NavigationFeatures = { ...everything, renameFiles: false };

/** Applies an edit to the files; what changed, name by name. */
function apply({ files }: Fixture, edit: WorkspaceEdit): Readonly<Record<string, string>> {
  const changed: Record<string, string> = {};
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
    const name = uri.slice(folder.length);
    changed[name] = TextDocument.applyEdits(TextDocument.create(uri, '', 0, files.get(name) ?? ''), edits);
  }
  for (const change of edit.documentChanges ?? []) {
    if ('textDocument' in change) {
      const { uri } = change.textDocument;
      const name = uri.slice(folder.length);
      const edits = change.edits.filter((one) => 'newText' in one);
      changed[name] = TextDocument.applyEdits(TextDocument.create(uri, '', 0, files.get(name) ?? ''), edits);
    } else if (change.kind === 'rename') changed[`${change.oldUri.slice(folder.length)} → ${change.newUri.slice(folder.length)}`] = '';
  }
  return changed;
}

/** What the lines of a file became. */
function newLines({ files }: Fixture, changed: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(changed).flatMap(([name, text]) => {
    if (name.includes('→')) return [name];
    const before = (files.get(name) ?? '').split('\n');
    return text.split('\n').flatMap((line, index) => (line === before[index] ? [] : [`${name}: ${line.trim()}`]));
  });
}

interface Case {
  readonly name: string;
  readonly file: string;
  readonly piece: string;
  readonly to: string;
  readonly features?: NavigationFeatures;
  readonly lines: readonly string[];
}

const test0 =
  'tests/bot.iamtest.jsonc: { "name": "reads", "principal": "pipeline/user/bot", "action": "s3:GetObject", "resource": "*", "expect": "allowed", "by": "iam/pipeline/policies/bot.json#ReadAll" },';
const sidLines = [
  'org/iam/pipeline/policies/bot.json: { "Sid": "ReadAll", "Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": "*" },',
  test0,
];

const cases: readonly Case[] = [
  { name: 'a Sid at its statement', file: 'org/iam/pipeline/policies/bot.json', piece: '"Re|ad"', to: 'ReadAll', lines: sidLines },
  { name: 'a Sid from a test', file: 'tests/bot.iamtest.jsonc', piece: 'bot.json#Re|ad', to: 'ReadAll', lines: sidLines },
  {
    name: 'a Sid of the one statement of a policy',
    file: 'org/policies/scp/data-only.json',
    piece: '"Only|Data"',
    to: 'Only2',
    lines: [
      'org/policies/scp/data-only.json: "Sid": "Only2", "Effect": "Deny", "NotAction": ["s3:*"], "Resource": "*",',
      'tests/bot.iamtest.jsonc: { "name": "no machine", "principal": "pipeline/role/etl", "action": "ec2:RunInstances", "expect": "explicitDeny", "by": "policies/scp/data-only.json#Only2" },',
    ],
  },
  {
    name: 'a policy from an attachment, with its file',
    file: 'org/accounts.jsonc',
    piece: '"scp/deny|-leave"',
    to: 'stay',
    lines: [
      'org/organization.jsonc: "attach": ["scp/FullAWSAccess", "scp/stay"],',
      'org/organization.jsonc: "scp/stay": { "id": "p-1a2b3c4d", "file": "policies/scp/stay.json" },',
      'org/accounts.jsonc: { "name": "pipeline", "id": "444444444444", "ou": "ou-ab12-22222222", "attach": ["scp/stay", "scp/data-only"] }',
      'org/policies/scp/deny-leave.json → org/policies/scp/stay.json',
    ],
  },
  {
    name: 'the same, its type typed as well',
    file: 'org/organization.jsonc',
    piece: '"scp/data-|only": {',
    to: 'scp/데이터 only',
    lines: [
      'org/organization.jsonc: { "name": "Data", "id": "ou-ab12-22222222", "attach": ["scp/FullAWSAccess", "scp/데이터 only"] } // 데이터',
      'org/organization.jsonc: "scp/데이터 only": { "description": "implied file" },',
      'org/accounts.jsonc: { "name": "pipeline", "id": "444444444444", "ou": "ou-ab12-22222222", "attach": ["scp/deny-leave", "scp/데이터 only"] }',
      'tests/bot.iamtest.jsonc: { "name": "no machine", "principal": "pipeline/role/etl", "action": "ec2:RunInstances", "expect": "explicitDeny", "by": "policies/scp/데이터 only.json#OnlyData" },',
      'org/policies/scp/data-only.json → org/policies/scp/%EB%8D%B0%EC%9D%B4%ED%84%B0%20only.json',
    ],
  },
  {
    name: 'a policy whose file has another name keeps the file',
    file: 'org/organization.jsonc',
    piece: '"scp/other|-name"',
    to: 'regions',
    lines: ['org/organization.jsonc: "scp/regions": { "file": "policies/scp/region.json" }'],
  },
  {
    name: 'and its file keeps the policy',
    file: 'org/organization.jsonc',
    piece: 'policies/scp/reg|ion.json',
    to: 'regions',
    lines: [
      'org/organization.jsonc: "scp/other-name": { "file": "policies/scp/regions.json" }',
      'org/policies/scp/region.json → org/policies/scp/regions.json',
    ],
  },
  {
    name: 'where files cannot be renamed, the entry goes on naming its file',
    file: 'org/accounts.jsonc',
    piece: '"scp/data|-only"',
    to: 'data',
    features: noMoves,
    lines: [
      'org/organization.jsonc: { "name": "Data", "id": "ou-ab12-22222222", "attach": ["scp/FullAWSAccess", "scp/data"] } // 데이터',
      'org/organization.jsonc: "scp/data": { "file": "policies/scp/data-only.json", "description": "implied file" },',
      'org/accounts.jsonc: { "name": "pipeline", "id": "444444444444", "ou": "ou-ab12-22222222", "attach": ["scp/deny-leave", "scp/data"] }',
    ],
  },
  {
    name: "an account's own policy: paths, ARNs and tests follow",
    file: 'org/iam/pipeline/principals.jsonc',
    piece: '444444444444:policy/b|ot',
    to: 'robot',
    lines: [
      'org/iam/pipeline/principals.jsonc: "users": [{ "name": "bot", "groups": ["bots"], "managed": ["./policies/robot.json", "ReadOnlyAccess"] }],',
      'org/iam/pipeline/principals.jsonc: "roles": [{ "name": "etl", "managed": ["arn:aws:iam::444444444444:policy/robot"],',
      'tests/bot.iamtest.jsonc: { "name": "reads", "principal": "pipeline/user/bot", "action": "s3:GetObject", "resource": "*", "expect": "allowed", "by": "iam/pipeline/policies/robot.json#Read" },',
      'tests/bot.iamtest.jsonc: { "name": "lists", "principal": "arn:aws:iam::444444444444:user/bot", "action": "s3:ListBucket", "expect": "allowed", "by": "../org/iam/pipeline/policies/robot.json#1" },',
      'tests/bot.iamtest.jsonc: { "name": "by its place", "principal": "pipeline/user/bot", "action": "s3:GetObject", "expect": "allowed", "by": "iam/pipeline/policies/robot.json#0" },',
      'org/iam/pipeline/policies/bot.json → org/iam/pipeline/policies/robot.json',
    ],
  },
];

const refusals: readonly (readonly [string, string, string, RegExp, NavigationFeatures?])[] = [
  ['org/iam/pipeline/policies/bot.json', '"Re|ad"', 'Read it', /letters and digits only/],
  ['org/iam/pipeline/policies/bot.json', '"Re|ad"', '', /at least one/],
  ['org/organization.jsonc', '"scp/deny-|leave": {', 'data-only', /already has a policy `scp\/data-only`/],
  ['org/organization.jsonc', '"scp/deny-|leave": {', 'region', /already is a file `region.json`/],
  ['org/organization.jsonc', '"scp/deny-|leave": {', 'a/b', /cannot be the name/],
  ['org/organization.jsonc', '"scp/Full|AWSAccess", "scp/deny', 'x', /AWS gives this policy its name/],
  ['org/iam/pipeline/principals.jsonc', './policies/b|ot.json', 'a b', /IAM takes/],
  ['org/iam/pipeline/principals.jsonc', './policies/b|ot.json', 'robot', /this editor cannot rename/, noMoves],
  ['tests/bot.iamtest.jsonc', 'bot.json#|1', 'x', /has no Sid/],
  ['tests/bot.iamtest.jsonc', 'AdministratorAccess#|0', 'x', /AWS writes this policy/],
  ['tests/bot.iamtest.jsonc', '../org/organi|zation.jsonc', 'x', /only policies and statements/],
];

describe('rename', () => {
  for (const { name, file, piece, to, features, lines } of cases) {
    test(name, async () => {
      const fixture = startFixture(features);
      const { uri, position } = fixture.at(file, piece);
      const edit = await fixture.service.rename(uri, position, to);
      assert.ok(edit !== null && !('refused' in edit), JSON.stringify(edit));
      assert.deepEqual([...newLines(fixture, apply(fixture, edit))].sort(), [...lines].sort());
    });
  }

  for (const [file, piece, to, reason, features] of refusals) {
    test(`refuses to call ${piece} \`${to}\`, and says why`, async () => {
      const { service, at } = startFixture(features);
      const { uri, position } = at(file, piece);
      const edit = await service.rename(uri, position, to);
      assert.match(edit !== null && 'refused' in edit ? edit.refused : '', reason);
    });
  }

  test('starts with the name alone', async () => {
    const { service, at } = startFixture();
    for (const [file, piece, expected] of [
      ['org/organization.jsonc', '"scp/deny-|leave": {', 'deny-leave'],
      ['tests/bot.iamtest.jsonc', '"policies/scp/da|ta-only.json#', 'data-only'],
      ['org/iam/pipeline/principals.jsonc', '444444444444:policy/b|ot', 'bot'],
      ['tests/bot.iamtest.jsonc', 'bot.json#Re|ad', 'Read'],
    ] as const) {
      const { uri, position } = at(file, piece);
      const prepared = await service.prepareRename(uri, position);
      assert.ok(prepared !== null && 'range' in prepared, JSON.stringify(prepared));
      assert.equal(prepared.placeholder, expected);
      assert.equal(prepared.range.end.character - prepared.range.start.character, expected.length);
    }
    const { uri, position } = at('alone/own.json', 's3:Get|Object');
    assert.equal(await service.prepareRename(uri, position), null);
  });

  test('takes more in the Sid of a bucket policy, and no second one of a name', async () => {
    const { service, at } = startFixture();
    const { uri, position } = at('org/resources/pipeline/media.bucket.json', '"Et|l"');
    const edit = await service.rename(uri, position, 'Etl "reads" 읽기');
    assert.match(JSON.stringify(edit), /Etl \\\\\\"reads\\\\\\" 읽기/);
  });

  test('refuses the Sid of another statement', async () => {
    const { service, at, open } = startFixture();
    open('alone/own.json', '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read" }, { "Sid": "Write" }] }');
    const { uri, position } = at('alone/own.json', '"Re|ad"');
    const edit = await service.rename(uri, position, 'Write');
    assert.deepEqual(edit, { refused: 'another statement of this policy is called `Write`' });
  });

  test('leaves tests alone where two statements have the Sid', async () => {
    const { service, at, open } = startFixture();
    open('alone/own.json', '{ "Version": "2012-10-17", "Statement": [{ "Sid": "Read" },\n { "Sid": "Read", "Effect": "Deny" }] }');
    const { uri, position } = at('alone/own.json', '"Re|ad", "Effect"');
    const edit = await service.rename(uri, position, 'Other');
    const range = { start: { line: 1, character: 11 }, end: { line: 1, character: 15 } };
    assert.deepEqual(edit, { documentChanges: [{ textDocument: { uri, version: 7 }, edits: [{ range, newText: 'Other' }] }] });
  });

  test('gives plain changes to clients that know no versions', async () => {
    const { service, at } = startFixture({ ...everything, documentChanges: false });
    const { uri, position } = at('alone/own.json', '"Re|ad"');
    const edit = await service.rename(uri, position, 'Reads');
    assert.ok(edit !== null && 'changes' in edit);
    assert.deepEqual(Object.keys(edit.changes ?? {}).sort(), ['file:///workspace/alone/alone.iamtest.jsonc', uri]);
  });
});
