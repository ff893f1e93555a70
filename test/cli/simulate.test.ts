import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';

import { gatehouse, inFolder, pick, startGatehouse } from './commandLine';

function scenario(name: string, changes: Readonly<Record<string, unknown>> = {}) {
  return {
    name,
    request: { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' },
    identityPolicies: [{ Version: '2012-10-17', Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] }],
    ...changes,
  };
}

const lines = (...values: readonly unknown[]): string =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

function simulate(input: string, ...args: readonly string[]) {
  return gatehouse(['simulate', '--scenarios', '-', ...args], { input });
}

const parsed = (stdout: string): readonly unknown[] =>
  stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));

describe('simulate --scenarios --format json', () => {
  test('lists the checks of an operation', async () => {
    const resources = [{ arn: 'arn:aws:s3:::from/k' }, { arn: 'arn:aws:s3:::to/k' }];
    const request = { principal: 'arn:aws:iam::111122223333:user/alice', operation: 's3:CopyObject', resources };
    const { exitCode, stdout } = await simulate(lines(scenario('copy', { request, expect: 'implicitDeny' })), '--format', 'json');
    assert.equal(exitCode, 0);
    assert.deepEqual(pick(parsed(stdout)[0], 'checks'), [
      { action: 's3:GetObject', resource: 'arn:aws:s3:::from/k', decision: 'allowed' },
      { action: 's3:PutObject', resource: 'arn:aws:s3:::to/k', decision: 'implicitDeny' },
    ]);
  });

  test('prints one line per scenario with the members of the contract', async () => {
    const { exitCode, stdout, stderr } = await simulate(lines(scenario('a', { expect: 'allowed' })), '--format', 'json');
    assert.deepEqual([exitCode, stderr], [0, '']);
    const [result] = parsed(stdout);
    assert.ok(typeof result === 'object' && result !== null);
    assert.deepEqual(Object.keys(result), [
      'name',
      'decision',
      'decidedBy',
      'matchedStatements',
      'missingContextKeys',
      'layers',
      'problems',
    ]);
    assert.deepEqual(pick(result, 'decidedBy'), { layer: 'identity', level: null, policy: 'identity[0]', statement: 0, sid: 'Read' });
    assert.deepEqual(pick(result, 'matchedStatements', 0), {
      layer: 'identity',
      level: null,
      policy: 'identity[0]',
      statement: 0,
      sid: 'Read',
      effect: 'Allow',
    });
  });

  const shapes: readonly (readonly [string, string])[] = [
    ['one scenario over many lines', JSON.stringify(scenario('a'), undefined, 2)],
    ['an array', JSON.stringify([scenario('a')])],
    ['an array over many lines', JSON.stringify([scenario('a')], undefined, 2)],
    ['JSON lines with blank ones between', `\n${JSON.stringify(scenario('a'))}\n\n`],
    ['a byte order mark and CRLF', `\ufeff${JSON.stringify(scenario('a'), undefined, 2).replaceAll('\n', '\r\n')}`],
  ];
  for (const [name, input] of shapes) {
    test(`reads ${name}`, async () => {
      const { exitCode, stdout } = await simulate(input, '--format', 'json');
      assert.deepEqual(
        [exitCode, parsed(stdout).map((result) => [pick(result, 'name'), pick(result, 'decision')])],
        [0, [['a', 'allowed']]],
      );
    });
  }

  test('keeps the order of the input', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const { stdout } = await simulate(lines(...names.map((name) => scenario(name))), '--format', 'json');
    assert.deepEqual(
      parsed(stdout).map((result) => pick(result, 'name')),
      names,
    );
  });

  test('exits 1 when an expectation does not hold, and says which', async () => {
    const { exitCode, stderr } = await simulate(lines(scenario('a'), scenario('b', { expect: 'denied' })), '--format', 'json');
    assert.equal(exitCode, 1);
    assert.match(stderr, /b, line 2: expected `denied`, but it is `allowed`/);
  });

  test('gives a scenario with an unknown field an error, runs the rest, and exits 2', async () => {
    const input = lines(scenario('a', { expect: 'denied' }), scenario('b', { identityPolicy: [] }), '{ "name": "c"', scenario('d'));
    const { exitCode, stdout } = await simulate(input, '--format', 'json');
    assert.equal(exitCode, 2);
    const results = parsed(stdout);
    assert.deepEqual(
      results.map((result) => pick(result, 'name')),
      ['a', 'b', null, 'd'],
    );
    assert.equal(pick(results[1], 'error'), 'line 2: unknown field `identityPolicy`');
    assert.equal(pick(results[1], 'decision'), null);
    assert.match(String(pick(results[2], 'error')), /^line 3: /);
    assert.equal(pick(results[3], 'decision'), 'allowed');
  });

  test('gives a first line that is broken an error too', async () => {
    const { exitCode, stdout } = await simulate(lines('{ "name": ', scenario('b')), '--format', 'json');
    assert.equal(exitCode, 2);
    assert.deepEqual(
      parsed(stdout).map((result) => pick(result, 'decision')),
      [null, 'allowed'],
    );
  });

  test('resolves AWS managed policies by ARN', async () => {
    const managed = scenario('a', { identityPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] });
    const { stdout } = await simulate(lines(managed), '--format', 'json');
    assert.equal(pick(parsed(stdout)[0], 'decision'), 'allowed');
  });

  test('answers each line before the next one comes', async () => {
    const child = startGatehouse(['simulate', '--scenarios', '-', '--format', 'json']);
    const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const name of ['first', 'second']) {
      child.stdin.write(`${JSON.stringify(scenario(name))}\n`);
      const answer: IteratorResult<string> = await answers.next();
      assert.equal(pick(JSON.parse(String(answer.value)), 'name'), name);
    }
    child.stdin.end();
    await once(child, 'close');
    assert.equal(child.exitCode, 0);
  });

  test('is quiet when the reader goes away', async () => {
    const child = startGatehouse(['simulate', '--scenarios', '-', '--format', 'json']);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.on('error', () => undefined);
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(lines(...Array.from({ length: 2000 }, (_, index) => scenario(`s${index}`))));
    await once(child, 'close');
    assert.equal(stderr, '');
  });
});

describe('simulate --scenarios', () => {
  test('reads a file, and says the decision in a sentence', async () => {
    await inFolder({ 's.json': JSON.stringify([scenario('a'), scenario('b', { identityPolicies: [] })]) }, async (folder) => {
      const { exitCode, stdout } = await gatehouse(['simulate', '--scenarios', 's.json'], { folder });
      assert.equal(exitCode, 0);
      assert.match(stdout, /a\n {2}✓ Allowed by identity\[0\]#Read/);
      assert.match(stdout, /b\n {2}✗ Denied: no identity-based policy allows s3:GetObject/);
    });
  });

  test('speaks Korean', async () => {
    const { stdout } = await simulate(lines(scenario('b', { identityPolicies: [] })), '--language', 'ko');
    assert.match(stdout, /자격 증명 기반 정책/);
    assert.match(stdout, /1건 판정/);
  });

  test('exits 2 when there is no such file, and when there is no scenario in it', async () => {
    const missing = await gatehouse(['simulate', '--scenarios', 'no-such-file.json']);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /no-such-file\.json cannot be read: no such file or directory/);
    const empty = await simulate('\n');
    assert.equal(empty.exitCode, 2);
    assert.match(empty.stderr, /holds no scenario/);
  });

  test('survives a hundred thousand levels of nesting', async () => {
    const { exitCode } = await simulate(`{"name":"deep","request":${'['.repeat(100_000)}`, '--format', 'json');
    assert.equal(exitCode, 2);
  });
});

describe('simulate --organization', () => {
  const ask = (...args: readonly string[]) => gatehouse(['simulate', '--organization', 'samples/company', ...args]);

  test('decides by everything that the organization attaches', async () => {
    const asked = ['--principal', 'pipeline/user/s3-monitoring-bot', '--action', 'ec2:RunInstances', '--resource', '*', '--format', 'json'];
    const { exitCode, stdout } = await ask(...asked);
    assert.equal(exitCode, 0);
    assert.deepEqual(pick(JSON.parse(stdout), 'decidedBy'), {
      layer: 'scp',
      level: 1,
      policy: 'data-only',
      statement: 0,
      sid: 'OnlyDataServices',
    });
  });

  test('asks once per resource', async () => {
    const resources = ['--resource', 'arn:aws:s3:::media/a', '--resource', 'arn:aws:s3:::other/a'];
    const { stdout } = await ask(
      '--principal',
      'pipeline/user/s3-monitoring-bot',
      '--action',
      's3:GetObject',
      ...resources,
      '--format',
      'json',
    );
    assert.deepEqual(
      parsed(stdout).map((result) => pick(result, 'decision')),
      ['allowed', 'implicitDeny'],
    );
  });

  test('takes a context key that nobody gave as unknown, unless the context is complete', async () => {
    await inFolder(conditionalOrganization, async (folder) => {
      const asked = [
        'simulate',
        '--organization',
        '.',
        '--principal',
        'app/user/kim',
        '--action',
        's3:GetObject',
        '--resource',
        'arn:aws:s3:::b/k',
      ];
      const decisionOf = async (...more: readonly string[]): Promise<unknown> =>
        pick(JSON.parse((await gatehouse([...asked, '--format', 'json', ...more], { folder })).stdout), 'decision');
      assert.equal(await decisionOf(), 'undetermined');
      assert.equal(await decisionOf('--context-complete'), 'implicitDeny');
      assert.equal(await decisionOf('--context', 'aws:SourceVpce=vpce-1'), 'allowed');
    });
  });

  test('names the nearest principal for one that is nobody', async () => {
    const { exitCode, stderr } = await ask('--principal', 'pipeline/user/s3-monitoring-bt', '--action', 's3:GetObject', '--resource', '*');
    assert.equal(exitCode, 2);
    assert.match(stderr, /did you mean `pipeline\/user\/s3-monitoring-bot`\?/);
  });

  test('shows layers, statements and context to people', async () => {
    const { stdout } = await ask(
      '--principal',
      'pipeline/user/s3-monitoring-bot',
      '--action',
      's3:PutObject',
      '--resource',
      'arn:aws:s3:::media/a',
    );
    assert.match(stdout, /✗ Denied: no identity-based policy allows s3:PutObject/);
    assert.match(stdout, /SCP: Data/);
    assert.match(stdout, /s3-monitoring-bot-policy#ReadAndDelete/);
  });
});

describe('simulate with roles on the way', () => {
  const trust = (AWS: string, Action: unknown = 'sts:AssumeRole', more: object = {}) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS }, Action, ...more }],
  });
  const allow = (Action: unknown, more: object = {}) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }],
  });
  const inline = (document: object) => [{ name: 'own', document }];
  const files = {
    'organization.jsonc': '{ "organization": { "managementAccount": "top" }, "root": {} }',
    'accounts.jsonc':
      '[{ "name": "top", "id": "111111111111" }, { "name": "app", "id": "222222222222" }, { "name": "log", "id": "333333333333" }]',
    'iam/app/principals.jsonc': JSON.stringify({ users: [{ name: 'kim', inline: inline(allow('sts:*')) }] }),
    'iam/log/principals.jsonc': JSON.stringify({
      roles: [
        { name: 'reader', trust: './reader.json', inline: inline(allow(['s3:GetObject', 'sts:AssumeRole'])) },
        { name: 'deep', trust: './deep.json', inline: inline(allow('s3:*')) },
      ],
    }),
    'iam/log/reader.json': JSON.stringify(
      trust('arn:aws:iam::222222222222:user/kim', ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], {
        Condition: { StringEquals: { 'sts:ExternalId': '42' } },
      }),
    ),
    'iam/log/deep.json': JSON.stringify(
      trust('arn:aws:iam::333333333333:role/reader', 'sts:*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } }),
    ),
    'session.json': JSON.stringify(allow('s3:PutObject')),
  };
  const start = [
    'simulate',
    '--organization',
    '.',
    '--principal',
    'app/user/kim',
    '--action',
    's3:GetObject',
    '--resource',
    'arn:aws:s3:::b/k',
  ];
  const reader = ['--assume-role', 'log/role/reader', '--external-id', '42'];

  const rows: readonly (readonly [name: string, args: readonly string[], decision: string, decidedAtRole: number | null])[] = [
    ['takes a role', [...reader, '--context-complete'], 'allowed', null],
    ['lacks the external id', ['--assume-role', 'log/role/reader', '--context-complete'], 'implicitDeny', 0],
    ['does not know the external id', ['--assume-role', 'log/role/reader'], 'undetermined', 0],
    ['gives a session policy', [...reader, '--session-policy', 'session.json', '--context-complete'], 'implicitDeny', null],
    [
      'gives the ARN of an AWS managed policy',
      [...reader, '--session-policy', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', '--context-complete'],
      'allowed',
      null,
    ],
    ['goes on without the tag', [...reader, '--assume-role', 'log/role/deep', '--context-complete'], 'implicitDeny', 1],
    [
      'goes on with the tag',
      [...reader, '--session-tag', 'team=a', '--assume-role', 'log/role/deep', '--context-complete'],
      'allowed',
      null,
    ],
  ];
  for (const [name, args, decision, decidedAtRole] of rows) {
    test(name, async () => {
      await inFolder(files, async (folder) => {
        const { stdout, exitCode } = await gatehouse([...start, '--format', 'json', ...args], { folder });
        const result: unknown = JSON.parse(stdout);
        assert.deepEqual([exitCode, pick(result, 'decision'), pick(result, 'decidedAtRole')], [0, decision, decidedAtRole]);
        assert.equal(pick(result, 'assumedRoles', 0, 'role'), 'arn:aws:iam::333333333333:role/reader');
      });
    });
  }

  test('says which role fails, and why', async () => {
    await inFolder(files, async (folder) => {
      const { stdout } = await gatehouse([...start, ...reader, '--assume-role', 'log/role/deep', '--context-complete'], { folder });
      assert.match(
        stdout,
        /Role 2 of 2, arn:aws:iam::333333333333:role\/deep, cannot be taken: Denied: no resource-based policy allows sts:AssumeRole/,
      );
      assert.match(stdout, /✓ 1\. arn:aws:iam::333333333333:role\/reader\n.*✗ 2\. arn:aws:iam::333333333333:role\/deep/);
    });
  });

  const mistakes: readonly (readonly [name: string, args: readonly string[], said: RegExp])[] = [
    ['a role that nobody has', ['--assume-role', 'log/role/readr'], /did you mean `log\/role\/reader`\?/],
    ['an option without its role', ['--external-id', '42'], /`--external-id` needs an `--assume-role` before it/],
    ['an option twice for one role', [...reader, '--external-id', '43'], /`--external-id` stands twice for one role/],
    ['a session policy that is not there', [...reader, '--session-policy', 'none.json'], /none\.json cannot be read/],
    ['a tag without a value', [...reader, '--session-tag', 'team'], /`team` is no KEY=VALUE/],
    ['an action beside an operation', ['--operation', 's3:CopyObject'], /`--action` and `--operation` exclude each other/],
  ];
  for (const [name, args, said] of mistakes) {
    test(`refuses ${name}`, async () => {
      await inFolder(files, async (folder) => {
        const { stderr, exitCode } = await gatehouse([...start, ...args], { folder });
        assert.equal(exitCode, 2);
        assert.match(stderr, said);
      });
    });
  }

  test('decides an operation on all its resources', async () => {
    await inFolder(files, async (folder) => {
      const asked = ['simulate', '--organization', '.', '--principal', 'log/role/reader', '--operation', 's3:CopyObject'];
      const resources = ['--resource', 'arn:aws:s3:::b/from', '--resource', 'arn:aws:s3:::b/to'];
      const json = await gatehouse([...asked, ...resources, '--format', 'json'], { folder });
      assert.deepEqual(pick(JSON.parse(json.stdout), 'checks'), [
        { action: 's3:GetObject', resource: 'arn:aws:s3:::b/from', decision: 'allowed' },
        { action: 's3:PutObject', resource: 'arn:aws:s3:::b/to', decision: 'implicitDeny' },
      ]);
      const people = await gatehouse([...asked, ...resources], { folder });
      assert.match(people.stdout, /✗ s3:PutObject +arn:aws:s3:::b\/to/);
      const none = await gatehouse([...asked, '--format', 'json'], { folder });
      assert.equal(pick(JSON.parse(none.stdout), 'decision'), 'undetermined');
    });
  });

  test('reads the roles of a scenario', async () => {
    const role = 'arn:aws:iam::333333333333:role/reader';
    const request = {
      principal: 'arn:aws:iam::111122223333:user/alice',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::b/k',
      assumeRoles: [{ role, identityPolicies: [allow('s3:*')] }],
    };
    const { stdout, exitCode } = await simulate(
      lines(scenario('chain', { request, identityPolicies: [allow('sts:*')] })),
      '--format',
      'json',
    );
    const [result] = parsed(stdout);
    assert.deepEqual([exitCode, pick(result, 'decision'), pick(result, 'decidedAtRole')], [0, 'undetermined', 0]);
    assert.match(String(pick(result, 'problems', 0)), /`assumeRoles\[0\]\.trustPolicy` is missing/);
  });
});

const conditionalOrganization = {
  'organization.jsonc': '{ "organization": { "managementAccount": "top" }, "root": {} }',
  'accounts.jsonc': '[{ "name": "top", "id": "111111111111" }, { "name": "app", "id": "222222222222" }]',
  'iam/app/principals.jsonc': JSON.stringify({
    users: [
      {
        name: 'kim',
        inline: [
          {
            name: 'through-endpoint',
            document: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Action: 's3:GetObject',
                  Resource: '*',
                  Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
                },
              ],
            },
          },
        ],
      },
    ],
  }),
};
