import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';

import { company } from '../navigation/company';

import { startTestFiles } from './fixture';

const fixture = startTestFiles();
const tests = (test: string): string => `{ "tests": [{ ${test} }] }`;
const reads = '"action": "s3:GetObject", "resource": "*", "expect": "allowed"';
const codes = (diagnostics: readonly Diagnostic[]): readonly unknown[] => diagnostics.map(({ code }) => code);

describe('diagnostics of a test file', () => {
  it('finds nothing wrong with tests that name what there is, inside the organization and outside', async () => {
    for (const name of ['tests/bot.iamtest.jsonc', 'alone/alone.iamtest.jsonc'])
      assert.deepEqual(codes(await fixture.diagnose(company[name] ?? '', name)), [], name);
  });

  const cases: readonly (readonly [name: string, text: string, title: string, fixed: string])[] = [
    [
      'a principal',
      tests(`"principal": "pipeline/user/bto", ${reads}`),
      'Change to `pipeline/user/bot`',
      tests(`"principal": "pipeline/user/bot", ${reads}`),
    ],
    [
      'an action',
      tests('"principal": "pipeline/user/bot", "action": ["s3:GetObjet"], "expect": "denied"'),
      'Change to `s3:GetObject`',
      tests('"principal": "pipeline/user/bot", "action": ["s3:GetObject"], "expect": "denied"'),
    ],
    [
      'a Sid',
      tests(`"principal": "pipeline/user/bot", ${reads}, "by": "iam/pipeline/policies/bot.json#Raed"`),
      'Change to `iam/pipeline/policies/bot.json#Read`',
      tests(`"principal": "pipeline/user/bot", ${reads}, "by": "iam/pipeline/policies/bot.json#Read"`),
    ],
    [
      'a file',
      tests(`"principal": "pipeline/user/bot", ${reads}, "by": "policies/data-only.json#OnlyData"`),
      'Change to `policies/scp/data-only.json#OnlyData`',
      tests(`"principal": "pipeline/user/bot", ${reads}, "by": "policies/scp/data-only.json#OnlyData"`),
    ],
    [
      'a context key',
      tests(`"principal": "pipeline/user/bot", ${reads}, "context": { "aws:SecureTranport": "true" }`),
      'Change to `aws:SecureTransport`',
      tests(`"principal": "pipeline/user/bot", ${reads}, "context": { "aws:SecureTransport": "true" }`),
    ],
    [
      'an expectation',
      tests('"principal": "pipeline/user/bot", "action": "s3:GetObject", "expect": "deny"'),
      'Change to `denied`',
      tests('"principal": "pipeline/user/bot", "action": "s3:GetObject", "expect": "denied"'),
    ],
    [
      'a field',
      tests(`"principle": "pipeline/user/bot", "principal": "pipeline/root", ${reads}`),
      'Change to `principal`',
      tests(`"principal": "pipeline/user/bot", "principal": "pipeline/root", ${reads}`),
    ],
    [
      'a missing field',
      tests('"principal": "pipeline/user/bot", "action": "s3:GetObject"'),
      'Add the missing field `expect`',
      tests('"principal": "pipeline/user/bot", "action": "s3:GetObject", "expect": "allowed"'),
    ],
  ];
  for (const [name, text, title, fixed] of cases) it(`repairs ${name}`, async () => assert.equal(await fixture.fix(text, title), fixed));

  it('repairs the organization', async () => {
    const text = '{ "organization": "../orgs/organization.jsonc", "tests": [] }';
    assert.equal(
      await fixture.fix(text, 'Change to `../org/organization.jsonc`', 'tests/a.iamtest.jsonc'),
      '{ "organization": "../org/organization.jsonc", "tests": [] }',
    );
  });

  it('names the missing fields of one test apart', async () => {
    const text = '{ "tests": [{ "principal": "pipeline/root" }] }';
    assert.deepEqual(codes(await fixture.diagnose(text)), ['missing-field', 'missing-field']);
    assert.match(await fixture.fix(text, 'Add the missing field `action`'), /"principal": "pipeline\/root", "action": "" \}/);
  });

  it('says that an organization is broken, once and where it is named', async () => {
    const broken = startTestFiles({ files: { ...company, 'org/accounts.jsonc': `${company['org/accounts.jsonc'] ?? ''} ]` } });
    const [first, ...others] = await broken.diagnose(company['tests/bot.iamtest.jsonc'] ?? '', 'tests/bot.iamtest.jsonc');
    assert.deepEqual([first?.code, first?.severity, others.length], ['broken-organization', DiagnosticSeverity.Information, 0]);
  });

  it('raises no alarm for an organization that cannot be seen from here', async () => {
    const alone = startTestFiles({ files: {}, outside: { 'organization.jsonc': '{}', 'other/organization.jsonc': '{}' } });
    const text = tests(`"principal": "pipeline/user/bot", ${reads}`);
    assert.deepEqual(codes(await alone.diagnose(text, 'deep/a.iamtest.jsonc')), []);
    const named = text.replace('{', '{ "organization": "../other/organization.jsonc",');
    assert.deepEqual(codes(await alone.diagnose(named, 'deep/a.iamtest.jsonc')), []);
    assert.deepEqual(codes(await startTestFiles({ files: {} }).diagnose(text, 'deep/a.iamtest.jsonc')), ['unknown-principal']);
    const lost = startTestFiles({ files: { ...company, 'org/accounts.jsonc': '[' } });
    assert.deepEqual(codes(await lost.diagnose(text)), []);
  });

  it('leaves syntax errors to VS Code, and tells of them elsewhere', async () => {
    const text = '{ "tests": [], ';
    assert.ok(codes(await fixture.diagnose(text)).includes('invalid-json'));
    assert.deepEqual(codes(await startTestFiles({ besideJsonSupport: true }).diagnose(text)), []);
  });

  it('says of a file that is too large that nobody checks it, and does not hang', async () => {
    const many = Array.from({ length: 60_000 }, (_, index) => `"s3:A${String(index)}"`).join(', ');
    const large = tests(`"principal": "nobody/root", "action": [${many}], "resource": [${many}], "expect": "denied"`);
    const start = performance.now();
    assert.deepEqual(codes(await fixture.diagnose(large)), ['file-too-large']);
    assert.deepEqual((await fixture.complete(`${large}|`)).labels, []);
    assert.ok(performance.now() - start < 3000);
  });

  it('finds the same in files that nobody opened, and again when what they name changes', async () => {
    const text = tests(`"principal": "pipeline/user/bto", ${reads}`);
    const closed = startTestFiles({ files: { ...company, 'org/tests/closed.iamtest.jsonc': text } });
    const told: string[] = [];
    await closed.service.workspaceDiagnostics({
      previous: new Map(),
      report: ({ uri, items }) => void (uri.endsWith('closed.iamtest.jsonc') && told.push(...items.map(({ code }) => String(code)))),
      isCancelled: () => false,
    });
    assert.deepEqual(told, ['unknown-principal']);
  });
});

describe('a hover in a test file tells', () => {
  const cases: readonly (readonly [name: string, at: string, ...says: RegExp[]])[] = [
    [
      'who a principal is',
      tests('"principal": "pipeline/user/b|ot"'),
      /\*\*user\*\* `arn:aws:iam::444444444444:user\/bot`/,
      /Account \*\*pipeline\*\* `444444444444` · `\/Data`/,
      /Identity-based policies: 3/,
    ],
    ['who the root user is', tests('"principal": "pipeline/ro|ot"'), /root user/],
    ['that nobody is called so', tests('"principal": "pipeline/user/bt|o"'), /has no user `bto`/],
    ['whose an ARN is', tests('"principal": "arn:aws:iam::4444|44444444:role/etl"'), /\*\*role\*\*/],
    ['what an account is called', tests('"resourceAccount": "4444|44444444"'), /\*\*pipeline\*\*/],
    ['what an action does', tests('"action": "s3:Get|Object"'), /\*\*s3:GetObject\*\* · Read/],
    ['that nobody knows an action', tests('"action": "s3:Get|Objet"'), /No action has the name/],
    ['what a resource is', tests('"resource": "arn:aws:s3:::me|dia"'), /Resource type/],
    ['what a context key is', tests('"context": { "aws:Source|Ip": "203.0.113.7" }'), /\*\*aws:SourceIp\*\* · IPAddress/],
    ['what an expectation means', tests('"expect": "implicit|Deny"'), /Some layer has no statement/],
    ['which statement is meant', tests('"by": "iam/pipeline/policies/bot.json#Re|ad"'), /Statement 0 of/, /````json\n\{ "Sid": "Read"/],
    ['which inline statement is meant', tests('"by": "iam/pipeline/principals.jsonc#etl/extra#Ex|tra"'), /"Sid": "Extra"/],
    ['which managed statement is meant', tests('"by": "arn:aws:iam::aws:policy/AdministratorAccess#|0"'), /"Action": ?"\*"/],
    ['what a member means', tests('"expe|ct": "allowed"'), /\*\*expect\*\*\n\n/],
    ['which organization is meant', '{ "organization": "../organi|zation.jsonc" }', /\*\*Company\*\* `o-a1b2c3d4e5`/, /2 accounts/],
  ];
  for (const [name, at, ...says] of cases) {
    it(name, async () => {
      const shown = await fixture.hover(at);
      for (const each of says) assert.match(shown, each);
    });
  }
});
