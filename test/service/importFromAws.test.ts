import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { importAwsOutputs } from '../../server/src/core/organization/importAwsOutputs';
import { message } from '../../server/src/core/text/message';
import { createPolicyLanguageService } from '../../server/src/service/languageService';
import type { ImportFromAws } from '../../server/src/service/organizationService';
import type { Workspace } from '../../server/src/service/workspace';
import { readCatalogPart } from '../support/realCatalog';

const bundle = [
  {
    op: 'describe-organization',
    in: {},
    out: { Organization: { Id: 'o-a1b2c3d4e5', FeatureSet: 'ALL', MasterAccountId: '111111111111' } },
  },
  { op: 'list-roots', in: {}, out: { Roots: [{ Id: 'r-ab12', Name: 'Root', PolicyTypes: [] }] } },
  { op: 'list-accounts', in: {}, out: { Accounts: [{ Id: '111111111111', Name: 'company' }] } },
]
  .map((line) => JSON.stringify(line))
  .join('\n');
const asked = { folder: 'file:///workspace/aws', profile: 'audit', region: '', memberRole: 'Reader' };
const never = { onCancel: () => undefined };

function serviceWith(importFromAws: ImportFromAws | undefined, files: ReadonlyMap<string, string> = new Map()) {
  const workspace: Workspace = { readFile: (uri) => Promise.resolve(files.get(uri)), listFiles: () => Promise.resolve([]) };
  return createPolicyLanguageService({
    workspace,
    data: { readPart: (name) => Promise.resolve(readCatalogPart(name)), readTranslations: () => Promise.resolve(undefined) },
    uiLanguage: 'en',
    settings: {},
    besideJsonSupport: true,
    ...(importFromAws === undefined ? {} : { importFromAws }),
  });
}

describe('importing an organization from AWS', () => {
  test('asks with what was given, tells how far it is, and gives files to look at', async () => {
    const told: unknown[] = [];
    const service = serviceWith((question, onProgress) => {
      assert.deepEqual(question, { profile: 'audit', region: '', memberRole: 'Reader' });
      onProgress({ done: 1, text: message('the organization has no `{0}`', 'x') });
      return Promise.resolve({ imported: importAwsOutputs(bundle), notes: [message('differs')] });
    });
    const plan = await service.importFromAws(asked, never, (progress) => told.push(progress));
    assert.ok(plan.kind === 'plan');
    assert.deepEqual(told, [{ done: 1, total: null, text: 'the organization has no `x`' }]);
    assert.deepEqual(
      plan.files.map(({ uri }) => uri),
      ['file:///workspace/aws/accounts.jsonc', 'file:///workspace/aws/organization.jsonc'],
    );
    assert.ok(plan.notes.includes('differs'), 'what could not be read is said');
    assert.match(plan.after, /company/);
  });

  test('says why there is no answer, and what to do', async () => {
    const service = serviceWith(() => Promise.resolve({ refused: message('differs'), hint: message('enabled') }));
    assert.deepEqual(await service.importFromAws(asked, never, () => undefined), { kind: 'refused', reason: 'differs enabled' });
  });

  test('lies over nothing that is there', async () => {
    const taken = new Map([['file:///workspace/aws/organization.jsonc', '{}']]);
    const service = serviceWith(() => Promise.resolve({ imported: importAwsOutputs(bundle), notes: [] }), taken);
    const answer = await service.importFromAws(asked, never, () => undefined);
    assert.match(answer.kind === 'refused' ? answer.reason : '', /is there already/);
  });

  test('is refused where the host cannot reach AWS', async () => {
    const answer = await serviceWith(undefined).importFromAws(asked, never, () => undefined);
    assert.match(answer.kind === 'refused' ? answer.reason : '', /desktop/);
  });
});
