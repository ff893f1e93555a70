import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, it } from 'node:test';

import { allChecks } from '../../server/src/core/checks/allChecks';
import type { Check, CheckExample } from '../../server/src/core/checks/check';
import { runChecks } from '../../server/src/core/checks/runChecks';
import { parseJson } from '../../server/src/core/syntax/parseJson';
import { checkedDocument, wholePolicy } from '../support/annotations';
import { inRoot } from '../support/root';
import { tinyCatalog } from '../support/tinyCatalog';

const groups = ['action', 'condition', 'document', 'principal', 'resource', 'statement'];

function findingsOf(check: Check, example: CheckExample) {
  const { text, policyType } = wholePolicy(check, example);
  assert.deepEqual(parseJson(text, { strict: true }).problems, [], text);
  return runChecks(checkedDocument(text, policyType), { catalog: tinyCatalog() });
}

for (const check of allChecks) {
  describe(check.code, () => {
    for (const example of check.examples.bad) {
      it(`finds ${JSON.stringify(example).slice(0, 160)}`, () => {
        const findings = findingsOf(check, example);
        assert.ok(
          findings.some(({ code }) => code === check.code),
          JSON.stringify(findings),
        );
      });
    }
    for (const example of check.examples.good) {
      it(`says nothing of ${JSON.stringify(example).slice(0, 160)}`, () => {
        const findings = findingsOf(check, example).filter(({ code, findingType }) => code === check.code || findingType === 'error');
        assert.deepEqual(findings, []);
      });
    }
    it('has examples of both kinds, a reason and a page', () => {
      assert.ok(check.examples.bad.length > 0 && check.examples.good.length > 0);
      assert.match(check.summary, /^[A-Z`…"].*[^.]$/);
      assert.match(check.why, /\.$/);
      assert.match(check.source, /^https:\/\/docs\.aws\.amazon\.com\//);
    });
  });
}

describe('the registry', () => {
  it('has each code once', () => {
    const codes = allChecks.map(({ code }) => code);
    assert.deepEqual(codes.length, new Set(codes).size);
  });

  it('has a file for each code, and no file without a check', () => {
    const files = groups.flatMap((group) =>
      readdirSync(inRoot('server/src/core/checks', group))
        .filter((name) => name !== 'index.ts')
        .map((name) => name.replace(/\.ts$/, '')),
    );
    assert.deepEqual(files.sort(), allChecks.map(({ code }) => code.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())).sort());
  });

  it('keeps every code ever shipped in codes.txt', () => {
    const lines = readFileSync(inRoot('test/checks/codes.txt'), 'utf8').trimEnd().split('\n');
    const known = new Set(lines.map((line) => line.split(' ', 1)[0] ?? ''));
    assert.equal(known.size, lines.length);
    const living = new Set(allChecks.map(({ code }) => code));
    assert.deepEqual(
      [...living].filter((code) => !known.has(code)),
      [],
      'new codes belong at the end of test/checks/codes.txt',
    );
    assert.deepEqual(
      lines.filter((line) => !living.has(line.split(' ', 1)[0] ?? '') && !line.includes(' retired')),
      [],
      'a code that is gone is marked as retired',
    );
  });

  it('has an entry in docs/checks.md for each code', () => {
    const page = readFileSync(inRoot('docs/checks.md'), 'utf8');
    const anchors = [...page.matchAll(/^## ([a-z0-9-]+)$/gm)].map(([, code]) => code);
    assert.deepEqual(anchors.sort(), allChecks.map(({ code }) => code).sort());
  });
});
