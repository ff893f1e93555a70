// Builds server/data/catalog from the pinned packages and our fact files. Does nothing when nothing has changed.
//   npm run build:data              build, or stop at the first gate that fails
//   npm run build:data -- --accept  build, and keep the new counts as those that the next build is measured against
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageSources, readJson } from './catalog/sources.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const factsFolder = path.join(root, 'server/data/facts');
const outFolder = path.join(root, 'server/data/catalog');
const gatesFile = path.join(factsFolder, 'gates.json');
const partNames = ['core', 'text', 'urls', 'policies', 'policyDocuments'];
const accept = process.argv.includes('--accept');

const inputs = hashInputs();
if (accept || !isUpToDate()) await build();

/** A hash of everything that the catalog depends on: fact files, scripts, the decoder, and the versions of the packages. */
function hashInputs() {
  const hash = createHash('sha256');
  const folders = [factsFolder, path.join(root, 'scripts/catalog'), path.join(root, 'server/src/core/catalog')];
  const files = folders
    .flatMap((folder) =>
      readdirSync(folder)
        .sort()
        .map((name) => path.join(folder, name)),
    )
    .filter((file) => file !== gatesFile);
  for (const file of [fileURLToPath(import.meta.url), ...files]) hash.update(path.relative(root, file)).update(readFileSync(file));
  for (const { name, version } of Object.values(packageSources(root))) hash.update(`${name}@${version}`);
  return hash.digest('hex');
}

function isUpToDate() {
  const meta = path.join(outFolder, 'meta.json');
  return (
    existsSync(meta) && readJson(meta).inputs === inputs && partNames.every((name) => existsSync(path.join(outFolder, `${name}.json`)))
  );
}

async function build() {
  const { readSources } = await import('./catalog/sources.mjs');
  const { encodeCatalog } = await import('./catalog/encode.mjs');
  const { checkGates, checkRoundTrip, countFacts } = await import('./catalog/gates.mjs');

  const model = await readSources(root);
  const encoded = encodeCatalog(model);
  const parts = Object.fromEntries(partNames.map((name) => [name, JSON.stringify(encoded[name])]));
  const meta = JSON.stringify(
    { inputs, date: model.date, packages: model.packages, counts: encoded.core.counts, sha256: hashes(parts) },
    undefined,
    2,
  );
  const zipped = await zippedSize({ ...parts, meta });
  const measured = { counts: encoded.core.counts, facts: countFacts(model), zipped };

  const last = accept || !existsSync(gatesFile) ? { counts: {}, facts: {} } : readJson(gatesFile);
  const problems = [...checkGates(measured, last), ...checkRoundTrip(model, await decode(parts))];
  if (problems.length > 0) {
    console.error(['The catalog was not built:', ...problems.slice(0, 20)].join('\n  '));
    process.exitCode = 1;
    return;
  }
  writeParts({ ...parts, meta });
  if (accept) writeFileSync(gatesFile, `${JSON.stringify({ date: model.date, ...measured }, undefined, 2)}\n`);
  const { services, actions, resourceTypes, conditionKeys, managedPolicies } = measured.counts;
  console.log(
    `Catalog of ${model.date}: ${services} services, ${actions} actions, ${resourceTypes} resource types, ` +
      `${conditionKeys} condition keys, ${managedPolicies} managed policies, ${Math.round(zipped / 1000)} kB zipped.`,
  );
}

function hashes(parts) {
  return Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]));
}

/** What the parts and the fact files add to a packed extension. */
async function zippedSize(parts) {
  const { deflateRawSync } = await import('node:zlib');
  const facts = readdirSync(factsFolder)
    .filter((name) => path.join(factsFolder, name) !== gatesFile)
    .map((name) => readFileSync(path.join(factsFolder, name)));
  return [...Object.values(parts), ...facts].reduce((sum, text) => sum + deflateRawSync(text, { level: 9 }).length, 0);
}

/** The parts as the extension itself reads them, by its own code. */
async function decode(parts) {
  const esbuild = await import('esbuild');
  const folder = path.join(root, 'server/src/core/catalog');
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: ['createCatalog', 'createCatalogTexts', 'catalogData'].map((name) => `export * from './${name}';`).join('\n'),
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
  });
  const { createCatalog, createCatalogTexts, readCatalogData } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  const { core, ...others } = Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, JSON.parse(text)]));
  const read = readCatalogData(core);
  if (read.problem !== undefined) throw new Error(read.problem.template);
  return { catalog: createCatalog(read.data), texts: createCatalogTexts({ core: read.data, ...others }) };
}

/** Writes every file beside its place and moves it there, so that a reader never sees half a file; the hash comes last. */
function writeParts(parts) {
  mkdirSync(outFolder, { recursive: true });
  rmSync(path.join(outFolder, 'meta.json'), { force: true });
  for (const [name, text] of Object.entries(parts)) {
    const file = path.join(outFolder, `${name}.json`);
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  }
}
