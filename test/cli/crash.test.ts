import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { gatehouse, inFolder } from './commandLine';

/**
 * Loaded before the program: it counts what changes the disk, and at the n-th such call ends the process as a crash would, a file that is
 * being written half written.
 */
const killer = `
const fs = require('node:fs');
let left = Number(process.env.KILL_AT);
const die = () => process.kill(process.pid, 'SIGKILL');
for (const name of ['mkdirSync', 'renameSync', 'rmSync', 'openSync', 'closeSync']) {
  const real = fs[name];
  fs[name] = (...args) => {
    const writes = name !== 'openSync' || /[wa]/.test(String(args[1]));
    if (writes && --left === 0) die();
    return real(...args);
  };
}
const write = fs.writeFileSync;
fs.writeFileSync = (file, text, ...rest) => {
  if (--left === 0) {
    write(file, String(text).slice(0, String(text).length / 2), ...rest);
    die();
  }
  return write(file, text, ...rest);
};
`;

const lines: readonly (readonly [op: string, input: object, out: object])[] = [
  ['list-roots', {}, { Roots: [{ Id: 'r-ab12', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] }],
  ['list-accounts-for-parent', { ParentId: 'r-ab12' }, { Accounts: [{ Id: '111111111111', Name: 'top', Status: 'ACTIVE' }] }],
  [
    'describe-policy',
    { PolicyId: 'p-11111111' },
    { Policy: { PolicySummary: { Id: 'p-11111111', Name: 'deny', Type: 'SERVICE_CONTROL_POLICY' }, Content: '{"Statement":[]}' } },
  ],
];
const bundle = lines.map(([op, input, out]) => `${JSON.stringify({ op, in: input, out })}\n`).join('');

describe('organization --write', () => {
  test('leaves the whole organization or none, wherever it is killed', { skip: process.platform === 'win32' }, async () => {
    await inFolder({ 'o.jsonl': bundle, 'killer.cjs': killer }, async (folder) => {
      const run = async (at: number, target: string) =>
        gatehouse(['organization', 'o.jsonl', '--write', target], {
          folder,
          environment: { NODE_OPTIONS: `--require ${path.join(folder, 'killer.cjs')}`, KILL_AT: String(at) },
        });
      await run(0, 'whole');
      const textOf = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
      const files = ['organization.jsonc', 'accounts.jsonc', 'policies/scp/deny.json'];
      let at = 1;
      for (; at < 60; at++) {
        const target = `killed-${at}`;
        const { exitCode } = await run(at, target);
        if (existsSync(path.join(folder, target, 'organization.jsonc'))) {
          for (const file of files) assert.equal(textOf(`${target}/${file}`), textOf(`whole/${file}`), `${file}, killed at ${at}`);
        } else {
          assert.equal(exitCode, null, 'it was killed');
          const { exitCode: none, stdout } = await gatehouse(['organization', target], { folder });
          assert.deepEqual([none, stdout], [2, ''], `killed at ${at}`);
        }
        if (exitCode === 0) break;
      }
      assert.ok(at > 6 && at < 60, `${at} calls were counted`);
    });
  });

  test('says where it cannot write, and leaves nothing', async () => {
    await inFolder({ 'o.jsonl': bundle, 'a-file': '' }, async (folder) => {
      for (const target of ['a-file/new', 'a-file/new/deeper', 'a-file']) {
        const { exitCode, stdout, stderr } = await gatehouse(['organization', 'o.jsonl', '--write', target], { folder });
        assert.deepEqual([exitCode, stdout], [2, ''], target);
        assert.match(stderr, /cannot be written: not a directory|is there already; nothing was written/);
        const asked = await gatehouse(['import-aws', '--endpoint-url', 'http://127.0.0.1:9', '--write', target], { folder });
        assert.equal(asked.exitCode, 2);
        assert.match(asked.stderr, /cannot be written: not a directory|is there already; nothing was written/);
      }
    });
  });
});
