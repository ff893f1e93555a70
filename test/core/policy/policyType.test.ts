import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { inferPolicyType, readPolicyType } from '../../../server/src/core/policy/inferPolicyType';
import type { PolicyTypeEvidence } from '../../../server/src/core/policy/inferPolicyType';
import type { PolicyType } from '../../../server/src/core/policy/policyType';
import { sniffDocument } from '../../../server/src/core/policy/sniffDocument';
import { parseJson } from '../../../server/src/core/syntax/parseJson';

describe('inferPolicyType', () => {
  const bucket = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}';
  const cases: readonly { name: string; text?: string; evidence?: PolicyTypeEvidence; type: PolicyType }[] = [
    { name: 'identity when nothing says otherwise', type: 'identity' },
    {
      name: 'what the setting says, before everything',
      text: bucket,
      evidence: { setting: 'session', organization: 'scp', path: 'a.rcp.json' },
      type: 'session',
    },
    {
      name: 'what the organization says, before the name',
      text: bucket,
      evidence: { organization: 'scp', path: 'a.rcp.json' },
      type: 'scp',
    },
    { name: 'the file name, before the content', text: bucket, evidence: { path: 'x/deny.rcp.json' }, type: 'rcp' },
    { name: 'the folder', evidence: { path: 'org/policies/scp/deny.json' }, type: 'scp' },
    { name: 'the folder of service control policies', evidence: { path: 'service-control-policies/deny.json' }, type: 'scp' },
    { name: 'the folder of a declarative type', evidence: { path: 'policies/ai-opt-out/all.json' }, type: 'ai-opt-out' },
    { name: 'a trust file', evidence: { path: 'etl.trust.json' }, type: 'trust' },
    { name: 'a bucket policy by its content', text: bucket, type: 'resource:s3-bucket' },
    { name: 'a key policy by its content', text: '{"Statement":{"Principal":"*","Action":"kms:*"}}', type: 'resource:kms-key' },
    {
      name: 'a trust policy by its content',
      text: '{"Statement":[{"Principal":{"Service":"ec2.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"]}]}',
      type: 'trust',
    },
    {
      name: 'a delegation policy by its content',
      text: '{"Statement":[{"Principal":{"AWS":"*"},"Action":"organizations:List*"}]}',
      type: 'delegation',
    },
    {
      name: 'any other resource policy by its principal',
      text: '{"Statement":[{"NotPrincipal":"*","Action":["s3:*","sqs:*"]}]}',
      type: 'resource',
    },
    {
      name: 'a principal whose name is written with an escape',
      text: '{"Statement":[{"\\u0050rincipal":"*","Action":"kms:*"}]}',
      type: 'resource:kms-key',
    },
    {
      name: 'no principal in a value or in another key',
      text: '{"Statement":[{"Sid":"NoPrincipal","Action":"x:Principal","Condition":{"StringLike":{"aws:Principal":"y"}}}]}',
      type: 'identity',
    },
  ];
  for (const { name, text, evidence, type } of cases) {
    it(`finds ${name}`, () => {
      const { root } = parseJson(text ?? '{}');
      assert.equal(inferPolicyType(root, evidence), type);
      assert.equal(inferPolicyType(root, evidence, text ?? '{}'), type, 'by a look at the text');
    });
  }

  it('reads names of policy types and no others', () => {
    assert.equal(readPolicyType('scp'), 'scp');
    assert.equal(readPolicyType('SCP'), undefined);
    assert.equal(readPolicyType(1), undefined);
  });
});

describe('sniffDocument', () => {
  const cases: readonly { path: string; text: string; kind: string | undefined }[] = [
    { path: 'package.json', text: '{"name":"x","version":"1.0.0"}', kind: undefined },
    { path: 'tsconfig.json', text: '{"compilerOptions":{}}', kind: undefined },
    { path: 'state.json', text: '{"Version":4,"Statement":"no"}', kind: undefined },
    { path: 'bank.json', text: '{"Statement":[{"Amount":1}]}', kind: undefined },
    { path: 'a.json', text: '{"Statement":[{"Effect":"Allow"}]}', kind: 'policy' },
    { path: 'a.json', text: '{"Statement":{"Action":"s3:', kind: 'policy' },
    { path: 'a.json', text: '{"Version":"2012-10-17", ', kind: 'policy' },
    { path: 'a.json', text: '{"Version":"2012-10-17","Statement":"x"}', kind: 'policy' },
    { path: 'a.scp.json', text: '', kind: 'policy' },
    { path: 'x/organization.jsonc', text: '{"organization":{}}', kind: 'manifest' },
    { path: 'x/organization.json', text: '{"name":"ACME"}', kind: undefined },
    { path: 'x/y.iamtest.jsonc', text: '', kind: 'test' },
  ];
  for (const { path, text, kind } of cases) {
    it(`takes ${path} with ${text || 'nothing in it'} for ${kind ?? 'none of our business'}`, () => {
      assert.equal(sniffDocument(path, parseJson(text).root), kind);
    });
  }
});
