import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { resourceTypesOfArn, resourceTypesReachedBy } from '../../../server/src/core/catalog/resourceArn';
import { realCatalog } from '../../support/realCatalog';
import { tinyCatalog } from '../../support/tinyCatalog';

const arnCases: readonly [arn: string, types: readonly string[]][] = [
  ['arn:aws:s3:::reports', ['s3:bucket']],
  ['arn:aws:s3:::reports/2026.csv', ['s3:object']],
  ['arn:aws:s3:::reports/2026/11/a.csv', ['s3:object']],
  ['arn:aws:s3:eu-central-1:111122223333:accesspoint/finance', ['s3:accesspoint']],
  ['arn:aws:s3:eu-central-1:111122223333:accesspoint/finance/object/a/b', ['s3:accesspointobject']],
  ['arn:aws:iam::111122223333:role/deploy', ['iam:role', 'sts:role']],
  ['arn:aws:iam::111122223333:role/team/deploy', ['iam:role', 'sts:role']],
  ['arn:aws-cn:ec2:cn-north-1:111122223333:instance/i-1', ['ec2:instance']],
  ['arn:aws:ec2:us-east-1:111122223333:nosuch/i-1', []],
  ['arn:aws:organizations::111122223333:policy/o-abc/service_control_policy/p-1', ['organizations:policy']],
  ['arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess', ['organizations:awspolicy']],
  ['arn:aws:organizations::111122223333:ou/o-abc/ou-ab12-cdef', ['organizations:organizationalunit']],
  ['arn:aws:nosuch:::x', []],
  ['arn:aws:s3', []],
  ['', []],
];

describe('resourceTypesOfArn', () => {
  for (const [arn, types] of arnCases) {
    it(`finds ${types.join(', ') || 'nothing'} for "${arn}"`, () => {
      assert.deepEqual(
        resourceTypesOfArn(tinyCatalog(), arn).map(({ service, name }) => `${service}:${name}`),
        types,
      );
    });
  }

  it('recognises an instance of every template of AWS', () => {
    const catalog = realCatalog();
    const missed = catalog
      .services()
      .flatMap(catalog.resourceTypes)
      .filter(({ arn }) => /^arn:[^:]*:[a-z0-9-]+:[^:]*:[^:]*:/.test(arn))
      .filter((type) => !resourceTypesOfArn(catalog, type.arn.replace(/\$\{[^}]*\}/g, 'x1')).some(({ arn }) => arn === type.arn));
    assert.deepEqual(missed, []);
  });
});

const reachCases: readonly [service: string, pattern: string, types: readonly string[]][] = [
  ['s3', '*', ['accesspointobject', 'accesspoint', 'object', 'bucket']],
  ['s3', 'arn:aws:s3:::*', ['object', 'bucket']],
  ['s3', 'arn:aws:s3:::reports', ['bucket']],
  ['s3', 'arn:aws:s3:::reports/*', ['object']],
  ['dynamodb', 'arn:aws:dynamodb:*:*:table/t/index/*', ['index']],
  ['dynamodb', 'arn:aws:dynamodb:*:*:table/*', ['table', 'index']],
  ['iam', 'arn:aws:iam::*:role/team/*', ['role']],
  ['s3', 'arn:aws:s3:eu-central-1:*:accesspoint/*', ['accesspointobject', 'accesspoint']],
  ['ec2', 'arn:aws:ec2:*:*:instance/*', ['instance']],
  ['ec2', 'arn:*:ec2:*:*:*', ['image', 'instance', 'subnet', 'volume']],
  ['ec2', 'arn:aws:ec2:us-east-1::image/ami-1', ['image']],
  ['iam', 'arn:aws:iam::*:role/*', ['role']],
  ['iam', 'nonsense', []],
];

describe('resourceTypesReachedBy', () => {
  for (const [service, pattern, types] of reachCases) {
    it(`says that ${pattern} reaches ${types.join(', ') || 'nothing'} of ${service}`, () => {
      const found = resourceTypesReachedBy(tinyCatalog(), service, pattern).map(({ name }) => name);
      assert.deepEqual(new Set(found), new Set(types));
      if (service === 's3') assert.deepEqual(found, types);
    });
  }
});
