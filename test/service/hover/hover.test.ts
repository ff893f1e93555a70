import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { message } from '../../../server/src/core/text/message';
import { provideHover } from '../../../server/src/service/hover';
import type { OrganizationNames } from '../../../server/src/service/organizationIndex';
import { realCatalog, realCatalogTexts } from '../../support/realCatalog';
import { splitAtCursor } from '../../support/cursor';
import { contextFor, noNames, openDocument } from '../../support/serviceFixture';

async function hoverAt(marked: string, names: OrganizationNames = noNames): Promise<string> {
  const { text, offset } = splitAtCursor(marked);
  const context = contextFor({ texts: () => Promise.resolve(realCatalogTexts()), commandLinks: true }, realCatalog());
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

  it('has nothing to say about other documents', async () => {
    assert.equal(await hoverAt('{ "name": "s3:Get|Object" }'), '');
  });
});

const organization: OrganizationNames = {
  accounts: [{ id: '111122223333', name: 'pipe_line' }],
  principals: [{ arn: 'arn:aws:iam::111122223333:role/bot', label: 'bot' }],
  entities: [
    { id: 'o-a1b2c3d4e5', kind: message('organization'), name: 'Acme', path: 'o-a1b2c3d4e5/' },
    { id: 'ou-ab12-11111111', kind: message('OU'), name: 'Data', path: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/' },
  ],
};
const condition = (operator: string, key: string, value: string): string =>
  inStatement(`"Condition": { "${operator}": { "${key}": "${value}" } }`);

describe('hover, a cursor each', () => {
  const cases: readonly (readonly [name: string, marked: string, about: string, says: RegExp])[] = [
    ['an unknown action', inStatement('"Action": "s3:No|Such"'), '"s3:NoSuch"', /No action has the name `s3:NoSuch` \(data of /],
    [
      'an action that escalates',
      inStatement('"Action": "iam:Pass|Role"'),
      '"iam:PassRole"',
      /⚠ Can lead to more permissions than were given\. \[How\]\(https:/,
    ],
    [
      'a pattern with some that escalate',
      inStatement('"Action": "iam:Attach|*"'),
      '"iam:Attach*"',
      /⚠ [^\n]*`iam:AttachGroupPolicy`, `iam:AttachRolePolicy`, `iam:AttachUserPolicy`/,
    ],
    [
      'a pattern in NotAction',
      inStatement('"NotAction": ["s3:|*"]'),
      '"s3:*"',
      /In `NotAction`: the statement is about the \*\*\d{5}\*\* others/,
    ],
    [
      'more than it can name',
      inStatement('"Action": "s3:Get|*"'),
      '"s3:Get*"',
      /\| Read \| \d+ \| (?:`Get\w+`, ){4}`Get\w+` and \d+ more \|/,
    ],
    ['few', inStatement('"Action": "s3:GetObject|T*"'), '"s3:GetObjectT*"', /\| Read \| 2 \| `GetObjectTagging`, `GetObjectTorrent` \|/],
    ['everything in NotAction', inStatement('"NotAction": "|*"'), '"*"', /is about the \*\*0\*\* others/],
    ['a pattern over services', inStatement('"Action": "*:*Ta|g*"'), '"*:*Tag*"', /actions of \d{3} services/],
    ['Allow', inStatement('"Effect": "Al|low"'), '"Allow"', /unless something denies it/],
    ['Deny', inStatement('"Effect": "|Deny"'), '"Deny"', /whatever allows it/],
    ['the version', '{ "Version": "2012|-10-17", "Statement": [] }', '"2012-10-17"', /turns policy variables on/],
    ['a type of principals', inStatement('"Principal": { "Feder|ated": "x" }'), '"Federated"', /Identity providers/],
    ['everybody', inStatement('"Principal": "|*"'), '"*"', /anonymous callers too/],
    ['a service', inStatement('"Principal": { "Service": "lambda.|amazonaws.com" }'), '"lambda.amazonaws.com"', /calls on its own behalf/],
    ['an account nobody knows', inStatement('"Principal": { "AWS": "99992222|3333" }'), '"999922223333"', /account as a whole/],
    ['an account by name', inStatement('"Principal": { "AWS": "1111|22223333" }'), '111122223333', /Account \*\*pipe\\_line\*\*/],
    [
      'a role of the model',
      inStatement('"Principal": { "AWS": "arn:aws:iam::111122223333:role/b|ot" }'),
      '"arn:aws:iam::111122223333:role/bot"',
      /^\*\*bot\*\*[^]*Resource type \| `role`/,
    ],
    [
      'the owner in an ARN',
      inStatement('"Resource": "arn:aws:sqs:eu-west-1:111122223333:or|ders"'),
      '"arn:aws:sqs:eu-west-1:111122223333:orders"',
      /Account \| `111122223333` \*\*pipe\\_line\*\*/,
    ],
    [
      'an OU in a path',
      condition('ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/ou-ab12-1111|1111/*'),
      'ou-ab12-11111111',
      /`ou-ab12-11111111` · OU \*\*Data\*\*[^]*`o-a1b2c3d4e5\/r-ab12\/ou-ab12-11111111\/`/,
    ],
    ['the organization', condition('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2|c3d4e5'), 'o-a1b2c3d4e5', /organization \*\*Acme\*\*/],
    ['a Region', condition('StringEquals', 'aws:RequestedRegion', 'eu-|west-1'), '"eu-west-1"', /partition `aws`/],
    [
      'a block of addresses',
      condition('IpAddress', 'aws:SourceIp', '10.0.|0.0/24'),
      '"10.0.0.0/24"',
      /256 addresses from `10\.0\.0\.0` on/,
    ],
    ['an instant', condition('DateLessThan', 'aws:CurrentTime', '17|35689600'), '"1735689600"', /2025-01-01T00:00:00/],
    ['a variable', inStatement('"Resource": "arn:aws:s3:::b/${aws:user|name}/x"'), '${aws:username}', /Policy variable[^]*nothing matches/],
    [
      'a variable with a default',
      inStatement(`"Resource": "b/\${aws:PrincipalTag/te|am, 'none'}"`),
      "${aws:PrincipalTag/team, 'none'}",
      /`none` is taken/,
    ],
    ['an escape', inStatement('"Resource": "b/${|*}"'), '${*}', /the character itself/],
    ['an unknown variable', inStatement('"Resource": "b/${aws:no|such}"'), '${aws:nosuch}', /No condition key has the name `aws:nosuch`/],
    [
      'a managed policy',
      condition('ArnEquals', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/Read|OnlyAccess'),
      '"arn:aws:iam::aws:policy/ReadOnlyAccess"',
      /AWS managed policy[^]*command:gatehouse\.openVirtualDocument/,
    ],
    ['everything', inStatement('"Resource": "|*"'), '"*"', /Every resource/],
    ['text that ends early', '{ "Statement": [{ "Action": "s3:Get|Object', '"s3:GetObject', /\*\*s3:GetObject\*\*/],
    [
      'an action behind a comment, with an escape',
      '{ "Statement": { /* who */ "Action": [ // what\n "s3:\\u0047et|Object" ] } }',
      '"s3:\\u0047etObject"',
      /\*\*s3:GetObject\*\*/,
    ],
  ];
  for (const [name, marked, about, says] of cases) {
    it(`explains ${name}`, async () => {
      const { text, offset } = splitAtCursor(marked);
      const context = contextFor({ texts: () => Promise.resolve(realCatalogTexts()), commandLinks: true }, realCatalog());
      const document = openDocument(text);
      const hover = await provideHover(document, offset, context, organization);
      assert.ok(hover?.range !== undefined && typeof hover.contents === 'object' && 'value' in hover.contents);
      assert.match(hover.contents.value, says);
      assert.equal(document.textDocument.getText(hover.range), about);
    });
  }

  it('links to commands in our own client only', async () => {
    const context = contextFor({ texts: () => Promise.resolve(realCatalogTexts()) }, realCatalog());
    const text = inStatement('"Action": "s3:Get*"');
    const hover = await provideHover(openDocument(text), text.indexOf('Get*'), context, noNames);
    assert.ok(hover !== undefined);
    assert.doesNotMatch(JSON.stringify(hover.contents), /command:/);
  });

  it('lets no text of a file be Markdown', async () => {
    const evil = '`[x](command:evil)`*';
    assert.doesNotMatch(await hoverAt(inStatement(`"Action": "s3:${evil}|"`)), /`\[x\]\(command:evil\)`(?!`)/);
    const names: OrganizationNames = {
      ...noNames,
      entities: [{ id: '111122223333', kind: message('account'), name: '[x](command:evil)' }],
    };
    assert.doesNotMatch(await hoverAt(inStatement('"Principal": { "AWS": "1111|22223333" }'), names), /\[x\]\(command/);
  });
});
