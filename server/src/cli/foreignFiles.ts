import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';

import type { OrganizationProblem } from '../core/organization/organization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';
import { message } from '../core/text/message';

import { listFiles, readTextFile } from './files';

/** Bigger files are no configuration; an export of AWS's alone may be. */
const largestSource = 64 * 1024 * 1024;

const readable = /\.(?:jsonc?|jsonl|ya?ml|tfstate|template)$/i;

/** The files of another tool's folder. */
export interface ForeignFiles extends OrganizationFiles {
  /** What was asked for and cannot be read. */
  readonly problems: readonly OrganizationProblem[];
}

/**
 * Files below a folder, each read when it is asked for: beside those of the tool may lie a whole repository. Nothing outside the folder is
 * read, neither by a path nor by a link.
 */
export function foreignFilesIn(folder: string): ForeignFiles {
  const problems: OrganizationProblem[] = [];
  const refused = new Set<string>();
  let paths: readonly string[] | undefined;
  const refuse = (file: string, text: OrganizationProblem['message']): void => {
    if (refused.has(file)) return;
    refused.add(file);
    problems.push({ code: 'unreadable-file', severity: 'warning', file, span: { start: 0, end: 0 }, message: text });
  };
  return {
    problems,
    list: () => (paths ??= listFiles(folder, readable)),
    read(file) {
      const found = placeInside(folder, file);
      if (found === undefined) return undefined;
      if (found === 'outside') {
        refuse(file, message('this leads out of the folder, and is not read'));
        return undefined;
      }
      const isExport = /\.jsonl$|(^|\/)gaad\.json$/i.test(file);
      if (!isExport && statSync(found).size > largestSource) {
        refuse(file, message('this file is larger than {0} MB, and is not read', largestSource / 1024 / 1024));
        return undefined;
      }
      const read = readTextFile(found);
      if ('text' in read) return read.text;
      refuse(file, message('cannot be read: {0}', read.problem));
      return undefined;
    },
  };
}

/** Where a file is once all links are followed; undefined when there is none. */
function placeInside(folder: string, file: string): string | undefined {
  try {
    const root = realpathSync(folder);
    const real = realpathSync(path.join(folder, file));
    const below = path.relative(root, real);
    if (below === '..' || below.startsWith(`..${path.sep}`) || path.isAbsolute(below)) return 'outside';
    return statSync(real).isFile() ? real : undefined;
  } catch {
    return undefined;
  }
}
