import { importAwsFiles, importAwsOutputs } from '../core/organization/importAwsOutputs';
import type { ImportedOrganization } from '../core/organization/importAwsOutputs';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { message } from '../core/text/message';

import type { ForeignOrganization, ForeignReader } from './foreignFormat';

/** Outputs of the AWS command line: a file of lines, a call each, or a folder with a file for each call. */
export const awsOutputs: ForeignReader = { format: 'awsOutputs', isEntry: (path) => /\.jsonl$/i.test(path), read };

function read(files: OrganizationFiles): ForeignOrganization | undefined {
  const lines = files.list().find((path) => awsOutputs.isEntry(path));
  const text = lines === undefined ? undefined : files.read(lines);
  if (lines !== undefined && text !== undefined && /^\s*\{\s*"op"\s*:/.test(text)) return toForeign(importAwsOutputs(text), lines, text);
  const json = files.list().filter((path) => /\.json$/i.test(path));
  const imported = importAwsFiles(textsOf(json, files));
  return imported === undefined ? undefined : toForeign(imported, json[0] ?? '', '');
}

/** A file of lines, whatever it is called; undefined when nothing in it is such a line. */
export function readAwsLines(file: string, text: string): ForeignOrganization | undefined {
  const imported = importAwsOutputs(text);
  return imported.files.size > 0 || awsOutputs.isEntry(file) ? toForeign(imported, file, text) : undefined;
}

/** The same of a file that is longer than a text can be: where in it something stands is said in words. */
export function readLongAwsLines(file: string, lines: Iterable<string>): ForeignOrganization {
  const { files, problems } = importAwsOutputs(lines);
  return {
    format: 'awsOutputs',
    files,
    problems: problems.map(({ line, message: said }) => ({
      code: 'unreadable-output',
      severity: 'warning',
      file,
      span: { start: 0, end: 0 },
      message: line === undefined ? said : message('line {0}: {1}', line, said),
    })),
  };
}

/** One after the other: a folder may hold a whole repository. */
function* textsOf(paths: readonly string[], files: OrganizationFiles): Generator<readonly [path: string, text: string]> {
  for (const path of paths) {
    const text = files.read(path);
    if (text !== undefined) yield [path, text];
  }
}

function toForeign({ files, problems }: ImportedOrganization, file: string, text: string): ForeignOrganization {
  const starts = lineStarts(text);
  return {
    format: 'awsOutputs',
    files,
    problems: problems.map(({ line, message }) => {
      const start = line === undefined ? 0 : (starts[line - 1] ?? 0);
      return { code: 'unreadable-output', severity: 'warning', file, span: { start, end: start }, message };
    }),
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
