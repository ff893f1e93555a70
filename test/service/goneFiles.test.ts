import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPolicyLanguageService } from '../../server/src/service/languageService';
import type { Workspace } from '../../server/src/service/workspace';
import { readCatalogPart } from '../support/realCatalog';

const files = new Map([
  [
    'file:///workspace/organization.jsonc',
    `{ "organization": { "managementAccount": "company" }, "root": { "policyTypes": { "SERVICE_CONTROL_POLICY": "ENABLED" },
       "attach": ["scp/FullAWSAccess", "scp/gone"] }, "policies": { "scp/gone": { "file": "policies/scp/gone.json" } } }`,
  ],
  ['file:///workspace/accounts.jsonc', '[{ "name": "company", "id": "111111111111" }, { "name": "pipeline", "id": "222222222222" }]'],
]);

test('files that go between being listed and being read are a problem, and the rest works', async () => {
  const listed = [...files.keys(), 'file:///workspace/policies/scp/gone.json', 'file:///workspace/iam/pipeline/principals.jsonc'];
  const workspace: Workspace = {
    readFile: (uri) => Promise.resolve(files.get(uri)),
    listFiles: (glob) => Promise.resolve(glob.includes('organization') ? listed.slice(0, 1) : listed),
  };
  const service = createPolicyLanguageService({
    workspace,
    data: { readPart: (name) => Promise.resolve(readCatalogPart(name)), readTranslations: () => Promise.resolve(undefined) },
    uiLanguage: 'en',
    settings: {},
    besideJsonSupport: true,
  });
  const { roots, problems } = await service.organizationOutline();
  assert.deepEqual([roots.length, problems], [1, 1]);
  const { matches } = await service.findInOrganization({ query: 'pipeline', limit: 5 });
  assert.equal(matches[0]?.target, '222222222222');
  const asked = { principal: 'arn:aws:iam::222222222222:root', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} };
  // What the policy said is unknown: it may have denied this.
  assert.equal((await service.simulate({ ...asked, contextIsComplete: true })).decision, 'undetermined');
});
