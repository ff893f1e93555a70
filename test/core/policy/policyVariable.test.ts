import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseTemplate, substitute, unknownVariable, variablesOf } from '../../../server/src/core/policy/policyVariable';
import type { VariableValue } from '../../../server/src/core/policy/policyVariable';
import { matchesPattern } from '../../../server/src/core/policy/wildcard';

const values: Readonly<Record<string, VariableValue>> = {
  'aws:username': 'alice',
  'aws:principaltag/team name': 'data',
  'aws:userid': unknownVariable,
  'aws:principaltag/star': 'a*b',
  'aws:principaltag/nested': '${aws:username}',
};

function fill(text: string): VariableValue {
  const template = parseTemplate(text);
  return template === undefined ? text : substitute(template, (key) => values[key], false);
}

describe('policy variables', () => {
  const rows: readonly (readonly [string, VariableValue])[] = [
    ['plain', 'plain'],
    ['home/${aws:username}/', 'home/alice/'],
    ['${AWS:UserName}', 'alice'],
    ['${aws:PrincipalTag/none}', undefined],
    ['${aws:PrincipalTag/Team Name}', 'data'],
    ['${aws:username, nobody}', '${aws:username, nobody}'],
    ["${aws:PrincipalTag/none, 'company'}", 'company'],
    ["${aws:username, 'nobody'}", 'alice'],
    ["${aws:PrincipalTag/none, ''}", ''],
    ['${*}${?}${$}', '*?$'],
    ['${aws:userid}', unknownVariable],
    ['${aws:userid}${aws:PrincipalTag/none}', undefined],
    ['${unterminated', '${unterminated'],
    ['a${}b', 'a${}b'],
    ['${aws:PrincipalTag/nested}', '${aws:username}'],
    ['${${aws:username}', '${alice'],
  ];
  for (const [text, expected] of rows) {
    it(`${text} becomes ${String(expected)}`, () => assert.equal(fill(text), expected));
  }

  it('keep the wildcards of what they stand for literal', () => {
    const template = parseTemplate('x/${aws:PrincipalTag/star}/*');
    assert.ok(template !== undefined);
    const pattern = substitute(template, (key) => values[key], true);
    assert.ok(typeof pattern === 'string');
    assert.equal(matchesPattern(pattern, 'x/a*b/y'), true);
    assert.equal(matchesPattern(pattern, 'x/aZb/y'), false);
  });

  it('know where they stand', () => {
    const template = parseTemplate('a/${aws:username}/${aws:userid}');
    assert.deepEqual(
      variablesOf(template ?? []).map(({ key, start, end }) => [key, start, end]),
      [
        ['aws:username', 2, 17],
        ['aws:userid', 18, 31],
      ],
    );
  });
});
