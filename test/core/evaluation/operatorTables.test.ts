import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { operatorNames, readOperator } from '../../../server/src/core/checks/support/conditionOperator';
import { parseConditionOperator } from '../../../server/src/core/evaluation/conditions/operator';

describe('the operators that checks know and those that decisions know', () => {
  const forms = operatorNames.flatMap((name) => [name, `ForAnyValue:${name}`, `ForAllValues:${name}`]);
  const all = [...forms, ...forms.filter((name) => !name.endsWith('Null')).map((name) => `${name}IfExists`)];

  it('are the same, with the same meaning', () => {
    for (const name of all) {
      const checked = readOperator(name);
      const decided = parseConditionOperator(name);
      assert.ok(checked !== undefined && decided !== undefined, name);
      assert.equal(decided.family.kind.toLowerCase(), checked.family.toLowerCase(), name);
      assert.equal(decided.negated, checked.negated, name);
      assert.equal(decided.ifExists, checked.ifExists, name);
      assert.equal(decided.set.toLowerCase(), checked.qualifier?.toLowerCase() ?? 'none', name);
    }
  });

  it('are the same few', () => {
    for (const name of ['StringEqual', 'BoolNotEquals', 'NumericLike', 'ForSomeValues:StringLike', 'NullIfExists', '']) {
      assert.equal(parseConditionOperator(name), undefined, name);
    }
  });
});
