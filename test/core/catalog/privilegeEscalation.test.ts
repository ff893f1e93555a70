import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  canEscalatePrivileges,
  privilegeEscalationMethods,
  privilegeEscalationSource,
} from '../../../server/src/core/catalog/privilegeEscalation';
import { realCatalog } from '../../support/realCatalog';

describe('actions that lead to more permissions', () => {
  const all = privilegeEscalationMethods.flatMap(({ actions }) => actions);

  it('exist, as AWS writes them, each once', () => {
    for (const name of all) assert.equal(realCatalog().action(name)?.name, name);
    assert.equal(new Set(all).size, all.length);
  });

  it('come with the page that says so', () => {
    for (const name of all) assert.ok(URL.canParse(privilegeEscalationSource(name) ?? ''), name);
    assert.match(privilegeEscalationSource('IAM:passrole') ?? '', /rhinosecuritylabs/);
  });

  it('are few', () => {
    assert.ok(canEscalatePrivileges('iam:PASSROLE'));
    for (const name of ['s3:GetObject', 'iam:ListUsers', 'nosuch:Action', '']) assert.ok(!canEscalatePrivileges(name), name);
  });
});
