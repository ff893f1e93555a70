import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import * as fc from 'fast-check';
import * as jsonc from 'jsonc-parser';

import type { JsonNode } from '../../../server/src/core/syntax/nodes';
import { maximumDepth, parseJson } from '../../../server/src/core/syntax/parseJson';
import { scanError, tokenKind } from '../../../server/src/core/syntax/tokens';
import '../../support/seeds';

/** The plain value of a tree, to compare with JSON.parse. */
function valueOf(node: JsonNode | undefined): unknown {
  switch (node?.kind) {
    case 'object':
      // Object.fromEntries, so that a key named __proto__ is a key like any other.
      return Object.fromEntries(node.members.map((member) => [member.key.text, valueOf(member.value)]));
    case 'array':
      return node.items.map(valueOf);
    case 'string':
      return node.text;
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.value;
    default:
      return null;
  }
}

describe('parseJson', () => {
  it('reads whatever JSON.stringify writes, without a problem', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const syntax = parseJson(text, { strict: true });
        assert.deepEqual(syntax.problems, []);
        assert.deepEqual(valueOf(syntax.root), JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, and keeps every span inside the text, on any cut and any noise', () => {
    const noise = fc.array(
      fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '"a"', '\\', '\ud800', '\n', ' ', '1', 'null', '/*', '//', '\u0000', 'true'),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join('');
        const { root, problems, comments } = parseJson(text);
        const check = (start: number, end: number): void => assert.ok(0 <= start && start <= end && end <= text.length);
        const walk = (node: JsonNode | undefined): void => {
          if (node === undefined) return;
          check(node.start, node.end);
          if (node.kind === 'array') node.items.forEach(walk);
          if (node.kind === 'object') node.members.forEach((member) => (walk(member.key), walk(member.value)));
        };
        walk(root);
        problems.forEach(({ span }) => check(span.start, span.end));
        comments.forEach((span) => check(span.start, span.end));
      }),
      { numRuns: 3000 },
    );
  });

  const broken: readonly { name: string; text: string; value: unknown; problems: readonly string[] }[] = [
    { name: 'an empty document', text: '', value: null, problems: ['empty-document'] },
    { name: 'only white space', text: ' \r\n', value: null, problems: ['empty-document'] },
    { name: 'a byte order mark', text: '\ufeff{"a":1}', value: { a: 1 }, problems: [] },
    { name: 'carriage returns', text: '{\r\n"a":\r\n1}', value: { a: 1 }, problems: [] },
    { name: 'a missing comma between members', text: '{"a":1 "b":2}', value: { a: 1, b: 2 }, problems: ['invalid-json'] },
    { name: 'a missing comma between items', text: '[1 2]', value: [1, 2], problems: ['invalid-json'] },
    { name: 'a missing colon', text: '{"a" 1}', value: { a: 1 }, problems: ['invalid-json'] },
    { name: 'a missing value before the next member', text: '{"a": "b": 2}', value: { a: null, b: 2 }, problems: ['invalid-json'] },
    { name: 'a key alone before the next member', text: '{"a"\n"b": 2}', value: { a: null, b: 2 }, problems: ['invalid-json'] },
    {
      name: 'a list that is not closed before the next member',
      text: '{"a": ["x", "b": 2}',
      value: { a: ['x'], b: 2 },
      problems: ['invalid-json'],
    },
    { name: 'a list closed by a brace', text: '{"a": ["x"}', value: { a: ['x'] }, problems: ['invalid-json'] },
    { name: 'a text that ends in the middle', text: '{"a": ["x", {"b":', value: { a: ['x', { b: null }] }, problems: ['invalid-json'] },
    { name: 'a string that is not closed', text: '{"a": "x\n}', value: { a: 'x' }, problems: ['invalid-json'] },
    { name: 'a second document', text: '{} {}', value: {}, problems: ['invalid-json'] },
    { name: 'a closing bracket too many', text: '{}]', value: {}, problems: ['invalid-json'] },
    { name: 'words that are not JSON', text: '{"a": yes}', value: { a: null }, problems: ['invalid-json', 'invalid-json'] },
    { name: 'comments', text: '{ // one\n "a": /* two */ 1 }', value: { a: 1 }, problems: [] },
    { name: 'a trailing comma', text: '{"a": [1,],}', value: { a: [1] }, problems: [] },
  ];
  for (const { name, text, value, problems } of broken) {
    it(`reads ${name}`, () => {
      const syntax = parseJson(text);
      assert.deepEqual(valueOf(syntax.root), value);
      assert.deepEqual(
        syntax.problems.map(({ code }) => code),
        problems,
      );
    });
  }

  it('reports comments and trailing commas where AWS would refuse them', () => {
    const { problems } = parseJson('{"a": [1,], /* c */ }', { strict: true });
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['trailing-comma', 'comment-not-permitted', 'trailing-comma'],
    );
  });

  it('steps over what is nested too deep and reads on behind it', () => {
    const deep = 10_000;
    const { root, problems } = parseJson(`{"a": ${'['.repeat(deep)}${']'.repeat(deep)}, "b": 1}`);
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['nesting-too-deep'],
    );
    assert.equal(root?.kind === 'object' && root.members[1]?.key.text, 'b');
    let depth = 0;
    for (let node = root?.kind === 'object' ? root.members[0]?.value : undefined; node?.kind === 'array'; node = node.items[0]) depth++;
    assert.equal(depth, maximumDepth - 1);
  });

  it('stays quick on 10,000 opening brackets, a megabyte string and five megabytes of statements', () => {
    assert.ok(parseJson('['.repeat(10_000)).problems.length > 0);
    assert.ok(parseJson('{"a":'.repeat(10_000)).problems.length > 0);
    const long = 'x'.repeat(1_000_000);
    assert.equal(valueOf(parseJson(JSON.stringify(long)).root), long);
    const statements = `{"Statement":[${Array.from({ length: 50_000 }, () => '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{}}').join(',')}]}`;
    assert.deepEqual(parseJson(statements).problems, []);
  });

  it('uses the numbers of jsonc-parser', () => {
    const kinds = ['{', '}', '[', ']', ',', ':', 'null', 'true', 'false', '"a"', '1', '//a', '/*a*/', '\n', ' ', '#', ''];
    assert.deepEqual(
      kinds.map((text) => Number(jsonc.createScanner(text).scan())),
      Object.values(tokenKind),
    );
    const errors = ['1', '/*', '"', '1.', '"\\u1"', '"\\q"', '"\u0001"'];
    assert.deepEqual(
      errors.map((text) => {
        const scanner = jsonc.createScanner(text);
        scanner.scan();
        return Number(scanner.getTokenError());
      }),
      Object.values(scanError),
    );
  });
});
