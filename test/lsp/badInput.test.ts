import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createScanner } from 'jsonc-parser';

import { startPair } from '../support/lspPair';
import type { Pair } from '../support/lspPair';

/**
 * No request about any document may take longer, in milliseconds of processor time: a busy machine is no document's fault, nor is a slow
 * one, on which so often as long as another program needs to go through the text is allowed.
 */
const usualLimit = 2000;
const scans = 90;
/** The scanner's token at the end. */
const endOfFile = 17;

const good = '{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }';
const policyOf = (statements: string): string => `{ "Version": "2012-10-17", "Statement": [${statements}] }`;
const deep = (levels: number): string => '['.repeat(levels);

const documents: Readonly<Record<string, string>> = {
  'an empty file': '',
  'white space': ' \n\t\r\n ',
  'a byte order mark': `\ufeff${policyOf(good)}`,
  'CR LF line ends': policyOf(good).replaceAll(' ', '\r\n'),
  'a policy cut off in a key': '{ "Version": "2012-10-17", "Statement": [{ "Effe',
  'a policy cut off in a string': '{ "Version": "2012-10-17", "Statement": [{ "Action": "s3:Get',
  'a policy cut off in an escape': '{ "Version": "2012-10-17", "Statement": [{ "Action": "s3:\\u00',
  'half a surrogate pair': policyOf(`{ "Sid": "\ud800", "Effect": "Allow", "Action": "s3:\udc00*", "Resource": "*" }`),
  'null everywhere':
    '{ "Version": null, "Statement": [null, { "Effect": null, "Action": [null], "Resource": null, "Principal": null, "Condition": { "StringEquals": null, "Bool": { "aws:SecureTransport": null } } }] }',
  'wrong types everywhere':
    '{ "Version": 1, "Statement": { "Effect": [], "Action": { "a": 1 }, "Resource": true, "Principal": 5, "Condition": ["x"] } }',
  'only a comma': ',',
  'a list of lists': policyOf('[[[]]]'),
  'a key of a prototype': policyOf('{ "__proto__": { "Effect": "Allow" }, "constructor": 1, "toString": "x" }'),
  '10,000 levels': `{ "Version": "2012-10-17", "Statement": ${deep(10_000)}`,
  '10,000 levels that close': `{ "Version": "2012-10-17", "Statement": ${deep(10_000)}${']'.repeat(10_000)} }`,
  'a string of 1 MB': policyOf(`{ "Effect": "Allow", "Action": "s3:${'*a'.repeat(500_000)}", "Resource": "*" }`),
  'a policy of 5 MB': policyOf(Array.from({ length: 75_000 }, () => good).join(',')),
};

/** CPU time in milliseconds that jsonc-parser needs to go through a text. */
function scanningTime(text: string): number {
  const started = process.cpuUsage();
  const scanner = createScanner(text, false);
  while (Number(scanner.scan()) !== endOfFile);
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

describe('whatever is in a document', () => {
  let pair: Pair;
  before(async () => {
    pair = await startPair();
    // The catalog loads with the first answer; that is no document's time.
    await pair.open('first.json', policyOf(good));
    await pair.diagnostics('first.json');
  });
  after(() => pair.close());

  for (const [what, text] of Object.entries(documents)) {
    test(`${what}: every feature answers in time`, async () => {
      const name = `${what.replace(/\W+/g, '-')}.policy.json`;
      const timed = async <T>(feature: string, run: () => Promise<T>): Promise<T> => {
        const started = process.cpuUsage();
        const answer = await run();
        const { user, system } = process.cpuUsage(started);
        const time = (user + system) / 1000;
        assert.ok(time < limit, `${feature} took ${time.toFixed(0)} ms`);
        return answer;
      };
      const limit = Math.max(usualLimit, scans * scanningTime(text));
      await pair.open(name, text);
      const lines = text.split(/\r?\n/);
      const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      const diagnostics = await timed('diagnostics', () => pair.diagnostics(name));
      for (const position of [{ line: 0, character: 0 }, { line: 0, character: 40 }, end]) {
        await timed('completion', () => pair.complete(name, position));
        await timed('hover', () => pair.hover(name, position));
      }
      await timed('lenses', () => pair.lenses(name));
      for (const diagnostic of diagnostics.slice(0, 3)) await timed('quick fixes', () => pair.quickFixes(name, diagnostic));
      await pair.closeDocument(name);
    });
  }

  test('the server still answers about the first document', async () => {
    const hover = await pair.hover('first.json', { line: 0, character: policyOf(good).indexOf('GetObject') });
    assert.match(JSON.stringify(hover), /s3:GetObject/);
  });

  test('nesting that no policy has is a problem of its own, not a crash', async () => {
    await pair.open('deep.policy.json', documents['10,000 levels that close'] ?? '');
    const diagnostics = await pair.diagnostics('deep.policy.json');
    assert.ok(
      diagnostics.some(({ message }) => /nest|deep|level/i.test(JSON.stringify(message))),
      JSON.stringify(diagnostics.slice(0, 3)),
    );
  });

  test('features answer around a syntax error', async () => {
    const text = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetO", "Resource": }, ${good}`;
    await pair.open('around.json', text);
    const items = await pair.complete('around.json', { line: 0, character: text.indexOf('s3:GetO"') + 7 });
    assert.ok(items.some(({ label }) => label === 's3:GetObject'));
    const hover = await pair.hover('around.json', { line: 0, character: text.lastIndexOf('GetObject') });
    assert.match(JSON.stringify(hover), /s3:GetObject/);
  });
});
