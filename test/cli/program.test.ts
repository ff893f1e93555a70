import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

import { gatehouse, pick } from './commandLine';

describe('gatehouse', () => {
  test('prints its version', async () => {
    const { exitCode, stdout } = await gatehouse(['--version']);
    const manifest: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
    assert.deepEqual([exitCode, stdout.trim()], [0, pick(manifest, 'version')]);
  });

  test('helps, in the language of the environment or the one asked for', async () => {
    assert.match((await gatehouse(['--help'])).stdout, /Says whether requests would be allowed/);
    for (const environment of [{ LC_ALL: 'ko_KR.UTF-8' }, { LC_ALL: '', LANG: 'ko' }]) {
      assert.match((await gatehouse(['--help'], { environment })).stdout, /요청이 허용되는지/);
    }
    assert.match((await gatehouse(['--help', '--language', 'ko'])).stdout, /요청이 허용되는지/);
    assert.match((await gatehouse(['--language=en', '--help'], { environment: { LC_ALL: 'ko_KR' } })).stdout, /Says whether/);
  });

  for (const command of ['check', 'simulate', 'test', 'organization', 'language-server']) {
    test(`${command} --help tells usage and exit codes`, async () => {
      const { exitCode, stdout } = await gatehouse([command, '--help']);
      assert.equal(exitCode, 0);
      assert.match(stdout, new RegExp(`^gatehouse ${command} `));
      assert.match(stdout, /Exit codes\n {2}0 /);
    });
  }

  const misuse: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no command', [], /gatehouse COMMAND/],
    ['an unknown command', ['chekc'], /there is no command `chekc`; did you mean `check`\?/],
    ['an unknown option', ['check', '--formt', 'json', '.'], /unknown option `--formt`; did you mean `--format`\?/],
    ['an option without its value', ['check', '--format'], /`--format` needs a value/],
    ['an unknown format', ['check', '--format', 'xml', '.'], /`xml` is no format; choose one of text, json, sarif/],
    ['an unknown policy type', ['check', '--type', 'scpp', '.'], /`scpp` is no policy type/],
    ['no path', ['check'], /no path is given/],
    ['a language server without --stdio', ['language-server'], /`--stdio` is missing/],
  ];
  for (const [name, args, says] of misuse) {
    test(`says what is wrong with ${name}, and exits 2`, async () => {
      const { exitCode, stdout, stderr } = await gatehouse(args);
      assert.equal(exitCode, 2);
      assert.match(stderr, says);
      assert.equal(stdout, '');
    });
  }

  test('uses no colours when nobody looks, and NO_COLOR is honoured', async () => {
    const { stdout } = await gatehouse(['--help'], { environment: { NO_COLOR: '1' } });
    assert.ok(!stdout.includes('\u001b'));
  });
});
