import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { attachmentQuota, quotaUse, quotaUseText } from '../../../server/src/core/organization/quotaUse';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { realCatalog } from '../../support/realCatalog';

import { companyFiles } from './fixture';

function company(change: (manifest: string) => string = (text) => text) {
  const files = companyFiles();
  files.set('organization.jsonc', change(files.get('organization.jsonc') ?? ''));
  const { organization } = readOrganization(files);
  assert.ok(organization !== undefined);
  return organization;
}

const catalog = realCatalog();

describe('use of attachment quotas', () => {
  test('counts what is attached by type, of how many can be', () => {
    const organization = company((text) =>
      text.replace(
        '"SERVICE_CONTROL_POLICY": "ENABLED"',
        '$&, "RESOURCE_CONTROL_POLICY": "ENABLED", "TAG_POLICY": "ENABLED", "S3_POLICY": "ENABLED"',
      ),
    );
    const used = (target: { readonly attach: readonly string[] }) =>
      quotaUse(organization, target, catalog).map((use) => `${use.type} ${quotaUseText(use)}`);
    assert.deepEqual(used(organization.root), ['scp 2/10', 'rcp 1/5', 'tag 0/10', 's3 0']);
    assert.deepEqual(used({ attach: ['tag/a', 'tag/b', 'rcp/c'] }), ['scp 1/10', 'rcp 2/5', 'tag 2/10', 's3 0']);
  });

  test('says nothing of types that are off, nor while the manifest is broken', () => {
    assert.deepEqual(
      quotaUse(company(), company().root, catalog).map(({ type }) => type),
      ['scp'],
    );
    const billing = company((text) => text.replace('"featureSet": "ALL"', '"featureSet": "CONSOLIDATED_BILLING"'));
    assert.deepEqual(quotaUse(billing, billing.root, catalog), []);
    const broken = company((text) => text.replace('"attach":', '"attach"'));
    assert.deepEqual(quotaUse(broken, broken.root, catalog), []);
  });

  test('the limits are those that the organization is checked against', () => {
    assert.deepEqual(
      [attachmentQuota('scp', catalog), attachmentQuota('ai-opt-out', catalog), attachmentQuota('ec2', catalog)],
      [10, 5, undefined],
    );
    const attach = Array.from({ length: 6 }, (_, index) => `"ai-opt-out/p${index}"`).join();
    const files = companyFiles();
    files.set(
      'organization.jsonc',
      (files.get('organization.jsonc') ?? '')
        .replace('"ENABLED"', '$&, "AISERVICES_OPT_OUT_POLICY": "ENABLED"')
        .replace('"id": "ou-ab12-11111111"', `$&, "attach": [${attach}]`),
    );
    for (let index = 0; index < 6; index++) files.set(`policies/ai-opt-out/p${index}.json`, '{}');
    const { problems } = readOrganization(files, { catalog });
    assert.deepEqual(
      problems.map(({ code, message }) => [code, message.args]),
      [['too-many', [5, 'ai-opt-out', 6]]],
    );
  });
});
