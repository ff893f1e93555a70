// Starts a check: its file, its line in the folder's list, its place in test/checks/codes.txt and a file for its cases.
//   npm run new-check -- statement my-check
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes the files of a new check below a project's folder and names them. */
export function newCheck(root, group, code) {
  const folder = path.join(root, 'server/src/core/checks', group);
  if (!existsSync(path.join(folder, 'index.ts'))) throw new Error(`no folder of checks is named ${group}`);
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(code)) throw new Error(`a code is two words or more with hyphens between them, not ${code}`);
  const codesFile = path.join(root, 'test/checks/codes.txt');
  const codes = readFileSync(codesFile, 'utf8');
  if (codes.split('\n').some((line) => line.split(' ', 1)[0] === code)) throw new Error(`the code ${code} is taken, for good`);

  const name = code.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const written = {
    [path.join(folder, `${name}.ts`)]: source(code, name),
    [path.join(folder, 'index.ts')]: index(folder, group, name),
    [codesFile]: `${codes.trimEnd()}\n${code}\n`,
    [path.join(root, 'test/checks/cases', group, `${code}.jsonc`)]: fixture(code),
  };
  for (const [file, text] of Object.entries(written)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return Object.keys(written).map((file) => path.relative(root, file));
}

function source(code, name) {
  return `import { message } from '../../text/message';
import { defineCheck } from '../check';
import { policyCheck } from '../support/reference';

/** Why this check is as it is, in one sentence. */
export const ${name} = defineCheck({
  code: '${code}',
  findingType: 'warning',
  appliesTo: 'allPolicyTypes',
  summary: 'What is wrong, without a full stop',
  why: 'What AWS does about it.',
  source: policyCheck('general-warning', '${code}'),
  examples: {
    bad: [\`{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }\`],
    good: [\`{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }\`],
  },
  visit: {
    statement(statement, context) {
      if (statement.effect !== 'Allow') return;
      context.report({ start: statement.start, end: statement.start + 1 }, message('what is wrong here'));
    },
  },
});
`;
}

function index(folder, group, added) {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -3));
  const all = [...new Set([...names, added])].sort();
  return [
    "import type { Check } from '../check';",
    '',
    ...all.map((name) => `import { ${name} } from './${name}';`),
    '',
    '/** The checks of this folder, by name. */',
    `export const ${group}Checks: readonly Check[] = [`,
    ...all.map((name) => `  ${name},`),
    '];',
    '',
  ].join('\n');
}

function fixture(code) {
  return `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
//^ ${code}
] }
`;
}

if (process.argv[1]?.endsWith('newCheck.mjs')) {
  const [group = '', code = ''] = process.argv.slice(2);
  try {
    for (const file of newCheck(process.cwd(), group, code)) console.log(file);
    console.log('Write its Korean in l10n/parts/checks.ko.json, then: node scripts/writeDocs.mjs && npm run unit -- checks texts');
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
