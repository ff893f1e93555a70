import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';

import { buildSync } from 'esbuild';

import { inRoot } from '../support/root';
import { goal, median, milliseconds, report, times } from './table';

// From nothing to the first decision: a new process reads the engine, what it needs to know, and a hundred statements as text.

const rounds = 31;

const shared = `
const statements = Array.from({ length: 99 }, (_, i) => ({ actions: ['service' + (i % 40) + ':Action' + i, 's3:Put' + i], bucket: 'bucket-' + i }));
`;

const gatehouse = `
import { readPolicyText } from './server/src/core/organization/policyLoader';
import { compilePolicySet } from './server/src/core/evaluation/policySet';
import { decide } from './server/src/core/evaluation/decide';
import { prepareRequest } from './server/src/core/evaluation/prepareRequest';
import { readFileSync } from 'node:fs';
import { readCatalogData } from './server/src/core/catalog/catalogData';
import { createCatalog } from './server/src/core/catalog/createCatalog';
${shared}
const { data } = readCatalogData(JSON.parse(readFileSync('server/data/catalog/core.json', 'utf8')));
const text = JSON.stringify({ Version: '2012-10-17', Statement: [
  ...statements.map(({ actions, bucket }) => ({ Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::' + bucket + '/*' })),
  { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::media/*' },
] });
const set = compilePolicySet({ identityPolicies: [{ name: undefined, policy: readPolicyText(text) }] });
const request = { principal: 'arn:aws:iam::111122223333:user/alice', action: 's3:GetObject', resource: 'arn:aws:s3:::media/a.png', context: {}, contextIsComplete: true };
if (decide(prepareRequest(request, { catalog: createCatalog(data) }), set).decision !== 'allowed') throw new Error('the request should be allowed');
`;

const cedar = `
const cedar = require('@cedar-policy/cedar-wasm/nodejs');
${shared}
const staticPolicies = {};
statements.forEach(({ actions, bucket }, i) => {
  const list = actions.map((action) => 'Action::"' + action + '"').join(', ');
  staticPolicies['identity' + i] = 'permit(principal, action in [' + list + '], resource) when { context.arn like "arn:aws:s3:::' + bucket + '/*" };';
});
staticPolicies.media = 'permit(principal, action == Action::"s3:GetObject", resource) when { context.arn like "arn:aws:s3:::media/*" };';
cedar.preparsePolicySet('set', { staticPolicies });
const answer = cedar.statefulIsAuthorized({
  principal: { type: 'User', id: 'alice' }, action: { type: 'Action', id: 's3:GetObject' }, resource: { type: 'Object', id: 'a.png' },
  context: { arn: 'arn:aws:s3:::media/a.png' }, preparsedPolicySetId: 'set', entities: [], validateRequest: false,
});
if (answer.type !== 'success' || answer.response.decision !== 'allow') throw new Error('the request should be allowed');
`;

/** Bundled as the product is, in a file of its own. */
function bundle(folder: string, name: string, contents: string): string {
  const file = path.join(folder, name);
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: inRoot('.'), loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['@cedar-policy/cedar-wasm'],
    logLevel: 'warning',
  });
  writeFileSync(file, outputFiles[0]?.text ?? '');
  return file;
}

function start(file: string): number {
  const before = performance.now();
  // From the project's folder, so that both find what they read.
  const script = `process.argv[1]=${JSON.stringify(inRoot('bench.js'))};module.paths.push(${JSON.stringify(inRoot('node_modules'))});eval(require('fs').readFileSync(${JSON.stringify(file)},'utf8'))`;
  const { status, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: inRoot('.'), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - before;
}

const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-bench-'));
const [ours, theirs] = [bundle(folder, 'gatehouse.js', gatehouse), bundle(folder, 'cedar.js', cedar)];
const [mine, peer]: [number[], number[]] = [[], []];
start(ours);
start(theirs);
for (let round = 0; round < rounds; round++) {
  mine.push(start(ours));
  peer.push(start(theirs));
}
rmSync(folder, { recursive: true });
const ratio = median(mine.map((time, index) => time / (peer[index] ?? time)));

report({
  title: 'The first decision',
  intro: `A new process reads the engine, the catalog and 100 statements as text, and decides one request; beside \`@cedar-policy/cedar-wasm\` with equivalent policies. The start of Node is in both. Median of ${rounds} starts each, in turn; the ratio is the median of the pairs'.`,
  columns: ['', 'Gatehouse', 'cedar-wasm', 'ratio', 'goal'],
  rows: [
    ['fresh process → first decision', milliseconds(median(mine)), milliseconds(median(peer)), times(ratio), goal('< 1 ×', ratio < 1)],
  ],
});
