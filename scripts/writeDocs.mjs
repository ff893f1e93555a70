// Writes what is generated from the checks: docs/checks.md, and the names that the setting `gatehouse.checks` offers in package.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { transpile } from './transpile.mjs';

const root = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

const elements = [
  ['document', 'The document'],
  ['statement', 'Statements'],
  ['principal', 'Principals'],
  ['action', 'Actions'],
  ['resource', 'Resources'],
  ['condition', 'Conditions'],
];

const typeWords = { error: 'error', warning: 'warning', securityWarning: 'security warning', suggestion: 'suggestion' };

/**
 * The page of all checks. `groups` maps a folder of checks to its checks, `titlesOf(check)` gives the titles of the fixes that the
 * first bad example is offered.
 */
export function checksPage(groups, titlesOf) {
  const all = elements.flatMap(([folder]) => groups[folder]);
  const lines = [
    '# Checks',
    '',
    `${all.length} checks, named as IAM Access Analyzer names them. This page is written by \`node scripts/writeDocs.mjs\` from the checks themselves;`,
    'the examples are run by the tests. Turn a check off, or change how it is shown, with `gatehouse.checks`:',
    '',
    '```json',
    '{ "gatehouse.checks": { "missing-version": "error", "redundant-action": "off" } }',
    '```',
    '',
    'An error becomes an error, a warning and a security warning become warnings, a suggestion becomes information, unless the setting says otherwise.',
    '',
  ];
  for (const [folder, title] of elements) {
    lines.push(`**${title}**: ${groups[folder].map(({ code }) => `[${code}](#${code})`).join(', ')}`, '');
  }
  for (const check of all) lines.push(...section(check, titlesOf(check)));
  return `${lines.join('\n').trimEnd()}\n`;
}

function section(check, titles) {
  const { code, findingType, appliesTo, summary, why, source, examples } = check;
  const types = appliesTo === 'allPolicyTypes' ? 'all policies' : appliesTo.map((type) => `\`${type}\``).join(', ');
  return [
    `## ${code}`,
    '',
    `${summary}. *${typeWords[findingType]}*, in ${types}.`,
    '',
    `**Why**: ${why}`,
    '',
    '**Avoid**',
    '',
    ...example(examples.bad[0]),
    '**Prefer**',
    '',
    ...example(examples.good[0]),
    ...(titles.length === 0 ? [] : [`**Quick fix**: ${titles.join(', ')}`, '']),
    `**AWS**: [${code}](${source})`,
    '',
  ];
}

/** An example as indented JSON; the long ones, which are there for their length, cut. */
function example(given) {
  const text = typeof given === 'string' ? given : given.text;
  const cut = text.replace(/x{60,}/g, (run) => `x… (${run.length} characters)`);
  return ['```json', JSON.stringify(JSON.parse(cut), undefined, 2), '```', ''];
}

/** package.json with the codes as the names that `gatehouse.checks` takes. */
export function withCheckNames(manifestText, codes) {
  const manifest = JSON.parse(manifestText);
  const { configuration } = manifest.contributes;
  const setting = [configuration].flat().find(({ properties }) => 'gatehouse.checks' in properties).properties['gatehouse.checks'];
  setting.propertyNames = { enum: [...codes].sort() };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Both texts as they must stand on disk, from modules transpiled to `out`. */
export function generatedTexts(load) {
  const groups = Object.fromEntries(
    elements.map(([folder]) => [folder, load(`server/src/core/checks/${folder}/index`)[`${folder}Checks`]]),
  );
  const { fixesFor, runChecks } = load('server/src/core/checks/runChecks');
  const { checkedDocument, wholePolicy } = load('test/support/annotations');
  const { tinyCatalog } = load('test/support/tinyCatalog');
  const { english } = load('server/src/core/text/message');
  const settings = { catalog: tinyCatalog() };
  const titlesOf = (check) => {
    const { text, policyType } = wholePolicy(check, check.examples.bad[0]);
    const document = checkedDocument(text, policyType);
    const finding = runChecks(document, settings).find(({ code }) => code === check.code);
    return finding === undefined ? [] : fixesFor(document, settings, check.code, finding.span).map(({ title }) => english(title));
  };
  const codes = elements.flatMap(([folder]) => groups[folder].map(({ code }) => code));
  return {
    'docs/checks.md': checksPage(groups, titlesOf),
    'package.json': withCheckNames(readFileSync(path.join(root, 'package.json'), 'utf8'), codes),
  };
}

if (process.argv[1]?.endsWith('writeDocs.mjs')) {
  const out = path.resolve(root, process.env.GATEHOUSE_OUT ?? 'out');
  // `--check` only compares, by the modules that are in the folder already; it exits with 1 when a file is stale.
  const check = process.argv.includes('--check');
  if (!check) await transpile(out);
  const require = createRequire(import.meta.url);
  const texts = generatedTexts((name) => require(path.join(out, `${name}.js`)));
  for (const [file, text] of Object.entries(texts)) {
    if (!check) writeFileSync(path.join(root, file), text);
    else if (readFileSync(path.join(root, file), 'utf8') !== text) {
      console.error(`${file} is stale: node scripts/writeDocs.mjs`);
      process.exitCode = 1;
    }
  }
}
