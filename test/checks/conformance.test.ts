import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { allChecks } from '../../server/src/core/checks/allChecks';
import { runChecks } from '../../server/src/core/checks/runChecks';
import type { PolicyType } from '../../server/src/core/policy/policyType';
import { checkedDocument } from '../support/annotations';
import { realCatalog } from '../support/realCatalog';
import { inRoot } from '../support/root';

interface Row {
  readonly issueCode: string;
  readonly findingType: string;
  readonly policyType: string;
  readonly validatePolicyResourceType: string | null;
  readonly document: unknown;
  readonly path: readonly (string | number)[];
}

/**
 * Codes of AWS's page that no check has yet. Some never will: JSON errors are the parser's, an SCP action may hold wildcards since
 * September 2025, and the tables behind others are not published.
 */
const notYet = new Set(
  readFileSync(inRoot('test/checks/notYet.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(':', 1)[0] ?? ''),
);

const rows: readonly Row[] = readFileSync(inRoot('test/conformance/access-analyzer-minimal.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => readRow(JSON.parse(line)));

function readRow(value: unknown): Row {
  assert.ok(isRow(value), JSON.stringify(value));
  return value;
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'issueCode' in value && 'document' in value && 'path' in value;
}

function policyTypeOf({ policyType, validatePolicyResourceType }: Row): PolicyType {
  if (policyType === 'SERVICE_CONTROL_POLICY') return 'scp';
  if (policyType === 'RESOURCE_CONTROL_POLICY') return 'rcp';
  if (policyType === 'IDENTITY_POLICY') return 'identity';
  if (validatePolicyResourceType === 'AWS::IAM::AssumeRolePolicyDocument') return 'trust';
  return validatePolicyResourceType === 'AWS::S3::Bucket' ? 'resource:s3-bucket' : 'resource';
}

const kebab = (issueCode: string) => issueCode.toLowerCase().replaceAll('_', '-');
const codes = new Set(allChecks.map(({ code }) => code));

describe("AWS's page of policy checks", () => {
  for (const row of rows) {
    const code = kebab(row.issueCode);
    if (notYet.has(code)) {
      it(`${code} is not checked yet`, () => assert.ok(!codes.has(code)));
      continue;
    }
    // The rows about size describe their document; the examples of those checks hold one.
    if (typeof row.document === 'string') {
      it(`${code} is checked`, () => assert.ok(codes.has(code)));
      continue;
    }
    it(`${code} is found where AWS finds it`, () => {
      const findings = runChecks(checkedDocument(JSON.stringify(row.document), policyTypeOf(row)), { catalog: realCatalog() });
      const paths = findings.filter((finding) => finding.code === code).map(({ path }) => path);
      assert.ok(
        paths.some((path) => JSON.stringify(path) === JSON.stringify(row.path)),
        `${JSON.stringify(paths)} in place of ${JSON.stringify(row.path)}; all: ${findings.map((finding) => finding.code).join()}`,
      );
    });
  }
});
