import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ChangeDecider, PrincipalChanges, RequestChange } from '../../../server/src/core/queries/decisionChange';
import { describeGroups } from '../../../server/src/core/queries/describeGroups';
import { groupChanges } from '../../../server/src/core/queries/groupChanges';
import { english } from '../../../server/src/core/text/message';
import { realCatalog } from '../../support/realCatalog';

const catalog = realCatalog();
const account = { id: '111122223333', name: 'pipeline' };
const scp: ChangeDecider = { layer: 'scp', level: 1, policy: 'data-only', policyIndex: 1, statement: 0, sid: 'OnlyData', place: 'Data' };
const denied = (action: string, resourcePattern = '*', everywhere = true): RequestChange => {
  return { action, resourcePattern, before: 'allowed', after: 'explicitDeny', decidedBy: scp, everywhere };
};
const of = (name: string, changes: readonly RequestChange[], where = account): PrincipalChanges => {
  return { principal: `arn:aws:iam::${where.id}:${name}`, account: where, changes };
};

/** Groups as they are read: a line each, what belongs to it indented. */
function shown(principals: readonly PrincipalChanges[]): readonly string[] {
  return describeGroups(groupChanges(principals, catalog)).flatMap(({ heading, groups }) => [
    english(heading),
    ...groups.flatMap((group) => [`  ${english(group.heading)}`, ...group.lines.map((line) => `    ${english(line)}`)]),
  ]);
}

describe('changes, grouped', () => {
  test('put principals who change alike together, and actions of a service', () => {
    const changes = () => [denied('s3:PutObject'), denied('s3:GetObject'), denied('sqs:SendMessage')];
    assert.deepEqual(shown([of('user/a', changes()), of('role/b', changes()), of('user/c', [denied('s3:GetObject')])]), [
      'Newly denied (7)',
      '  pipeline 111122223333: user/a, role/b, denied by SCP data-only#OnlyData at Data',
      '    s3:{GetObject, PutObject}, sqs:SendMessage',
      '  pipeline 111122223333: user/c, denied by SCP data-only#OnlyData at Data',
      '    s3:GetObject',
    ]);
  });

  test('call a whole service and a whole access level by their names', () => {
    const sqs = catalog.actionNames('sqs').map((name) => denied(name));
    const s3 = catalog.actionNames('s3').filter((name) => catalog.action(name)?.accessLevel === 'list');
    assert.deepEqual(shown([of('user/a', [...sqs, ...s3.map((name) => denied(name)), denied('s3:GetObject')])]).slice(2), [
      `    s3: all of List (${s3.length}), s3:GetObject, sqs:* (${sqs.length} actions)`,
    ]);
  });

  test('keep resource patterns where not all that were tried flip', () => {
    const some = (pattern: string) => denied('s3:GetObject', pattern, false);
    assert.deepEqual(shown([of('user/a', [some('arn:aws:s3:::b/*'), some('arn:aws:s3:::a/*'), denied('s3:PutObject')])]).slice(2), [
      '    s3:GetObject on arn:aws:s3:::a/*, arn:aws:s3:::b/*',
      '    s3:PutObject',
    ]);
  });

  test('tell directions, accounts and deciders apart, denied first', () => {
    const other = { id: '444455556666', name: 'analytics' };
    const allowed: RequestChange = {
      ...denied('s3:GetObject'),
      before: 'implicitDeny',
      after: 'allowed',
      decidedBy: { layer: 'identity', level: null, policy: null, policyIndex: null, statement: null, sid: null, place: null },
    };
    const open: RequestChange = { ...denied('s3:GetObject'), after: 'undetermined', decidedBy: null };
    assert.deepEqual(shown([of('user/a', [allowed]), of('user/a', [denied('s3:GetObject')], other), of('user/b', [open])]), [
      'Newly denied (1)',
      '  analytics 444455556666: user/a, denied by SCP data-only#OnlyData at Data',
      '    s3:GetObject',
      'Newly allowed (1)',
      '  pipeline 111122223333: user/a, until now no identity-based policy allows it',
      '    s3:GetObject',
      'Newly undetermined (1)',
      '  pipeline 111122223333: user/b, depends on what is not known',
      '    s3:GetObject',
    ]);
  });

  test('count the rest of many', () => {
    const many = Array.from({ length: 9 }, (_, index) => of(`user/u${index}`, [denied('s3:GetObject')]));
    assert.match(shown(many)[1] ?? '', /user\/u0, user\/u1, user\/u2, user\/u3, user\/u4 and 4 more, denied by/);
  });
});
