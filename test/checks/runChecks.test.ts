import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { checkDocument, checkStatement, fixesFor, runChecks } from '../../server/src/core/checks/runChecks';
import { statementsOf } from '../../server/src/core/syntax/queries';
import { checkedDocument } from '../support/annotations';
import { tinyCatalog } from '../support/tinyCatalog';

const settings = { catalog: tinyCatalog() };
const flawed =
  '{ "Version": "2012-10-18", "Statement": [{ "Effect": "allow", "Action": ["s3:Get*", "s3:GetObjct"], "Resource": "b" }, { "Effect": "Deny", "Action": "x:y", "Resource": "*", "Condition": { "StringEqual": { "a": "b" } } }] }';

describe('runChecks', () => {
  it('finds what the document and each statement have of their own', () => {
    const document = checkedDocument(flawed, 'identity');
    const parts = [...checkDocument(document, settings)];
    for (const statement of document.policy.statements) {
      const node = statementsOf(document.root)[statement.index];
      assert.ok(node?.kind === 'object');
      parts.push(...checkStatement(document, node, statement, settings));
    }
    assert.deepEqual(
      parts.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
      runChecks(document, settings),
    );
    assert.ok(parts.length > 5, `${parts.length} findings`);
  });

  it('finds the same in a statement wherever it stands', () => {
    const [, second] = checkedDocument(flawed, 'identity').policy.statements;
    assert.ok(second !== undefined);
    const alone = checkedDocument(`{ "Statement": ${flawed.slice(second.start, second.end)} }`, 'identity');
    const codesIn = (text: string, from: number) =>
      runChecks(checkedDocument(text, 'identity'), settings)
        .filter(({ span }) => span.start >= from)
        .map(({ code, span }) => ({ code, start: span.start - from }));
    assert.deepEqual(codesIn(alone.text, alone.policy.statements[0]?.start ?? 0), codesIn(flawed, second.start));
  });

  it('leaves out what is turned off', () => {
    const codes = runChecks(checkedDocument(flawed, 'identity'), {
      ...settings,
      severities: { 'invalid-version': 'off', 'invalid-effect': 'hint' },
    }).map(({ code }) => code);
    assert.ok(!codes.includes('invalid-version') && codes.includes('invalid-effect'), codes.join());
  });

  it('says nothing of policies that configure services', () =>
    assert.deepEqual(runChecks(checkedDocument('{ "tags": { "team": {} } }', 'tag'), settings), []));

  it('gives the fixes of a finding by code and span', () => {
    const document = checkedDocument(flawed, 'identity');
    const finding = runChecks(document, settings).find(({ code }) => code === 'invalid-action');
    assert.ok(finding !== undefined);
    const fixes = fixesFor(document, settings, finding.code, finding.span);
    assert.deepEqual(
      fixes.map(({ edits, preferred }) => [edits[0]?.newText, preferred]),
      [['"s3:GetObject"', false]],
    );
    assert.deepEqual(fixesFor(document, settings, 'invalid-effect', finding.span), []);
  });

  for (const text of ['', 'null', '[]', '"x"', '{', '{"Statement":', '{"Statement":[{"Effect":', '{"Statement":[null,1,"x",[],{}]}']) {
    it(`bears ${JSON.stringify(text)}`, () => {
      for (const policyType of ['identity', 'trust', 'rcp', 'resource:s3-bucket'] as const)
        runChecks(checkedDocument(text, policyType), settings);
    });
  }

  it('bears null, lists, objects and numbers in the place of everything', () => {
    for (const value of ['null', '[]', '[null]', '{}', '{"a":null}', '5', '""', 'true', '[[["x"]]]']) {
      const members = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'].map((name) => `"${name}": ${value}`).join();
      for (const policyType of ['identity', 'trust', 'rcp', 'scp', 'resource:kms-key'] as const) {
        runChecks(checkedDocument(`{ "Version": ${value}, "Id": ${value}, "Statement": [{ ${members} }] }`, policyType), settings);
      }
    }
  });

  // Twice the policy may take about twice as long. The bound is far above that and far below four times, which quadratic work would take at 8 ×.
  const shapes: readonly (readonly [string, (index: number) => string])[] = [
    [
      'statements',
      (index) => `{ "Sid": "S${index}", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b${index}/*" }`,
    ],
    ['unknown actions', (index) => `"s3:GetObjec${index}"`],
    ['patterns', (index) => `"s3:*x${index}*"`],
  ];
  for (const [name, item] of shapes) {
    it(`takes time in proportion to the number of ${name}`, () => {
      const textOf = (count: number): string => {
        const items = Array.from({ length: count }, (_, index) => item(index)).join();
        const statements = name === 'statements' ? items : `{ "Effect": "Allow", "Resource": "*", "Action": [${items}] }`;
        return `{ "Version": "2012-10-17", "Statement": [${statements}] }`;
      };
      const timeOf = (count: number): number => {
        const document = checkedDocument(textOf(count), 'identity');
        const start = process.hrtime.bigint();
        runChecks(document, settings);
        return Number(process.hrtime.bigint() - start);
      };
      timeOf(500);
      const small = Math.min(timeOf(1000), timeOf(1000));
      const large = Math.min(timeOf(8000), timeOf(8000));
      assert.ok(large < 32 * small + 50e6, `${large / small} times the time for 8 times the text`);
    });
  }
});
