import { importAwsFiles, importAwsOutputs } from '../core/organization/importAwsOutputs';
import type { ImportedOrganization } from '../core/organization/importAwsOutputs';
import type { OrganizationFiles } from '../core/organization/organizationFiles';

import type { ForeignOrganization, ForeignReader } from './foreignFormat';

/** Outputs of the AWS command line: a file of lines, a call each, or a folder with a file for each call. */
export const awsOutputs: ForeignReader = { format: 'awsOutputs', isEntry: (path) => /\.jsonl$/i.test(path), read };

function read(files: OrganizationFiles): ForeignOrganization | undefined {
  const lines = files.list().find((path) => awsOutputs.isEntry(path));
  const text = lines === undefined ? undefined : files.read(lines);
  if (lines !== undefined && text !== undefined && /^\s*\{\s*"op"\s*:/.test(text)) return toForeign(importAwsOutputs(text), lines, text);
  const json = files.list().filter((path) => /\.json$/i.test(path));
  const imported = importAwsFiles(json.flatMap((path) => [[path, files.read(path) ?? ''] as const]));
  return imported === undefined ? undefined : toForeign(imported, json[0] ?? '', '');
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
