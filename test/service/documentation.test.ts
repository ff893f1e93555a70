import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { message } from '../../server/src/core/text/message';
import { provideHover } from '../../server/src/service/hover';
import type { OrganizationNames } from '../../server/src/service/organizationIndex';
import { realCatalog, realCatalogTexts } from '../support/realCatalog';
import { splitAtCursor } from '../support/cursor';
import { contextFor, noNames, openDocument } from '../support/serviceFixture';

async function hoverAt(marked: string, names: OrganizationNames = noNames): Promise<string> {
  const { text, offset } = splitAtCursor(marked);
  const context = contextFor({ texts: () => Promise.resolve(realCatalogTexts()) }, realCatalog());
  const hover = await provideHover(openDocument(text), offset, context, names);
  if (hover === undefined) return '';
  assert.ok(typeof hover.contents === 'object' && 'value' in hover.contents);
  return hover.contents.value;
}

const inStatement = (content: string): string => `{ "Version": "2012-10-17", "Statement": [{ ${content} }] }`;

describe('hover', () => {
  it('explains an action: description, level, resource types, keys, link', async () => {
    const text = await hoverAt(inStatement('"Action": "s3:Get|Object"'));
    assert.match(text, /\*\*s3:GetObject\*\* · Read/);
    assert.match(text, /retrieve objects/);
    assert.match(text, /`object`/);
    assert.match(text, /`s3:ExistingObjectTag/);
    assert.match(text, /https:\/\/docs\.aws\.amazon\.com\//);
  });

  it('works from the first to the last character of a string', async () => {
    assert.match(await hoverAt(inStatement('"Action": |"s3:GetObject"')), /s3:GetObject/);
    assert.match(await hoverAt(inStatement('"Action": "s3:GetObject|"')), /s3:GetObject/);
  });

  it('counts what a wildcard reaches by access level, and links to the whole list', async () => {
    const text = await hoverAt(inStatement('"Action": "s3:Get|*"'));
    const total = Number(/matches \*\*(\d+)\*\* actions/.exec(text)?.[1]);
    const rows = [...text.matchAll(/\| (?:List|Read|Write|Permissions management|Tagging) \| (\d+) \|/g)].map(([, count]) => Number(count));
    assert.ok(total > 40);
    assert.equal(
      rows.reduce((sum, count) => sum + count, 0),
      total,
    );
    assert.match(text, /command:gatehouse\.openVirtualDocument/);
  });

  it('says so where a wildcard reaches nothing', async () =>
    assert.match(await hoverAt(inStatement('"Action": "s3:Nope|*"')), /matches no action/));

  it('explains a condition key: type, values, presence', async () => {
    const text = await hoverAt(inStatement('"Condition": { "ForAnyValue:StringLike": { "aws:Principal|OrgPaths": "o-a1/*" } }'));
    assert.match(text, /\*\*aws:PrincipalOrgPaths\*\* · String · multivalued/);
    assert.match(text, /In a request: /);
  });

  it('explains an operator with its prefix and suffix', async () => {
    const text = await hoverAt(inStatement('"Condition": { "ForAllValues:|StringNotLikeIfExists": {} }'));
    for (const part of [/wildcards/, /Negated/, /IfExists/, /true when the key is absent/]) assert.match(text, part);
  });

  it('explains elements', async () =>
    assert.match(await hoverAt(inStatement('"Not|Action": "s3:*"')), /Every action of every service but these/));

  it('takes an ARN apart and names what the organization knows', async () => {
    const names: OrganizationNames = {
      accounts: [],
      principals: [],
      entities: [{ id: '111122223333', kind: message('account'), name: 'pipeline' }],
    };
    const text = await hoverAt(inStatement('"Resource": "arn:aws:sqs:eu-west-1:1111|22223333:orders"'), names);
    assert.match(text, /`111122223333` · account \*\*pipeline\*\*/);
    assert.match(text, /\| Region \| `eu-west-1` \|/);
  });

  it('explains the key of a policy variable', async () => {
    assert.match(await hoverAt(inStatement('"Resource": "arn:aws:s3:::home/${aws:user|name}/*"')), /\*\*aws:username\*\*/);
  });

  it('has nothing to say about unknown actions and other documents', async () => {
    assert.equal(await hoverAt(inStatement('"Action": "s3:No|Such"')), '');
    assert.equal(await hoverAt('{ "name": "s3:Get|Object" }'), '');
  });
});
