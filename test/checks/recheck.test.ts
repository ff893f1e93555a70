import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { recheck } from '../../server/src/core/checks/recheck';
import { runChecks } from '../../server/src/core/checks/runChecks';
import type { CheckSettings } from '../../server/src/core/checks/runChecks';
import { checkedDocument } from '../support/annotations';
import { tinyCatalog } from '../support/tinyCatalog';

const settings: CheckSettings = { catalog: tinyCatalog() };
const flawed = '{ "Effect": "Allow", "Action": ["s3:Get*", "s3:GetObjct"], "Resource": "b" }';
const other = '{ "Effect": "Deny", "Action": "x:y", "Resource": "*" }';
const listed = (...statements: readonly string[]): string => `{ "Version": "2012-10-17", "Statement": [${statements.join(', ')}] }`;

describe('recheck', () => {
  const versions: readonly (readonly [name: string, before: string, after: string])[] = [
    ['a statement moves', listed(flawed), listed(other, flawed)],
    ['a statement moves to the front', listed(other, flawed), listed(flawed, other)],
    ['a statement is written twice', listed(flawed), listed(flawed, flawed)],
    ['a list becomes one object', listed(flawed), `{ "Version": "2012-10-17", "Statement": ${flawed} }`],
    ['one object becomes a list', `{ "Statement": ${flawed} }`, listed(flawed, other)],
    ['a statement changes', listed(flawed, other), listed(flawed.replace('GetObjct', 'GetObject'), other)],
    ['a bracket is missing', listed(flawed, other), listed(flawed, other.slice(0, -1))],
    ['statements touch', listed(flawed, other), listed(`${flawed}${other}`)],
    ['all are gone', listed(flawed), '{}'],
  ];
  for (const [name, before, after] of versions) {
    it(`finds what a check of the whole finds where ${name}`, () => {
      const { statements } = recheck(checkedDocument(before, 'identity'), settings);
      const document = checkedDocument(after, 'identity');
      assert.deepEqual(recheck(document, settings, statements).findings, runChecks(document, settings));
    });
  }

  it('does not look again at statements that have not changed', () => {
    const first = recheck(checkedDocument(listed(flawed, other, flawed), 'identity'), settings);
    const again = recheck(checkedDocument(listed(flawed, '{}', other, flawed), 'identity'), settings, first.statements);
    const messages = new Set(again.findings.map(({ message }) => message));
    const kept = first.findings.filter(({ path }) => path.length > 2 && path[1] !== 1);
    assert.ok(kept.length > 2, `${kept.length} findings`);
    for (const { message, code } of kept) assert.ok(messages.has(message), code);
  });

  it('does not use what was found for another policy type or with other settings', () => {
    const { statements } = recheck(checkedDocument(listed(flawed), 'identity'), settings);
    const silent: CheckSettings = { ...settings, severities: { 'invalid-action': 'off' } };
    for (const [type, chosen] of [
      ['trust', settings],
      ['identity', silent],
    ] as const) {
      const document = checkedDocument(listed(flawed), type);
      const fresh = runChecks(document, chosen);
      assert.notDeepEqual(fresh, runChecks(checkedDocument(listed(flawed), 'identity'), settings));
      assert.deepEqual(recheck(document, chosen, statements).findings, fresh);
    }
  });

  it('keeps what was found in the present statements only', () => {
    let { statements } = recheck(checkedDocument(listed(flawed, other), 'identity'), settings);
    for (let round = 0; round < 50; round++) {
      const text = listed(flawed, other.replace('x:y', `x:y${round}`));
      ({ statements } = recheck(checkedDocument(text, 'identity'), settings, statements));
      assert.equal(statements.findings.size, 2);
    }
  });
});
