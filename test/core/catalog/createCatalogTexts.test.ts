import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createCatalogTexts } from '../../../server/src/core/catalog/createCatalogTexts';
import { realCatalog, realCatalogData, realCatalogTexts } from '../../support/realCatalog';

const texts = realCatalogTexts();

describe('createCatalogTexts', () => {
  it('describes actions', () => {
    assert.equal(texts.actionDescription('S3:getobject'), 'Grants permission to retrieve objects from Amazon S3');
    assert.equal(texts.actionDescription('s3:NoSuch'), undefined);
    assert.equal(texts.actionDescription('nonsense'), undefined);
  });

  it('describes nearly every action', () => {
    const names = realCatalog().services().flatMap(realCatalog().actionNames);
    assert.ok(names.filter((name) => texts.actionDescription(name) === undefined).length < names.length / 100);
  });

  it('describes keys, the global ones in English and Korean', () => {
    assert.match(texts.conditionKeyDescription('s3:prefix') ?? '', /^Filters access by /);
    assert.match(texts.conditionKeyDescription('aws:SourceIp') ?? '', /Public IP address/);
    assert.match(texts.conditionKeyDescription('aws:SourceIp', 'ko') ?? '', /퍼블릭 IP/);
    assert.match(texts.conditionKeyDescription('aws:SourceIp', 'ko-KR') ?? '', /퍼블릭 IP/);
    assert.match(texts.conditionKeyDescription('aws:SourceIp', 'fr') ?? '', /Public IP address/);
    assert.match(texts.conditionKeyDescription('s3:prefix', 'ko') ?? '', /^Filters access by /);
    assert.match(texts.conditionKeyPresence('aws:username') ?? '', /IAM users/);
    assert.match(texts.conditionKeyPresence('aws:username', 'ko') ?? '', /IAM 사용자/);
    assert.match(texts.conditionKeyDescription('aws:PrincipalTag/Team') ?? '', /tag on the caller/);
    assert.equal(texts.conditionKeyPresence('s3:prefix'), undefined);
    assert.equal(texts.conditionKeyDescription('aws:NoSuchKey'), undefined);
  });

  it('has both texts of every global key in both languages', () => {
    const { globalConditionKeys, crossServiceConditionKeys } = realCatalog();
    for (const { name } of [...globalConditionKeys(), ...crossServiceConditionKeys()]) {
      assert.match(texts.conditionKeyDescription(name, 'ko') ?? '', /[가-힣].*\.$/, name);
      assert.match(texts.conditionKeyPresence(name, 'ko') ?? '', /[가-힣].*\.$/, name);
      assert.doesNotMatch(texts.conditionKeyDescription(name) ?? '가', /[가-힣]/, name);
      assert.doesNotMatch(texts.conditionKeyPresence(name) ?? '가', /[가-힣]/, name);
    }
  });

  const links: readonly [what: string, actual: string | undefined, expected: string | undefined][] = [
    ['an action', texts.actionLink('s3:GetObject'), 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html'],
    ['an unknown action', texts.actionLink('s3:NoSuch'), undefined],
    [
      'a global key',
      texts.conditionKeyLink('aws:PrincipalTag/Team'),
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag',
    ],
    [
      'a cross-service key',
      texts.conditionKeyLink('ec2:SourceInstanceArn'),
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2-source-instance-arn',
    ],
    [
      'a key of a service',
      texts.conditionKeyLink('organizations:policytype'),
      'https://docs.aws.amazon.com/service-authorization/latest/reference/list_organizations.html#list_organizations-organizations_PolicyType',
    ],
    ['an unknown key', texts.conditionKeyLink('aws:NoSuchKey'), undefined],
    ['a service', texts.serviceLink('S3'), 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_s3.html'],
    ['an unknown service', texts.serviceLink('nosuch'), undefined],
  ];
  for (const [what, actual, expected] of links) {
    it(`links ${what} to ${expected ?? 'nothing'}`, () => assert.equal(actual, expected));
  }

  it('links every action to a page of AWS', () => {
    for (const name of realCatalog().services().flatMap(realCatalog().actionNames)) {
      assert.match(texts.actionLink(name) ?? '', /^https:\/\/[a-z0-9.-]+\/\S+$/, name);
    }
  });

  it('gives the document of a managed policy, pretty-printed', () => {
    const text = texts.managedPolicyDocument('arn:aws:iam::aws:policy/AdministratorAccess') ?? '';
    assert.deepEqual(JSON.parse(text), { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
    assert.match(text, /^\{\n {2}"Version"/);
    assert.deepEqual(JSON.parse(texts.managedPolicyDocument('FullAWSAccess') ?? ''), {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    });
    assert.equal(texts.managedPolicyDocument('NoSuchPolicy'), undefined);
  });

  it('gives a readable document for every managed policy', () => {
    for (const { arn } of realCatalog().managedPolicies()) {
      assert.match(texts.managedPolicyDocument(arn) ?? '', /"Statement": [\s\S]*"Effect": "(Allow|Deny)"/, arn);
    }
  });

  it('describes managed policies', () => {
    assert.match(texts.managedPolicyDescription('AdministratorAccess') ?? '', /full access/);
    assert.equal(texts.managedPolicyDescription('NoSuchPolicy'), undefined);
  });

  for (const part of [
    undefined,
    null,
    'text',
    [],
    {},
    { version: 99 },
    { version: 1, actions: 7, keys: [], services: 'x', documents: {} },
  ]) {
    it(`answers nothing, and does not fail, over a part that is ${JSON.stringify(part) ?? 'missing'}`, () => {
      const broken = createCatalogTexts({ core: realCatalogData(), text: part, urls: part, policies: part, policyDocuments: part });
      assert.equal(broken.actionDescription('s3:GetObject'), undefined);
      assert.equal(broken.actionLink('s3:GetObject'), undefined);
      assert.equal(broken.conditionKeyDescription('aws:SourceIp'), undefined);
      assert.equal(broken.conditionKeyPresence('aws:SourceIp'), undefined);
      assert.equal(broken.conditionKeyLink('s3:prefix'), undefined);
      assert.equal(broken.managedPolicyDescription('AdministratorAccess'), undefined);
      assert.equal(broken.managedPolicyDocument('AdministratorAccess'), undefined);
    });
  }
});
