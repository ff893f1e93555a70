import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import Mocha from 'mocha';

/** What VS Code calls to run the suite; it rejects when a test fails, and leaves the counts where the runner reads them. */
export function run(): Promise<void> {
  const grep = process.env['GATEHOUSE_TEST_GREP'] ?? '';
  const mocha = new Mocha({ ui: 'tdd', color: false, timeout: 60_000, reporter: 'spec', ...(grep === '' ? {} : { grep }) });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  }
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const results = process.env['GATEHOUSE_TEST_RESULTS'];
      const passed = runner.stats?.passes ?? 0;
      if (results !== undefined) writeFileSync(results, JSON.stringify({ passed, failed: failures }));
      if (failures > 0) reject(new Error(`${failures} of the tests in VS Code failed`));
      else resolve();
    });
  });
}
