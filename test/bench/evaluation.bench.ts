import { spawnSync } from 'node:child_process';

import { buildSync } from 'esbuild';

import { inRoot } from '../support/root';
import { goal, report } from './table';

// The engine is measured as it ships, bundled; each side runs in a process of its own, since WebAssembly engines do not share one well.

const sizes = ['10', '100', '1000'] as const;
const decideGoals: Readonly<Record<string, number>> = { 10: 300, 100: 400, 1000: 3000 };

/** The same policies for both sides: each identity statement names two actions and a bucket; five SCP levels hold a Region lock. */
const shared = `
function measureAll(runs) {
  const names = Object.keys(runs);
  const counts = {};
  for (const name of names) {
    let count = 1;
    for (;;) {
      const start = process.hrtime.bigint();
      for (let i = 0; i < count; i++) runs[name]();
      if (Number(process.hrtime.bigint() - start) > 3e7) break;
      count *= 2;
    }
    counts[name] = Math.max(1, count >> 4);
  }
  const times = Object.fromEntries(names.map((name) => [name, []]));
  // In turns, so that whatever else the machine does meets all of them.
  for (let round = 0; round < 101; round++) {
    for (const name of names) {
      const start = process.hrtime.bigint();
      for (let i = 0; i < counts[name]; i++) runs[name]();
      times[name].push(Number(process.hrtime.bigint() - start) / counts[name]);
    }
  }
  return Object.fromEntries(names.map((name) => [name, times[name].sort((a, b) => a - b)[50]]));
}
const statements = (size) => Array.from({ length: size - 1 }, (_, i) => ({
  actions: ['service' + (i % 40) + ':Action' + i, 's3:Put' + i],
  bucket: 'bucket-' + i,
  team: i % 3 === 0 ? 'team-' + i : undefined,
}));
const regions = ['eu-west-1', 'us-east-1'];
`;

const gatehouse = `
import { compilePolicySet } from './server/src/core/evaluation/policySet';
import { decide } from './server/src/core/evaluation/decide';
import { explain } from './server/src/core/evaluation/explain';
import { prepareRequest } from './server/src/core/evaluation/prepareRequest';
import { lowerPolicy } from './server/src/core/policy/lowerPolicy';
import { nodeFromValue } from './server/src/core/syntax/nodeFromValue';
import { realCatalog } from './test/support/realCatalog';
${shared}
const catalog = realCatalog();
const policy = (Statement) => ({ name: undefined, policy: lowerPolicy(nodeFromValue({ Version: '2012-10-17', Statement })) });
const full = policy({ Effect: 'Allow', Action: '*', Resource: '*' });
const lock = policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': regions } } });
const identity = (size) => policy([...statements(size).map(({ actions, bucket, team }) => ({
  Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::' + bucket + '/*',
  ...(team === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalTag/team': team } } }),
})), { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }]);
const request = {
  principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::media/a.png', contextIsComplete: true,
  context: { 'aws:SourceIp': '203.0.113.7', 'aws:RequestedRegion': 'eu-west-1', 'aws:PrincipalTag/team': 'data' },
};
const setOf = (size) => compilePolicySet({ identityPolicies: [identity(size)], serviceControlPolicies: [1, 2, 3, 4, 5].map(() => [full, lock]) });
const runs = {};
for (const size of [10, 100, 1000]) {
  const set = setOf(size);
  const prepared = prepareRequest(request, { catalog });
  if (decide(prepared, set).decision !== 'allowed') throw new Error('the request should be allowed');
  runs['decide' + size] = () => decide(prepared, set);
  if (size !== 100) continue;
  runs.raw = () => decide(prepareRequest(request, { catalog }), set);
  runs.explain = () => explain(prepared, set);
}
console.log(JSON.stringify(measureAll(runs)));
`;

const cedar = `
const cedar = require('@cedar-policy/cedar-wasm/nodejs');
${shared}
const runs = {};
for (const size of [10, 100, 1000]) {
  const staticPolicies = {};
  statements(size).forEach(({ actions, bucket, team }, i) => {
    const list = actions.map((action) => 'Action::"' + action + '"').join(', ');
    const tagged = team === undefined ? '' : ' && context.team == "' + team + '"';
    staticPolicies['identity' + i] = 'permit(principal, action in [' + list + '], resource) when { context.arn like "arn:aws:s3:::' + bucket + '/*"' + tagged + ' };';
  });
  staticPolicies.media = 'permit(principal, action == Action::"s3:GetObject", resource) when { context.arn like "arn:aws:s3:::media/*" && context.ip.isInRange(ip("203.0.113.0/24")) };';
  for (let level = 0; level < 5; level++) {
    staticPolicies['scp' + level] = 'forbid(principal, action, resource) unless { ' + regions.map((region) => 'context.region == "' + region + '"').join(' || ') + ' };';
  }
  const { type } = cedar.preparsePolicySet('set' + size, { staticPolicies });
  if (type !== 'success') throw new Error('cedar cannot read the policies');
  const call = {
    principal: { type: 'User', id: 'alice' }, action: { type: 'Action', id: 's3:GetObject' }, resource: { type: 'Object', id: 'a.png' },
    context: { arn: 'arn:aws:s3:::media/a.png', team: 'data', region: 'eu-west-1', ip: { __extn: { fn: 'ip', arg: '203.0.113.7' } } },
    preparsedPolicySetId: 'set' + size, entities: [], validateRequest: false,
  };
  const answer = cedar.statefulIsAuthorized(call);
  if (answer.type !== 'success' || answer.response.decision !== 'allow') throw new Error('the request should be allowed');
  runs['cedar' + size] = () => cedar.statefulIsAuthorized(call);
}
console.log(JSON.stringify(measureAll(runs)));
`;

/** Runs a script in a process of its own, bundled as the product is, and gives what it prints. */
function measure(contents: string): unknown {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: inRoot('.'), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['@cedar-policy/cedar-wasm'],
    logLevel: 'warning',
  });
  const [file] = outputFiles;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=commonjs'], {
    cwd: inRoot('.'),
    input: file?.text ?? '',
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function isTimes(value: unknown): value is Readonly<Record<string, number>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((time) => typeof time === 'number');
}

const [ours, theirs] = [measure(gatehouse), measure(cedar)];
if (!isTimes(ours) || !isTimes(theirs)) throw new Error('the measurements have another form than expected');

const nanoseconds = (time: number): string => (time < 10_000 ? `${time.toFixed(0)} ns` : `${(time / 1000).toFixed(0)} µs`);
const row = (name: string, time: number, peer: number, wanted: number): readonly string[] => [
  name,
  nanoseconds(time),
  nanoseconds(peer),
  `${(peer / time).toFixed(0)} ×`,
  goal(`≥ ${wanted} ×`, peer / time >= wanted),
];
const peerAt = (size: string): number => theirs[`cedar${size}`] ?? Number.NaN;
const ourTime = (name: string): number => ours[name] ?? Number.NaN;
const growth = ourTime('decide1000') / ourTime('decide10');

report({
  title: 'Decisions',
  intro:
    'One request against identity statements and five SCP levels, beside `@cedar-policy/cedar-wasm` with equivalent policies through its prepared, stateful API. Medians, one thread, one run.',
  columns: ['', 'Gatehouse', 'cedar-wasm', 'ratio', 'goal'],
  rows: [
    ...sizes.map((size) => row(`decide, ${size} statements`, ourTime(`decide${size}`), peerAt(size), decideGoals[size] ?? 0)),
    row('from a raw request, 100 statements', ourTime('raw'), peerAt('100'), 100),
    row('explain, 100 statements', ourTime('explain'), peerAt('100'), 10),
    ['decide, growth from 10 to 1,000 statements', `${growth.toFixed(1)} ×`, '', '', goal('≤ 4 ×', growth <= 4)],
  ],
});
