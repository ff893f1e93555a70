import assert from 'node:assert/strict';
import { test } from 'node:test';

import { TextDocument } from 'vscode-languageserver-textdocument';

import { everything, startFixture } from '../navigation/fixture';

async function linksOf(name: string, text: string | undefined, virtualDocuments = true): Promise<readonly string[]> {
  const { service, files, open } = startFixture({ ...everything, virtualDocuments });
  open(name, text);
  const document = TextDocument.create('', '', 0, text ?? files.get(name) ?? '');
  const links = await service.documentLinks(`file:///workspace/${name}`);
  return links.map(({ range, target }) => `${document.getText(range)} → ${target?.replace('file:///workspace/', '') ?? '?'}`);
}

const cases: readonly (readonly [string, string | undefined, readonly string[]])[] = [
  [
    'org/organization.jsonc',
    undefined,
    ['policies/scp/deny-leave.json → org/policies/scp/deny-leave.json', 'policies/scp/region.json → org/policies/scp/region.json'],
  ],
  [
    'org/iam/pipeline/principals.jsonc',
    undefined,
    [
      './policies/bot.json → org/iam/pipeline/policies/bot.json',
      'ReadOnlyAccess → gatehouse:/managed/ReadOnlyAccess.json',
      'arn:aws:iam::aws:policy/ReadOnlyAccess → gatehouse:/managed/ReadOnlyAccess.json',
      'arn:aws:iam::444444444444:policy/bot → org/iam/pipeline/policies/bot.json',
    ],
  ],
  ['alone/alone.iamtest.jsonc', undefined, ['./own.json → alone/own.json', 'own.json → alone/own.json']],
  // An action is looked up when it is followed; wildcards and what the catalog does not know lead nowhere.
  [
    'a.policy.json',
    '{ "Statement": { "Action": ["s3:getobject", "s3:Get*", "s3:Nothing", "ec2:RunInstances',
    ['s3:getobject → ?', 'ec2:RunInstances → ?'],
  ],
  [
    'b.policy.json',
    '{ "Statement": [{ "Condition": { "ArnEquals": { "iam:PolicyARN": "arn:aws:iam::aws:policy/IAMFullAccess" } } }] }',
    ['arn:aws:iam::aws:policy/IAMFullAccess → gatehouse:/managed/IAMFullAccess.json'],
  ],
  ['package.json', undefined, []],
];

for (const [name, text, expected] of cases) {
  test(`links of ${name}`, async () => assert.deepEqual(await linksOf(name, text), expected));
}

test('lead to AWS where the client shows no documents of ours', async () => {
  const text = '{ "Statement": { "Resource": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" } }';
  assert.deepEqual(await linksOf('a.policy.json', text, false), [
    'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole → https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html',
  ]);
});

test('a link to an action is resolved to the page that documents it', async () => {
  const { service, open } = startFixture();
  open('a.policy.json', '{ "Statement": { "Action": "s3:getobject" } }');
  const [link] = await service.documentLinks('file:///workspace/a.policy.json');
  assert.ok(link !== undefined);
  const resolved = await service.resolveDocumentLink(link);
  assert.equal(resolved.target, 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html');
  assert.equal(resolved.tooltip, 'Documentation of s3:GetObject');
});

test('a managed policy that is linked can be read, every version-1 name and the two of Organizations', async () => {
  const { service } = startFixture();
  for (const name of ['ReadOnlyAccess', 'AWSLambdaBasicExecutionRole', 'FullAWSAccess', 'RCPFullAWSAccess']) {
    const found = await service.virtualDocument(`gatehouse:/managed/${name}.json`);
    assert.match(found?.text ?? '', /"Statement"/, name);
  }
});
