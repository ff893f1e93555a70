import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { CompletionItem } from 'vscode-languageserver-types';

import { resolveCompletion } from '../../../server/src/service/completion/provideCompletion';
import { complete } from '../../support/completion';
import { realCatalog, realCatalogTexts } from '../../support/realCatalog';
import { contextFor } from '../../support/serviceFixture';

const catalog = realCatalog();
const context = contextFor({ texts: () => Promise.resolve(realCatalogTexts()) }, catalog);
const statement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ "Action": "s3:GetObject", ${content} }] }`;

describe('documentation of a proposal that is looked at', () => {
  const cases: readonly (readonly [what: string, at: string, label: string, text: RegExp, name?: string])[] = [
    ['an element', statement('"|"'), 'Condition', /When the statement applies/],
    ['a service', statement('"NotAction": "|"'), 's3:', /Amazon S3[^]*https:\/\/docs\.aws\.amazon\.com/],
    ['an action', statement('"NotAction": "s3:GetObj|"'), 's3:GetObject', /Read[^]*objects/],
    ['an operator', statement('"Condition": { "|" }'), 'IpAddress', /CIDR/],
    ['a condition key', statement('"Condition": { "StringEquals": { "|" } }'), 'aws:PrincipalOrgID', /organization/],
    ['a key of a tag', statement('"Condition": { "StringEquals": { "|" } }'), 'aws:PrincipalTag/${TagKey}', /tag/],
    ['a policy variable', statement('"Resource": "${|"'), '${aws:username}', /user/],
    ['a managed policy', '{ "roles": [{ "managed": ["|"] }] }', 'ReadOnlyAccess', /read-only access/i, 'iam/a/principals.jsonc'],
    [
      'a managed policy by ARN',
      statement('"Condition": { "ArnEquals": { "iam:PolicyARN": "|" } }'),
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      /read-only access/i,
    ],
  ];
  for (const [what, at, label, text, name] of cases)
    it(`explains ${what}`, async () => {
      const item = complete(at, { catalog, ...(name === undefined ? {} : { name }) }).item(label);
      assert.equal(item.documentation, undefined, 'nobody waits for what is not looked at');
      const { documentation } = await resolveCompletion(item, context);
      assert.ok(typeof documentation === 'object' && documentation.kind === 'markdown');
      assert.match(documentation.value, text);
    });

  it('gives an item back as it is that it knows nothing of', async () => {
    const strange: readonly unknown[] = [
      undefined,
      null,
      7,
      'action',
      {},
      { kind: 'action' },
      { kind: 'action', name: 3 },
      { kind: 'robot', name: 'a' },
      { kind: 'action', name: 'no:Such' },
      { kind: 'service', name: 'nosuch' },
    ];
    for (const data of strange) {
      const item: CompletionItem = { label: 'a', data };
      assert.equal(await resolveCompletion(item, context), item);
    }
  });
});
