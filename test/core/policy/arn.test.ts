import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isAccountId, isSingleArn, parseArn, splitArn } from '../../../server/src/core/policy/arn';

describe('ARNs', () => {
  it('have six parts, the last with its own colons and slashes', () => {
    assert.deepEqual(parseArn('arn:aws:logs:us-east-1:111122223333:log-group:/aws/x:log-stream:y'), {
      text: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/x:log-stream:y',
      partition: 'aws',
      service: 'logs',
      region: 'us-east-1',
      account: '111122223333',
      resource: 'log-group:/aws/x:log-stream:y',
      head: 'arn:aws:logs:us-east-1:111122223333:',
    });
  });

  for (const text of ['', '*', 'arn', 'arn:aws:s3', 'arn:aws:s3::bucket', 'urn:a:b:c:d:e', 'bucket/key']) {
    it(`are not ${JSON.stringify(text)}`, () => assert.equal(parseArn(text), undefined));
  }

  it('may have empty parts', () => assert.equal(parseArn('arn:::::')?.resource, ''));

  it('split into fewer parts when short', () => {
    assert.deepEqual(splitArn('arn:aws:s3*'), ['arn', 'aws', 's3*']);
    assert.deepEqual(splitArn('arn:aws:s3:::a:b:c'), ['arn', 'aws', 's3', '', '', 'a:b:c']);
  });

  it('name one thing without wildcards', () => {
    assert.equal(isSingleArn('arn:aws:s3:::bucket'), true);
    assert.equal(isSingleArn('arn:aws:s3:::bucket*'), false);
    assert.equal(isSingleArn('*'), false);
  });

  it('hold account ids of twelve digits', () => {
    assert.equal(isAccountId('111122223333'), true);
    assert.equal(isAccountId('11112222333'), false);
    assert.equal(isAccountId('aws'), false);
  });
});
