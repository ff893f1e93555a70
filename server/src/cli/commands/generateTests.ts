import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { readLayout } from '../../core/edits/layout';
import { manifestNames } from '../../core/organization/organizationFiles';
import { inferPolicyType, readPolicyType } from '../../core/policy/inferPolicyType';
import { lowerPolicy } from '../../core/policy/lowerPolicy';
import { generateTests } from '../../core/simulation/generateTests';
import type { SubjectOrganization } from '../../core/simulation/generateTests';
import { writeTestFile } from '../../core/simulation/writeTests';
import { parseJson } from '../../core/syntax/parseJson';
import { message } from '../../core/text/message';

import type { Command, CommandContext } from '../command';
import { CommandError } from '../commandError';
import { readConfiguration } from '../configuration';
import { describeFileError, isFile, readTextFile } from '../files';
import { openOrganization, organizationsFor } from '../openOrganization';
import { commonOptions, helpHint, readArguments } from '../options';
import type { OpenedOrganization } from '../organizations';
import { organizationPlaceOf } from '../queryOptions';

/** `gatehouse generate-tests`: what a policy decides today, as a test file. */
export const generateTestsCommand: Command = {
  name: 'generate-tests',
  usage: ['generate-tests [--type POLICYTYPE] [--organization PLACE] [-o FILE] POLICY'],
  summary: message('Writes tests that say what a policy decides today: each statement, the edges of its conditions, near misses'),
  options: [
    ['--type POLICYTYPE', message('what the policy is (identity, scp, rcp, trust, …); otherwise place and content tell')],
    ['--organization PLACE', message('the organization that attaches it; otherwise the nearest one upwards, if there is one')],
    ['-o FILE, --output FILE', message('a new file for the tests; otherwise they are printed, as they would stand beside the policy')],
  ],
  exitCodes: [
    ['0', message('the tests are written')],
    ['2', message('the policy cannot be read, there is nothing to test in it, or the file exists already')],
  ],
  run: runGenerateTests,
};

async function runGenerateTests(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = readArguments('generate-tests', args, {
    ...commonOptions,
    type: { type: 'string' },
    organization: { type: 'string' },
    output: { type: 'string', short: 'o' },
  });
  const [written, ...others] = positionals;
  if (written === undefined || others.length > 0) throw new CommandError(message('name one policy'), helpHint('generate-tests'));
  const wanted = readPolicyType(values.type);
  if (values.type !== undefined && wanted === undefined) {
    throw new CommandError(message('`{0}` is no policy type', values.type), helpHint('generate-tests'));
  }
  const { host, data } = context;
  const policyPath = path.resolve(host.folder, written);
  const read = readTextFile(policyPath);
  if ('problem' in read) throw new CommandError(message('{0} cannot be read: {1}', written, read.problem));
  const { root, problems } = parseJson(read.text);
  if (root?.kind !== 'object' || problems.some(({ code }) => code === 'invalid-json')) {
    throw new CommandError(message('{0} is no policy: its JSON is broken', written));
  }
  const output = values.output === undefined ? undefined : path.resolve(host.folder, values.output);
  const testFolder = path.dirname(output ?? policyPath);
  const opened = await organizationAround(policyPath, values.organization, context);
  const slashed = policyPath.split(path.sep).join('/');
  const evidence = {
    setting: wanted ?? readConfiguration(host.folder).policyTypeOf(policyPath),
    organization: opened === undefined ? undefined : typeIn(opened, policyPath),
  };
  const tests = generateTests(
    {
      policy: lowerPolicy(root),
      policyType: inferPolicyType(root, { path: slashed, ...evidence }),
      file: fileFrom(testFolder, policyPath),
      uri: policyPath,
      catalog: await data.catalog(),
      organization: opened === undefined ? undefined : subjectOrganization(opened, policyPath, testFolder),
    },
    context.translate,
  );
  if (tests === undefined) throw new CommandError(message('{0} is no access policy with statements: there is nothing to test', written));
  const text = writeTestFile(tests.file, readLayout(read.text));
  if (output === undefined) await host.stdout.write(text);
  else writeNew(output, text, values.output ?? output);
  return 0;
}

async function organizationAround(
  policyPath: string,
  named: string | undefined,
  context: CommandContext,
): Promise<OpenedOrganization | undefined> {
  if (named !== undefined) return openOrganization(organizationPlaceOf(context, named), context);
  return (await organizationsFor(context, 'deployed')).of(policyPath);
}

function typeIn({ folder, policyFiles }: OpenedOrganization, file: string) {
  const relative = fileFrom(folder, file);
  return policyFiles.find((use) => use.file === relative)?.type;
}

function subjectOrganization(opened: OpenedOrganization, policyPath: string, testFolder: string): SubjectOrganization | undefined {
  const { organization, load, folder, foreign, place } = opened;
  if (organization === undefined) return undefined;
  const manifest = manifestNames.map((name) => path.join(folder, name)).find((file) => isFile(file));
  const policyFile = fileFrom(folder, policyPath);
  return {
    organization,
    load,
    policyFile: policyFile.startsWith('../') ? undefined : policyFile,
    manifest: fileFrom(testFolder, foreign === undefined && manifest !== undefined ? manifest : place),
    // Of what was made of another tool's files there is no file to name.
    fileOf: (uri) => (path.isAbsolute(uri) && isFile(uri) ? fileFrom(testFolder, uri) : undefined),
  };
}

/** A path as test files have it: from a folder, with slashes. */
function fileFrom(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

/** Tests that somebody has changed by hand are not written over. */
function writeNew(file: string, text: string, shown: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' });
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new CommandError(
      exists ? message('{0} exists already', shown) : message('{0} cannot be written: {1}', shown, describeFileError(error)),
    );
  }
}
