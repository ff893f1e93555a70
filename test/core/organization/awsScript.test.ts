import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';

import * as fc from 'fast-check';

import { awsScriptOf } from '../../../server/src/core/organization/awsScript';
import { compareOrganizations } from '../../../server/src/core/organization/compareOrganizations';
import { describeDifference } from '../../../server/src/core/organization/describeDifference';
import { importAwsOutputs } from '../../../server/src/core/organization/importAwsOutputs';
import { readOrganization } from '../../../server/src/core/organization/readOrganization';
import { comment, queryLiteral, quoted, variableOfText } from '../../../server/src/core/organization/shellText';
import { english } from '../../../server/src/core/text/message';
import { hasMoto, startMoto } from '../../support/awsAgainstMoto';
import type { Moto } from '../../support/awsAgainstMoto';
import { realCatalog } from '../../support/realCatalog';
import { inRoot } from '../../support/root';
import '../../support/seeds';

type Files = ReadonlyMap<string, string>;

function read(files: Files) {
  const { organization } = readOrganization(files);
  assert.ok(organization !== undefined);
  return organization;
}

function differences(before: Files, after: Files) {
  return compareOrganizations(read(before), read(after), { before: (file) => before.get(file), after: (file) => after.get(file) });
}

function script(before: Files, after: Files): string {
  return awsScriptOf(differences(before, after), { before: read(before), quotas: realCatalog() });
}

/** Without what every script begins with. */
const calls = (before: Files, after: Files): readonly string[] =>
  script(before, after)
    .split('\n')
    .slice(script(before, before).split('\n').length - 1)
    .filter((line) => line !== '');

const policy = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] }, undefined, 2);

interface Parts {
  readonly root?: object;
  readonly accounts?: readonly object[];
  readonly policies?: Readonly<Record<string, string>>;
  readonly more?: object;
}

const top = { name: 'top', id: '111111111111', ou: '/' };

function organization({ root = {}, accounts = [], policies = {}, more = {} }: Parts): Files {
  return new Map([
    [
      'organization.jsonc',
      JSON.stringify({
        organization: { id: 'o-a1b2c3d4e5', managementAccount: 'top' },
        root: { id: 'r-ab12', policyTypes: { SERVICE_CONTROL_POLICY: 'ENABLED' }, ...root },
        ...more,
      }),
    ],
    ['accounts.jsonc', JSON.stringify([top, ...accounts])],
    ...Object.entries(policies).map(([reference, text]) => [`policies/${reference}.json`, text] as const),
  ]);
}

function inTemporary<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-script-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a script with an `aws` that answers ids and remembers what it was called with. */
function recorded(text: string): {
  readonly calls: readonly (readonly string[])[];
  readonly folder: readonly string[];
  readonly stderr: string;
} {
  return inTemporary((folder) => {
    const log = path.join(folder, 'log');
    const fake = `#!${process.execPath}
      require('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(3)) + '\\n');
      console.log(process.argv.includes('--output') ? 'id-' + process.argv[3] : '');`;
    writeFileSync(path.join(folder, 'aws'), fake);
    chmodSync(path.join(folder, 'aws'), 0o755);
    writeFileSync(path.join(folder, 'script'), text);
    const env = { ...process.env, PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    const { status, stderr } = spawnSync('bash', ['script'], { cwd: folder, encoding: 'utf8', env });
    assert.equal(status, 0, stderr);
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
    const made: readonly string[][] = lines.map((line) => {
      const value: unknown = JSON.parse(line);
      return Array.isArray(value) ? value.map(String) : [];
    });
    return { calls: made, folder: readdirSync(folder).sort(), stderr };
  });
}

const onUnix = { skip: process.platform === 'win32' };

describe('the script of a difference', () => {
  test('nothing is to be done where nothing differs', () => assert.deepEqual(calls(organization({}), organization({})), []));

  test('makes parents first, keeps the ids of what it makes, and deletes what is in something first', () => {
    const after = organization({
      root: { ous: [{ name: 'Data', ous: [{ name: 'Lakes', attach: ['scp/stop'] }] }] },
      policies: { 'scp/stop': policy('ec2:*') },
    });
    assert.deepEqual(calls(organization({}), after), [
      '# Organizational units',
      "OU_DATA=$(aws organizations create-organizational-unit --parent-id r-ab12 --name 'Data' --query OrganizationalUnit.Id --output text)",
      `OU_DATA_LAKES=$(aws organizations create-organizational-unit --parent-id "$OU_DATA" --name 'Lakes' --query OrganizationalUnit.Id --output text)`,
      '# Policies',
      "IFS= read -r -d '' CONTENT <<'POLICY' || true",
      ...policy('ec2:*').split('\n'),
      'POLICY',
      `POLICY_SCP_STOP=$(aws organizations create-policy --content "$CONTENT" --type SERVICE_CONTROL_POLICY --name 'stop' --description '' --query Policy.PolicySummary.Id --output text)`,
      '# Policies that are attached',
      'aws organizations attach-policy --policy-id "$POLICY_SCP_STOP" --target-id "$OU_DATA_LAKES"',
      '# Policies that are detached',
      'aws organizations detach-policy --policy-id p-FullAWSAccess --target-id "$OU_DATA_LAKES"',
    ]);
    const back = calls(after, organization({})).filter((line) => line.includes('delete'));
    assert.deepEqual(back, [
      'aws organizations delete-organizational-unit --organizational-unit-id "$OU_DATA_LAKES"',
      'aws organizations delete-organizational-unit --organizational-unit-id "$OU_DATA"',
      'aws organizations delete-policy --policy-id "$POLICY_SCP_STOP"',
    ]);
  });

  test('looks up by name what has no id yet, once', () => {
    const ous = [{ name: `it's \`x\`` }];
    const files = organization({
      root: { ous },
      accounts: [
        { name: 'a', ou: '/' },
        { name: 'b', ou: '/' },
      ],
    });
    const after = organization({
      root: { ous },
      accounts: [
        { name: 'a', ou: `/it's \`x\`` },
        { name: 'b', ou: `/it's \`x\`` },
      ],
    });
    const written = calls(files, after);
    assert.equal(written.filter((line) => line.includes('list-organizational-units-for-parent')).length, 1);
    assert.ok(
      written.includes(
        'aws organizations move-account --account-id "$ACCOUNT_B" --source-parent-id r-ab12 --destination-parent-id "$OU_IT_S_X"',
      ),
    );
  });

  test('detaches first only where all places are taken, and never the last', () => {
    const names = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `scp/p${from + index}`);
    const policies = Object.fromEntries(names(0, 20).map((reference) => [reference, policy('ec2:*')]));
    const attach = (list: readonly string[]) => organization({ root: { attach: list }, policies });
    const order = calls(attach(names(0, 10)), attach(names(10, 20))).flatMap((line) => /(attach|detach)-policy/.exec(line)?.[1] ?? []);
    assert.equal(order.join(' '), `${'detach attach '.repeat(10)}`.trim());
    const swap = calls(attach(['scp/p0']), attach(['scp/p1'])).flatMap((line) => /(attach|detach)-policy/.exec(line)?.[1] ?? []);
    assert.deepEqual(swap, ['attach', 'detach']);
  });

  test('says what no call can do, and what has to wait for somebody', () => {
    const before = organization({
      root: {
        ous: [
          { name: 'A', id: 'ou-ab12-aaaaaaaa' },
          { name: 'B', id: 'ou-ab12-bbbbbbbb' },
        ],
      },
    });
    const after = organization({
      root: { ous: [{ name: 'A', id: 'ou-ab12-aaaaaaaa', ous: [{ name: 'B', id: 'ou-ab12-bbbbbbbb' }] }] },
      accounts: [
        { name: 'guest', id: '222222222222', ou: '/A' },
        { name: 'nobody', ou: '/A', tags: { a: 'b' } },
      ],
    });
    const written = calls(before, after);
    assert.match(written[1] ?? '', /^# - organizational unit \/B moves to \/A \(an organizational unit cannot be moved/);
    assert.ok(written.includes(`aws organizations invite-account-to-organization --target '{"Id":"222222222222","Type":"ACCOUNT"}'`));
    assert.ok(
      written.includes(
        '# aws organizations move-account --account-id 222222222222 --source-parent-id r-ab12 --destination-parent-id ou-ab12-aaaaaaaa',
      ),
    );
    assert.match(written.join('\n'), /^# Account nobody has no email address/m);
    assert.match(written.join('\n'), /^# aws organizations move-account --account-id "\$ACCOUNT_NOBODY"/m);
  });

  test('policies in another order are detached and attached again', () => {
    const policies = { 'tag/a': '{}', 'tag/b': '{}' };
    const types = { policyTypes: { TAG_POLICY: 'ENABLED' } };
    const more = { policies: { 'tag/a': { id: 'p-aaaaaaaa' }, 'tag/b': { id: 'p-bbbbbbbb' } } };
    const attach = (...references: readonly string[]) => organization({ root: { ...types, attach: references }, policies, more });
    assert.deepEqual(calls(attach('tag/a', 'tag/b'), attach('tag/b', 'tag/a')), [
      '# Policies that are detached',
      'aws organizations detach-policy --policy-id p-aaaaaaaa --target-id r-ab12',
      'aws organizations attach-policy --policy-id p-aaaaaaaa --target-id r-ab12',
    ]);
  });

  test('content is written without comments, behind a line that ends no earlier', () => {
    const text = '// mine\n{ "a": "\nPOLICY\n" }';
    const lines = calls(organization({}), organization({ policies: { 'scp/a': text } }));
    assert.ok(!lines.join().includes('mine'));
    assert.deepEqual(variableOfText('X', 'a\nPOLICY\nPOLICY_'), [
      `IFS= read -r -d '' X <<'POLICY__' || true`,
      'a',
      'POLICY',
      'POLICY_',
      'POLICY__',
    ]);
  });
});

describe('the script, run', onUnix, () => {
  const nasty = [
    `'; touch pwned; '`,
    '$(touch pwned)',
    '`touch pwned`',
    '"$HOME"',
    'a\nb\ntouch pwned',
    '--query',
    'file:///etc/passwd',
    '\\',
    '!x',
    '# c',
    '한글',
  ];

  test('hands every name over as it is, and does nothing else', () => {
    for (const name of nasty) {
      const after = organization({
        root: { ous: [{ name }] },
        accounts: [{ name, email: 'x@example.com', ou: `/${name.replaceAll('/', '~1')}`, tags: { [name]: name } }],
        more: { policies: { [`scp/${name}`]: { file: 'policies/scp/x.json', description: name } }, trustedAccess: [name] },
        policies: { 'scp/x': `{"x": ${JSON.stringify(name)}}` },
      });
      const {
        calls: made,
        folder,
        stderr,
      } = recorded(script(organization({}), after).replace('sleep 5', 'exit 9').replace('case $state in', 'case SUCCEEDED in'));
      assert.deepEqual([stderr, folder], ['', ['aws', 'log', 'script']]);
      const called = (operation: string) => made.find(([first]) => first === operation) ?? [];
      const argument = (operation: string, option: string, member: string): unknown => {
        const [all, json] = [called(operation), called(operation).indexOf('--cli-input-json')];
        const value: unknown = json === -1 ? undefined : JSON.parse(all[json + 1] ?? '');
        const inJson =
          typeof value === 'object' && value !== null ? new Map<string, unknown>(Object.entries(value)).get(member) : undefined;
        return inJson ?? all[all.indexOf(option) + 1];
      };
      assert.equal(argument('create-organizational-unit', '--name', 'Name'), name);
      assert.equal(argument('create-policy', '--name', 'Name'), name);
      assert.equal(argument('create-policy', '--description', 'Description'), name);
      assert.equal(argument('create-account', '--account-name', 'AccountName'), name);
      assert.equal(argument('enable-aws-service-access', '--service-principal', 'ServicePrincipal'), name);
      const create = called('create-policy');
      assert.deepEqual(JSON.parse(create[create.indexOf('--content') + 1] ?? ''), { x: name });
      // Nothing that would be read from a file, or taken for an option.
      const values = made.flatMap((all) => all.slice(1)).filter((word) => word.startsWith('file:'));
      assert.deepEqual(values, []);
    }
  });

  test('texts are words of the shell, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '').replace(/[\ud800-\udfff]/g, '')),
          { maxLength: 5 },
        ),
        (texts) => {
          const lines = texts.flatMap((text, index) => [
            comment(text),
            `printf '%s\\0' ${quoted(text)}`,
            ...variableOfText(`V${index}`, text),
            `printf '%s\\0' "$V${index}"`,
          ]);
          const { stdout, stderr } = spawnSync('bash', [], { input: lines.join('\n'), encoding: 'utf8' });
          assert.equal(stderr, '');
          assert.equal(stdout, texts.map((text) => `${text}\0${text}\n\0`).join(''));
        },
      ),
      { numRuns: 30 },
    );
    assert.equal(queryLiteral('a`\'"'), '`"a\\u0060\\u0027\\""`');
  });
});

describe('the script, run against moto', { skip: !hasMoto }, () => {
  const first = organization({
    root: {
      policyTypes: { SERVICE_CONTROL_POLICY: 'ENABLED', TAG_POLICY: 'ENABLED' },
      attach: ['scp/FullAWSAccess', 'scp/deny-leave', 'tag/b', 'tag/a'],
      ous: [{ name: 'Engineer' }, { name: 'Data', attach: ['scp/data-only'], ous: [{ name: `Lakes 'n' $(Ponds)/"x"` }] }],
    },
    accounts: [
      { name: 'service 1', email: 's1@example.com', ou: '/Engineer', tags: { team: `a 'b' $c` } },
      { name: 'pond', email: 'pond@example.com', ou: `/Data/Lakes 'n' $(Ponds)~1"x"`, attach: ['scp/FullAWSAccess', 'scp/deny-leave'] },
      { name: 'pipeline', email: 'pipe@example.com', ou: '/Data' },
    ],
    policies: {
      'scp/deny-leave': policy('organizations:*'),
      'scp/data-only': policy(`it's $HOME`),
      'tag/a': '{"tags":{}}',
      'tag/b': '{"tags": {"b": {}}}',
    },
    more: { trustedAccess: ['ssm.amazonaws.com'], delegatedAdministrators: { 'ssm.amazonaws.com': ['pipeline'] } },
  });
  const second = organization({
    root: {
      policyTypes: { SERVICE_CONTROL_POLICY: 'ENABLED', TAG_POLICY: 'ENABLED', AISERVICES_OPT_OUT_POLICY: 'ENABLED' },
      attach: ['scp/FullAWSAccess', 'tag/a', 'tag/b', 'ai-opt-out/all'],
      ous: [
        { name: 'Data', attach: ['scp/FullAWSAccess', 'scp/data-only'], ous: [{ name: 'New', attach: ['scp/data-only'] }] },
        { name: 'Suspended' },
      ],
    },
    accounts: [
      { name: 'service 1', email: 's1@example.com', ou: '/Data/New', tags: { owner: 'x' } },
      { name: 'pond', email: 'pond@example.com', ou: '/Data' },
      { name: 'pipeline', email: 'pipe@example.com', ou: '/Suspended' },
    ],
    policies: {
      'scp/data-only': policy('rds:*'),
      'tag/a': '{"tags":{}}',
      'tag/b': '{"tags": {"b": {}}}',
      'ai-opt-out/all': '{"services":{}}',
    },
    more: { trustedAccess: ['config.amazonaws.com', 'ssm.amazonaws.com'], delegatedAdministrators: { 'ssm.amazonaws.com': ['service 1'] } },
  });

  const aws = ({ environment }: Moto, command: string): string => {
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8', env: environment });
    assert.equal(status, 0, stderr);
    return stdout;
  };

  /**
   * What AWS has, as files; moto's management account has an id of its own. In which order policies are attached tells only the call for
   * each target, which the export does without.
   */
  const exported = (moto: Moto): Files => {
    const { stdout } = spawnSync('bash', [inRoot('docs/export-organization.sh')], { encoding: 'utf8', env: moto.environment });
    const { root } = read(importAwsOutputs(stdout).files);
    const call = `list-policies-for-target --target-id ${root.id} --filter TAG_POLICY`;
    const out = aws(moto, `aws organizations ${call}`).replaceAll('\n', '');
    const order = `{"op": "list-policies-for-target", "in": {"TargetId": "${root.id}", "Filter": "TAG_POLICY"}, "out": ${out}}\n`;
    return importAwsOutputs(stdout + order).files;
  };

  /** The wanted version, with the ids and the management account of what AWS has. */
  const wanted = (files: Files, there: Files): Files => {
    const { id, root, accounts, managementAccount } = read(there);
    const manager = accounts.find((account) => account.id === managementAccount);
    const text = (files.get('organization.jsonc') ?? '')
      .replace('o-a1b2c3d4e5', id)
      .replace('r-ab12', root.id)
      .replace('"managementAccount":"top"', JSON.stringify({ managementAccount: manager?.name }).slice(1, -1));
    const list = (files.get('accounts.jsonc') ?? '').replace(
      JSON.stringify(top),
      JSON.stringify({ name: manager?.name, id: manager?.id, ou: '/' }),
    );
    return new Map(files).set('organization.jsonc', text).set('accounts.jsonc', list);
  };

  test('makes of an empty organization the first version, and of that the second', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-moto-'));
    const moto = await startMoto(folder);
    try {
      aws(moto, 'aws organizations create-organization --feature-set ALL');
      let there = exported(moto);
      for (const files of [first, second]) {
        const goal = wanted(files, there);
        aws(moto, script(there, goal));
        there = exported(moto);
        assert.deepEqual(
          differences(there, goal).map((one) => english(describeDifference(one))),
          [],
        );
      }
    } finally {
      moto.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
