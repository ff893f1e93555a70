import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { english } from '../../../server/src/core/text/message';
import { realCatalog } from '../../support/realCatalog';

import { companyFiles } from './fixture';

interface Manifest {
  readonly featureSet?: string;
  readonly policyTypes?: object;
  readonly attach?: readonly string[];
  readonly ous?: readonly object[];
  readonly policies?: Readonly<Record<string, object>>;
  readonly delegated?: object;
}

const scps = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `scp/p${index}`);
const catalogue = (references: readonly string[], more: object = {}): Readonly<Record<string, object>> =>
  Object.fromEntries(references.map((reference) => [reference, { file: 'policies/scp/deny-leave.json', ...more }]));

function manifest({
  featureSet = 'ALL',
  policyTypes = { SERVICE_CONTROL_POLICY: 'ENABLED', RESOURCE_CONTROL_POLICY: 'ENABLED' },
  attach = [],
  ous = [],
  policies = {},
  delegated = {},
}: Manifest): string {
  return JSON.stringify({
    organization: { id: 'o-a1b2c3d4e5', featureSet, managementAccount: 'company' },
    root: { id: 'r-ab12', policyTypes, attach, ous },
    policies,
    delegatedAdministrators: delegated,
  });
}

const account = (name: string, id: string, more: object = {}): object => ({ name, id, ou: '/', ...more });
const company = account('company', '111111111111');

/** The problems of an organization by code, each with the text that it stands at. */
function problems(organization: Manifest, accounts: readonly object[] = [company]): readonly string[] {
  const texts = { 'organization.jsonc': manifest(organization), 'accounts.jsonc': JSON.stringify(accounts) };
  const files = new Map([...companyFiles(texts)].filter(([file]) => !/^(iam|resources)\//.test(file)));
  return readOrganization(files, { catalog: realCatalog() }).problems.map(({ code, severity, file, span, message }) => {
    const place = (files.get(file) ?? '').slice(span.start, span.end).replace(/^"(.{0,20}).*"$/s, '$1');
    return `${severity} ${code} at ${place}: ${english(message)}`;
  });
}

/** OUs one in the other. */
const nested = (depth: number): object => ({ name: `L${depth}`, ...(depth === 1 ? {} : { ous: [nested(depth - 1)] }) });

describe('limits of an organization', () => {
  test('an organization within all of them has no problem', () => {
    const attach = scps(10);
    assert.deepEqual(problems({ attach, policies: catalogue(attach, { description: 'd'.repeat(512) }), ous: [nested(5)] }), []);
  });

  test('OUs lie at most five levels deep; only the first too deep is named', () => {
    assert.deepEqual(problems({ ous: [nested(7)] }), [
      'error organizational-unit-too-deep at L2: AWS allows organizational units 5 levels deep, and this one is at level 6',
    ]);
  });

  test('at most ten SCPs and five RCPs are attached to one place, those that AWS attaches counted', () => {
    const attach = scps(11);
    const [found, ...others] = problems({ ous: [{ name: 'Data', attach }], policies: catalogue(attach) });
    assert.equal(found, 'error too-many at Data: at most 10 policies of type scp can be attached here, and 11 are');
    assert.deepEqual(others, []);
    const rcps = Array.from({ length: 5 }, (_, index) => `rcp/r${index}`);
    assert.match(problems({ attach: rcps, policies: catalogue(rcps) }).join(), /at most 5 policies of type rcp .* 6 are/);
    assert.deepEqual(problems({ attach: rcps.slice(1), policies: catalogue(rcps) }), []);
  });

  test('names and descriptions have a length, in characters', () => {
    assert.deepEqual(problems({ ous: [{ name: '가'.repeat(128) }, { name: '😀'.repeat(128) }] }), []);
    assert.match(
      problems({ ous: [{ name: 'o'.repeat(129) }] }).join(),
      /^error text-too-long at o+: AWS allows 128 characters here, and these are 129$/,
    );
    assert.match(problems({}, [company, account('n'.repeat(51), '222222222222')]).join(), /^error text-too-long at n+: AWS allows 50 /);
    assert.match(problems({ policies: catalogue(['scp/long'], { description: 'd'.repeat(513) }) }).join(), /AWS allows 512 /);
  });

  test('an attachment of a type that is off is in vain, the policies of AWS excepted', () => {
    const policies = catalogue(['scp/mine']);
    const ous = [{ name: 'Data', attach: ['scp/FullAWSAccess', 'scp/mine'] }];
    assert.deepEqual(problems({ policyTypes: {}, ous, policies }), [
      'warning attachment-without-effect at Data: `scp/mine` has no effect: policies of its type are not enabled for the root',
    ]);
    assert.match(problems({ featureSet: 'CONSOLIDATED_BILLING', ous, policies }).join(), /consolidated billing only has no policies/);
    assert.deepEqual(problems({ policyTypes: {}, attach: ['scp/FullAWSAccess'], policies }), []);
  });

  test('SCPs and RCPs do not reach the management account', () => {
    const policies = catalogue(['scp/mine']);
    const attached = (id: string): readonly object[] =>
      [company, account('other', '222222222222')].map((one) => ('id' in one && one.id === id ? { ...one, attach: ['scp/mine'] } : one));
    assert.deepEqual(problems({ policies }, attached('111111111111')), [
      'warning attachment-without-effect at company: `scp/mine` has no effect here: SCPs and RCPs do not reach the management account',
    ]);
    assert.deepEqual(problems({ policies }, attached('222222222222')), []);
  });

  test('neither the management account nor one that is closed administers by delegation', () => {
    const accounts = [company, account('gone', '222222222222', { state: 'SUSPENDED' }), account('audit', '333333333333')];
    assert.deepEqual(
      problems(
        { delegated: { 'fms.amazonaws.com': ['company'], 'ram.amazonaws.com': ['gone'], 'config.amazonaws.com': ['audit'] } },
        accounts,
      ),
      [
        'error invalid-delegated-administrator at company: the management account cannot be a delegated administrator (fms.amazonaws.com)',
        'error invalid-delegated-administrator at gone: an account that is SUSPENDED cannot be a delegated administrator (ram.amazonaws.com)',
      ],
    );
  });

  test('no two accounts have one email address, and none more than fifty tags', () => {
    const accounts = [company, account('a', '222222222222', { email: 'x@y.z' }), account('b', '333333333333', { email: 'X@y.z' })];
    assert.deepEqual(problems({}, accounts), ['error duplicate-email at b: `a` has the same email address']);
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, 'v']));
    assert.match(
      problems({}, [company, account('a', '222222222222', { tags })]).join(),
      /^error too-many at a: an account has at most 50 tags/,
    );
  });

  test('counts of the whole organization stand at its manifest', () => {
    const ous = Array.from({ length: 2001 }, (_, index) => ({ name: `u${index}` }));
    const [found, ...others] = problems({ ous });
    assert.match(found ?? '', /^error too-many at .*: an organization has at most 2000 organizational units, and this one has 2001$/s);
    assert.deepEqual(others, []);
  });

  test('while the manifest is broken, what it does not say is not held against anybody', () => {
    const text = manifest({ ous: [{ name: 'Data', attach: ['scp/mine'] }], policies: catalogue(['scp/mine']) }).replace(
      '"policyTypes":',
      '"policyTypes" ',
    );
    const { problems: found } = readOrganization(companyFiles({ 'organization.jsonc': text }), { catalog: realCatalog() });
    assert.ok(!found.some(({ code }) => code === 'attachment-without-effect'));
  });
});
