import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { runChecks } from '../../server/src/core/checks/runChecks';
import { checkedDocument } from '../support/annotations';
import { realCatalog, realCatalogTexts } from '../support/realCatalog';

/**
 * Statements with a finding, over every policy that AWS manages. Each number was looked at: on the policies of March 2026, for which
 * AWS's own findings are known, the rules behind them agree with AWS statement by statement. They change with the data alone, so a
 * change of code that changes them wants a reason.
 */
const expected = {
  // AWS reports the same three.
  'missing-qualifier': 3,
  'invalid-action': 9,
  'invalid-service-in-action': 13,
  'invalid-global-condition-key': 2,
  'invalid-service-condition-key': 1,
  'type-mismatch': 2,
  'forallvalues-with-single-valued-key': 2,
  'pass-role-with-star-in-action-and-resource': 3,
  'pass-role-with-star-in-resource': 7,
  'create-slr-with-star-in-action-and-resource': 3,
  'create-slr-with-star-in-resource': 3,
  'string-like-operator-with-arn-condition-keys': 17,
  'equivalent-to-null-false': 116,
  'redundant-action': 14,
  'redundant-resource': 38,
  'policy-size-exceeds-identity-policy-quota': 40,
};

describe('the policies that AWS manages', () => {
  const catalog = realCatalog();
  const texts = realCatalogTexts();
  const places = new Map<string, Set<string>>();
  const errors: string[] = [];
  let policies = 0;
  for (const { arn } of catalog.managedPolicies()) {
    if (!arn.includes(':iam:')) continue;
    const text = texts.managedPolicyDocument(arn);
    assert.ok(text !== undefined, arn);
    policies += 1;
    for (const { code, findingType, path } of runChecks(checkedDocument(text, 'identity'), { catalog })) {
      const found = places.get(code) ?? new Set();
      places.set(code, found.add(`${arn} ${path.slice(0, 2).join('/')}`));
      if (findingType === 'error') errors.push(code);
    }
  }

  it('have no error but those that AWS reports itself', () => {
    assert.ok(policies >= 1590, `${policies} policies`);
    assert.deepEqual(
      errors.filter((code) => code !== 'missing-qualifier'),
      [],
    );
  });

  it('have few findings', () => {
    const counts = Object.fromEntries([...places].map(([code, found]) => [code, found.size] as const));
    assert.deepEqual(counts, expected);
  });
});
